"""The chat's own words in six languages, from content/chat: buttons, notices, greetings."""

from functools import lru_cache
from typing import Any

from bot import yaml_files
from bot.library import library
from bot.settings import settings


@lru_cache(maxsize=8)
def words(language: str) -> dict[str, Any]:
    """All words of a language, with its direction and locale.

    Raises:
        ContentError: the file is not YAML; it names file and line.
    """
    known = library().languages[language]
    told = yaml_files.read(settings().content / "chat" / f"{language}.yml")
    return {**told, "direction": known["direction"], "locale": known["locale"].replace("_", "-")}


@lru_cache(maxsize=8)
def desk_words(language: str) -> dict[str, Any]:
    """The agents' desk's own words (content/desk), with the names of feelings and causes as the booklet has them, of tables as the insights.

    Raises:
        ContentError: a file is not YAML; it names file and line.
    """
    known, folder = library().languages[language], settings().content
    told, printed = yaml_files.read(folder / "desk" / f"{language}.yml"), yaml_files.read(folder / "booklet.yml")[language]
    tables = yaml_files.read(folder / "insights" / f"{language}.yml")["tables"]
    names = {**told["names"], "feelings": printed["feelings"], "causes": printed["causes"]}
    names["tables"] = {id: table["title"] for id, table in tables.items()}
    return {**told, "names": names, "direction": known["direction"], "locale": known["locale"].replace("_", "-")}


def say(language: str, key: str, **facts: str) -> str:
    """One line of them, such as `greeting.order`, with its facts filled in."""
    found: Any = words(language)
    for part in key.split("."):
        found = found[part]
    return found.format(**facts)
