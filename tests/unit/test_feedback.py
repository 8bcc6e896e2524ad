"""Wordings and tones that people send come first more often; the choice stays the same under a seed."""

from collections import Counter

from bot import assist
from bot.drafting.choice import Liking
from bot.feedback import Feedback
from bot.models import Past


def first_wordings(content, reading, now, liking, most=80):
    """Which `late_delivery.upset` wording comes first over many seeds."""
    picks = Counter()
    for seed in range(most):
        (made,) = assist.suggest(reading(), past=Past(seed=str(seed)), most=1, at=now, library=content, liking=liking)
        picks[made.draft.wordings[0]] += 1
    return picks


def test_counts_add_up(tmp_path, content, reading, now):
    store = Feedback(tmp_path / "feedback.db")
    (made,) = assist.suggest(reading(), most=1, at=now, library=content)
    for outcome in ("sent", "sent", "edited", "dismissed"):
        store.record(made.draft, outcome)
    assert store.counts()["tone:warm"] == (2, 2)
    assert store.counts()[f"en:{made.draft.wordings[0]}"] == (2, 2)


def test_a_liked_wording_comes_first_more_often(content, reading, now):
    plain = first_wordings(content, reading, now, {})
    rare = min(plain, key=plain.get)
    liked = first_wordings(content, reading, now, {f"en:{rare}": (30, 0)})
    assert len(plain) > 3 and liked[rare] > plain[rare] * 2


def test_a_liked_tone_comes_first(content, reading, now):
    made = assist.suggest(reading(), at=now, library=content, liking={"tone:brief": (9, 0)})
    assert [each.draft.tone for each in made][0] == "brief"


def test_the_same_seed_gives_the_same_sample():
    liking = Liking({"a": (3, 1)})
    assert liking.sample("a", "x") == liking.sample("a", "x") != liking.sample("a", "y")
