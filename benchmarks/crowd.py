"""Customers of the desk: each with its own chat, writing and waiting for the answer on its stream, as a browser does."""

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp

ANSWER_SECONDS = 10.0
TURNS = 6  # of a conversation, then the customer is another one
TITLES = {"Content-Type": "application/json"}


@dataclass(kw_only=True)
class Harm:
    """What must not happen to messages. `order` counts conversations that stood in another order than they were written."""

    lost: int = 0
    twice: int = 0
    order: int = 0
    refused: int = 0


@dataclass
class Tally(Harm):
    """What a crowd saw."""

    seconds: list[float] = field(default_factory=list)
    sent: int = 0


@dataclass
class Customer:
    """One browser. `texts` is what it writes, in turn."""

    session: aiohttp.ClientSession
    url: str
    texts: list[str]
    tally: Tally
    number: int = 0
    written: list[str] = field(default_factory=list)

    async def write_until(self, ends: float) -> None:
        """Conversations of `TURNS` messages, one after the other."""
        while time.monotonic() < ends:
            await self._conversation(ends)

    async def _conversation(self, ends: float) -> None:
        arrived = await arrive(self.session, self.url)
        self.written = []
        headers = {"Authorization": f"Bearer {arrived['token']}", **TITLES}
        place = f"{self.url}/api/v1/conversations/{arrived['conversation']}"
        async with self.session.get(f"{place}/events?after={arrived['last_event']}", headers=headers) as stream:
            answers = bot_messages(stream)
            for _ in range(TURNS):
                if time.monotonic() > ends or not await self._turn(place, headers, answers):
                    break
        await self._look_back(headers)

    async def _turn(self, place: str, headers: dict[str, str], answers: AsyncIterator[bool]) -> bool:
        """One message and its answer; says whether the bot still has the conversation."""
        start, client_id = time.perf_counter(), uuid.uuid4().hex
        text = f"{self.texts[self.number % len(self.texts)]} ({self.number})"
        self.number += 1
        self.tally.sent += 1
        async with self.session.post(f"{place}/messages", headers=headers, data=json.dumps({"client_id": client_id, "text": text})) as answer:
            if answer.status != 201:
                self.tally.refused += 1
                return False
        self.written.append(client_id)
        try:
            answered = await asyncio.wait_for(anext(answers), ANSWER_SECONDS)
            self.tally.seconds += [time.perf_counter() - start] if answered else []
            return answered
        except (asyncio.TimeoutError, StopAsyncIteration):
            self.tally.lost += 1
            return False

    async def _look_back(self, headers: dict[str, str]) -> None:
        """The history as a reload shows it: every message once, in order, each with one answer or none where a person has it."""
        async with self.session.post(f"{self.url}/api/v1/visitors", headers=headers, data="{}") as answer:
            events = [each["body"] for each in (await answer.json())["events"] if each["kind"] == "message"]
        seen = [each["client_id"] for each in events if each["author"] == "customer"]
        self.tally.lost += len(set(self.written) - set(seen))
        self.tally.twice += len(seen) - len(set(seen))
        self.tally.order += seen != self.written
        replies = sum(each["author"] == "bot" for each in events) - 1  # the greeting
        self.tally.twice += max(0, replies - len(self.written))


async def arrive(session: aiohttp.ClientSession, url: str) -> dict:
    """A new visitor."""
    async with session.post(f"{url}/api/v1/visitors", headers=TITLES, data='{"language": "en"}') as answer:
        answer.raise_for_status()
        return await answer.json()


async def bot_messages(stream: aiohttp.ClientResponse) -> AsyncIterator[bool]:
    """True for each answer of the bot; False once a person has the conversation, for the bot is silent then."""
    async for line in stream.content:
        if not line.startswith(b"data:"):
            continue
        event = json.loads(line[5:])
        if event["kind"] == "status":
            yield False
        elif event["kind"] == "message" and event["body"]["author"] == "bot":
            yield True


async def crowd(url: str, texts: list[str], customers: int, seconds: float) -> Tally:
    """So many customers at once, none waiting before its next message."""
    tally, ends = Tally(), time.monotonic() + seconds
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        shifted = [texts[n * 7 % len(texts) :] + texts[: n * 7 % len(texts)] for n in range(customers)]
        await asyncio.gather(*(Customer(session, url, each, tally).write_until(ends) for each in shifted))
    return tally


async def idle(url: str, chats: int, seconds: float) -> int:
    """Hold so many streams open; returns how many were still open at the end."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        arrived = [await arrive(session, url) for _ in range(chats)]
        streams = [await _open(session, url, each) for each in arrived]
        await asyncio.sleep(seconds)
        still = sum(not stream.content.at_eof() for stream in streams)
        for stream in streams:
            stream.close()
    return still


async def _open(session: aiohttp.ClientSession, url: str, arrived: dict) -> aiohttp.ClientResponse:
    headers = {"Authorization": f"Bearer {arrived['token']}"}
    place = f"{url}/api/v1/conversations/{arrived['conversation']}/events?after={arrived['last_event']}"
    return await session.get(place, headers=headers, timeout=aiohttp.ClientTimeout(total=None))
