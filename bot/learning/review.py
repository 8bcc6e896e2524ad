"""The review file of `heard learn`: candidates for a person to accept or not, as YAML, and reading them back with their lines."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from bot import yaml_files
from bot.yaml_files import ContentError

HEAD = """# Candidates from the agents' desk. Nothing of it is used until you say so.
# accept: true takes an entry, false keeps it from coming again, empty leaves it for later. Edit the rest as you like.
# Read each text: personal data is masked as far as a program can tell. Then: heard learn --apply THIS_FILE
"""


@dataclass(frozen=True)
class Example:
    """A customer's message with what an agent says it is; `read` is what the reader had. `intent` is a cause or an act."""

    language: str
    text: str
    intent: str
    feeling: str
    intensity: int
    signals: tuple[str, ...]
    read: dict[str, Any]
    corrections: tuple[int, ...]
    note: str = ""
    accept: bool | None = None


@dataclass(frozen=True)
class Wording:
    """A sentence of ours that an agent changed before sending. `list` is where it stands, such as `late_delivery.upset`."""

    language: str
    list: str
    suggested: str
    became: str
    diff: str
    message: int
    note: str = ""
    accept: bool | None = None


@dataclass(frozen=True)
class Review:
    """Both kinds of candidates, in the order of the file."""

    examples: tuple[Example, ...] = ()
    wordings: tuple[Wording, ...] = ()


def dump(review: Review) -> str:
    """The file's text."""
    parts = {"examples": [_entry(each) for each in review.examples], "wordings": [_entry(each) for each in review.wordings]}
    return HEAD + yaml.dump(parts, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


class _Dumper(yaml.SafeDumper):
    """Writes an undecided `accept` as an empty value, and diffs as blocks of lines."""


_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))
_Dumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)
)  # fmt: skip


def _entry(each: Example | Wording) -> dict[str, Any]:
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(each).items()}
    return {"accept": values.pop("accept"), **{name: value for name, value in values.items() if value or name != "note"}}


def load(path: Path) -> Review:
    """A review file as a person left it.

    Raises:
        ContentError: an entry that isn't whole: file, line, key, and what would be right.
    """
    held = yaml_files.read(path)
    if unknown := set(held) - {"examples", "wordings"}:
        raise ContentError(path, (sorted(map(str, unknown))[0],), "a review file holds examples and wordings")
    examples = tuple(_read(path, Example, "examples", at, each) for at, each in _listed(path, held, "examples"))
    return Review(examples, tuple(_read(path, Wording, "wordings", at, each) for at, each in _listed(path, held, "wordings")))


def _listed(path: Path, held: dict[str, Any], name: str) -> Iterable[tuple[int, Any]]:
    entries = [] if held.get(name) is None else held[name]
    if not isinstance(entries, list):
        raise ContentError(path, (name,), "a list of entries, each with a dash")
    return enumerate(entries)


def _read(path: Path, kind: type, name: str, at: int, each: Any) -> Any:
    known = {field.name: field.type for field in fields(kind)}
    if not isinstance(each, dict) or set(each) - set(known):
        wrong = ", ".join(sorted(map(str, set(each) - set(known)))) if isinstance(each, dict) else repr(each)
        raise ContentError(path, (name, at), f"unknown {wrong}; an entry has {', '.join(known)}")
    if missing := [key for key in known if key not in each and key not in ("note", "accept")]:
        raise ContentError(path, (name, at), f"missing {', '.join(missing)}")
    for key, value in each.items():
        if problem := _problem(str(known[key]), value):
            raise ContentError(path, (name, at, key), problem)
    return kind(**{key: tuple(value or ()) if isinstance(value, list) else value for key, value in each.items()})


def _problem(kind: str, value: Any) -> str:
    """Why a value is not of its field's type; empty where it is."""
    if "bool" in kind:
        return "" if value is None or isinstance(value, bool) else f"{value!r}; true, false or empty"
    if "tuple" in kind:
        inner = int if "int" in kind else str
        right = isinstance(value, list) and all(isinstance(each, inner) for each in value)
        return "" if right else f"{value!r}; a list such as []"
    if "dict" in kind:
        return "" if isinstance(value, dict) else f"{value!r}; a mapping"
    if "int" in kind:
        return "" if isinstance(value, int) and not isinstance(value, bool) else f"{value!r}; a whole number"
    return "" if isinstance(value, str) or value is None else f"{value!r}; text, in quotes"
