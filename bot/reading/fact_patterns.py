"""The words and patterns of content/facts/<language>.yml, validated and made into spaCy's PhraseMatcher, once.

A pattern is words, `{kind}` for a word of that kind, `<set>` for one of the file's own sets, `(a|b)` for either and `?`
after what may be missing. docs/content.md explains the keys.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from bot import yaml_files
from bot.reading.fact_words import KINDS, Lexicon, Word, cut
from bot.reading.lexicon import build, strings
from bot.reading.tokens import pipeline
from bot.settings import settings
from bot.yaml_files import ContentError

LABELS = (
    "amount duration day since since_after waited ago waited_after not_waiting not_waiting_after promised_length "
    "owned loyal count not_count reference phone promise promise_after not_promise not_promise_after future past dialect"
).split()
_ELEMENT = re.compile(r"\([^()]*\)\??|<\w+>\??|\{\w+\}\??|[^\s<{(]+")
_OTHER = "·"  # stands for every word no pattern names, so that no customer's word stays in spaCy's vocabulary


class Match(NamedTuple):
    """Words `start` to `end` that a pattern of this label fits, with what the pattern says besides."""

    label: str
    start: int
    end: int
    options: dict[str, Any]


@dataclass(frozen=True)
class Message:
    """A text being read: its words, the matches of each label in the order of the text."""

    text: str
    words: list[Word]
    matches: dict[str, list[Match]]

    def of(self, label: str) -> list[Match]:
        """The matches of a label, first in the text and longest first."""
        return self.matches.get(label, [])

    def apart(self, label: str) -> Iterator[Match]:
        """Those matches of a label that don't overlap; of two that do, the earlier and longer."""
        end = 0
        for match in self.of(label):
            if match.start >= end:
                end = match.end
                yield match

    def unbroken(self, start: int, end: int) -> bool:
        """Whether no sentence ends between these words."""
        return not any(word.form in ".!?؟;\n" for word in self.words[start:end])

    def characters(self, match: Match) -> tuple[int, int]:
        """Where in the text a match stands."""
        return self.words[match.start].start, self.words[match.end - 1].end


@dataclass(frozen=True)
class Patterns:
    """A language's words and patterns, ready to read with."""

    lexicon: Lexicon
    matcher: PhraseMatcher
    options: dict[int, tuple[str, dict[str, Any]]]
    fillers: frozenset[str]
    dialect: dict[str, str]

    def read(self, text: str) -> Message:
        """A cleaned text with all that the patterns find in it."""
        words = self.lexicon.read(text)
        forms = [f"{{{word.kind}}}" if word.kind else self._known(word.form) for word in words]
        matches: dict[str, list[Match]] = {}
        if forms:
            for key, start, end in self.matcher(Doc(self.matcher.vocab, words=forms)):
                label, options = self.options[key]
                matches.setdefault(label, []).append(Match(label, start, end, options))
        for each in matches.values():
            each.sort(key=lambda match: (match.start, -match.end))
        return Message(text, words, matches)

    def _known(self, form: str) -> str:
        return form if form in self.lexicon.known else _OTHER


@lru_cache(maxsize=8)
def patterns(language: str) -> Patterns:
    """The patterns of a language, read at the first call.

    Raises:
        ContentError: a file is missing or holds what can't be understood.
    """
    return load(settings().content / "facts", language)


def load(folder: Path, language: str) -> Patterns:
    """The patterns of a language from a folder: `all.yml` serves every language, `<language>.yml` adds its own.

    Raises:
        ContentError: a file is missing or holds what can't be understood.
    """
    phrases: dict[str, list[tuple[list[str], dict[str, Any]]]] = {}
    contents = {path: yaml_files.read(path) for path in (folder / "all.yml", folder / f"{language}.yml")}
    for path, content in contents.items():
        for label, entries in (content.get("patterns") or {}).items():
            if label not in LABELS:
                raise ContentError(path, ("patterns", label), f"no such label; one of {', '.join(LABELS)}")
            phrases.setdefault(label, []).extend(_phrases(path, label, entries, content.get("sets") or {}, language))
    known = {form for entries in phrases.values() for forms, _ in entries for form in forms}
    lexicon = build(contents, language, known)
    _check_kinds(folder / f"{language}.yml", phrases, lexicon)
    own = contents[folder / f"{language}.yml"]
    matcher, options = _matcher(phrases, language)
    own_path = folder / f"{language}.yml"
    fillers = frozenset(form for each in strings(own_path, own, "fillers") for form in _forms(each, language))
    return Patterns(lexicon, matcher, options, fillers, own.get("dialect") or {})


def _matcher(phrases: dict, language: str) -> tuple[PhraseMatcher, dict[int, tuple[str, dict[str, Any]]]]:
    vocabulary = pipeline(language).vocab
    matcher, options = PhraseMatcher(vocabulary), {}
    for label, entries in phrases.items():
        for number, (forms, each) in enumerate(entries):
            key = f"{label}#{number}"
            matcher.add(key, [Doc(vocabulary, words=forms)])
            options[vocabulary.strings[key]] = (label, each)
    return matcher, options


def _phrases(path: Path, label: str, entries: Any, sets: dict, language: str) -> Iterator[tuple[list[str], dict]]:
    if not isinstance(entries, list):
        raise ContentError(path, ("patterns", label), "a list of patterns belongs here")
    for number, entry in enumerate(entries):
        keys = ("patterns", label, number)
        options = dict(entry) if isinstance(entry, dict) else {"say": entry}
        say = options.pop("say", None)
        if not isinstance(say, str) or not set(options) <= {"value", "plus", "unit"}:
            raise ContentError(path, keys, "write words in quotes, or {say: words, value: 2, unit: week}")
        for wording in _expand(path, keys, say, sets):
            yield _forms(wording, language), options


def _expand(path: Path, keys: tuple, say: str, sets: dict) -> Iterator[str]:
    """Every wording that a pattern stands for."""
    if re.search(r"[^\s({<]\?", re.sub(r"\([^()]*\)\?|<\w+>\?|\{\w+\}\?", "", say).replace(" ?", "")):
        raise ContentError(path, keys, "`?` belongs after a closing bracket: (word)?")
    choices = []
    for element in _ELEMENT.findall(say):
        optional = element.endswith("?") and element != "?"
        element = element.rstrip("?") if optional else element
        if element.startswith("<"):
            if element[1:-1] not in sets:
                raise ContentError(path, keys, f"no set {element}; the file's sets are {', '.join(sets) or 'none'}")
            found = sets[element[1:-1]]
            if not all(isinstance(each, str) for each in found):
                raise ContentError(path, ("sets", element[1:-1]), "put quotes around yes, no, on, off and numbers")
        else:
            found = element[1:-1].split("|") if element.startswith("(") else [element]
        choices.append(found + [""] * optional)
    for chosen in product(*choices):
        if any(chosen):
            yield " ".join(filter(None, chosen))


def _forms(wording: str, language: str) -> list[str]:
    forms = []
    for part in wording.split():
        forms += [part] if re.fullmatch(r"\{\w+\}", part) else [piece.form for piece in cut(part, language)]
    return forms


def _check_kinds(path: Path, phrases: dict, lexicon: Lexicon) -> None:
    """No pattern may name an unknown kind, nor a word that the lexicon reads as a kind: it could never match."""
    for label, entries in phrases.items():
        for forms, _ in entries:
            for form in forms:
                kind = form[1:-1] if form.startswith("{") else ""
                if kind and kind not in KINDS:
                    raise ContentError(path, ("patterns", label), f"unknown kind {form}; one of {', '.join(KINDS)}")
                read, value = ("", None) if kind else lexicon.entries.get((form,), ("", None))
                if read and getattr(value, "kind", "") != "teen":
                    problem = f'"{form}" is read as a {read}; write {{{read}}} in "{" ".join(forms)}"'
                    raise ContentError(path, ("patterns", label), problem)
