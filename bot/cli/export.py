"""`heard export`: the wording for help desks, spreadsheets and paper."""

import difflib
from pathlib import Path
from typing import Annotated, Literal, Optional

import typer
from rich.console import Console
from rich.progress import track
from rich.text import Text

from bot.cli.replies import known_languages
from bot.exporting import chatwoot, files, syncing, zendesk
from bot.settings import ROOT, SettingError, settings

OUT = ROOT / "build" / "export"
SHOWN = 400  # lines of a difference; the rest is counted


def export(
    to: Annotated[Literal["csv", "zendesk", "chatwoot", "booklet"], typer.Option(help="What for.")],
    lang: Annotated[Optional[list[str]], typer.Option(help="Only this language; may be given more than once.")] = None,
    out: Annotated[Optional[Path], typer.Option(help="Write here (the booklet: into this folder) and send nothing.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
) -> None:
    """Export the wording. Zendesk and Chatwoot get it over their API where .env names one; a second run changes nothing."""
    languages = known_languages(lang)
    if to == "csv":
        _write({out or OUT / "replies.csv": files.table(languages)}, dry_run)
    elif to == "booklet":
        _write(_booklets(languages, out or OUT.parent / "booklet"), dry_run)
    else:
        _to_desk(to, languages, out, dry_run)


def _to_desk(to: str, languages: tuple[str, ...], out: Path | None, dry_run: bool) -> None:
    desk = None if out else _desk(to)
    if desk is None:
        _write({out or OUT / f"{to}.json": files.help_desk(to, languages)}, dry_run)
        if not out:
            Console().print(f"[dim]To send it over the API, set the HEARD_{to.upper()}_ settings in .env.[/dim]")
        return
    wanted = files.wanted(to, languages)
    found = syncing.changes(wanted, syncing.held(desk))
    if dry_run:
        _show([line for change in found for line in (f"@ {change.key}", *change.diff)])
    else:
        with_progress = iter(track(found, f"sending to {desk.name}", console=Console(stderr=True), transient=True))
        syncing.apply(desk, found, lambda: next(with_progress, None))
    new = sum(change.id is None for change in found)
    words = "would be " if dry_run else ""
    Console().print(f"{desk.name}: {new} {words}created, {len(found) - new} {words}updated, {len(wanted) - len(found)} the same")


def _desk(to: str) -> syncing.HelpDesk | None:
    """The help desk that .env names, None where it names none.

    Raises:
        SettingError: some of its settings are there and others missing.
    """
    at = settings()
    given = {
        "zendesk": {"URL": at.zendesk_url, "TOKEN": at.zendesk_token},
        "chatwoot": {"URL": at.chatwoot_url, "ACCOUNT": at.chatwoot_account, "TOKEN": at.chatwoot_token},
    }[to]
    missing = [f"HEARD_{to.upper()}_{name}" for name, value in given.items() if not value]
    if missing and len(missing) < len(given):
        raise SettingError(f"{', '.join(missing)} missing in .env: set it, or none of them to write a file")
    if missing:
        return None
    return zendesk.Zendesk(*given.values()) if to == "zendesk" else chatwoot.Chatwoot(*given.values())


def _booklets(languages: tuple[str, ...], folder: Path) -> dict[Path, bytes]:
    shown = track(languages, "laying out", console=Console(stderr=True), transient=True)
    return {folder / f"{language}.{form}": each for language in shown for form, each in files.booklet(language).items()}


def _write(made: dict[Path, bytes], dry_run: bool) -> None:
    """Write what differs, or show it; says of each file whether it is new, changed or the same."""
    for path, content in made.items():
        before = path.read_bytes() if path.exists() else None
        state = "new" if before is None else "the same" if before == content else "changed"
        if dry_run and state == "changed" and path.suffix in (".csv", ".json"):
            lines = difflib.unified_diff(before.decode().splitlines(), content.decode().splitlines(), lineterm="", n=0)
            _show([line for line in lines if not line.startswith(("---", "+++", "@@"))])
        elif not dry_run and state != "the same":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        Console().print(f"{path}: {'would be ' if dry_run else ''}{state}", soft_wrap=True)


def _show(lines: list[str]) -> None:
    console = Console()
    for line in lines[:SHOWN]:
        console.print(Text(line, {"+": "green", "-": "red"}.get(line[:1], "bold")))
    if len(lines) > SHOWN:
        console.print(f"[dim]and {len(lines) - SHOWN:,} more lines[/dim]")
