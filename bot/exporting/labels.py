"""What exports call things in each language: headings, feelings, causes, from content/booklet.yml."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_time
from datetime import time

from bot import yaml_files
from bot.drafting import formatting
from bot.library import Due, Library
from bot.models import LANGUAGES, Duration
from bot.settings import settings
from bot.yaml_files import ContentError

PLURALS = "workdays"  # its keys are a language's plural forms, so they differ


def load(folder: Path, library: Library) -> dict[str, dict[str, Any]]:
    """The labels by language.

    Raises:
        ContentError: a language, a key or a cause is missing, or one is there that English doesn't have.
    """
    path = folder / "booklet.yml"
    labels = yaml_files.read(path)
    for language in LANGUAGES:
        if language not in labels:
            raise ContentError(path, (), f"the language `{language}` is missing")
        _same_keys(path, (language,), labels[language], labels["en"])
        _complete(path, (language, "causes"), labels[language]["causes"], library.causes)
    return labels


@lru_cache(maxsize=1)
def labels() -> dict[str, dict[str, Any]]:
    """The labels of this process's content, loaded at the first call."""
    from bot.library import library

    return load(settings().content, library())


def _same_keys(path: Path, keys: tuple, found: dict, wanted: dict) -> None:
    _complete(path, keys, found, wanted)
    for key, value in wanted.items():
        if isinstance(value, dict) and key != PLURALS:
            _same_keys(path, (*keys, key), found[key], value)


def _complete(path: Path, keys: tuple, found: object, wanted: dict) -> None:
    if not isinstance(found, dict):
        raise ContentError(path, keys, f"write one `key: text` line for each of {', '.join(wanted)}")
    missing, unknown = [key for key in wanted if key not in found], [key for key in found if key not in wanted]
    if missing or unknown:
        problem = f"missing {', '.join(missing) or 'nothing'}; unknown {', '.join(map(str, unknown)) or 'nothing'}"
        raise ContentError(path, keys, problem)


def within(due: Due | None, names: dict[str, Any], language: dict) -> str:
    """How long a step takes: "within 2 hours", "next workday, 12:00"; nothing where it has no time."""
    if due is None:
        return ""
    if not due.workdays:
        return names["within"].format(time=formatting.duration(Duration(due.hours, "hour"), language))
    locale = Locale.parse(language["locale"])
    form = names[PLURALS].get(locale.plural_form(due.workdays)) or names[PLURALS]["other"]
    clock = format_time(time.fromisoformat(due.at), language["due"]["time"], locale=locale)
    return form.format(n=due.workdays, at=clock)
