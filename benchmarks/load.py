"""Customers of the benchmark: they talk to a running Rasa over its REST channel, and every turn is timed."""

import http.client
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.sampling import script

TURNS_A_CONVERSATION = 6  # then the client starts another one
TIMEOUT = 60
WEBHOOK = "/webhooks/rest/webhook"
Advance = Callable[[], None]


@dataclass(frozen=True)
class Turn:
    """One message: seconds to its answer, and whether the answer holds a reply of the actions."""

    seconds: float
    answered: bool


@dataclass(frozen=True)
class Load:
    """All turns of some clients, and the seconds from the first to the last."""

    turns: list[Turn]
    seconds: float

    @property
    def turns_a_second(self) -> float:
        """Answers a second, of all clients together."""
        return len(self.turns) / self.seconds


class Client:
    """One customer's connection. http.client, because requests takes 1 ms more of a processor that the servers need."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)

    def say(self, sender: str, text: str) -> Turn:
        """Send a message and wait for the answer.

        Raises:
            ConnectionError: Rasa answered with an error; a benchmark of errors is none.
        """
        body = json.dumps({"sender": sender, "message": text})
        start = time.perf_counter()
        self._connection.request("POST", WEBHOOK, body, {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        content = answer.read()
        seconds = time.perf_counter() - start
        if answer.status != 200:
            raise ConnectionError(f"Rasa answered {answer.status} to {sender}: {content[:200]!r}")
        return Turn(seconds, any("custom" in each for each in json.loads(content)))

    def talk(self, name: str, texts: list[str], turns_a_conversation: int, advance: Advance) -> list[Turn]:
        """Say each text in turn, with a new sender id for each conversation."""
        turns = []
        for number, text in enumerate(texts):
            turns.append(self.say(f"{name}-{number // turns_a_conversation}", text))
            advance()
        self._connection.close()
        return turns


def talk(port: int, name: str, clients: int, turns: int, texts: list[str], advance: Advance) -> Load:
    """`clients` customers at once, each with `turns` messages, none waiting between an answer and the next message."""

    def one(client: int) -> list[Turn]:
        own = script(texts, client * turns, turns)
        return Client(port).talk(f"{name}-{client}", own, TURNS_A_CONVERSATION, advance)

    start = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        done = [turn for part in pool.map(one, range(clients)) for turn in part]
    return Load(done, time.perf_counter() - start)


def one_conversation(port: int, name: str, turns: int, texts: list[str], advance: Advance) -> list[Turn]:
    """All turns under one sender id."""
    return Client(port).talk(name, script(texts, 0, turns), turns, advance)
