"""Visitors' tokens: signed, so that one opens only its own visitor's conversations, and ending after a month without a visit."""

import os
import secrets
import tempfile
import time
from pathlib import Path

import jwt

DAYS = 30
ALGORITHM = "HS256"


class Tokens:
    """Makes and checks tokens under one secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def make(self, visitor: str) -> str:
        """A token for a visitor, good for `DAYS` days."""
        return jwt.encode({"v": visitor, "exp": int(time.time()) + DAYS * 86400}, self._secret, ALGORITHM)

    def visitor(self, token: str) -> str | None:
        """Whose token it is; None where it is forged, broken or has ended."""
        try:
            return str(jwt.decode(token, self._secret, [ALGORITHM], options={"require": ["v", "exp"]})["v"])
        except jwt.PyJWTError:
            return None


def secret(given: str, path: Path) -> str:
    """The secret of the settings, or the one in a file that only its owner reads, made where it is missing."""
    if given:
        return given
    if not path.exists():
        _make(path)
    return path.read_text()


def _make(path: Path) -> None:
    """Written whole before it bears its name: two processes that start together end up with the same one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=path.parent)  # for its owner alone
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(made)
