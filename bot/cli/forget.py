"""`heard forget`: erases a visitor everywhere, and prints a receipt."""

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.settings import settings


def forget(
    visitor: Annotated[str, typer.Argument(help="The visitor's id, as it stands in the desk.")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Erase a visitor: conversations, files, promises, address, and Rasa's tracker. It can't be undone."""
    from desk import erasure
    from desk.database import database

    if not yes:
        typer.confirm(f"Erase everything of visitor {visitor}? It can't be undone", abort=True)
    try:
        counts = erasure.forget(database(), settings(), visitor)
    except LookupError as error:
        sys.stderr.write(f"heard: {error.args[0]}\n")
        raise typer.Exit(1) from error
    table = Table("erased", "rows", box=None, padding=(0, 2, 0, 0))
    for name, count in counts.items():
        table.add_row(name.replace("_", " "), str(count))
    console = Console()
    console.print(table)
    console.print(f"receipt {erasure.receipt(visitor)}", soft_wrap=True)
