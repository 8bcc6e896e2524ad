"""`heard check`: the checks over all content, or over what somebody typed."""

import json
import sys
from typing import Annotated, Optional

import typer
from rich.console import Console

from bot.checking.checker import check as run_checks
from bot.checking.content import Problem, content_problems
from bot.library import library
from bot.models import FEELINGS, LANGUAGES, NO_CAUSE, Finding, Reading, to_json


def check(
    text: Annotated[Optional[str], typer.Option(help="A reply to check; all content where none is given.")] = None,
    lang: Annotated[str, typer.Option(help="The reply's language.")] = "en",
    feeling: Annotated[str, typer.Option(help="What the customer feels.")] = "frustrated",
    cause: Annotated[str, typer.Option(help="What caused it.")] = NO_CAUSE,
    channel: Annotated[str, typer.Option(help="chat, phone or email.")] = "chat",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check a reply, or every wording in content/. Ends with 1 where something was found."""
    _known("--lang", lang, LANGUAGES)
    _known("--feeling", feeling, FEELINGS)
    _known("--cause", cause, (NO_CAUSE, *library().causes))
    _known("--channel", channel, ("chat", "phone", "email"))
    if text is None:
        found = _content_with_progress()
        _print_content(found, as_json)
    else:
        reading = Reading("", lang, feeling, 2, cause=cause)
        found = list(run_checks(text, reading=reading, language=lang, channel=channel, library=library()))
        _print_findings(text, found, as_json)
    if found:
        raise typer.Exit(1)


def _known(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise typer.BadParameter(f"{value!r}; one of {', '.join(allowed)}", param_hint=option)


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


def _print_findings(text: str, found: list[Finding], as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps({"findings": to_json(found)}, ensure_ascii=False) + "\n")
        return
    console = Console()
    for each in found:
        console.print(f"[bold]{text[each.start:each.end]!r}[/bold] {each.rule}: {each.why}\n  instead: {each.instead}")
    console.print("" if found else "nothing found")
