"""The outbox: in order within a conversation, side by side over conversations, one answer each, and somebody is told."""

import asyncio
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import pytest
import requests
from rows import rows
from starlette.testclient import TestClient

from bot.models import LANGUAGES
from desk import claims, conversations, messages, outbox, tables
from desk.app import application
from desk.rasa import Turn
from desk.words import say
from tests.desk.conftest import Visitor


@asynccontextmanager
async def running(*desks):
    tasks = [asyncio.create_task(each.outbox.run()) for each in desks]
    try:
        yield
    finally:
        for each in desks:
            await each.outbox.stop()
        await asyncio.gather(*tasks)


async def settled(database, seconds=8.0):
    """Wait until nothing waits in the outbox."""
    ends = time.monotonic() + seconds
    while await asyncio.to_thread(rows, database, tables.outbox):
        assert time.monotonic() < ends, "a message was left without its answer"
        await asyncio.sleep(0.02)


def begin(database, language="en") -> str:
    with database.writing() as connection:
        return conversations.arrive(connection, None, "customer", language, {})["id"]


def take(database, conversation, text, process=None) -> None:
    with database.writing() as connection:
        messages.take(connection, conversation, uuid.uuid4().hex, text, trace="trace-of-" + text)
        if process:
            claims.claim(connection, conversation, process)


def status(database, conversation) -> str:
    with database.reading() as connection:
        return conversations.get(connection, conversation)["status"]


def test_in_order_within_and_side_by_side_over_conversations(visit, rasa, answers, until):
    rasa.seconds = 0.03
    visitors = [visit() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda visitor: [visitor.say(str(n)) for n in range(6)], visitors))
    wanted = [f"Heard: {n}" for n in range(6)]
    for visitor in visitors:
        until(lambda: answers(visitor.conversation) == wanted)
        assert [text for who, text in rasa.turns if who == visitor.conversation] == [str(n) for n in range(6)]
    assert 1 < rasa.most_at_once <= 8


def test_a_resend_storm_has_one_answer(visitor, rasa, answers, until):
    rasa.seconds = 0.1
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda n: visitor.say(f"message {n % 5}", f"client-id-{n % 5}"), range(200)))
    until(lambda: len(answers(visitor.conversation)) == 5)
    time.sleep(0.2)
    assert len(rasa.turns) == 5 and len(answers(visitor.conversation)) == 5


def test_two_processes_over_one_database_answer_once_and_in_order(make_desk, rasa, answers, until, database):
    rasa.seconds = 0.02
    with TestClient(application(make_desk("a"))) as a, TestClient(application(make_desk("b"))) as b:
        visitor = Visitor(a)
        twin = Visitor(b, visitor.token)
        for n in range(20):
            (visitor, twin)[n % 2].say(str(n))
        until(lambda: len(answers(visitor.conversation)) == 20)
    assert answers(visitor.conversation) == [f"Heard: {n}" for n in range(20)]
    assert [text for _, text in rasa.turns] == [str(n) for n in range(20)]


def test_a_killed_process_is_found_by_the_sweep(make_desk, rasa, answers, database, monkeypatch):
    conversation = begin(database)
    take(database, conversation, "hello", "killed")
    monkeypatch.setattr(outbox, "SWEEP", 0.05)

    async def main():
        async with running(make_desk("b")):
            await asyncio.sleep(0.2)
            assert not rasa.turns  # the lease of the killed one still runs
            with database.writing() as connection:
                conversations.change(connection, conversation, claimed_until=time.time() - 1)
            await settled(database)

    asyncio.run(main())
    assert answers(conversation) == ["Heard: hello"] and len(rasa.turns) == 1
    assert rasa.metadata[0]["trace"] == "trace-of-hello"


def test_what_rasa_had_finished_is_not_asked_again(make_desk, rasa, answers, database):
    conversation = begin(database)
    take(database, conversation, "hello")
    rasa.tracker[rows(database, tables.outbox)[0]["message"]] = Turn("Said before the kill", {})

    async def main():
        async with running(make_desk("b")):
            await settled(database)

    asyncio.run(main())
    assert answers(conversation) == ["Said before the kill"] and rasa.turns == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rasa_that_is_down_is_told_in_the_customers_language(visit, rasa, answers, database, until, monkeypatch, language):
    monkeypatch.setattr(outbox, "PATIENCE", 0.5)
    rasa.script = lambda *_: requests.ConnectionError("refused")
    visitor = visit(language=language)
    visitor.say("hello")
    until(lambda: answers(visitor.conversation))
    assert answers(visitor.conversation) == [say(language, "unreached")] and status(database, visitor.conversation) == "waiting"
    assert 2 <= len(rasa.turns) <= 4


def test_a_rasa_that_hangs_is_given_up_after_the_patience_and_its_late_answer_thrown_away(visitor, rasa, answers, database, until):
    rasa.script = lambda *_: requests.ReadTimeout("too slow")
    rasa.open.clear()
    start = time.monotonic()
    visitor.say("hello")
    until(lambda: answers(visitor.conversation))
    assert 3.5 < time.monotonic() - start < 6.0
    rasa.open.set()
    rasa.tracker[rows(database, tables.messages)[1]["id"]] = Turn("Too late", {})
    time.sleep(1.3)  # a sweep
    assert answers(visitor.conversation) == [say("en", "unreached")] and status(database, visitor.conversation) == "waiting"
    assert len(rasa.turns) == 1


def test_a_line_that_breaks_once_is_tried_again(visitor, rasa, answers, database, until):
    tries = iter([requests.ConnectionError("reset"), Turn("There", {})])
    rasa.script = lambda *_: next(tries)
    visitor.say("hello")
    assert until(lambda: answers(visitor.conversation)) == ["There"] and status(database, visitor.conversation) == "bot"


def test_a_line_that_breaks_after_the_turn_is_not_answered_twice(visitor, rasa, answers, database, until):
    def broke(conversation, text):
        rasa.tracker[rows(database, tables.outbox)[0]["message"]] = Turn("Said before the line broke", {})
        return requests.ConnectionError("reset")

    rasa.script = broke
    visitor.say("hello")
    assert until(lambda: answers(visitor.conversation)) == ["Said before the line broke"]
    assert len(rasa.turns) == 1


@pytest.mark.parametrize("broken", [ValueError("no words"), KeyError("text"), TypeError("list"), RuntimeError("odd"), requests.HTTPError("500")], ids=repr)
def test_whatever_breaks_somebody_is_told_once(visitor, rasa, answers, database, until, monkeypatch, broken):
    monkeypatch.setattr(outbox, "PATIENCE", 0.4)
    rasa.script = lambda *_: broken
    visitor.say("hello")
    until(lambda: answers(visitor.conversation))
    assert answers(visitor.conversation) == [say("en", "unreached")] and status(database, visitor.conversation) == "waiting"
    assert not rows(database, tables.outbox)


def test_an_answer_that_cannot_be_kept_is_given_up(visitor, rasa, answers, database, until):
    rasa.script = lambda *_: Turn("text", {"plan": {1, 2}})
    visitor.say("hello")
    assert until(lambda: answers(visitor.conversation)) == [say("en", "unreached")]


def test_the_bot_is_silent_while_a_person_has_it(visitor, rasa, answers, database, until):
    with database.writing() as connection:
        conversations.pass_to(connection, visitor.conversation, "human", "Aino")
    visitor.say("are you there")
    until(lambda: rasa.reads == ["are you there"] and not rows(database, tables.outbox))
    assert not rasa.turns and not answers(visitor.conversation)
    assert rows(database, tables.messages, tables.messages.c.author == "customer")[0]["reading"]["cause"] == "late_delivery"


def test_a_person_who_takes_over_mid_turn_is_not_talked_over(visitor, rasa, answers, database, until):
    rasa.open.clear()
    visitor.say("hello")
    until(lambda: rasa.turns)
    visitor.post("/person")
    rasa.open.set()
    until(lambda: not rows(database, tables.outbox))
    assert not answers(visitor.conversation) and status(database, visitor.conversation) == "waiting"


def test_a_handoff_of_the_bot_passes_the_conversation_on_with_its_summary(visitor, rasa, answers, database, until, told):
    rasa.script = lambda *_: Turn("A person comes", {"handoff": {"reason": "asked", "cause": "late_delivery"}})
    visitor.say("a person please")
    until(lambda: status(database, visitor.conversation) == "waiting")
    assert rows(database, tables.conversations)[0]["handoff"]["reason"] == "asked"
    kinds = [each["kind"] for each in rows(database, tables.events)]
    assert kinds.index("status") > max(n for n, kind in enumerate(kinds) if kind == "message") - 1


def test_a_stop_finishes_what_was_taken_on(make_desk, rasa, answers):
    rasa.seconds = 0.3
    with TestClient(application(make_desk("a"))) as client:
        visitor = Visitor(client)
        for n in range(3):
            assert visitor.say(str(n)).status_code == 201
    assert answers(visitor.conversation) == ["Heard: 0", "Heard: 1", "Heard: 2"]


def test_after_a_stop_another_process_may_go_on_at_once(make_desk, rasa, answers, database):
    conversation = begin(database)
    take(database, conversation, "hello", "a")

    async def main():
        async with running(make_desk("a")):
            pass
        take(database, conversation, "again")
        async with running(make_desk("b")):
            await settled(database, 3)

    asyncio.run(main())
    assert "Heard: again" in answers(conversation)


def test_a_message_that_comes_as_its_task_ends_does_not_wait_for_the_sweep(visitor, rasa, answers, until, monkeypatch):
    monkeypatch.setattr(outbox, "SWEEP", 60.0)
    for n in range(60):
        visitor.say(str(n))
        until(lambda: len(answers(visitor.conversation)) == n + 1, seconds=2)


def test_a_database_that_is_away_for_a_while_loses_nothing(visitor, rasa, answers, desk, until, monkeypatch):
    from sqlalchemy.exc import OperationalError

    real, failures = desk.outbox.settling.settle, [3]

    def settle(*arguments):
        if failures[0]:
            failures[0] -= 1
            raise OperationalError("", {}, Exception("locked"))
        return real(*arguments)

    monkeypatch.setattr(outbox, "SWEEP", 0.05)
    monkeypatch.setattr(desk.outbox.settling, "settle", settle)
    visitor.say("hello")
    assert until(lambda: answers(visitor.conversation)) == ["Heard: hello"]
    assert len(rasa.turns) == 1  # what Rasa had said was asked of its tracker


@pytest.mark.parametrize("step", [-7200, 7200])
def test_a_stepped_clock_delays_nobody(visitor, rasa, answers, until, monkeypatch, step):
    visitor.say("before")
    until(lambda: answers(visitor.conversation))
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + step)
    visitor.say("after")
    assert until(lambda: len(answers(visitor.conversation)) == 2, seconds=3)
    assert answers(visitor.conversation) == ["Heard: before", "Heard: after"]


def test_nothing_customers_say_waits_where_only_a_file_came(visitor, rasa, database):
    from tests.desk.test_uploads import picture

    assert visitor.send(picture()).status_code == 201
    assert not rows(database, tables.outbox) and not rasa.turns
