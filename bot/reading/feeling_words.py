"""The words by which people name a feeling (content/feeling_words.yml), as one expression a language."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot import yaml_files
from bot.models import LANGUAGES
from bot.reading.fact_words import fold
from bot.yaml_files import ContentError

SECTIONS = ("prefixes", "stems", "words")
_WORD = re.compile(r"[^\W_]+")
_NEVER = "(?!)"  # an empty list matches nothing, where an empty alternative would match everything


def plain(text: str, language: str) -> str:
    """The words of a text, folded, with one space between; the text itself where it holds none, such as a lone emoji."""
    return " ".join(_WORD.findall(fold(text, language))) or text


def load(path: Path) -> dict[str, re.Pattern[str]]:
    """By language, what finds a word that names a feeling in a `plain` text.

    Raises:
        ContentError: a language that is missing or has no stems, an unknown section, or something that is no word.
    """
    content = yaml_files.read(path)
    for language in LANGUAGES:
        sections = content.get(language)
        if not isinstance(sections, dict) or not sections.get("stems"):
            raise ContentError(path, (language,), "a language needs `stems`, a list of words or their beginnings")
        unknown = set(sections) - set(SECTIONS)
        if unknown:
            raise ContentError(path, (language, min(unknown)), f"no such section; one of {', '.join(SECTIONS)}")
    return {language: _expression(path, language, content[language]) for language in LANGUAGES}


def _expression(path: Path, language: str, sections: dict) -> re.Pattern[str]:
    """A stem begins a word, after any prefixes; an entry of `words` is a whole word."""
    prefixes, stems, words = ("|".join(_words(path, language, name, sections)) or _NEVER for name in SECTIONS)
    return re.compile(rf"\b(?:{prefixes})*(?:(?:{stems})\w*|(?:{words})\b)")


def _words(path: Path, language: str, section: str, sections: dict) -> Iterator[str]:
    listed = sections.get(section) or []
    if not isinstance(listed, list):
        raise ContentError(path, (language, section), f"a list, such as [{listed}]")
    for number, word in enumerate(listed):
        if not isinstance(word, str) or not _WORD.search(word):
            raise ContentError(path, (language, section, number), f"{word!r} is no word; quote it where YAML takes it for a value")
        yield plain(word, language)
