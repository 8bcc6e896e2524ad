"""The words of content/facts/<language>.yml made into a Lexicon: which word is what kind, with which value."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.reading.fact_words import Lexicon, cut
from bot.reading.numbers import Atom, NumberWords
from bot.yaml_files import ContentError

UNITS = ("minute", "hour", "day", "week", "month", "year")
SECTIONS = (
    "numbers multiplies teens parts joiners compounds teens_after units_first ordinals ordinal_marks units plural_units spans currencies "
    "coins weekdays since_weekdays months relative prefixes dotted_dates grouped_by_space patterns sets fillers dialect"
).split()
_COUNTS = {"weekdays": 7, "since_weekdays": 7, "months": 12}


def build(contents: dict[Path, dict[str, Any]], language: str, known: Iterable[str]) -> Lexicon:
    """The lexicon of the files of one language, its own last. `known` are the words its patterns name.

    Raises:
        ContentError: an unknown section, a wrong value, or a word that two sections claim.
    """
    entries: dict[tuple[str, ...], tuple[str, Any]] = {}
    for path, content in contents.items():
        for section, kind, key, phrase, value in _sections(path, content):
            forms = tuple(_forms(path, (section, key), phrase, language))
            if entries.setdefault(forms, (kind, value)) != (kind, value):
                problem = f"“{phrase}” is already a {entries[forms][0]} ({entries[forms][1]}); a word has one meaning"
                raise ContentError(path, (section, key), problem)
    own_path, own = list(contents.items())[-1]
    numbers = _numbers(own_path, own, entries, language)
    words = {form for forms in entries for form in forms}
    return Lexicon(
        language=language,
        entries=entries,
        numbers=numbers,
        known=frozenset(words | set(known) | numbers.joiners),
        prefixes=tuple(sorted(_folded(own_path, own, "prefixes", language), key=len, reverse=True)),
        marks=tuple(_folded(own_path, own, "ordinal_marks", language)),
        dotted=bool(own.get("dotted_dates")),
        grouped=bool(own.get("grouped_by_space")),
        longest=max(map(len, entries), default=1),
    )


def _sections(path: Path, content: dict[str, Any]) -> Iterator[tuple[str, str, Any, Any, Any]]:
    """Section, kind, key, phrase and value of every word in a file."""
    unknown = set(content) - set(SECTIONS)
    if unknown:
        raise ContentError(path, (min(unknown),), f"no such section; one of {', '.join(SECTIONS)}")
    for section, kind in (("numbers", "number"), ("multiplies", "times"), ("teens", "teen")):
        for phrase, value in _mapping(path, content, section):
            yield section, "number", phrase, phrase, Atom(_number(path, (section, phrase), value), kind)
    for section, kind in (("ordinals", "ordinal"), ("relative", "relative")):
        for phrase, value in _mapping(path, content, section):
            yield section, kind, phrase, phrase, _number(path, (section, phrase), value)
    yield from _units(path, content)
    yield from _money(path, content)
    for section, kind in (("weekdays", "weekday"), ("since_weekdays", "since_weekday"), ("months", "month")):
        rows = content.get(section) or ()
        if section in content and len(rows) != _COUNTS[section]:
            raise ContentError(path, (section,), f"{_COUNTS[section]} lists of words belong here, in order")
        for number, phrases in enumerate(rows):
            for phrase in _list(path, (section, number), phrases):
                yield section, kind, number, phrase, number + (kind == "month")


def _units(path: Path, content: dict[str, Any]) -> Iterator[tuple[str, str, Any, Any, Any]]:
    for section, kind in (("units", "unit"), ("plural_units", "units")):
        for unit, phrases in _mapping(path, content, section):
            _known_unit(path, (section, unit), unit)
            for phrase in _list(path, (section, unit), phrases):
                yield section, kind, unit, phrase, unit
    for phrase, pair in _mapping(path, content, "spans"):
        value, unit = _pair(path, ("spans", phrase), pair)
        _known_unit(path, ("spans", phrase), unit)
        yield "spans", "span", phrase, phrase, (_number(path, ("spans", phrase), value), unit)


def _money(path: Path, content: dict[str, Any]) -> Iterator[tuple[str, str, Any, Any, Any]]:
    for code, phrases in _mapping(path, content, "currencies"):
        for phrase in _list(path, ("currencies", code), phrases):
            yield "currencies", "currency", code, phrase, "" if code == "unknown" else code
    for phrase, pair in _mapping(path, content, "coins"):
        value, code = _pair(path, ("coins", phrase), pair)
        yield "coins", "coin", phrase, phrase, (_number(path, ("coins", phrase), value), code)


def _numbers(path: Path, content: dict[str, Any], entries: dict, language: str) -> NumberWords:
    atoms = {forms[0]: value for forms, (kind, value) in entries.items() if kind == "number" and len(forms) == 1}
    parts = {}
    for phrase, value in _mapping(path, content, "parts"):
        kind = "times" if value in (100, 1000) else "number"
        parts["".join(_forms(path, ("parts", phrase), phrase, language))] = Atom(float(value), kind)
    return NumberWords(
        atoms=atoms,
        parts=parts,
        joiners=frozenset(_folded(path, content, "joiners", language)),
        compounds=bool(content.get("compounds")),
        teens_after=tuple(content.get("teens_after") or ()),
        units_first=bool(content.get("units_first")),
    )


def _folded(path: Path, content: dict[str, Any], section: str, language: str) -> list[str]:
    return ["".join(_forms(path, (section,), each, language)) for each in strings(path, content, section)]


def strings(path: Path, content: dict[str, Any], section: str) -> list[str]:
    """The words that a section lists.

    Raises:
        ContentError: it is no list, or YAML read a word as something else (no, on).
    """
    found = _list(path, (section,), content.get(section) or [])
    for number, each in enumerate(found):
        if not isinstance(each, str):
            raise ContentError(path, (section, number), f"{each!r} is not a word; put quotes around it")
    return found


def _forms(path: Path, keys: tuple, phrase: Any, language: str) -> list[str]:
    if not isinstance(phrase, str) or not phrase.strip():
        raise ContentError(path, keys, f"{phrase!r} is not a word; put quotes around it")
    return [piece.form for piece in cut(phrase, language)]


def _mapping(path: Path, content: dict[str, Any], section: str) -> Iterable[tuple[Any, Any]]:
    found = content.get(section) or {}
    if not isinstance(found, dict):
        raise ContentError(path, (section,), "`word: value` lines belong here")
    return found.items()


def _list(path: Path, keys: tuple, phrases: Any) -> list[Any]:
    if not isinstance(phrases, list):
        raise ContentError(path, keys, "a list of words belongs here, such as [day, days]")
    return phrases


def _pair(path: Path, keys: tuple, pair: Any) -> tuple[Any, str]:
    if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[1], str):
        raise ContentError(path, keys, 'a number and a unit or currency belong here, such as [2, week] or [10, "EUR"]')
    return pair[0], pair[1]


def _number(path: Path, keys: tuple, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ContentError(path, keys, f"{value!r} is not a number")
    return float(value)


def _known_unit(path: Path, keys: tuple, unit: Any) -> None:
    if unit not in UNITS:
        raise ContentError(path, keys, f"{unit!r} is no unit; one of {', '.join(UNITS)}")
