"""What is said before any plan: what happened to this customer, in their facts, and our part in it."""

from dataclasses import dataclass, field
from functools import lru_cache

from bot.checking.sentences import split
from bot.drafting.choice import Chooser
from bot.library import Library, Wording
from bot.models import NO_CAUSE, Channel, Reading, Stance

SENTENCES: dict[Channel, int] = {"chat": 3, "phone": 3, "email": 5}  # before the plan
SIGNAL_LINES = ("vulnerable", "legal", "going_public", "leaving", "abusive", "repeat_contact")  # gravest first
FACT_LINES = ("amount", "waiting", "contact_count", "promised_date", "reference")


@lru_cache(maxsize=16384)  # every wording is counted again for every draft
def sentences(text: str) -> int:
    """How many sentences a text has."""
    return len(split(text))


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
    """Collects the lines of one acknowledgement within the sentences a channel allows.

    What matters most is added first; what comes when no room is left is dropped, in chat and on the phone.
    """

    chooser: Chooser
    library: Library
    reading: Reading
    channel: Channel
    lines: list[str] = field(default_factory=list)
    held: set[str] = field(default_factory=set)
    reserved: int = 0  # sentences kept free for what matters more than the next line

    def add(self, list_id: str, hold: tuple[str, ...] = (), optional: bool = False, **extra: str) -> bool:
        """Add one wording of a list: a new one that leaves free what is reserved.

        An optional one is left out where there is none; any other takes the reserve, then repeats, then overflows.
        """
        wordings = self.library.replies[self.reading.language].get(list_id)
        chosen = self.chooser.pick(self._within(wordings, self.room - self.reserved), hold, fresh=True, **extra)
        if not chosen and not optional:
            fitting = self._within(wordings, self.room)
            tries = ((fitting, True), (fitting, False), (wordings, False))
            chosen = next(filter(None, (self.chooser.pick(each, hold, fresh, **extra) for each, fresh in tries)), None)
        if chosen:
            self.lines.append(chosen.text)
            self.held |= chosen.facts
        return chosen is not None

    @property
    def room(self) -> int:
        """How many sentences the channel still allows."""
        return SENTENCES[self.channel] - sum(map(sentences, self.lines))

    def _within(self, wordings: tuple[Wording, ...], room: int) -> tuple[Wording, ...]:
        return tuple(wording for wording in wordings if sentences(wording.text) <= room)

    @property
    def text(self) -> str:
        """The lines so far as one paragraph."""
        return " ".join(self.lines)

    @property
    def asks_for_more(self) -> bool:
        """Whether there is more to meet than the cause and our part in it."""
        return bool(self.reading.also or self.reading.signals or self._unheld(self._needs))

    def cause(self) -> None:
        """What happened, with the facts that belong to it."""
        own = facts_of(self.reading, self.reading.cause, self.library)
        self.add(f"{self.reading.cause}.{self.library.register(self.reading.feeling)}", own)

    def further_causes(self) -> None:
        """Every further cause of the message with its own facts, as far as they fit."""
        for cause in self.reading.also:
            own = self._unheld(facts_of(self.reading, cause, self.library))
            self.add(f"{cause}.also", own, optional=True)

    def facts(self) -> None:
        """The facts no line holds yet, a sentence each as far as they fit; a letter holds all that the cause can name."""
        cause = self.library.causes.get(self.reading.cause)
        telling = (*self._needs, *(cause.facts if cause else ()))
        for name in dict.fromkeys(self._unheld((*telling, *FACT_LINES))):
            self.add(f"facts.{name}", (name,), optional=self.channel != "email" or name not in telling)

    def noted(self) -> tuple[str, ...]:
        """The facts the plan uses and no line had room for, a sentence each, to stand after the plan."""
        wordings = self.library.replies[self.reading.language]
        chosen = (self.chooser.pick(wordings.get(f"facts.{name}"), (name,)) for name in self._unheld(self._needs))
        return tuple(each.text for each in chosen if each)

    @property
    def _needs(self) -> tuple[str, ...]:
        plan = self.library.plans.get(self.reading.cause)
        return plan.needs if plan else ()

    def _unheld(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if name in self.chooser.facts and name not in self.held)

    def signals(self) -> None:
        """One sentence for the gravest signal; a repeated contact only where no count says it already."""
        for signal in SIGNAL_LINES:
            if signal in self.reading.signals and not (signal == "repeat_contact" and "contact_count" in self.held):
                self.add(f"signals.{signal}", optional=True)
                return

    def feeling(self) -> None:
        """One sentence matched to the feeling's weight, where it fits."""
        weight = "strong" if self.reading.intensity >= 2 else "mild"
        self.add(f"feelings.{self.reading.feeling}.{weight}", optional=True)


def ownership(ack: Acknowledgement, stance: Stance, optional: bool) -> str:
    """Our part, as far as it is known; nothing to a calm question while no fault is known."""
    reading = ack.reading
    if reading.cause == NO_CAUSE or (stance.fault == "unknown" and not ack.library.upset(reading.feeling)):
        return ""
    added = ack.add(f"{reading.cause}.{stance.fault}", optional=optional)
    return ack.lines.pop() if added else ""
