"""A shift at the desk: agents who take over, write and resolve, beside customers who write to the bot and ask for a person."""

import asyncio
import json
import random
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from benchmarks.crowd import TITLES, Harm, arrive
from desk import people
from desk.database import Database

PASSWORD = "a long password"  # of the benchmark's own people, in a database that ends with it
CARRIES = 6  # conversations of an agent at once
REPLIES = 3  # to a customer, then the agent resolves
TURNS = 6  # of a customer's conversation
ASKS = 0.4  # of the conversations: the customer wants a person
THINKS, TYPES, WAITS = (15.0, 35.0), (2.0, 5.0), 45.0  # seconds between messages, at a reply, for an answer
LATE = 8.0  # seconds after the end that somebody still waits for an answer
DRAFT, NOTE = "draft-", "note-"  # words that none but their writer, or none but agents, may ever see


@dataclass
class Shift(Harm):
    """What a shift saw. Seconds: from a customer's Enter to the bot's answer, to an agent's three suggestions; of single calls."""

    ends: float
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    sent: dict[str, float] = field(default_factory=dict)  # a customer's text: when it was sent
    replied: dict[str, str] = field(default_factory=dict)  # an agent's text: its conversation
    seconds: dict[str, list[float]] = field(default_factory=lambda: {"answer": [], "suggestions": [], "coach": [], "list": [], "conversation": []})
    leaked: int = 0
    resolved: int = 0
    returned: int = 0  # streams that ended and were followed again

    @property
    def over(self) -> bool:
        """Whether everybody goes home."""
        return time.monotonic() > self.ends

    async def rest(self, between: tuple[float, float]) -> None:
        """Do nothing for a while, not beyond the end."""
        await asyncio.sleep(max(0.0, min(self.dice.uniform(*between), self.ends - time.monotonic())))

    def hear(self, line: bytes, agent: str = "") -> None:
        """Everything that reaches a browser passes here: a draft may reach none, a note only agents."""
        self.leaked += DRAFT.encode() in line or (NOTE.encode() in line and not agent)


class Customer:
    """One browser after the other: writes at a person's pace, to the bot or to a person."""

    def __init__(self, http: aiohttp.ClientSession, url: str, texts: list[str], shift: Shift, number: int) -> None:
        self.http, self.url, self.texts, self.shift, self.number = http, url, texts, shift, number
        self.turn = 0

    async def stay(self) -> None:
        """Conversations until the shift is over."""
        await self.shift.rest((0, THINKS[1]))
        while not self.shift.over:
            arrived = await arrive(self.http, self.url)
            self.headers = {"Authorization": f"Bearer {arrived['token']}", **TITLES}
            self.place = f"{self.url}/api/v1/conversations/{arrived['conversation']}"
            self.heard: asyncio.Queue = asyncio.Queue()
            self.person, self.closed, self.written = False, False, []
            follows = asyncio.create_task(self._follow(arrived["last_event"]))
            await self._conversation()
            await self._look_back()
            await self._post("/close", {})  # nobody waits for who has left
            follows.cancel()

    async def _conversation(self) -> None:
        asks = TURNS // 3 if self.shift.dice.random() < ASKS else TURNS
        for turn in range(TURNS):
            if self.shift.over or self.closed:
                return
            if turn == asks and not self.person:
                await self._post("/person", {})
            await self._write()
            await self.shift.rest(THINKS)

    async def _write(self) -> None:
        text, start = f"{self.texts[self.turn % len(self.texts)]} ({self.number}.{self.turn})", time.perf_counter()
        self.turn, to_bot = self.turn + 1, not self.person
        self.shift.sent[text] = start
        while not self.heard.empty():
            self.heard.get_nowait()
        if not await self._post("/messages", {"client_id": uuid.uuid4().hex, "text": text}):
            self.shift.refused += 1
            return
        self.written.append(text)
        with suppress(asyncio.TimeoutError):
            who = await asyncio.wait_for(self.heard.get(), min(WAITS, self.shift.ends + LATE - time.monotonic()))
            if to_bot and who == "bot":
                self.shift.seconds["answer"].append(time.perf_counter() - start)

    async def _post(self, path: str, form: dict[str, Any]) -> bool:
        async with self.http.post(self.place + path, headers=self.headers, data=json.dumps(form)) as answer:
            return answer.status < 300

    async def _follow(self, after: int) -> None:
        async for event in _events(self.http, f"{self.place}/events", self.headers, self.shift, after):
            body = event["body"]
            if event["kind"] == "status":
                self.person, self.closed = body["status"] in ("waiting", "human"), body["status"] == "closed"
            elif event["kind"] == "message" and body["author"] != "customer":
                self.heard.put_nowait(body["author"])

    async def _look_back(self) -> None:
        """The history as a reload shows it: every message once, in the order it was written."""
        async with self.http.post(f"{self.url}/api/v1/visitors", headers=self.headers, data="{}") as answer:
            bodies = [each["body"] for each in (await answer.json())["events"] if each["kind"] == "message"]
        seen = [each["text"] for each in bodies if each["author"] == "customer"]
        self.shift.lost += len(set(self.written) - set(seen))
        self.shift.twice += len(seen) - len(set(seen))
        self.shift.order += seen != self.written and set(seen) == set(self.written)


class Agent:
    """One signed-in browser: follows the stream, takes what waits, and answers what is written to it."""

    def __init__(self, http: aiohttp.ClientSession, url: str, login: str, shift: Shift) -> None:
        self.http, self.url, self.login, self.shift = http, url, login, shift
        self.mine: dict[str, int] = {}  # a conversation: how many replies it had
        self.written: dict[str, str] = {}  # a conversation: the customer's newest text
        self.read: asyncio.Queue = asyncio.Queue()  # conversations in which something was read

    async def work(self) -> None:
        """From signing in to the end of the shift, and a look at whether all that was sent stands there."""
        follows = await self.sign_in()
        while not self.shift.over:
            await self._take()
            with suppress(asyncio.TimeoutError):
                await self._answer(await asyncio.wait_for(self.read.get(), 2.0))
        follows.cancel()

    async def sign_in(self) -> asyncio.Task:
        """The desk opens: what follows its stream."""
        async with self.http.post(f"{self.url}/api/v1/session", json={"login": self.login, "password": PASSWORD}) as answer:
            self.headers = {"X-CSRF-Token": (await answer.json())["csrf"]}
        return asyncio.create_task(self._follow())

    async def take(self, conversation: str) -> bool:
        """Take a conversation over; another may have been first."""
        taken = await self._post(f"/inbox/{conversation}/take", {}) == 200
        if taken:
            self.mine[conversation] = 0
        return taken

    async def check(self) -> None:
        """Every reply of this shift that the desk took stands in its conversation once."""
        for text, conversation in [each for each in self.shift.replied.items() if each[0].endswith(f"({self.login})")]:
            dossier = await self._get(f"/inbox/{conversation}")
            found = sum(each["text"] == text for each in dossier["messages"])
            self.shift.lost += found == 0
            self.shift.twice += found > 1

    async def _take(self) -> None:
        if len(self.mine) >= CARRIES:
            return
        waiting = [each["id"] for each in (await self._get("/inbox?view=need", "list"))["items"] if each["status"] == "waiting"]
        if waiting:
            chosen = self.shift.dice.choice(waiting[:10])
            if await self.take(chosen):
                await self._answer(chosen)

    async def _answer(self, conversation: str) -> None:
        """The page opens or renews the conversation, the agent types a draft under the coach, sends it, and is done after a few."""
        if conversation not in self.mine:
            return
        dossier = await self._get(f"/inbox/{conversation}", "conversation")
        told = await self._get(f"/inbox/{conversation}/suggestions?fault=ours&solvable=later")
        await self._post(f"/inbox/{conversation}/seen", {"event": dossier["last_event"]})
        if not told["suggestions"] or dossier["item"]["status"] != "human":
            self.mine.pop(conversation, None) if dossier["item"]["status"] != "human" else None
            return
        await self._type(conversation, told["suggestions"][0]["text"])
        await self._send(conversation, told["suggestions"][0], dossier["last_event"])
        if self.mine.get(conversation, 0) >= REPLIES:
            await self._post(f"/inbox/{conversation}/notes", {"text": f"{NOTE}{self.login}: settled as planned"})
            self.shift.resolved += await self._post(f"/inbox/{conversation}/resolve", {}) == 200
            self.mine.pop(conversation, None)

    async def _type(self, conversation: str, text: str) -> None:
        await self._post(f"/inbox/{conversation}/typing", {"typing": True})
        for _ in range(3):
            await self.shift.rest((TYPES[0] / 3, TYPES[1] / 3))
            await self._post("/coach", {"text": f"{text} {DRAFT}{self.login}", "conversation": conversation}, "coach")

    async def _send(self, conversation: str, suggestion: dict[str, Any], after: int) -> None:
        text = f"{suggestion['text']} {uuid.uuid4().hex[:8]} ({self.login})"
        kept = {name: suggestion[name] for name in ("tone", "text", "wordings")}
        form = {"client_id": uuid.uuid4().hex, "text": text, "after": after, "suggestion": kept | {"fault": "ours", "solvable": "later"}}
        status = await self._post(f"/inbox/{conversation}/replies", form)
        self.mine[conversation] = self.mine.get(conversation, 0) + 1
        if status == 201:
            self.shift.replied[text] = conversation
        elif status != 409:
            self.shift.refused += 1

    async def _follow(self) -> None:
        async for event in _events(self.http, f"{self.url}/api/v1/stream", self.headers, self.shift, agent=self.login):
            if event["kind"] == "message" and event["conversation"] in self.mine and event["body"]["author"] == "customer":
                self.written[event["conversation"]] = event["body"]["text"]
            elif event["kind"] == "status" and event["body"]["status"] != "human":
                self.mine.pop(event["conversation"], None)
            elif event["kind"] == "reading" and event["conversation"] in self.mine:
                asyncio.create_task(self._renew(event["conversation"]))

    async def _renew(self, conversation: str) -> None:
        """New suggestions on the screen of a conversation that is open, whatever the agent is at."""
        await self._get(f"/inbox/{conversation}/suggestions?fault=ours&solvable=later")
        if sent := self.shift.sent.get(self.written.pop(conversation, "")):
            self.shift.seconds["suggestions"].append(time.perf_counter() - sent)
        self.read.put_nowait(conversation)

    async def _get(self, path: str, timed: str = "") -> Any:
        start = time.perf_counter()
        async with self.http.get(f"{self.url}/api/v1{path}") as answer:
            told = await answer.json()
        self._note(timed, start)
        return told

    async def _post(self, path: str, form: dict[str, Any], timed: str = "") -> int:
        start = time.perf_counter()
        async with self.http.post(f"{self.url}/api/v1{path}", headers=self.headers, json=form) as answer:
            await answer.read()
        self._note(timed, start)
        return answer.status

    def _note(self, timed: str, start: float) -> None:
        if timed:
            self.shift.seconds[timed].append(time.perf_counter() - start)


async def _events(
    http: aiohttp.ClientSession, address: str, headers: dict[str, str], shift: Shift, last: int | None = None, agent: str = ""
) -> AsyncIterator[dict]:
    """What a stream tells; one that the desk ends, as of a browser that lags behind, is followed again from the last event."""
    while not shift.over:
        after = {} if last is None else {"after": str(last)}
        async with http.get(address, params=after, headers=headers, timeout=aiohttp.ClientTimeout(total=None)) as stream:
            async for line in stream.content:
                shift.hear(line, agent)
                if line.startswith(b"data:"):
                    event = json.loads(line[5:])
                    last = event["id"]
                    yield event
        shift.returned += 1
        await shift.rest((0.2, 0.5))


def hire(database: Database, count: int) -> list[str]:
    """So many agents; returns their logins."""
    logins = [f"agent{number}" for number in range(count)]
    for login in logins:  # each by itself: the hash of a password takes a while, and others want to write
        with database.writing() as connection:
            people.add(connection, login, login.title(), "agent", ["care"], PASSWORD)
    return logins


async def work(url: str, texts: list[str], logins: list[str], customers: int, seconds: float) -> Shift:
    """So many customers and one agent for each login, until the time is over and everybody looked back."""
    shift = Shift(time.monotonic() + seconds)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        shifted = [texts[n * 7 % len(texts) :] + texts[: n * 7 % len(texts)] for n in range(customers)]
        sessions = [aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) for _ in logins]
        agents = [Agent(session, url, login, shift) for session, login in zip(sessions, logins)]
        here = [Customer(http, url, each, shift, number).stay() for number, each in enumerate(shifted)]
        await asyncio.gather(*here, *(agent.work() for agent in agents))
        await asyncio.gather(*(agent.check() for agent in agents))
        await asyncio.gather(*(session.close() for session in sessions))
    return shift


async def pair(url: str, texts: list[str], login: str) -> list[float]:
    """One customer writes, one agent has their conversation open: seconds from each Enter to the three suggestions."""
    shift = Shift(time.monotonic() + WAITS)
    async with aiohttp.ClientSession() as theirs, aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        arrived, agent = await arrive(theirs, url), Agent(http, url, login, shift)
        headers, follows = {"Authorization": f"Bearer {arrived['token']}", **TITLES}, await agent.sign_in()
        await agent.take(arrived["conversation"])
        for number, text in enumerate(texts):
            text = f"{text} ({number})"
            shift.sent[text] = time.perf_counter()
            form = {"client_id": uuid.uuid4().hex, "text": text}
            await theirs.post(f"{url}/api/v1/conversations/{arrived['conversation']}/messages", headers=headers, json=form)
            await asyncio.wait_for(agent.read.get(), WAITS)
        follows.cancel()
    return shift.seconds["suggestions"]
