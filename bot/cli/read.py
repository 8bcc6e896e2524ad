"""`heard read`: what a message says of its writer."""

from typing import Annotated, Literal, Optional

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli import lines
from bot.cli.shapes import reading_json
from bot.components.model import Reader
from bot.models import Reading

Lang = Literal["en", "it", "ar", "sv", "fr", "fi"]


def read(
    text: Annotated[Optional[str], typer.Argument(help="One message.")] = None,
    jsonl: Annotated[Optional[str], typer.Option(help='JSON lines {"id", "text", "lang"?, "context"?}; - is standard input.')] = None,
    lang: Annotated[Optional[Lang], typer.Option(help="The conversation's language, kept for very short messages.")] = None,
) -> None:
    """Read what customers feel and why."""
    if (text is None) == (jsonl is None):
        raise typer.BadParameter("give either a TEXT or --jsonl FILE")
    reader = load()
    if jsonl is None:
        show(reader.read(text, lang))
        return

    def one(message: lines.Message) -> dict:
        return {"id": message.id, **reading_json(reader.read(message.text, message.language or lang, message.context))}

    if lines.answer(jsonl, one):
        raise typer.Exit(1)


def load() -> Reader:
    """The trained model, with a sign of life while it loads."""
    with Console(stderr=True).status("loading the model"):
        return Reader.load()


def show(reading: Reading) -> None:
    """A reading for a person's eye."""
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    feeling = reading.feeling + (f" {reading.intensity}/3" if reading.intensity else "")
    table.add_row("language", reading.language)
    table.add_row("feeling", f"{feeling}   {_best(reading.feelings)}")
    table.add_row("cause", f"{reading.cause}   {_best(reading.causes)}")
    for name, value in (("also", ", ".join(reading.also)), ("act", reading.act), ("signals", ", ".join(reading.signals))):
        if value:
            table.add_row(name, value)
    for name in reading.facts.names():
        table.add_row(name, escape(str(getattr(reading.facts, name))))
    for each in reading.evidence:
        table.add_row("seen in", f"{escape(repr(reading.text[each.start:each.end]))} → {each.speaks_for}")
    Console().print(table)


def _best(scores: dict[str, float]) -> str:
    best = sorted(scores.items(), key=lambda item: -item[1])[:3]
    return "[dim]" + "  ".join(f"{name} {score:.2f}" for name, score in best) + "[/dim]"
