"""Followers get every event once and in order: after a break, under many writers, and from another desk process."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import pytest

from desk import conversations, events, feed
from desk.api import stream
from desk.database import Database


@pytest.fixture
def conversation(database) -> str:
    with database.writing() as connection:
        return conversations.arrive(connection, None, "customer", "en", {})["id"]


def append(database: Database, conversation: str, n: int = 0, inside: bool = False) -> int:
    with database.writing() as connection:
        return events.append(connection, conversation, "message", {"n": n}, inside)


@asynccontextmanager
async def running(*desks):
    tasks = [asyncio.create_task(each.feed.run()) for each in desks]
    try:
        yield
    finally:
        for each in desks:
            each.feed.stop()
        await asyncio.gather(*tasks)


async def read(desk, conversation, count, after=0, slow=0.0) -> list[int]:
    """The ids of the next events of a stream."""
    found = []
    async for line in stream._stream(desk, conversation, after):
        if line.startswith(b"id: "):
            id, kind, data = line.decode().split("\n")[:3]
            assert kind == "event: message" and json.loads(data[6:])["id"] == int(id[4:])
            found.append(int(id[4:]))
        if len(found) >= count:
            return found
        await asyncio.sleep(slow)
    return found


def test_what_was_missed_comes_first_then_what_comes(make_desk, conversation):
    desk = make_desk()
    first = [append(desk.database, conversation, n) for n in range(3)]

    async def main():
        async with running(desk):
            reading = asyncio.create_task(read(desk, conversation, 4, after=first[0]))
            await asyncio.sleep(0.1)
            later = [await asyncio.to_thread(append, desk.database, conversation) for _ in range(2)]
            desk.feed.poke()
            assert await asyncio.wait_for(reading, 3) == first[1:] + later

    asyncio.run(main())


def test_more_than_one_page_was_missed(make_desk, conversation, monkeypatch):
    monkeypatch.setattr(events, "MOST", 3)
    desk = make_desk()
    ids = [append(desk.database, conversation, n) for n in range(10)]

    async def main():
        async with running(desk):
            assert await asyncio.wait_for(read(desk, conversation, 10), 3) == ids

    asyncio.run(main())


@pytest.mark.parametrize("processes", [1, 2])
def test_nothing_is_missed_or_twice_under_many_writers(make_desk, conversation, processes):
    """Writers in every process; followers come and go, each resuming from the last id it saw."""
    desks = [make_desk(str(n)) for n in range(processes)]
    count = 240

    async def follower(desk) -> list[int]:
        seen: list[int] = []
        while len(seen) < count:
            seen += await read(desk, conversation, min(37, count - len(seen)), after=seen[-1] if seen else 0)
        return seen

    async def main():
        async with running(*desks):
            following = [asyncio.create_task(follower(desk)) for desk in desks for _ in range(3)]
            with ThreadPoolExecutor(8) as pool:
                loop = asyncio.get_running_loop()
                work = [loop.run_in_executor(pool, append, desks[n % processes].database, conversation, n) for n in range(count)]
                written = await asyncio.gather(*work)
            for seen in await asyncio.wait_for(asyncio.gather(*following), 15):
                assert seen == sorted(written)

    asyncio.run(main())


def test_a_browser_that_lags_is_sent_away_and_resumes(make_desk, conversation, monkeypatch):
    monkeypatch.setattr(feed, "HELD", 5)
    desk = make_desk()

    async def main():
        async with running(desk):
            reading = asyncio.create_task(read(desk, conversation, 30, slow=0.05))
            await asyncio.sleep(0.1)
            for n in range(30):
                await asyncio.to_thread(append, desk.database, conversation, n)
            desk.feed.poke()
            seen = await asyncio.wait_for(reading, 5)
            assert len(seen) < 30 and not desk.feed._followers.get(conversation)
            rest = await asyncio.wait_for(read(desk, conversation, 30 - len(seen), after=seen[-1] if seen else 0), 3)
            assert len(set(seen + rest)) == 30

    asyncio.run(main())


def test_events_for_agents_and_of_others_stay_out(make_desk, conversation):
    desk = make_desk()
    with desk.database.writing() as connection:
        other = conversations.arrive(connection, None, "customer", "en", {})["id"]

    async def main():
        async with running(desk):
            reading = asyncio.create_task(read(desk, conversation, 2))
            await asyncio.sleep(0.1)
            await asyncio.to_thread(append, desk.database, conversation, 0, True)
            await asyncio.to_thread(append, desk.database, other)
            mine = [await asyncio.to_thread(append, desk.database, conversation) for _ in range(2)]
            assert await asyncio.wait_for(reading, 3) == mine

    asyncio.run(main())


def test_a_quiet_line_is_kept_open(make_desk, conversation, monkeypatch):
    monkeypatch.setattr(stream, "BEAT", 0.05)
    desk = make_desk()

    async def main():
        async with running(desk):
            lines = stream._stream(desk, conversation, 0)
            assert [await anext(lines) for _ in range(3)] == [b": here\n\n", b":\n\n", b":\n\n"]
            await lines.aclose()
            assert not desk.feed._followers

    asyncio.run(main())


def test_a_stop_ends_every_stream_also_those_that_come_later(make_desk, conversation):
    desk = make_desk()

    async def main():
        async with running(desk):
            reading = asyncio.create_task(read(desk, conversation, 1))
            await asyncio.sleep(0.1)
        assert await asyncio.wait_for(reading, 1) == []
        assert await asyncio.wait_for(read(desk, conversation, 1), 1) == []

    asyncio.run(main())


def test_more_tabs_than_anybody_has_end_the_oldest(make_desk, conversation):
    desk = make_desk()

    async def main():
        async with running(desk):
            await asyncio.sleep(0.1)
            tabs = [asyncio.create_task(read(desk, conversation, 1)) for _ in range(feed.MOST_STREAMS + 3)]
            await asyncio.sleep(0.3)
            assert [each.done() for each in tabs] == [True] * 3 + [False] * feed.MOST_STREAMS

    asyncio.run(main())


def test_the_feed_outlives_a_database_that_is_gone(make_desk, conversation, monkeypatch):
    from sqlalchemy.exc import OperationalError

    desk, real = make_desk(), events.after

    def gone(*_, **__):
        raise OperationalError("", {}, Exception("gone"))

    async def main():
        async with running(desk):
            await asyncio.sleep(0.1)
            reading = asyncio.create_task(read(desk, conversation, 1))
            await asyncio.sleep(0.1)
            monkeypatch.setattr(events, "after", gone)
            written = await asyncio.to_thread(append, desk.database, conversation)
            desk.feed.poke()
            await asyncio.sleep(0.3)
            monkeypatch.setattr(events, "after", real)
            assert await asyncio.wait_for(reading, 3) == [written]

    asyncio.run(main())


@pytest.mark.parametrize("after", ["-1", "x", "²", "1.5", "9" * 19, "%00", ""])
def test_a_wrong_place_to_resume_from_is_refused(visitor, after):
    answer = visitor.get(f"/events?after={after}")
    assert answer.status_code == 422 and "last event seen" in answer.json()["error"]
