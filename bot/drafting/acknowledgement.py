"""What is said before any plan: what happened to this customer, in their facts, and our part in it."""

import re
from dataclasses import dataclass, field

from bot.drafting.choice import Chooser
from bot.library import Library, Wording
from bot.models import NO_CAUSE, Channel, Reading, Stance, Tone

SENTENCES: dict[Channel, int] = {"chat": 3, "phone": 3, "email": 5}  # before the plan
SIGNAL_LINES = ("vulnerable", "legal", "going_public", "leaving", "abusive", "repeat_contact")  # gravest first
FACT_LINES = ("amount", "waiting", "contact_count", "promised_date", "reference")
_SENTENCE_END = re.compile(r"[.!?؟…](?=\s|$)")


def sentences(text: str) -> int:
    """How many sentences a text has."""
    return len(_SENTENCE_END.findall(text)) or int(bool(text.strip()))


def facts_of(reading: Reading, cause: str, library: Library) -> tuple[str, ...]:
    """The given facts that belong to a cause: those its sentences can name, said where the message speaks of it.

    A fact that stands in the words of another cause of the same message is that cause's.
    """
    owners = {}
    for fact in reading.evidence:
        for span in reading.evidence:
            if span.speaks_for in library.causes and span.start <= fact.start and fact.end <= span.end:
                owners[fact.speaks_for] = span.speaks_for
    return tuple(name for name in library.causes[cause].facts if owners.get(name, cause) == cause)


@dataclass
class Acknowledgement:
    """Collects the lines of one acknowledgement within the sentences a channel allows."""

    chooser: Chooser
    library: Library
    reading: Reading
    channel: Channel
    lines: list[str] = field(default_factory=list)
    held: set[str] = field(default_factory=set)
    reserved: int = 0  # sentences kept free for our part

    def add(self, list_id: str, hold: tuple[str, ...] = (), optional: bool = False, **extra: str) -> bool:
        """Add one wording of a list, a short one where the channel has little room left.

        An optional one is added only where it fits and was not said before.
        """
        wordings = self.library.replies[self.reading.language].get(list_id)
        short = self._that_fit(wordings)
        chosen = self.chooser.pick(short, hold, fresh=True, **extra)
        if not chosen and not optional:
            chosen = self.chooser.pick(wordings, hold, **extra)
        if chosen:
            self.lines.append(chosen.text)
            self.held |= chosen.facts
        return chosen is not None

    def _that_fit(self, wordings: tuple[Wording, ...]) -> tuple[Wording, ...]:
        room = SENTENCES[self.channel] - sentences(self.text) - self.reserved
        return tuple(wording for wording in wordings if sentences(wording.text) <= room)

    @property
    def text(self) -> str:
        """The lines so far as one paragraph."""
        return " ".join(self.lines)

    def causes(self) -> None:
        """The cause with its facts, then every further cause of the message with its own."""
        reading = self.reading
        register = self.library.register(reading.feeling)
        self.add(f"{reading.cause}.{register}", facts_of(reading, reading.cause, self.library))
        for cause in reading.also:
            own = tuple(name for name in facts_of(reading, cause, self.library) if name not in self.held)
            self.add(f"{cause}.also", own)

    def facts(self) -> None:
        """The facts no line holds yet, a sentence each: those the plan uses in any case, others as far as they fit."""
        needed = self._needed()
        for name in FACT_LINES:
            if name in self.chooser.facts and name not in self.held:
                self.add(f"facts.{name}", (name,), optional=name not in needed)

    def _needed(self) -> set[str]:
        cause = self.reading.cause
        if cause not in self.library.causes:
            return set()
        return {*self.library.plans[cause].needs, *self.library.causes[cause].facts}

    def signals(self) -> None:
        """One sentence for the gravest signal; a repeated contact only where no count says it already."""
        for signal in SIGNAL_LINES:
            if signal in self.reading.signals and not (signal == "repeat_contact" and "contact_count" in self.held):
                self.add(f"signals.{signal}", optional=len(self.lines) > 2)
                return

    def feeling(self) -> None:
        """One sentence matched to the feeling's weight, where it fits."""
        weight = "strong" if self.reading.intensity >= 2 else "mild"
        self.add(f"feelings.{self.reading.feeling}.{weight}", optional=True)


def ownership(ack: Acknowledgement, stance: Stance, tone: Tone) -> str:
    """Our part, as far as it is known; nothing to a calm question while no fault is known."""
    reading = ack.reading
    if reading.cause == NO_CAUSE or (stance.fault == "unknown" and not ack.library.upset(reading.feeling)):
        return ""
    before = len(ack.lines)
    ack.add(f"{reading.cause}.{stance.fault}", optional=stance.fault == "unknown" or tone == "brief")
    return ack.lines.pop() if len(ack.lines) > before else ""
