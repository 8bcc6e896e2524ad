"""The values that flow through Heard, one per arrow of the design: Reading -> Draft -> Finding -> Suggestion.

Frozen dataclasses only: no behaviour beyond turning a value into JSON and back.
"""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Literal

FEELINGS = ("calm", "grateful", "confused", "worried", "disappointed", "frustrated", "angry", "shocked")
LANGUAGES = ("en", "it", "ar", "sv", "fr", "fi")
NO_CAUSE = "none"

Fault = Literal["ours", "unknown", "customer"]
Solvable = Literal["now", "later", "no"]
Channel = Literal["chat", "phone", "email"]
Tone = Literal["warm", "brief", "formal"]


@dataclass(frozen=True)
class Money:
    """An amount as the customer gave it; `currency` is an ISO 4217 code, or empty where none was named."""

    value: float
    currency: str = ""


@dataclass(frozen=True)
class Duration:
    """A length of time as the customer gave it; `unit` is minute, hour, day, week, month or year."""

    value: float
    unit: str


@dataclass(frozen=True)
class Facts:
    """What the customer said that a reply should hold. `contact_count` is how often it happened or they wrote."""

    amount: Money | None = None
    waiting: Duration | None = None
    contact_count: int | None = None
    reference: str | None = None
    promised_date: date | None = None

    def names(self) -> tuple[str, ...]:
        """The facts that were given, in the order of the taxonomy."""
        return tuple(name for name, value in vars(self).items() if value is not None)


@dataclass(frozen=True)
class Evidence:
    """Characters `start` to `end` of the text, and the feeling, cause, signal or fact they speak for."""

    start: int
    end: int
    speaks_for: str


@dataclass(frozen=True)
class Reading:
    """What a message says of its writer. `cause` is "none" for a dialogue act and when unsure; `act` names the act.

    Scores lie between 0 and 1. `causes` holds the best five, `also` the further causes the same message names.
    `follows` says that the cause is the one of the messages before, which this one doesn't name itself; `in_danger` that
    the signal at_risk is so plain that help is named before anything else.
    """

    text: str
    language: str
    feeling: str = "calm"
    intensity: int = 0
    feelings: dict[str, float] = field(default_factory=dict)
    cause: str = NO_CAUSE
    cause_confidence: float = 0.0
    causes: dict[str, float] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    act: str | None = None
    signals: tuple[str, ...] = ()
    facts: Facts = Facts()
    evidence: tuple[Evidence, ...] = ()
    language_certain: bool = True
    follows: bool = False
    in_danger: bool = False


@dataclass(frozen=True)
class Stance:
    """Who is at fault and whether it can be solved. The bot starts at unknown and later; an agent may change it."""

    fault: Fault = "unknown"
    solvable: Solvable = "later"


@dataclass(frozen=True)
class Past:
    """What a conversation brings to the next draft: wordings used, whether a plan was offered, promises open and broken.

    `seed` makes the choice of wording repeatable; a conversation's id serves.
    """

    used: tuple[str, ...] = ()
    seed: str = ""
    plan_offered: bool = False
    open: tuple["Promise", ...] = ()
    broken: "Promise | None" = None


@dataclass(frozen=True)
class PlanStep:
    """One step of a plan in the customer's words. `due` is when it is done, with time zone, if it has a time."""

    id: str
    who: str
    text: str
    due: datetime | None = None


@dataclass(frozen=True)
class Draft:
    """A reply in its parts, every part of whole sentences; `wordings` names those used, so none comes twice.

    `opening` and `closing` frame an email; `cues` are what a phone agent says around it (while looking, in a silence).
    """

    language: str
    channel: Channel
    tone: Tone
    acknowledgement: str
    ownership: str = ""
    plan: tuple[PlanStep, ...] = ()
    question: str = ""
    opening: str = ""
    closing: str = ""
    cues: dict[str, str] = field(default_factory=dict)
    wordings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Something a check found: characters `start` to `end`, why it matters, and what to write instead.

    `replacement` is the very text that may stand in their place, where one is always right.
    """

    rule: str
    start: int
    end: int
    why: str
    instead: str = ""
    severity: Literal["error", "warning"] = "error"
    replacement: str | None = None


@dataclass(frozen=True)
class Span:
    """Characters `start` to `end` of a text."""

    start: int
    end: int


@dataclass(frozen=True)
class Mark:
    """How strongly a reply shows something: 0 none, 1 weak, 2 strong; why, what to add below 2, and the words it is in."""

    level: Literal[0, 1, 2]
    why: str
    add: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A draft as text for one channel, with what the checks found in it."""

    text: str
    draft: Draft
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Promise:
    """A dated plan step that was told to a customer. `state` is open, kept or broken."""

    id: int
    conversation: str
    step: str
    text: str
    due: datetime
    cause: str
    state: Literal["open", "kept", "broken"] = "open"


def to_json(value: Any) -> Any:
    """A dataclass, or a container of them, as plain values that json.dumps takes."""
    if hasattr(value, "__dataclass_fields__"):
        value = asdict(value)
    if isinstance(value, dict):
        return {key: to_json(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(each) for each in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value


def facts_from_json(data: dict[str, Any]) -> Facts:
    """The inverse of `to_json` for facts; unknown keys and nulls are left out."""
    amount, waiting, promised = data.get("amount"), data.get("waiting"), data.get("promised_date")
    return Facts(
        amount=Money(float(amount["value"]), amount.get("currency") or "") if amount else None,
        waiting=Duration(float(waiting["value"]), waiting["unit"]) if waiting else None,
        contact_count=data.get("contact_count"),
        reference=data.get("reference"),
        promised_date=date.fromisoformat(promised) if promised else None,
    )


def reading_from_json(data: dict[str, Any]) -> Reading:
    """The inverse of `to_json` for a reading; what is missing is as in a new one."""
    known = {name: value for name, value in data.items() if name in Reading.__dataclass_fields__}
    for name in ("also", "signals"):
        known[name] = tuple(known.get(name) or ())
    known["facts"] = facts_from_json(known.get("facts") or {})
    known["evidence"] = tuple(Evidence(**each) for each in known.get("evidence") or ())
    return Reading(**known)


def merge_facts(earlier: Facts, later: Facts) -> Facts:
    """Earlier facts, with those of the later message in their place where it gives any."""
    return Facts(**{name: value if value is not None else getattr(earlier, name) for name, value in vars(later).items()})
