"""How the training examples of a language are spread over causes, feelings, forms and signals, and where that has holes.

Counts and thresholds only: `duplicates` finds what is almost the same, `feeling_words` what names a feeling.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median_low

from bot.library import Library
from bot.models import FEELINGS
from bot.reading.duplicates import near_duplicates
from bot.reading.examples import FORMS, Example
from bot.reading.feeling_words import plain

LEAST_OF_CAUSE = 35  # eight feelings, some four ways to tell each: with fewer, sentences are learnt and not the cause
LEAST_OF_CAUSE_EN = 60  # English is written on every continent, and each cause needs its varieties side by side
LEAST_OF_ACT = 30  # acts are short and have few wordings; thirty hold the usual ones
LEAST_CAUSE_FORMS = 6  # half of FORMS: else a question, or sarcasm, comes to mean one cause
LEAST_UPSET_FEELINGS = 3  # else the cause gives the feeling away, and the feeling is learnt from the cause
NEEDED_FEELINGS = ("calm", "grateful")  # every trouble is also asked about calmly, and gets solved
LEAST_FEELING = 0.03  # of a language: a rarer feeling costs the classifier nothing to leave out
LEAST_OF_FORM = 25  # an n-gram is learnt from ten examples on (features.MIN_DOCUMENTS), and no form shows the same in all
LEAST_OF_SIGNAL = 25  # the same, and every signal is a classifier of its own
MOST_NEAR_DUPLICATES = 0.01  # of a language: they weigh double and bring in nothing new
MOST_NAMED_FEELINGS = 0.2  # of the upset: where a word gives the feeling away, nothing else is learnt from

PROBLEMS = {  # by kind of hole: what is wrong, and what would be right
    "cause": "{found} examples of this cause; at least {limit}",
    "act": "{found} examples of this act; at least {limit}",
    "unknown": "{found} examples of what content/taxonomy.yml doesn't hold",
    "cause_feeling": "{found} examples of this cause with this feeling; at least {limit}",
    "upset_feelings": "{found} upset feelings in this cause; at least {limit}",
    "cause_forms": "{found} forms in this cause; at least {limit}",
    "feeling": "{found:.1%} of the language; at least {limit:.0%}",
    "form": "{found} examples of this form; at least {limit}",
    "signal": "{found} examples of this signal; at least {limit}",
    "duplicate": "stands {found} times; {limit} is enough",
    "near_duplicates": "{found:.1%} of the examples are almost like another; at most {limit:.0%}",
    "named_feelings": "{found:.1%} of the upset examples hold a word that names a feeling; at most {limit:.0%}",
}


@dataclass(frozen=True)
class Group:
    """Examples with something in common. `counts` is feeling -> form -> how many, and holds no zeros.

    `words` is the shortest, the (lower) median and the longest length in words; all 0 where the group is empty.
    """

    count: int
    feelings: dict[str, int]
    forms: dict[str, int]
    counts: dict[str, dict[str, int]]
    words: tuple[int, int, int]


@dataclass(frozen=True)
class Spread:
    """The examples of one language. `intents`, `forms` and `signals` group them, in the order of the taxonomy.

    duplicates: texts that stand more than once, and how often. near_duplicates: pairs of different texts.
    upset: how many examples want to be heard first. named: words that name a feeling in those, one for each example.
    """

    language: str
    all: Group
    intents: dict[str, Group]
    forms: dict[str, Group]
    signals: dict[str, Group]
    duplicates: dict[str, int]
    near_duplicates: tuple[tuple[str, str], ...]
    upset: int
    named: dict[str, int]

    def near_duplicate_share(self) -> float:
        """The share, 0 to 1, of examples that are almost like another."""
        return len({text for pair in self.near_duplicates for text in pair}) / max(1, self.all.count)

    def named_share(self) -> float:
        """The share, 0 to 1, of upset examples that hold a word naming a feeling."""
        return sum(self.named.values()) / max(1, self.upset)


@dataclass(frozen=True)
class Hole:
    """What a language lacks or has too much of. `kind` is one of PROBLEMS; `name` says where: an intent, a form, a text.

    `feeling` is set where a cause lacks that feeling. `problem` says what is wrong and what would be right.
    """

    language: str
    kind: str
    name: str
    problem: str
    feeling: str = ""


def spread_of(examples: Iterable[Example], language: str, library: Library, words: re.Pattern[str]) -> Spread:
    """The spread of one language's examples; others are passed over. `words` finds a feeling's name in a `plain` text."""
    own = [each for each in examples if each.language == language]
    texts = Counter(each.text for each in own)
    upset = [each for each in own if library.upset(each.feeling)]
    named = (words.search(plain(each.text, language)) for each in upset)
    return Spread(
        language,
        _group(own),
        _groups(own, (*library.causes, *library.acts), lambda each: (each.intent,)),
        _groups(own, FORMS, lambda each: (each.form,)),
        _groups(own, library.signals, lambda each: each.signals),
        {text: count for text, count in texts.items() if count > 1},
        _pairs(list(texts), language),
        len(upset),
        dict(Counter(found[0] for found in named if found).most_common()),
    )


def _groups(examples: Sequence[Example], known: Sequence[str], names: Callable[[Example], tuple[str, ...]]) -> dict[str, Group]:
    """The examples under each known name, then under those that the taxonomy lacks."""
    members: dict[str, list[Example]] = {name: [] for name in known}
    for each in examples:
        for name in names(each):
            members.setdefault(name, []).append(each)
    return {name: _group(those) for name, those in members.items()}


def _group(examples: Sequence[Example]) -> Group:
    feelings, forms = Counter(each.feeling for each in examples), Counter(each.form for each in examples)
    counts: dict[str, dict[str, int]] = {feeling: {} for feeling in FEELINGS if feelings[feeling]}
    for (feeling, form), count in Counter((each.feeling, each.form) for each in examples).items():
        counts[feeling][form] = count
    lengths = [len(each.text.split()) for each in examples] or [0]
    return Group(len(examples), dict(feelings), dict(forms), counts, (min(lengths), median_low(lengths), max(lengths)))


def _pairs(texts: Sequence[str], language: str) -> tuple[tuple[str, str], ...]:
    """The pairs of different texts that are almost the same."""
    found = near_duplicates([plain(text, language) for text in texts])
    return tuple((texts[one], texts[other]) for one, other in found)


def holes(spread: Spread, library: Library) -> list[Hole]:
    """Every hole of a language: its intents in order, then feelings, forms, signals, repetitions and named feelings."""
    return [*_intent_holes(spread, library), *_language_holes(spread, library), *_repetition_holes(spread)]


def _intent_holes(spread: Spread, library: Library) -> Iterator[Hole]:
    least = LEAST_OF_CAUSE_EN if spread.language == "en" else LEAST_OF_CAUSE
    for intent, group in spread.intents.items():
        if intent in library.causes:
            yield from _least(spread, "cause", intent, group.count, least)
            yield from _cause_holes(spread, library, intent, group)
        elif intent in library.acts:
            yield from _least(spread, "act", intent, group.count, LEAST_OF_ACT)
        else:
            yield _hole(spread, "unknown", intent, group.count, 0)


def _cause_holes(spread: Spread, library: Library, cause: str, group: Group) -> Iterator[Hole]:
    for feeling in NEEDED_FEELINGS:
        yield from _least(spread, "cause_feeling", cause, group.feelings.get(feeling, 0), 1, feeling)
    upset = sum(library.upset(feeling) for feeling in group.feelings)
    yield from _least(spread, "upset_feelings", cause, upset, LEAST_UPSET_FEELINGS)
    yield from _least(spread, "cause_forms", cause, len(group.forms), LEAST_CAUSE_FORMS)


def _language_holes(spread: Spread, library: Library) -> Iterator[Hole]:
    for feeling in FEELINGS:
        share = spread.all.feelings.get(feeling, 0) / max(1, spread.all.count)
        yield from _least(spread, "feeling", feeling, share, LEAST_FEELING)
    for form, group in spread.forms.items():
        yield from _least(spread, "form", form, group.count, LEAST_OF_FORM)
    for signal, group in spread.signals.items():
        if signal in library.signals:
            yield from _least(spread, "signal", signal, group.count, LEAST_OF_SIGNAL)
        else:
            yield _hole(spread, "unknown", signal, group.count, 0)


def _repetition_holes(spread: Spread) -> Iterator[Hole]:
    for text, count in spread.duplicates.items():
        yield _hole(spread, "duplicate", text, count, 1)
    if spread.near_duplicate_share() > MOST_NEAR_DUPLICATES:
        yield _hole(spread, "near_duplicates", "all", spread.near_duplicate_share(), MOST_NEAR_DUPLICATES)
    if spread.named_share() > MOST_NAMED_FEELINGS:
        yield _hole(spread, "named_feelings", "all", spread.named_share(), MOST_NAMED_FEELINGS)


def _least(spread: Spread, kind: str, name: str, found: float, limit: float, feeling: str = "") -> Iterator[Hole]:
    """A hole where less is found than there should be."""
    if found < limit:
        yield _hole(spread, kind, name, found, limit, feeling)


def _hole(spread: Spread, kind: str, name: str, found: float, limit: float, feeling: str = "") -> Hole:
    return Hole(spread.language, kind, name, PROBLEMS[kind].format(found=found, limit=limit), feeling)
