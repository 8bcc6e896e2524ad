"""Who is signed in: the session of the cookie, the token against forged requests, and the role."""

import hmac
import time
from typing import Any

from starlette.requests import Request

from desk import people, sessions
from desk.api.refused import Refused
from desk.service import Desk

SAFE = ("GET", "HEAD")


def person(desk: Desk, request: Request, role: str) -> dict[str, Any]:
    """The person of the request.

    Raises:
        Refused: 401 where nobody is signed in, 403 where the token is missing or the role is not enough.
    """
    cookie = request.cookies.get(sessions.COOKIE, "")
    with desk.database.reading() as connection:
        found = sessions.of(connection, cookie) if cookie else None
    if found is None:
        raise Refused(401, "You are not signed in any more: sign in again, and nothing you wrote is lost.")
    given = request.headers.get("x-csrf-token", "")
    if request.method not in SAFE and not hmac.compare_digest(given.encode(), found["csrf"].encode()):
        raise Refused(403, "The request lacks its X-CSRF-Token: reload the page.", code="reload")
    if not people.at_least(found["role"], role):
        raise Refused(403, f"This is for the role {role}: ask an admin.")
    if found["seen"] < time.time() - sessions.SEEN_SECONDS:
        with desk.database.writing() as connection:
            sessions.note_seen(connection, found["session"])
    return found
