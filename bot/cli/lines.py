"""JSON lines in and out: each input line by itself, so that a bad one spoils no other."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from rich.console import Console
from rich.progress import track

from bot.models import LANGUAGES

MAX_LINE_BYTES = 2_000_000


@dataclass(frozen=True)
class Message:
    """One input line: a text, its id, the conversation's language if given, and the earlier turns."""

    id: Any
    text: str
    language: str | None = None
    context: tuple[str, ...] = ()


class BadLine(ValueError):
    """An input line that can't be read; the message says which and why."""


def messages(stream: BinaryIO) -> Iterator[Message | BadLine]:
    """The messages of a stream, and a BadLine in the place of each line that isn't one. Holds one line at a time."""
    number = 0
    while raw := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(raw) > MAX_LINE_BYTES:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(MAX_LINE_BYTES)
            yield BadLine(f"line {number}: over {MAX_LINE_BYTES:,} bytes; split it")
        elif raw.strip():
            try:
                yield _message(number, raw)
            except BadLine as error:
                yield error


def _message(number: int, raw: bytes) -> Message:
    try:
        data = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadLine(f"line {number}: not UTF-8; save the file as UTF-8") from None
    except (json.JSONDecodeError, RecursionError):
        raise BadLine(f'line {number}: not JSON; write {{"id": 1, "text": "..."}}') from None
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise BadLine(f'line {number}: no "text"; write {{"id": 1, "text": "..."}}')
    language = data.get("lang")
    if language is not None and language not in LANGUAGES:
        raise BadLine(f'line {number}: "lang" is {language!r}; one of {", ".join(LANGUAGES)}, or leave it out')
    context = data.get("context") or []
    if not isinstance(context, list):
        raise BadLine(f'line {number}: "context" is a list of earlier turns')
    return Message(data.get("id", number), data["text"], language, tuple(map(_turn, context)))


def _turn(turn: object) -> str:
    """An earlier turn as text, whether it came as text or as {"text": ..}."""
    return str(turn.get("text", "")) if isinstance(turn, dict) else str(turn)


def answer(source: str, one: Callable[[Message], dict[str, Any]]) -> int:
    """Answer each line of a file (or "-", standard input) with one JSON line. Returns how many lines were bad."""
    bad = 0
    with sys.stdin.buffer if source == "-" else Path(source).open("rb") as stream:
        for message in _progress(messages(stream)):
            if isinstance(message, BadLine):
                bad += 1
                result: dict[str, Any] = {"error": str(message)}
                sys.stderr.write(f"heard: {message}\n")
            else:
                result = one(message)
            sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    return bad


def _progress(items: Iterator) -> Iterator:
    """A progress line on the terminal, none where standard error goes elsewhere."""
    console = Console(stderr=True)
    return track(items, "reading", console=console, transient=True) if console.is_terminal else items
