"""Loads content/marks/<language>.yml, the patterns and words of the three marks, and says what is wrong with a file."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot import yaml_files
from bot.checking.folding import expression
from bot.settings import settings
from bot.yaml_files import ContentError

MARKS = ("warmth", "understanding", "exploration")
PATTERNS, OPTIONAL = ("strong", "weak"), ("formula", "spoils")
EXAMPLES = ("must_0", "must_1", "must_2")
LEAST_EXAMPLES = 4


@dataclass(frozen=True)
class MarkRule:
    """One mark in one language: patterns by what they earn, why each level, what to add below 2, and examples.

    `formula` earns 1 and takes what it overlaps down to 1; what overlaps `spoils` earns nothing. `examples` go by level.
    """

    name: str
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    formula: tuple[str, ...]
    spoils: tuple[str, ...]
    why: tuple[str, str, str]
    add: str
    examples: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def in_language(language: str) -> tuple[MarkRule, ...]:
    """The marks of a language from the content folder of the settings, loaded at the first call."""
    return load(settings().content / "marks" / f"{language}.yml")


@lru_cache(maxsize=16)
def load(path: Path) -> tuple[MarkRule, ...]:
    """The three marks of a file.

    Raises:
        ContentError: the first mistake found: file, line, key, and what would be right.
    """
    content = yaml_files.read(path)
    unknown = [name for name in content if name not in MARKS]
    if unknown:
        raise ContentError(path, (unknown[0],), f"no such mark; the marks are {', '.join(MARKS)}")
    return tuple(_rule(path, name, content.get(name)) for name in MARKS)


def _rule(path: Path, name: str, data: object) -> MarkRule:
    if not isinstance(data, dict):
        raise ContentError(path, (name,), f"the mark `{name}` is missing; docs/content.md has its form")
    known = (*PATTERNS, *OPTIONAL, "why", "add", *EXAMPLES)
    for key in data:
        if key not in known:
            raise ContentError(path, (name, key), f"no such key; one of {', '.join(known)}")
    if not isinstance(data.get("add"), str):
        raise ContentError(path, (name, "add"), "one sentence that says what to write to earn a 2")
    patterns = {key: _patterns(path, name, key, data.get(key)) for key in (*PATTERNS, *OPTIONAL)}
    must_0, must_1, must_2 = (_examples(path, name, key, data.get(key)) for key in EXAMPLES)
    why = _why(path, name, data.get("why"))
    return MarkRule(name, **patterns, why=why, add=data["add"], examples=(must_0, must_1, must_2))


def _patterns(path: Path, name: str, key: str, patterns: object) -> tuple[str, ...]:
    if patterns is None and key in OPTIONAL:
        return ()
    found = tuple(_strings(path, name, key, patterns))
    problems = {number: error for number, pattern in enumerate(found) if (error := _problem(pattern))}
    for number, error in problems.items():
        raise ContentError(path, (name, key, number), f"{found[number]!r} is no regular expression: {error}")
    return found


def _problem(pattern: str) -> re.error | None:
    try:
        expression([pattern])
    except re.error as error:
        return error
    return None


def _examples(path: Path, name: str, key: str, examples: object) -> tuple[str, ...]:
    found = _strings(path, name, key, examples)
    if len(found) < LEAST_EXAMPLES:
        raise ContentError(path, (name, key), f"{len(found)} examples; at least {LEAST_EXAMPLES}")
    return tuple(found)


def _strings(path: Path, name: str, key: str, found: object) -> list[str]:
    if not isinstance(found, list) or not found:
        raise ContentError(path, (name, key), "a list belongs here, one `- ` line each")
    for number, each in enumerate(found):
        if not isinstance(each, str) or not each.strip():
            raise ContentError(path, (name, key, number), 'not a text; put quotes around it where it holds ": "')
    return found


def _why(path: Path, name: str, why: object) -> tuple[str, str, str]:
    if not isinstance(why, dict) or set(why) != {0, 1, 2} or not all(isinstance(each, str) for each in why.values()):
        raise ContentError(path, (name, "why"), "one sentence for each level: 0, 1 and 2")
    return why[0], why[1], why[2]
