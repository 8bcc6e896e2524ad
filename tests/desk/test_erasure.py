"""Erasing leaves nothing of a visitor anywhere, nothing of others is touched, and what is past its time goes by itself."""

import sqlite3
import time
from contextlib import closing

import pytest
from rows import rows
from sqlalchemy import select, update

from bot import assist
from bot.models import PlanStep
from desk import erasure, housekeeping, people, tables
from desk.insights import journeys
from desk.promises import Promises
from tests.desk.test_uploads import picture

WORDS = "the zebra ate my parcel"


@pytest.fixture
def tracked(desk):
    """Notes what Rasa's tracker store would hold of a conversation."""
    with closing(sqlite3.connect(desk.settings.trackers)) as store, store:
        store.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, data TEXT)")

    def note(conversation):
        with closing(sqlite3.connect(desk.settings.trackers)) as store, store:
            store.execute("INSERT INTO events (sender_id, data) VALUES (?, ?)", (conversation, WORDS))

    return note


def everything(visitor, database, until, answers):
    """A visitor who used all that there is."""
    visitor.say(WORDS)
    until(lambda: answers(visitor.conversation) and not rows(database, tables.outbox))
    visitor.send(picture())
    visitor.post("/address", {"address": "zebra@example.com"})
    visitor.post("/rating", {"feeling": 1, "text": WORDS})
    Promises(database).record(visitor.conversation, "late_delivery", [PlanStep("update", "us", WORDS, assist.now())])


def looked_at(database, conversation):
    """An agent saw the conversation, and corrected how a message of it was read."""
    with database.writing() as connection:
        person = connection.execute(select(tables.people.c.id)).scalar() or people.add(connection, "a", "Aino", "agent", ["care"], "long enough")
        connection.execute(tables.seen.insert().values(person=person, conversation=conversation, event=1, at=0))
        message = connection.execute(select(tables.messages.c.id).where(tables.messages.c.conversation == conversation)).scalar()
        connection.execute(tables.corrections.insert().values(conversation=conversation, message=message, person="Aino", read={}, at=0))


def test_everything_of_a_visitor_goes_and_nothing_of_others(visit, visitor, desk, database, until, answers, tracked, tmp_path):
    other = visit()
    for each in (visitor, other):
        everything(each, database, until, answers)
        tracked(each.conversation)
        looked_at(database, each.conversation)
    journeys.renew(database, desk.settings.timezone)
    before = {table.name: len(rows(database, table)) for table in tables.metadata.sorted_tables}
    counts = erasure.forget(database, desk.settings, visitor.arrived["visitor"])
    after = {table.name: len(rows(database, table)) for table in tables.metadata.sorted_tables}
    for name in counts.keys() - {"tracker_events", "outbox"}:
        assert after[name] == before[name] / 2 == counts[name] > 0, name
    for table in tables.metadata.sorted_tables:
        if "conversation" in table.c and table.name != "audit":  # who did what at the desk stays, without a word of the customer
            assert not rows(database, table, table.c.conversation == visitor.conversation), table.name
    assert counts["tracker_events"] == 1 and len(list(desk.settings.files.iterdir())) == 1
    assert visitor.get("/transcript").status_code == 404 and other.get("/transcript").status_code == 200
    assert rows(database, tables.erasures)[0]["receipt"] == erasure.receipt(visitor.arrived["visitor"])
    assert visitor.arrived["visitor"] not in str(rows(database, tables.erasures))


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_no_byte_of_it_stays_in_the_files(visitor, desk, database, until, answers, tracked, tmp_path):
    everything(visitor, database, until, answers)
    tracked(visitor.conversation)
    assert any(WORDS.encode() in path.read_bytes() for path in tmp_path.glob("*.db*"))
    erasure.forget(database, desk.settings, visitor.arrived["visitor"])
    for path in [each for each in tmp_path.rglob("*") if each.is_file()]:
        assert WORDS.encode() not in path.read_bytes() and b"zebra@" not in path.read_bytes(), path


def test_a_turn_under_way_comes_back_first(visitor, desk, database, rasa, tracked, until):
    rasa.seconds = 0.5
    rasa.script = lambda conversation, text: (tracked(conversation), ValueError("late"))[1]
    visitor.say(WORDS)
    until(lambda: rasa.turns)
    counts = erasure.forget(database, desk.settings, visitor.arrived["visitor"])
    assert counts["tracker_events"] == 1
    with closing(sqlite3.connect(desk.settings.trackers)) as store:
        assert store.execute("SELECT count(*) FROM events").fetchone() == (0,)


def test_who_is_not_there_is_said(database, desk):
    with pytest.raises(LookupError, match="no visitor nobody"):
        erasure.forget(database, desk.settings, "nobody")


def test_a_visitor_who_was_erased_may_come_again(visit, visitor, desk, database):
    erasure.forget(database, desk.settings, visitor.arrived["visitor"])
    assert visitor.say("hello").status_code == 404
    assert visit(visitor.token).say("hello").status_code == 201


def test_what_is_past_its_time_goes_by_itself(visit, visitor, desk, database, until, answers):
    left, closed, alive = visitor, visit(), visit()
    for each in (left, closed, alive):
        each.say("hello")
        until(lambda: answers(each.conversation) and not rows(database, tables.outbox))
    closed.post("/close")
    old = time.time() - (desk.settings.retention_days + 1) * 86400
    with database.writing() as connection:
        for table, column in ((tables.conversations, "changed"), (tables.visitors, "seen"), (tables.events, "at")):
            connection.execute(update(table).values({column: old}))
    alive.say("still here")
    until(lambda: len(answers(alive.conversation)) == 2)
    housekeeping.tidy_up(desk)
    assert [row["id"] for row in rows(database, tables.conversations)] == [alive.conversation]
    assert [row["id"] for row in rows(database, tables.visitors)] == [alive.arrived["visitor"]]


def test_housekeeping_breaks_promises_and_forgets_typing(visitor, desk, database):
    from desk import events

    Promises(database).record(visitor.conversation, "late_delivery", [PlanStep("update", "us", "x", assist.now())])
    with database.writing() as connection:
        events.append(connection, visitor.conversation, "typing", {"author": "customer", "typing": True}, inside=True)
        connection.execute(update(tables.events).values(at=time.time() - 3600))
    housekeeping.tidy_up(desk)
    assert rows(database, tables.promises)[0]["state"] == "broken"
    assert [row["kind"] for row in rows(database, tables.events)] == ["message"]


def test_housekeeping_outlives_a_locked_tracker(desk, monkeypatch):
    import asyncio

    rounds = []

    def locked(_desk):
        rounds.append(1)
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(housekeeping, "EVERY", 0.01)
    monkeypatch.setattr(housekeeping, "tidy_up", locked)

    async def main():
        ended = asyncio.Event()
        task = asyncio.create_task(housekeeping.run(desk, ended))
        await asyncio.sleep(0.1)
        assert not task.done() and len(rounds) > 2
        ended.set()
        await asyncio.wait_for(task, 1)

    asyncio.run(main())
