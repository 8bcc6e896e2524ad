"""Texts that share most of their character n-grams are found, others are not, and 30,000 take seconds."""

import random
import time
from itertools import combinations

import pytest

from bot.reading.duplicates import MOST, near_duplicates


def messages(number: int, words: int = 12, seed: int = 7) -> list[str]:
    """Made-up messages of made-up words, which share nothing but what chance gives them."""
    chance = random.Random(seed)
    vocabulary = ["".join(chance.choices("abcdefghijklmnoprstuvy", k=chance.randint(2, 9))) for _ in range(6000)]
    return [" ".join(chance.choices(vocabulary, k=words)) for _ in range(number)]


def grams(text: str) -> set[str]:
    padded = f" {text} "
    return {padded[at : at + 5] for at in range(max(1, len(padded) - 4))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("where is my parcel from last week", "where is my parcel from last weekend"),
        ("mistä haen korvausta myöhästyneestä lennosta", "mistä haetaan korvausta myöhästyneestä lennosta"),
        ("بشر وش صار علي موضوعي", "وش صار علي موضوعي"),
        ("the same", "the same"),
        ("👍", "👍"),
    ],
)
def test_texts_that_share_most_are_found(one, other):
    assert near_duplicates(["nothing like it at all", one, "nor is this one", other]) == [(1, 3)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("where is my parcel", "where is my refund from last month"),
        ("yes", "yep"),
        ("£64.50", "250"),
        ("👍", "❤️"),
        ("my parcel is late", "late, my bus was; parked my bike, it is"),
    ],
)
def test_texts_that_share_less_are_not(one, other):
    assert near_duplicates([one, other]) == []


@pytest.mark.parametrize("texts", [[], [""], ["", "a"], ["alone"]])
def test_few_or_empty_texts_have_no_pairs(texts):
    assert near_duplicates(texts) == []


def test_three_alike_are_three_pairs_in_order():
    texts = ["the last bus goes at ten to ten", "unlike", "the last bus goes at ten to nine", "the last bus goes at ten to two"]
    assert near_duplicates(texts) == [(0, 2), (0, 3), (2, 3)]


def test_the_pairs_are_those_that_comparing_all_gives():
    texts = messages(150)
    texts += [text.rsplit(" ", cut)[0] for cut, text in enumerate(texts[:12], 1) for _ in range(2)]
    sets = [grams(text) for text in texts]
    alike = [(a, b) for a, b in combinations(range(len(texts)), 2) if len(sets[a] & sets[b]) > MOST * len(sets[a] | sets[b])]
    assert near_duplicates(texts) == alike and len(alike) > 12


def test_30_000_messages_take_seconds():
    texts = messages(30_000)
    texts[-1] = texts[0] + " indeed"
    start = time.process_time()
    assert near_duplicates(texts) == [(0, 29_999)]
    assert time.process_time() - start < 10
