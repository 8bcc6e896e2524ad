"""`heard coverage`: cause x feeling x stance x channel x language, with holes in red."""

import json
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.exporting.coverage import FORMS, Hole, holes
from bot.library import library
from bot.models import FEELINGS, LANGUAGES, to_json


def coverage(as_json: Annotated[bool, typer.Option("--json", help="Print the holes as JSON.")] = False) -> None:
    """Show which combinations have a whole reply. Ends with 1 where one has none."""
    with Console(stderr=True).status("drafting every combination"):
        found = all_holes()
    if as_json:
        sys.stdout.write(json.dumps(to_json(found), ensure_ascii=False) + "\n")
    else:
        show(found)
    if found:
        raise typer.Exit(1)


def all_holes() -> list[Hole]:
    """The holes of all languages, one process a language."""
    with ProcessPoolExecutor() as pool:
        return [hole for found in pool.map(of_language, LANGUAGES) for hole in found]


def of_language(language: str) -> list[Hole]:
    """The holes of one language of this process's content."""
    return list(holes(library(), language))


def show(found: list[Hole]) -> None:
    """One mark per feeling in each cell: a dot where all stances and channels have a reply, else how many have none."""
    console = Console()
    holed: Counter[tuple] = Counter()
    for place in {(each.language, each.cause, each.feeling, each.fault, each.solvable, each.channel) for each in found}:
        holed[place[:3]] += 1
    table = Table("cause", *LANGUAGES, box=None, caption=f"feelings: {', '.join(FEELINGS)}. Each stands for {len(FORMS)} stances and channels.")
    for cause in library().causes:
        table.add_row(cause, *(_cell([holed[language, cause, feeling] for feeling in FEELINGS]) for language in LANGUAGES))
    console.print(table)
    for (language, missing), count in sorted(Counter((each.language, each.missing) for each in found).items()):
        console.print(f"[red]{language}: {count} combinations lack [bold]{missing}[/bold] in content/replies/{language}/[/red]")
    total = len(library().causes) * len(FEELINGS) * len(FORMS) * len(LANGUAGES)
    console.print(f"{total - sum(holed.values()):,} of {total:,} combinations have a whole reply")


def _cell(numbers: list[int]) -> Text:
    cell = Text()
    for number in numbers:
        cell.append("·" if not number else str(number) if number < 10 else "#", "green" if not number else "bold red")
    return cell
