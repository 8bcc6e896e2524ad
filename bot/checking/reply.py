"""A reply under check: its text, its sentences, what it answers, and where it acknowledges and plans."""

import re
from dataclasses import dataclass
from functools import cached_property

from bot.checking import sentences, wordings
from bot.checking.folding import Folded, expression, fold
from bot.checking.sentences import Sentence
from bot.library import Library
from bot.models import Draft, Reading, Stance

MARKERS = "acknowledgement_missing"  # the rule of each language whose `acknowledges` and `plans` say what does which
SHARED_WORDS = 3  # so many words of the customer's own in a sentence that plans nothing: it speaks of their trouble
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"\d+")
STEM = 5  # letters by which two forms of a word are held to be the same, for want of six stemmers


@dataclass(frozen=True)
class Reply:
    """A text and all that a check may ask of it. Positions are those of the folded text."""

    folded: Folded
    reading: Reading
    language: str
    channel: str
    stance: Stance
    draft: Draft | None
    promised: tuple[str, ...]
    used: tuple[str, ...]
    library: Library

    @property
    def text(self) -> str:
        """The folded text."""
        return self.folded.text

    @cached_property
    def upset(self) -> bool:
        """Whether it answers somebody who wants to be heard first."""
        return self.library.upset(self.reading.feeling)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences."""
        return sentences.split(self.text)

    @cached_property
    def told(self) -> str:
        """Everything that is promised: the draft's plan and the steps told before."""
        steps = [step.text for step in self.draft.plan] if self.draft else []
        return _joined(*steps, *self.promised)

    def is_reviewed(self, sentence: Sentence) -> bool:
        """Whether it may stand as it is: what was told, and our own words on what happened."""
        return wordings.bared(sentence.text) in self._reviewed or self._ours.acknowledging.hold(sentence.text)

    @cached_property
    def _reviewed(self) -> str:
        past = [self.draft.acknowledgement, self.draft.ownership] if self.draft else []
        return f"{self.told} {_joined(*past)}"

    @cached_property
    def acknowledgement(self) -> tuple[int, int] | None:
        """Where the customer is first heard: the draft's own part, or the first sentence that does it."""
        own = self._place_of(self.draft.acknowledgement) if self.draft else None
        return own or next(((each.start, each.end) for each in self.sentences if self.acknowledges(each)), None)

    @cached_property
    def plan(self) -> tuple[int, int] | None:
        """The first of the draft's steps in the text, or the first sentence that plans."""
        places = [self._place_of(step.text) for step in self.draft.plan] if self.draft else []
        own = min((place for place in places if place), default=None)
        return own or next(((each.start, each.end) for each in self.sentences if self._plans(each)), None)

    def _place_of(self, drafted: str) -> tuple[int, int] | None:
        """Where a part of the draft stands in the text, whatever the channel made of its white space."""
        folded = fold(drafted).text
        start = self.text.find(folded)
        if folded and start >= 0:
            return start, start + len(folded)
        words = [re.escape(word) for word in folded.split()]
        found = re.search(r"\s+".join(words), self.text) if words else None
        return found.span() if found else None

    def restates(self, sentence: Sentence) -> bool:
        """Whether it gives the customer's own figure or words back to them, and neither asks nor plans."""
        return not sentence.asks and self.planned_from(sentence) is None and self._echoes(sentence)

    def planned_from(self, sentence: Sentence) -> int | None:
        """Where in the text a sentence begins to say who does what and when; None where it doesn't."""
        if self._ours.acknowledging.hold(sentence.text):
            return None
        planned = self._markers[1].search(sentence.text)
        return sentence.start + planned.start() if planned else None

    @cached_property
    def _markers(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        rule = next(rule for rule in self.library.rules[self.language] if rule.id == MARKERS)
        return expression(rule.options["acknowledges"]), expression(rule.options["plans"])

    @cached_property
    def _ours(self) -> wordings.Wordings:
        return wordings.of(self.library.replies[self.language])

    def acknowledges(self, sentence: Sentence) -> bool:
        """Whether it is one of our own that does, or has the words of one."""
        if self._ours.acknowledging.hold(sentence.text):
            return True
        acknowledges, plans = (marker.search(sentence.text) for marker in self._markers)
        if acknowledges:
            return plans is None or acknowledges.start() <= plans.start()
        return self.restates(sentence)

    def _plans(self, sentence: Sentence) -> bool:
        return bool(self._markers[1].search(sentence.text)) and not self.acknowledges(sentence)

    def _echoes(self, sentence: Sentence) -> bool:
        """Whether it says the customer's own figure, or several of their words, back to them."""
        if self._figures & set(_NUMBER.findall(sentence.text)):
            return True
        return len(self._stems & _stems(sentence.text)) >= SHARED_WORDS

    @cached_property
    def _stems(self) -> frozenset[str]:
        return _stems(fold(self.reading.text).text)

    @cached_property
    def _figures(self) -> frozenset[str]:
        facts = self.reading.facts
        values = [facts.contact_count, facts.amount and facts.amount.value, facts.waiting and facts.waiting.value]
        return frozenset(f"{value:g}" for value in values if value)


def _joined(*texts: str) -> str:
    return " ".join(fold(text).text.casefold() for text in texts)


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:STEM].casefold() for word in _LONG_WORD.findall(text))
