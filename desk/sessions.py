"""Sessions of people at the desk: a random cookie, kept hashed, ending after hours without a request."""

import hashlib
import secrets
import time
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection

from desk.tables import people, sessions

COOKIE = "heard_session"
IDLE_SECONDS = 10 * 3600.0
SEEN_SECONDS = 60.0  # how exactly the last request is noted: not every read need be a write
_OF = (
    select(people, sessions.c.csrf, sessions.c.seen, sessions.c.id.label("session"))
    .join(people, people.c.id == sessions.c.person)
    .where(sessions.c.id == bindparam("session"), people.c.active)
)


def begin(connection: Connection, person: int) -> str:
    """A new session; returns what the cookie holds."""
    cookie, at = secrets.token_urlsafe(32), time.time()
    connection.execute(delete(sessions).where(sessions.c.seen < at - IDLE_SECONDS))
    row = {"id": _hash(cookie), "person": person, "csrf": secrets.token_urlsafe(24), "at": at, "seen": at}
    connection.execute(insert(sessions).values(**row))
    return cookie


def of(connection: Connection, cookie: str) -> dict[str, Any] | None:
    """The person of a cookie with the session's `csrf` and `session`; None where it ended or they are not active."""
    row = connection.execute(_OF, {"session": _hash(cookie)}).mappings().first()
    return dict(row) if row and row["seen"] > time.time() - IDLE_SECONDS else None


def lasts(connection: Connection, session: str) -> bool:
    """Whether a session was not ended, as it is when its person signs out or may see less."""
    return connection.execute(select(sessions.c.id).where(sessions.c.id == session)).first() is not None


def note_seen(connection: Connection, session: str) -> None:
    """A request of this session came just now."""
    connection.execute(update(sessions).where(sessions.c.id == session).values(seen=time.time()))


def end(connection: Connection, session: str) -> None:
    """Sign out."""
    connection.execute(delete(sessions).where(sessions.c.id == session))


def end_all(connection: Connection, person: int, besides: str = "") -> None:
    """A person's sessions everywhere but `besides`, such as when they are no longer active or changed their password."""
    connection.execute(delete(sessions).where(sessions.c.person == person, sessions.c.id != besides))


def _hash(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
