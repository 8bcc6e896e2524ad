"""Which examples are trained on and which messages are sent: chosen by a fixed seed, the same for every pipeline."""

from collections import defaultdict
from itertools import zip_longest
from random import Random

from bot.models import LANGUAGES
from bot.reading.examples import Example
from bot.reading.parse import ACTS

SEED = 11
ENGLISH = "en"


def sample(examples: list[Example], most: int, seed: int = SEED) -> list[Example]:
    """At most `most` examples, equally many of each intent; half are English, the others take turns.

    An intent with fewer examples gives all it has, so that the sum may be less.

    Raises:
        ValueError: `most` leaves no example for each intent.
    """
    by_intent = _grouped(_shuffled(examples, seed), "intent")
    share = most // max(1, len(by_intent))
    if not share:
        raise ValueError(f"a sample of {most} has no example for each of {len(by_intent)} intents")
    parts = (_balanced(by_intent[intent], share, number) for number, intent in enumerate(sorted(by_intent)))
    return [example for part in parts for example in part]


def _balanced(examples: list[Example], share: int, number: int) -> list[Example]:
    """English first, then one of each other language in turn; which one begins changes with the intent's number."""
    by_language = _grouped(examples, "language")
    english = by_language.pop(ENGLISH, [])[: (share + 1) // 2]
    first = number % max(1, len(by_language))
    in_turn = zip_longest(*(by_language[each] for each in _rotated(sorted(by_language), first)))
    others = [example for turn in in_turn for example in turn if example is not None]
    return (english + others)[:share]


def _rotated(names: list[str], first: int) -> list[str]:
    return names[first:] + names[:first]


def stratified(examples: list[Example], seed: int = SEED) -> list[Example]:
    """All examples in an order of which every beginning holds each intent of each language in its share, as nearly as can be.

    So the first 500 lie within the first 1000.
    """
    places = []
    for number, (_, group) in enumerate(sorted(_grouped(_shuffled(examples, seed), "language", "intent").items())):
        start = Random(seed + number).random()
        places += [((at + start) / len(group), number, at, example) for at, example in enumerate(group)]
    return [example for *_, example in sorted(places, key=lambda place: place[:3])]


def messages(examples: list[Example], count: int, seed: int = SEED) -> list[str]:
    """Texts of customers with a trouble: causes take turns, and languages within each cause.

    Raises:
        ValueError: no example of a cause in the language whose turn it is.
    """
    by_place = _grouped(_shuffled(examples, seed), "intent", "language")
    causes = sorted({intent for intent, _ in by_place} - set(ACTS))
    return [_next_text(by_place, causes, number) for number in range(count)]


def _next_text(by_place: dict, causes: list[str], number: int) -> str:
    cause = causes[number % len(causes)]
    language = LANGUAGES[(number + number // len(causes)) % len(LANGUAGES)]
    if not by_place[cause, language]:
        raise ValueError(f"data/nlu/{language} has no more examples of {cause} to send")
    return by_place[cause, language].pop().text


def numbered(texts: list[str], number: int) -> str:
    """The message with this number: texts take turns, and a text said again is another one, as customers' are.

    Otherwise the encoder's cache would answer for it.
    """
    return f"{texts[number % len(texts)]} ({number})"


def _shuffled(examples: list[Example], seed: int) -> list[Example]:
    return Random(seed).sample(examples, len(examples))


def _grouped(examples: list[Example], *names: str) -> dict:
    """Lists of examples by one attribute, or by a tuple of several."""
    groups: dict = defaultdict(list)
    for example in examples:
        key = tuple(getattr(example, name) for name in names)
        groups[key if len(key) > 1 else key[0]].append(example)
    return groups
