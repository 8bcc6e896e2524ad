"""Labelled messages of a folder of *.jsonl, read with file and line of a mistake. What they are scored by is in `tasks`.

A file's name begins with its task: dissatisfaction, feeling, confusion or cause.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.models import LANGUAGES
from bot.yaml_files import ContentError

LABELS: dict[str, tuple[str, ...]] = {  # those of the causes stand in cause_mapping.yml
    "dissatisfaction": ("dissatisfied", "not_dissatisfied"),
    "feeling": ("negative_activated", "worry", "sad_disappointed", "positive", "neutral"),
    "confusion": ("confusion", "not_confusion"),
}
TASKS = (*LABELS, "cause")
NEEDED = ("id", "lang", "text", "label", "source")
FORM = '{"id": "1", "lang": "en", "text": "..", "label": "..", "source": ".."}'


class BadRow(ContentError):
    """A mistake in a set: the message names file and line, and what would be right."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        ValueError.__init__(self, f"{path}:{line}: {problem}")  # the line is known, and the file no YAML to look for it in
        self.path, self.keys, self.problem = path, (), problem


@dataclass(frozen=True)
class Row:
    """A message with its label. `source` is the corpus it is from, `context` the earlier turns, oldest first."""

    text: str
    language: str
    label: str
    source: str
    context: tuple[str, ...] = ()


@dataclass(frozen=True)
class LabelledSet:
    """The rows of one file; `task` is one of TASKS."""

    name: str
    task: str
    rows: tuple[Row, ...]


def read_sets(folder: Path, categories: tuple[str, ...]) -> list[LabelledSet]:
    """Every *.jsonl of a folder; `categories` are the labels that cause* files may have.

    Raises:
        FileNotFoundError: there is no such folder, or nothing in it.
        BadRow: the first mistake found.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is no folder: give one with *.jsonl files such as feeling_en.jsonl")
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise FileNotFoundError(f"{folder} holds no *.jsonl file such as feeling_en.jsonl")
    return [_set(path, LABELS | {"cause": categories}) for path in paths]


def _set(path: Path, labels: dict[str, tuple[str, ...]]) -> LabelledSet:
    task = next((task for task in TASKS if path.name.startswith(task)), None)
    if task is None:
        raise BadRow(path, 1, f"the file's name says no task; begin it with one of {', '.join(TASKS)}")
    rows = tuple(_row(path, line, data, labels[task]) for line, data in _lines(path))
    if not rows:
        raise BadRow(path, 1, f"the file is empty; a row is {FORM}")
    return LabelledSet(path.stem, task, rows)


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each line's number and object; blank lines are passed over."""
    for line, raw in enumerate(path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if raw.strip():
            yield line, _object(path, line, raw)


def _object(path: Path, line: int, raw: bytes) -> dict[str, Any]:
    try:
        data = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadRow(path, line, "not UTF-8; save the file as UTF-8") from None
    except (ValueError, RecursionError):  # ValueError: broken JSON, and numbers of thousands of digits
        raise BadRow(path, line, f"not JSON; a row is {FORM}") from None
    if not isinstance(data, dict):
        raise BadRow(path, line, f"not a JSON object; a row is {FORM}")
    return data


def _row(path: Path, line: int, data: dict[str, Any], labels: tuple[str, ...]) -> Row:
    missing = next((name for name in NEEDED if data.get(name) is None), None)
    if missing:
        raise BadRow(path, line, f'"{missing}" is missing; a row is {FORM}')
    if not isinstance(data["text"], str):
        raise BadRow(path, line, '"text" is not text; put it in quotes')
    if data["lang"] not in LANGUAGES:
        raise BadRow(path, line, f'"lang" is {data["lang"]!r}; one of {", ".join(LANGUAGES)}')
    if data["label"] not in labels:
        raise BadRow(path, line, f'"label" is {data["label"]!r}; one of {", ".join(labels)}')
    return Row(data["text"], data["lang"], data["label"], str(data["source"]), _context(path, line, data.get("context")))


def _context(path: Path, line: int, turns: object) -> tuple[str, ...]:
    """Earlier turns, each as text or as {"text": ..}, as `heard read --jsonl` takes them."""
    turns = [] if turns is None else turns
    texts = [turn.get("text") if isinstance(turn, dict) else turn for turn in turns] if isinstance(turns, list) else [None]
    if not all(isinstance(text, str) for text in texts):
        raise BadRow(path, line, '"context" is a list of earlier turns, each a text or {"text": ".."}')
    return tuple(texts)
