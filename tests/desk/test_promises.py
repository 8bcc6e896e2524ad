"""Promises: recorded once, kept or broken, in every conversation of the same visitor, and with their own time zone."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from rows import rows

from bot.models import PlanStep
from desk import conversations, promises, tables
from desk.promises import Promises

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Helsinki"))


@pytest.fixture
def store(database) -> Promises:
    return Promises(database)


def steps(hours=2.0):
    return [PlanStep("update", "us", "By 12:00 you hear from me.", NOW + timedelta(hours=hours)), PlanStep("ask", "customer", "Which one?")]


def test_a_dated_step_becomes_a_promise_once(store):
    assert store.record("a", "late_delivery", steps()) == 1
    assert store.record("a", "late_delivery", steps()) == 0
    promise = store.of("a", NOW)[0]
    assert (promise.step, promise.state, promise.cause) == ("update", "open", "late_delivery")
    assert promise.due == NOW + timedelta(hours=2) and promise.due.tzinfo.key == "Europe/Helsinki"


def test_past_its_time_it_is_broken_unless_kept(store, database):
    store.record("a", "late_delivery", steps())
    store.record("b", "late_delivery", steps())
    store.mark(store.of("b", NOW)[0].id, "kept", "Aino")
    later = NOW + timedelta(hours=3)
    assert [store.of(each, later)[0].state for each in "ab"] == ["broken", "kept"]
    with database.writing() as connection:
        assert promises.break_overdue(connection, later.timestamp()) == 1
    assert [row["state"] for row in rows(database, tables.promises)] == ["broken", "kept"]
    assert rows(database, tables.promises)[1]["decided_by"] == "Aino"


def test_open_until_its_last_second(store):
    store.record("a", "late_delivery", steps())
    assert store.of("a", NOW + timedelta(hours=2))[0].state == "open"


def test_a_wrong_mark_is_refused(store):
    store.record("a", "late_delivery", steps())
    with pytest.raises(ValueError, match="one of open, kept, broken"):
        store.mark(1, "forgotten")
    with pytest.raises(ValueError, match="no promise 99"):
        store.mark(99, "kept")


def test_soonest_first_whatever_the_zone(store):
    utc = PlanStep("later", "us", "At noon UTC.", datetime(2026, 11, 24, 12, 0, tzinfo=timezone.utc))
    store.record("a", "late_delivery", [utc, *steps(1)])
    assert [each.step for each in store.of("a", NOW)] == ["update", "later"]


def test_they_follow_the_visitor_into_a_later_conversation(store, database):
    with database.writing() as connection:
        first = conversations.arrive(connection, None, "customer", "en", {})
        conversations.pass_to(connection, first["id"], "closed")
        later = conversations.arrive(connection, first["visitor"], "customer", "en", {})
        stranger = conversations.arrive(connection, None, "customer", "en", {})
    store.record(first["id"], "late_delivery", steps())
    assert later["id"] != first["id"] and len(store.of(later["id"], NOW)) == 1
    assert store.of(stranger["id"], NOW) == []


def test_a_conversation_that_the_desk_does_not_know_stands_alone(store):
    store.record("heard-chat-1", "late_delivery", steps())
    assert len(store.of("heard-chat-1", NOW)) == 1 and store.of("heard-chat-2", NOW) == []
