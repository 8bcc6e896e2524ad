"""`heard digest`: a month of what customers told us, as one HTML file."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console

from bot.cli.read import Lang
from bot.settings import ROOT, settings


def digest(
    month: Annotated[Optional[str], typer.Option(help="The month, as 2026-11; the last whole one where none is given.")] = None,
    to: Annotated[Optional[Path], typer.Option(help="The file to write; build/digest-MONTH.html where none is given.")] = None,
    lang: Annotated[Lang, typer.Option(help="The language it is written in.")] = "en",
) -> None:
    """Write what customers told us in a month, what we changed, and what it did."""
    from desk.conversations import TEAMS
    from desk.database import database
    from desk.insights import digest as made
    from desk.insights import journeys
    from desk.insights.words import words

    first, zone = _first(month), settings().timezone
    with Console(stderr=True).status("counting"):
        while journeys.renew(database(), zone):
            pass
        asked = made.month(first, sorted(set(TEAMS.values())), zone)
        page = made.html(words(lang), asked, made.gathered(database(), asked))
    path = to or ROOT / "build" / f"digest-{first:%Y-%m}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")
    Console().print(f"{path}: {first:%Y-%m}, {len(page.encode()) / 1000:.0f} KB", soft_wrap=True)


def _first(month: str | None) -> date:
    """The month's first day."""
    if month is None:
        return (datetime.now(settings().timezone).date().replace(day=1) - timedelta(days=1)).replace(day=1)
    try:
        found = datetime.strptime(month, "%Y-%m").date()
    except ValueError:
        found = date.min
    if not 1970 < found.year < 9000:
        raise typer.BadParameter(f"{month!r}; a year and a month, such as 2026-11", param_hint="--month")
    return found
