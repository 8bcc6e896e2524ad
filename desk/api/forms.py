"""What the chat's API takes and gives: these types validate, and the OpenAPI document is made from them."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Short = Annotated[str, Meta(max_length=200)]
Language = Literal["en", "it", "ar", "sv", "fr", "fi"]
CLIENT_ID = "^[A-Za-z0-9-]{8,64}$"
ClientId = Annotated[str, Meta(min_length=8, max_length=64, pattern=CLIENT_ID)]
MOST_TEXT = 2000


class Page(Struct, forbid_unknown_fields=True, frozen=True):
    """What the page knows of its visitor."""

    url: Short = ""
    title: Short = ""
    order: Short = ""
    case: Short = ""
    name: Short = ""


class Arrival(Struct, forbid_unknown_fields=True):
    """A visitor opens the chat."""

    language: Language | None = None
    audience: Literal["customer", "employee"] = "customer"
    page: Page = Page()


class NewMessage(Struct, forbid_unknown_fields=True):
    """A customer's message; `client_id` is made by the browser, and the same again on a resend."""

    client_id: ClientId
    text: Annotated[str, Meta(min_length=1, max_length=MOST_TEXT)]


class Typing(Struct, forbid_unknown_fields=True):
    """Whether the customer is typing."""

    typing: bool


class Nothing(Struct, forbid_unknown_fields=True):
    """No content."""


class ChosenLanguage(Struct, forbid_unknown_fields=True):
    """The language the customer chose for the chat."""

    language: Language


class Address(Struct, forbid_unknown_fields=True):
    """Where to reach the customer: an email address or a telephone number."""

    address: Annotated[str, Meta(min_length=3, max_length=200)]


class Rating(Struct, forbid_unknown_fields=True):
    """How we left the customer feeling: 1 much worse, 5 much better."""

    feeling: Annotated[int, Meta(ge=1, le=5)]
    text: Annotated[str, Meta(max_length=1000)] = ""


class Event(Struct):
    """Something that happened in a conversation; ids grow."""

    id: int
    kind: str
    at: str
    body: dict[str, Any]


class Arrived(Struct):
    """The visitor's conversation and the token that opens it."""

    token: str
    visitor: str
    conversation: str
    language: str
    status: str
    staffed: bool
    events: list[Event]
    last_event: int


class Kept(Struct):
    """It is stored: the id of its event."""

    event: int


class KeptFile(Struct):
    """The file is stored."""

    event: int
    file: str


class Failure(Struct, omit_defaults=True):
    """What is wrong, and what to do next; where an agent's browser has its own sentence, its code and what it is about."""

    error: str
    code: str = ""
    about: str = ""
