"""`heard suggest`: replies to a message, feelings first."""

from typing import Annotated, Literal, Optional

import typer
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from bot import assist
from bot.cli import lines
from bot.cli.read import Lang, load
from bot.cli.shapes import reading_json, suggestion_json
from bot.models import Past, Reading, Stance, Suggestion


def suggest(
    text: Annotated[Optional[str], typer.Argument(help="One message.")] = None,
    jsonl: Annotated[Optional[str], typer.Option(help='JSON lines {"id", "text", "lang"?, "context"?}; - is standard input.')] = None,
    channel: Annotated[Literal["chat", "phone", "email"], typer.Option()] = "chat",
    fault: Annotated[Literal["ours", "unknown", "customer"], typer.Option(help="Who is at fault.")] = "unknown",
    solvable: Annotated[Literal["now", "later", "no"], typer.Option(help="Whether it can be solved.")] = "later",
    number: Annotated[int, typer.Option("-n", min=1, max=3, help="How many suggestions.")] = 3,
    lang: Annotated[Optional[Lang], typer.Option(help="The conversation's language, kept for very short messages.")] = None,
) -> None:
    """Draft replies that acknowledge the feeling first and only then propose a plan."""
    if (text is None) == (jsonl is None):
        raise typer.BadParameter("give either a TEXT or --jsonl FILE")
    reader, stance = load(), Stance(fault, solvable)

    def drafts(reading: Reading, seed: str) -> tuple[Suggestion, ...]:
        return assist.suggest(reading, stance=stance, channel=channel, past=Past(seed=seed), most=number)

    def one(message: lines.Message) -> dict:
        reading = reader.read(message.text, message.language or lang, message.context)
        suggestions = [suggestion_json(each) for each in drafts(reading, str(message.id))]
        return {"id": message.id, "reading": reading_json(reading), "suggestions": suggestions}

    if jsonl is None:
        show(drafts(reader.read(text, lang), ""))
    elif lines.answer(jsonl, one):
        raise typer.Exit(1)


def show(suggestions: tuple[Suggestion, ...]) -> None:
    """Suggestions for a person's eye."""
    console = Console()
    for each in suggestions:
        found = "; ".join(f"{finding.rule}: {finding.why}" for finding in each.findings)
        console.print(Panel(escape(each.text), title=each.draft.tone, subtitle=found or None, title_align="left"))
        for cue, words in each.draft.cues.items():
            console.print(f"  [dim]{cue.replace('_', ' ')}:[/dim] {words}")
