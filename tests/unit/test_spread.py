"""The spread of a made-up set is counted right, a whole set has no hole, and each kind of hole is found."""

import random
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.library import Library
from bot.models import FEELINGS
from bot.reading.examples import FORMS, Example
from bot.reading.spread import PROBLEMS, Group, holes, spread_of

WORDS = re.compile(r"\bangry\b")
CAUSE, OTHER, ACT, SIGNAL = "late_delivery", "rude_staff", "greet", "legal"
UPSET = ("worried", "disappointed", "frustrated", "angry", "shocked")
Change = Callable[[list[Example]], list[Example]]


@pytest.fixture(scope="module")
def small(content: Library) -> Library:
    """The project's library with three causes, two acts and one signal."""
    causes = {cause: content.causes[cause] for cause in (CAUSE, OTHER, "wrong_item")}
    return replace(content, causes=causes, acts=(ACT, "thank"), signals=(SIGNAL,))


def made(intent: str, number: int, language: str) -> list[Example]:
    """Examples of every feeling and form in turn, each in words of its own."""
    chance = random.Random(f"{intent} {language}")
    texts = [" ".join("".join(chance.choices("abcdefghij", k=6)) for _ in range(2 + at % 9)) for at in range(number)]
    return [
        Example(text, language, intent, FEELINGS[at % 8], 1, FORMS[at % 12], (SIGNAL,) if at % 8 == 6 else ())
        for at, text in enumerate(texts)
    ]  # fmt: skip


def whole(language: str = "fi") -> list[Example]:
    """A set without a hole."""
    sizes = {CAUSE: 150, OTHER: 150, "wrong_item": 150, ACT: 60, "thank": 60}
    return [example for intent, size in sizes.items() for example in made(intent, size, language)]


def only(number: int, **fields: object) -> Change:
    """Leaves that many of the examples with these fields."""

    def change(examples: list[Example]) -> list[Example]:
        those = [each for each in examples if all(getattr(each, name) == value for name, value in fields.items())]
        dropped = {each.text for each in those[number:]}
        return [each for each in examples if each.text not in dropped]

    return change


def turned(field: str, value: object, among: Callable[[Example], bool]) -> Change:
    """Gives a field a value in the examples that are meant."""
    return lambda examples: [replace(each, **{field: value}) if among(each) else each for each in examples]


def few_signals(examples: list[Example]) -> list[Example]:
    carriers = [each.text for each in examples if each.signals][24:]
    return turned("signals", (), lambda each: each.text in carriers)(examples)


def almost_alike(examples: list[Example]) -> list[Example]:
    return examples + [replace(each, text=each.text + " x") for each in examples if len(each.text) > 40][:3]


def naming(number: int) -> Change:
    def change(examples: list[Example]) -> list[Example]:
        upset = [each for each in examples if each.feeling in UPSET]
        named = {each.text for each in upset[: len(upset) * number // 100]}
        return [replace(each, text=f"{each.text} Angry!") if each.text in named else each for each in examples]

    return change


def kinds(examples: list[Example], library: Library, language: str = "fi") -> set[tuple[str, str]]:
    return {(hole.kind, hole.name) for hole in holes(spread_of(examples, language, library, WORDS), library)}


HOLES: list[tuple[str, str, Change]] = [
    ("cause", CAUSE, only(34, intent=CAUSE)),
    ("act", ACT, only(29, intent=ACT)),
    ("cause_feeling", CAUSE, only(0, intent=CAUSE, feeling="calm")),
    ("cause_feeling", CAUSE, only(0, intent=CAUSE, feeling="grateful")),
    ("upset_feelings", CAUSE, turned("feeling", "angry", lambda each: each.intent == CAUSE and each.feeling in UPSET[1:])),
    ("cause_forms", CAUSE, turned("form", "plain", lambda each: each.intent == CAUSE and each.form not in FORMS[:5])),
    ("feeling", "shocked", only(12, feeling="shocked")),
    ("form", "long", only(24, form="long")),
    ("signal", SIGNAL, few_signals),
    ("near_duplicates", "all", almost_alike),
    ("named_feelings", "all", naming(21)),
    ("unknown", "late_delivry", lambda examples: [replace(examples[0], intent="late_delivry"), *examples[1:]]),
    ("unknown", "lega", lambda examples: [replace(examples[0], signals=("lega",)), *examples[1:]]),
]


def test_a_whole_set_has_no_hole(small):
    assert kinds(whole(), small) == set() and kinds(whole("en"), small, "en") == set()


@pytest.mark.parametrize(("kind", "name", "change"), HOLES, ids=[f"{kind}-{name}" for kind, name, _ in HOLES])
def test_each_kind_of_hole_is_found_alone(small, kind, name, change):
    assert kinds(change(whole()), small) == {(kind, name)}


def test_a_duplicate_is_named_with_its_text(small):
    examples = whole()
    found = holes(spread_of([*examples, replace(examples[3], intent=OTHER)], "fi", small, WORDS), small)
    assert [(hole.kind, hole.name, hole.problem) for hole in found] == [("duplicate", examples[3].text, "stands 2 times; 1 is enough")]


def test_every_kind_is_tried():
    assert {kind for kind, _, _ in HOLES} | {"duplicate"} == set(PROBLEMS)


@pytest.mark.parametrize(
    "change",
    [
        only(35, intent=CAUSE), only(30, intent=ACT), only(1, intent=CAUSE, feeling="grateful"), only(25, form="long"), naming(20),
        turned("feeling", "angry", lambda each: each.intent == CAUSE and each.feeling in UPSET[2:]),
        turned("form", "plain", lambda each: each.intent == CAUSE and each.form not in FORMS[:6]),
    ],
)  # fmt: skip
def test_just_enough_is_no_hole(small, change):
    assert kinds(change(whole()), small) == set()


def test_english_needs_more_of_a_cause(small):
    assert kinds(only(59, intent=CAUSE)(whole("en")), small, "en") == {("cause", CAUSE)}
    assert kinds(only(60, intent=CAUSE)(whole("en")), small, "en") == set()


def test_the_same_text_in_two_languages_is_no_duplicate(small):
    both = whole() + [replace(each, language="sv") for each in whole()]
    assert kinds(both, small) == kinds(both, small, "sv") == set()


def test_a_hole_says_what_is_wrong_and_what_would_be_right(small):
    (few,) = holes(spread_of(only(34, intent=CAUSE)(whole()), "fi", small, WORDS), small)
    assert (few.language, few.problem) == ("fi", "34 examples of this cause; at least 35")
    (lacking,) = holes(spread_of(only(0, intent=CAUSE, feeling="calm")(whole()), "fi", small, WORDS), small)
    assert (lacking.name, lacking.feeling) == (CAUSE, "calm") and "at least 1" in lacking.problem
    (rare,) = holes(spread_of(only(12, feeling="shocked")(whole()), "fi", small, WORDS), small)
    assert rare.problem == "2.3% of the language; at least 3%"


def test_a_group_counts_feelings_forms_and_words(small):
    examples = [
        Example("one", "fi", CAUSE, "angry", 2, "short", (SIGNAL,)),
        Example("one two three", "fi", CAUSE, "angry", 2, "plain"),
        Example("one two three four five", "fi", CAUSE, "calm", 0, "plain"),
        Example("unseen", "sv", CAUSE, "calm", 0),
    ]
    spread = spread_of(examples, "fi", small, WORDS)
    counts = {"calm": {"plain": 1}, "angry": {"short": 1, "plain": 1}}
    assert spread.intents[CAUSE] == spread.all == Group(3, {"angry": 2, "calm": 1}, {"short": 1, "plain": 2}, counts, (1, 3, 5))
    assert spread.signals[SIGNAL].count == 1 and spread.forms["plain"].words == (3, 3, 5)
    assert spread.intents[OTHER] == Group(0, {}, {}, {}, (0, 0, 0)) and list(spread.intents) == [*small.causes, *small.acts]


def test_shares_count_examples_not_pairs(small):
    examples = naming(50)(almost_alike(whole()))
    spread = spread_of(examples, "fi", small, WORDS)
    assert spread.near_duplicate_share() == 6 / len(examples) and len(spread.near_duplicates) == 3
    assert spread.named == {"angry": spread.upset // 2} and 0.49 < spread.named_share() <= 0.5


def test_nothing_at_all_is_full_of_holes(small):
    found = kinds([], small)
    assert {("cause", CAUSE), ("act", ACT), ("form", "long"), ("signal", SIGNAL), ("feeling", "calm")} <= found
    assert not {kind for kind, _ in found} & {"duplicate", "near_duplicates", "named_feelings", "unknown"}
