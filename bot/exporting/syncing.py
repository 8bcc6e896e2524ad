"""Brings a help desk's canned replies to what we have: creates, updates, and leaves alone what is the same.

Nothing is ever deleted, and what a person added beside ours is not touched.
"""

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import requests

Content = dict[str, Any]


class HelpDesk(Protocol):
    """A help desk's API. `held` gives what it has by key: its id and the content as we would send it."""

    name: str

    def held(self) -> dict[str, tuple[int, Content]]:
        """What is there, by key."""

    def create(self, key: str, content: Content) -> None:
        """Add one."""

    def update(self, id: int, key: str, content: Content) -> None:
        """Change one."""


@dataclass(frozen=True)
class Change:
    """One reply that differs: `before` is None where it isn't there yet."""

    key: str
    after: Content
    before: Content | None = None
    id: int | None = None

    @property
    def diff(self) -> list[str]:
        """The lines that differ, with + and -."""
        before = _lines(self.before) if self.before else []
        lines = difflib.unified_diff(before, _lines(self.after), lineterm="", n=0)
        return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def changes(wanted: dict[str, Content], held: dict[str, tuple[int, Content]]) -> list[Change]:
    """What has to be created or updated, in our order."""
    found = []
    for key, content in wanted.items():
        id, there = held.get(key, (None, None))
        if there != content:
            found.append(Change(key, content, there, id))
    return found


def apply(desk: HelpDesk, found: list[Change], done: Callable[[], None]) -> None:
    """Send the changes, `done` after each.

    Raises:
        ConnectionError: the help desk refused or did not answer; what was sent before stays, another run goes on.
    """
    for number, change in enumerate(found):
        try:
            if change.id is None:
                desk.create(change.key, change.after)
            else:
                desk.update(change.id, change.key, change.after)
        except requests.RequestException as error:
            raise failure(desk.name, error, f"{number} of {len(found)} were sent; run it again to go on") from error
        done()


def held(desk: HelpDesk) -> dict[str, tuple[int, Content]]:
    """What the help desk has.

    Raises:
        ConnectionError: it refused or did not answer.
    """
    try:
        return desk.held()
    except requests.RequestException as error:
        raise failure(desk.name, error, "nothing was sent") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise ConnectionError(f"{desk.name} answered in a form we don't know ({error!r}); check its address") from error


def failure(name: str, error: requests.RequestException, state: str) -> ConnectionError:
    """What went wrong, in words for the person at the terminal, and never the token."""
    status = error.response.status_code if error.response is not None else None
    reason = {None: "did not answer", 401: "refused the token", 403: "refused the token", 404: "knows no such address"}
    words = reason.get(status, f"answered {status}")
    return ConnectionError(f"{name} {words}: check the HEARD_{name.upper()}_ settings in .env. {state}.")


def _lines(content: Content) -> list[str]:
    return [line for value in content.values() for line in str(value).splitlines()]
