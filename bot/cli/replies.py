"""`heard replies`: finds wordings."""

import re
import unicodedata
from typing import Annotated, Optional

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.exporting.rows import rows
from bot.library import library
from bot.models import LANGUAGES


def replies(
    search: Annotated[str, typer.Argument(help="Words that a wording or its list's name holds, in any order.")],
    lang: Annotated[Optional[list[str]], typer.Option(help="Only this language; may be given more than once.")] = None,
    most: Annotated[int, typer.Option("-n", min=1, help="How many to show.")] = 40,
) -> None:
    """Find wordings in content/replies. Ends with 1 where there are none."""
    languages = known_languages(lang)
    words = plain(search).split()
    found = [row for row in rows(library(), languages) if all(word in plain(f"{row['id']} {row['text']}") for word in words)]
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for row in found[:most]:
        table.add_row(row["language"], Text(row["id"], "dim"), _marked(row["text"], words))
    console = Console()
    console.print(table)
    console.print(f"{len(found)} wordings" + (f", {most} shown; -n shows more" if len(found) > most else ""))
    if not found:
        raise typer.Exit(1)


def known_languages(chosen: list[str] | None, option: str = "--lang") -> tuple[str, ...]:
    """The languages asked for with an option, in our order; all where none is.

    Raises:
        typer.BadParameter: one that we don't have.
    """
    unknown = [each for each in chosen or () if each not in LANGUAGES]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]!r}; one of {', '.join(LANGUAGES)}", param_hint=option)
    return tuple(each for each in LANGUAGES if not chosen or each in chosen)


def plain(text: str) -> str:
    """Lower case without accents and other signs on letters, so that `gia` finds `già`."""
    split = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(character for character in split if not unicodedata.combining(character))


def _marked(text: str, words: list[str]) -> Text:
    shown = Text(text)
    for match in re.finditer(r"[\w']+", text):
        if any(word in plain(match[0]) for word in words):
            shown.stylize("bold", *match.span())
    return shown
