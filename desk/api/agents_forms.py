"""What the agents' API takes."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from desk.api.forms import ClientId, Language

Login = Annotated[str, Meta(min_length=1, max_length=80)]
Name = Annotated[str, Meta(min_length=1, max_length=80)]
Password = Annotated[str, Meta(min_length=1, max_length=200)]
Role = Literal["agent", "lead", "admin"]
Teams = Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=20)]
Feeling = Literal["calm", "grateful", "confused", "worried", "disappointed", "frustrated", "angry", "shocked"]


class Form(Struct, forbid_unknown_fields=True):
    """A body; unknown fields are refused."""


class SignIn(Form):
    """A login and its password."""

    login: Login
    password: Password


class NewPassword(Form):
    """The old password and the one in its place."""

    old: Password
    new: Password


class Myself(Form):
    """What people change of themselves."""

    language: Language | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    settings: dict[str, Any] | UnsetType = UNSET
    password: NewPassword | UnsetType = UNSET


class NewPerson(Form):
    """A person that an admin adds."""

    login: Login
    name: Name
    role: Role
    teams: Teams
    password: Password


class ChangedPerson(Form):
    """What an admin changes of a person."""

    role: Role | UnsetType = UNSET
    teams: Teams | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    password: Password | UnsetType = UNSET


class GiveBack(Form):
    """Who has it next: the bot, or whoever takes it from the queue."""

    to: Literal["bot", "queue"]


class Assign(Form):
    """The person who has it next."""

    person: int


class Snooze(Form):
    """Out of the list until then, ISO 8601."""

    until: Annotated[str, Meta(max_length=40)]


class Suggested(Form):
    """The suggestion that a reply began from."""

    tone: Literal["warm", "brief", "formal"]
    text: Annotated[str, Meta(max_length=6000)]
    wordings: Annotated[list[Annotated[str, Meta(max_length=100)]], Meta(max_length=60)]
    fault: Literal["ours", "unknown", "customer"] = "unknown"
    solvable: Literal["now", "later", "no"] = "later"


class NewReply(Form):
    """An agent's reply. `after` is the newest event the agent saw; `promises` the dated steps the agent stands by."""

    client_id: ClientId
    text: Annotated[str, Meta(min_length=1, max_length=4000)]
    after: int
    suggestion: Suggested | None = None
    promises: Annotated[list[Annotated[str, Meta(max_length=80)]], Meta(max_length=20)] = []


class Dismissed(Form):
    """A suggestion waved away."""

    tone: Literal["warm", "brief", "formal"]
    wordings: Annotated[list[Annotated[str, Meta(max_length=100)]], Meta(max_length=60)]


class Note(Form):
    """A private note."""

    text: Annotated[str, Meta(min_length=1, max_length=10000)]


class SeenTo(Form):
    """The newest event on the agent's screen."""

    event: int


class RightReading(Form):
    """What a message should have been read as."""

    message: int
    feeling: Feeling | UnsetType = UNSET
    intensity: Annotated[int, Meta(ge=0, le=3)] | UnsetType = UNSET
    cause: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET


class Coached(Form):
    """An agent's words while they type."""

    text: Annotated[str, Meta(max_length=4000)]
    conversation: str | None = None
    language: Language = "en"


class Decided(Form):
    """What became of a promise."""

    state: Literal["open", "kept", "broken"]


class Done(Form):
    """What became of a follow-up."""

    state: Literal["open", "done"]
