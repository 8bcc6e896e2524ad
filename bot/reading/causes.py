"""Several causes in one message: which of the ranked ones it names, the gravest first."""

from collections.abc import Iterable

from bot.library import library

SECOND = 0.28  # a further cause has at least this probability
SHARE = 0.3  # and this share of the best one's
HINT = 0.025  # the least that the second of two troubles, each told in a clause, was seen to have in the whole
PLAIN = 0.85  # a clause that says its cause so plainly names it
MOST = 3
SURE = 0.9  # a cause that a message names so plainly is its own, whatever came before, see docs/reading.md
OFF_TOPIC = "out_of_scope"
DOUBT = 0.1  # of the best cause's probability: where talk of something else is likelier than this, no cause is read


def in_doubt(scores: dict[str, float]) -> bool:
    """Whether the best label is a cause and the message may well be about no company at all.

    `scores` holds the probability of every label. Nine of ten off-topic messages abstain so, for one point of the causes
    (docs/reading.md); a higher threshold on the cause alone costs three.
    """
    best = max(scores, key=scores.get)
    return best in library().causes and scores.get(OFF_TOPIC, 0.0) > DOUBT * scores[best]


def sure(ranking: list[dict]) -> bool:
    """Whether the message names its cause so plainly that what came before need not be read."""
    return bool(ranking) and ranking[0]["name"] in library().causes and ranking[0]["confidence"] >= SURE


def hinted(ranking: list[dict]) -> bool:
    """Whether the whole message hints at a second cause, so that its clauses are worth reading: encoding them costs time."""
    known = library().causes
    further = (each["confidence"] for each in ranking[1:] if each["name"] in known)
    return bool(ranking) and ranking[0]["name"] in known and max(further, default=0.0) >= HINT


def named(ranking: list[dict], clauses: Iterable[dict[str, float]] = ()) -> list[str]:
    """The causes a message names, by gravity; none where its best label is a dialogue act.

    `ranking` holds {"name", "confidence"}, the best first; `clauses` the probability of every label for each clause by
    itself, where a further cause is plain that the whole drowns. An employee's causes and a customer's don't mix.
    """
    known = library().causes
    if not ranking or ranking[0]["name"] not in known:
        return []
    best = ranking[0]
    least = max(SECOND, SHARE * best["confidence"])
    audience = known[best["name"]].audience
    further = [each["name"] for each in ranking[1:] if each["name"] in known and each["confidence"] >= least]
    plain = [max(scores, key=scores.get) for scores in clauses if max(scores.values()) >= PLAIN and not in_doubt(scores)]
    further += [name for name in plain if name in known and name not in (best["name"], *further)]
    found = [name for name in dict.fromkeys(further) if known[name].audience == audience]
    return sorted([best["name"], *found[: MOST - 1]], key=lambda name: -known[name].gravity)
