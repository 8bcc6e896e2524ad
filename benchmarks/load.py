"""Customers of the benchmark: they talk to a running Rasa over its REST channel, and every turn is timed."""

import http.client
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.sampling import numbered
from benchmarks.servers import Service

TIMEOUT = 60
WEBHOOK = "/webhooks/rest/webhook"
Advance = Callable[[], None]


@dataclass(frozen=True)
class Crowd:
    """Clients that talk at once: `rounds` times `turns` messages each, the crowd's messages numbered from `first`.

    A client starts another conversation, with another sender id, after every `conversation` turns.
    """

    name: str
    clients: int
    turns: int
    first: int
    rounds: int = 1
    conversation: int = 6

    @property
    def total(self) -> int:
        """Messages of all clients in all rounds."""
        return self.clients * self.turns * self.rounds

    def messages(self, client: int, lap: int) -> Iterator[tuple[int, str]]:
        """The numbers of one client's messages in one round, each with the sender id it is said under."""
        own = self.turns * self.rounds
        for at in range(lap * self.turns, (lap + 1) * self.turns):
            yield self.first + client * own + at, f"{self.name}-{client}-{at // self.conversation}"


@dataclass(frozen=True)
class Turn:
    """One message: seconds to its answer, and whether the answer holds a reply of the actions."""

    seconds: float
    answered: bool


@dataclass(frozen=True)
class Load:
    """All turns of some clients, the seconds from first to last, and the servers' processor time in seconds."""

    turns: tuple[Turn, ...] = ()
    seconds: float = 0.0
    processor: float = 0.0

    def __add__(self, later: "Load") -> "Load":
        return Load(self.turns + later.turns, self.seconds + later.seconds, self.processor + later.processor)

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


def talk(service: Service, crowd: Crowd, lap: int, texts: list[str], advance: Advance) -> Load:
    """One round of a crowd; no client waits between an answer and its next message.

    Raises:
        OSError: a turn failed or took longer than TIMEOUT.
    """

    def one(client: int) -> list[Turn]:
        return _one_client(Client(service.port), crowd.messages(client, lap), texts, advance)

    before, start = service.processor_seconds(), time.perf_counter()
    with ThreadPoolExecutor(crowd.clients) as pool:
        done = tuple(turn for part in pool.map(one, range(crowd.clients)) for turn in part)
    return Load(done, time.perf_counter() - start, service.processor_seconds() - before)


def _one_client(client: Client, messages: Iterator[tuple[int, str]], texts: list[str], advance: Advance) -> list[Turn]:
    turns = []
    for number, sender in messages:
        turns.append(client.say(sender, numbered(texts, number)))
        advance()
    client.close()
    return turns
