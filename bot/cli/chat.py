"""`heard chat`: talk to the running bot in the terminal, with the reading beside each turn."""

import time
import uuid
from typing import Annotated, Optional

import requests
import typer
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from bot.models import Reading
from bot.reading.parse import reading
from bot.settings import settings

START_SECONDS = 90


class Bot:
    """The running Rasa server over its REST channel."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.session = requests.Session()

    def wait(self, seconds: float) -> None:
        """Wait until the model is loaded.

        Raises:
            ConnectionError: no server answers in time; the message says what to type.
        """
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            try:
                if self.session.get(f"{self.url}/status", timeout=2).status_code == 200:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.3)
        raise ConnectionError(f"no bot answers at {self.url}: start it with `make run`")

    def read(self, text: str) -> Reading:
        """Rasa's reading of a text."""
        answer = self.session.post(f"{self.url}/model/parse", json={"text": text}, timeout=settings().timeout)
        answer.raise_for_status()
        return reading(answer.json())

    def say(self, sender: str, text: str) -> list[str]:
        """The bot's answers to a message."""
        body = {"sender": sender, "message": text}
        answer = self.session.post(f"{self.url}/webhooks/rest/webhook", json=body, timeout=settings().timeout)
        answer.raise_for_status()
        return [each["text"] for each in answer.json() if each.get("text")]


def chat(
    sender: Annotated[Optional[str], typer.Option(help="Go on with an earlier conversation.")] = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait for the bot to start.")] = START_SECONDS,
) -> None:
    """Talk to the running bot; an empty line or Ctrl-D ends it."""
    console, bot = Console(), Bot(settings().rasa_port)
    sender = sender or f"terminal-{uuid.uuid4().hex[:8]}"
    with console.status("waiting for the bot"):
        bot.wait(wait)
    console.print("[dim]Write as a customer would; an empty line ends it.[/dim]")
    while text := _ask(console):
        try:
            _turn(console, bot, sender, text)
        except requests.RequestException:
            console.print("[red]The bot did not answer. Is it still running? `make run` starts it.[/red]")


def _ask(console: Console) -> str:
    try:
        return console.input("[bold]you[/bold]  ").strip()
    except (EOFError, KeyboardInterrupt):
        return ""


def _turn(console: Console, bot: Bot, sender: str, text: str) -> None:
    read, answers = bot.read(text), bot.say(sender, text)
    seen = [f"{read.feeling} {read.intensity}", read.cause if read.act is None else read.act]
    seen += [*read.also, *read.signals, *(f"{name}: {getattr(read.facts, name)}" for name in read.facts.names())]
    console.print(Padding(f"[dim]{read.language} · {escape(' · '.join(seen))}[/dim]", (0, 0, 0, 5)))
    for answer in map(escape, answers) if answers else ["[red]no answer[/red]"]:
        console.print(Padding(answer, (0, 0, 1, 5)))
