"""People who work at the desk: agents, leads, admins, and the teams they are in."""

import secrets
import sys
import threading
import time
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from desk.conversations import TEAMS
from desk.database import Database
from desk.tables import people

ROLES = ("agent", "lead", "admin")
SHORTEST = 10  # characters of a password
HASHER = PasswordHasher()
HASHING = threading.BoundedSemaphore(2)  # at once: a hash takes 64 MB, and anybody may try to sign in
_NOBODY = HASHER.hash(secrets.token_hex(8))  # so that an unknown login takes as long as a known one


class Unfit(ValueError):
    """A login or a password that nobody can have; `code` is what the desk calls it, `about` what it depends on."""

    def __init__(self, error: str, code: str, about: str = "") -> None:
        super().__init__(error)
        self.code, self.about = code, about


def at_least(role: str, needed: str) -> bool:
    """Whether a role may what needs another one."""
    return ROLES.index(role) >= ROLES.index(needed)


def add(connection: Connection, login: str, name: str, role: str, teams: list[str], password: str) -> int:
    """A new person; returns the id.

    Raises:
        Unfit: the login is taken, or the password too short.
    """
    if connection.execute(select(people.c.id).where(people.c.login == login)).first():
        raise Unfit(f"the login {login} is taken", code="login_taken")
    row = {"login": login, "name": name, "role": role, "teams": teams, "language": "en", "settings": {}, "active": True}
    row |= {"password": hashed(password), "at": time.time()}
    return connection.execute(insert(people).values(**row)).inserted_primary_key[0]


def hashed(password: str) -> str:
    """argon2's hash of a password.

    Raises:
        Unfit: it is too short.
    """
    if len(password) < SHORTEST:
        raise Unfit(f"a password has at least {SHORTEST} characters", code="short_password", about=str(SHORTEST))
    with HASHING:
        return HASHER.hash(password)


def checked(database: Database, login: str, password: str) -> dict[str, Any] | None:
    """The person of a login and password; None where they don't fit together or the person is not active.

    It takes a while, and holds no connection meanwhile.
    """
    with database.reading() as connection:
        row = connection.execute(select(people).where(people.c.login == login)).mappings().first()
    try:
        with HASHING:
            HASHER.verify(row["password"] if row else _NOBODY, password)
    except VerificationError:
        return None
    return dict(row) if row and row["active"] else None


def get(connection: Connection, id: int) -> dict[str, Any] | None:
    """A person."""
    row = connection.execute(select(people).where(people.c.id == id)).mappings().first()
    return dict(row) if row else None


def everybody(connection: Connection) -> list[dict[str, Any]]:
    """All people, by name."""
    return [dict(row) for row in connection.execute(select(people).order_by(people.c.name)).mappings()]


def change(connection: Connection, id: int, **values: Any) -> None:
    """Set columns of a person."""
    connection.execute(update(people).where(people.c.id == id).values(**values))


def first_admin(database: Database) -> None:
    """Make the first admin where nobody is there yet, and print the password this once."""
    with database.writing() as connection:
        if connection.execute(select(func.count(people.c.id))).scalar():
            return
        password = secrets.token_urlsafe(12)
        add(connection, "admin", "Admin", "admin", sorted(set(TEAMS.values())), password)
    sys.stderr.write(f"heard: the desk's first admin: login admin, password {password} (it is shown this once)\n")
