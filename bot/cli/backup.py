"""`heard backup` and `heard restore`: everything the desk keeps, in one file."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.settings import settings


def backup(file: Annotated[Path, typer.Argument(help="The tar to write.")]) -> None:
    """Copy the database, Rasa's trackers and customers' files into one tar, while the desk runs."""
    from desk import backup as desk

    held = desk.backup(settings(), file)
    size = file.stat().st_size / 1e6
    Console().print(f"{file}: {held['database']}, {held['files']} files, {size:.1f} MB. Keep HEARD_SECRET beside it, and both safe.", soft_wrap=True)


def restore(
    file: Annotated[Path, typer.Argument(help="A tar of `heard backup`.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
) -> None:
    """Put a backup back. Stop the desk and Rasa first."""
    from desk import backup as desk

    told = desk.restore(settings(), file, force)
    made = datetime.fromtimestamp(told["at"], settings().timezone).isoformat(sep=" ", timespec="seconds")
    Console().print(f"put back as it was on {made}", soft_wrap=True)
