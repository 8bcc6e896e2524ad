"""`heard check`: the checks over all content, or findings and marks for what somebody typed."""

import json
import sys
from dataclasses import replace
from typing import Annotated, Optional

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.checking.checker import check as run_checks
from bot.checking.content import Problem, content_problems
from bot.checking.marks import marks as run_marks
from bot.cli.read import load
from bot.library import library
from bot.models import FEELINGS, LANGUAGES, NO_CAUSE, Finding, Mark, Reading, to_json

LEVELS = ("none", "weak", "strong")


def check(
    text: Annotated[Optional[str], typer.Option(help="A reply to check and mark; all content where none is given.")] = None,
    message: Annotated[Optional[str], typer.Option(help="The customer's message it answers, to be read first.")] = None,
    said: Annotated[Optional[list[str]], typer.Option(help="A reply sent before in this conversation; may come several times.")] = None,
    lang: Annotated[str, typer.Option(help="The reply's language.")] = "en",
    feeling: Annotated[Optional[str], typer.Option(help="What the customer feels; else as read, or frustrated.")] = None,
    cause: Annotated[Optional[str], typer.Option(help="What caused it; else as read, or none.")] = None,
    channel: Annotated[str, typer.Option(help="chat, phone or email.")] = "chat",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check a reply, with its marks for warmth, understanding and exploration, or every wording in content/.

    Ends with 1 where something was found. Marks advise; they find nothing wrong.
    """
    _known("--lang", lang, LANGUAGES)
    _known("--feeling", feeling, (None, *FEELINGS))
    _known("--cause", cause, (None, NO_CAUSE, *library().causes))
    _known("--channel", channel, ("chat", "phone", "email"))
    if text is None:
        found = _content_with_progress()
        _print_content(found, as_json)
    else:
        reading = _reading(message, lang, feeling, cause)
        used = tuple(said or ())
        found = list(run_checks(text, reading=reading, language=lang, channel=channel, used=used, library=library()))
        marks = run_marks(text, reading=reading, language=lang, library=library(), findings=found)
        _print_reply(text, found, marks, as_json)
    if found:
        raise typer.Exit(1)


def _known(option: str, value: str | None, allowed: tuple[str | None, ...]) -> None:
    if value not in allowed:
        raise typer.BadParameter(f"{value!r}; one of {', '.join(filter(None, allowed))}", param_hint=option)


def _reading(message: str | None, lang: str, feeling: str | None, cause: str | None) -> Reading:
    """What the reply answers: the message as the model reads it, with what the options say in its place."""
    reading = load().read(message, lang) if message else Reading("", lang, "frustrated", 2)
    return replace(reading, feeling=feeling or reading.feeling, cause=cause or reading.cause)


def _content_with_progress() -> list[Problem]:
    with Console(stderr=True).status("checking") as status:
        found = []
        for language in LANGUAGES:
            status.update(f"checking every wording and kind of draft: {language}")
            found += content_problems(library(), [language])
        return found


def _print_content(found: list[Problem], as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(to_json(found), ensure_ascii=False) + "\n")
        return
    console = Console()
    for problem in found:
        console.print(f"[bold]{problem.where}[/bold] {problem.finding.rule}: {problem.finding.why}\n  {problem.text}")
    console.print(f"{len(found)} findings" if found else "every wording passes every check")


def _print_reply(text: str, found: list[Finding], marks: dict[str, Mark], as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps({"findings": to_json(found), "marks": to_json(marks)}, ensure_ascii=False) + "\n")
        return
    console = Console()
    console.print(_findings_table(text, found) if found else "nothing found", highlight=False)
    console.print(_marks_table(text, marks), highlight=False)


def _findings_table(text: str, found: list[Finding]) -> Table:
    table = Table("words", "check", "why", "instead", box=None, padding=(0, 2, 0, 0), header_style="dim")
    for each in found:
        put = f"“{escape(each.replacement)}”" if each.replacement else each.instead
        table.add_row(_quoted(text, [each]), each.rule, each.why, put)
    return table


def _marks_table(text: str, marks: dict[str, Mark]) -> Table:
    table = Table("mark", "level", "words", "why", "add", box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name, mark in marks.items():
        table.add_row(name, f"{mark.level} {LEVELS[mark.level]}", _quoted(text, mark.spans), mark.why, mark.add)
    return table


def _quoted(text: str, spans: tuple | list) -> str:
    """The words of spans, in which rich is to see no markup."""
    return escape(" · ".join(text[each.start : each.end] for each in spans))
