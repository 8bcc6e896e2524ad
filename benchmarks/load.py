"""Customers of the benchmark: they talk to a running Rasa over its REST channel, and every turn is timed."""

import http.client
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.sampling import script

TIMEOUT = 60
WEBHOOK = "/webhooks/rest/webhook"
Advance = Callable[[], None]


@dataclass(frozen=True)
class Crowd:
    """Clients that talk at once, `turns` messages each, the crowd's messages numbered from `first`.

    A client starts another conversation, with another sender id, after every `conversation` turns.
    """

    name: str
    clients: int
    turns: int
    first: int
    conversation: int = 6


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

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()


def talk(port: int, crowd: Crowd, texts: list[str], advance: Advance) -> Load:
    """Let a crowd talk; no client waits between an answer and its next message.

    Raises:
        OSError: a turn failed or took longer than TIMEOUT.
    """

    def one(client: int) -> list[Turn]:
        return _one_client(Client(port), crowd, client, texts, advance)

    start = time.perf_counter()
    with ThreadPoolExecutor(crowd.clients) as pool:
        done = [turn for part in pool.map(one, range(crowd.clients)) for turn in part]
    return Load(done, time.perf_counter() - start)


def _one_client(connection: Client, crowd: Crowd, number: int, texts: list[str], advance: Advance) -> list[Turn]:
    turns = []
    for at, text in enumerate(script(texts, crowd.first + number * crowd.turns, crowd.turns)):
        turns.append(connection.say(f"{crowd.name}-{number}-{at // crowd.conversation}", text))
        advance()
    connection.close()
    return turns
