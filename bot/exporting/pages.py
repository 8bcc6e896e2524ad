"""The booklet's pages as values, one per cause: what customers say, what to say, the plan, what not to say.

How a page looks on screen and paper is said in booklet.py and booklet_pdf.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.checking.content import NOW, SOLVABLE
from bot.drafting import formatting
from bot.drafting.choice import Chooser
from bot.exporting import samples
from bot.exporting.labels import within
from bot.exporting.macros import translated
from bot.library import Library, Wording
from bot.reading.examples import Example

REGISTERS = ("calm", "upset", "worried")
NEVERS = ("dismissive", "blame", "minimising")
FAULT_ORDER = ("ours", "unknown", "customer")


@dataclass(frozen=True)
class Line:
    """A sentence and where in it sample facts stand, as (start, end)."""

    text: str
    facts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Step:
    """A step of a plan: who does it, what is said, and how long it takes."""

    who: str
    text: str
    within: str


@dataclass(frozen=True)
class Page:
    """One cause. Mappings are keyed by our ids, which labels give words for; plans by their names."""

    cause: str
    title: str
    heard: tuple[tuple[str, str], ...]  # feeling, message
    acknowledge: dict[str, tuple[Line, ...]]
    our_part: dict[str, Line]
    plan: dict[str, tuple[Step, ...]]
    question: str
    never: dict[str, str]


def pages(library: Library, labels: dict[str, Any], language: str, examples: Path) -> Iterator[Page]:
    """The pages of one language, in the order of the taxonomy. `examples` is the data/nlu folder."""
    said = samples.examples_by_cause(examples, language)
    for cause in library.causes:
        if library.answers(language, cause):
            yield _Writer(library, labels, language, cause).page(said.get(cause, []))


class _Writer:
    """Writes one page."""

    def __init__(self, library: Library, labels: dict[str, Any], language: str, cause: str) -> None:
        self.library, self.labels, self.cause = library, labels, cause
        self.language, self.replies = library.languages[language], library.replies[language]
        self.rules = {rule.id: rule for rule in library.rules[language]}
        self.facts = formatting.fact_texts(samples.facts_of(library, cause, "reference"), self.language, NOW)

    def page(self, said: list[Example]) -> Page:
        return Page(
            cause=self.cause,
            title=self.labels["causes"][self.cause],
            heard=tuple((each.feeling, each.text) for each in samples.quotes(said)),
            acknowledge={register: self._two(register) for register in REGISTERS},
            our_part={fault: self._line(Chooser({}), self._list(fault), ()) for fault in FAULT_ORDER},
            plan=self._plans(),
            question=self._line(Chooser({}), self._list("question"), ()).text,
            never=self._never(said),
        )

    def _list(self, name: str) -> tuple[Wording, ...]:
        return self.replies.get(f"{self.cause}.{name}")

    def _two(self, register: str) -> tuple[Line, ...]:
        """One wording with the customer's facts, and one without."""
        chooser = Chooser(self.facts)
        return self._line(chooser, self._list(register), None), self._line(chooser, self._list(register), ())

    def _line(self, chooser: Chooser, wordings: tuple[Wording, ...], hold: tuple[str, ...] | None) -> Line:
        chosen = chooser.pick(wordings, hold)
        texts = [chooser.facts[name] for name in chosen.facts]
        return Line(chosen.text, tuple(sorted((chosen.text.find(text), chosen.text.find(text) + len(text)) for text in texts)))

    def _step(self, id: str) -> Step:
        step = self.library.plans[self.cause].steps[id]
        text = translated(self._list(f"steps.{id}")[0].text, {}, self.labels["blanks"])
        return Step(self.labels["who"][step.who], text, within(step.due, self.labels, self.language))

    def _plans(self) -> dict[str, tuple[Step, ...]]:
        """The plans by their names, each followed by those that one fault puts in its place."""
        plan, names = self.library.plans[self.cause], self.labels["solvables"]
        found = {}
        for solvable in SOLVABLE:
            found[names[solvable]] = plan.plans[solvable]
            for fault, own in plan.by_fault.items():
                if solvable in own:
                    found[f"{names[solvable]} · {self.labels['faults'][fault]}"] = own[solvable]
        return {name: tuple(map(self._step, ids)) for name, ids in found.items()}

    def _never(self, said: list[Example]) -> dict[str, str]:
        """Of the sentences that each check must flag, the one that is most at home in this trouble."""
        wordings = [wording.text for id, list in self.replies.lists.items() if id.startswith(f"{self.cause}.") for wording in list]
        words = samples.stems(*wordings, *(each.text for each in said))
        return {id: samples.closest((each["text"] for each in self.rules[id].must_flag), words) for id in NEVERS}
