"""Several causes in one message: which of the ranked ones it names, the gravest first."""

from bot.library import library

SECOND = 0.15  # a further cause has at least this probability
SHARE = 0.3  # and this share of the best one's
MOST = 3


def named(ranking: list[dict]) -> list[str]:
    """The causes a message names, by gravity; none where its best label is a dialogue act.

    `ranking` holds {"name", "confidence"}, the best first.
    """
    gravity = {id: cause.gravity for id, cause in library().causes.items()}
    if not ranking or ranking[0]["name"] not in gravity:
        return []
    least = max(SECOND, SHARE * ranking[0]["confidence"])
    found = [each["name"] for each in ranking[1:] if each["name"] in gravity and each["confidence"] >= least]
    return sorted([ranking[0]["name"], *found[: MOST - 1]], key=lambda name: -gravity[name])
