"""One desk process at a time brings a conversation's messages to Rasa, whatever the clock does."""

import time

import pytest

from desk import claims, conversations
from desk.tables import outbox


@pytest.fixture
def conversation(database) -> str:
    with database.writing() as connection:
        return conversations.arrive(connection, None, "customer", "en", {})["id"]


def claim(database, conversation, process) -> bool:
    with database.writing() as connection:
        return claims.claim(connection, conversation, process)


def test_one_process_has_it_until_it_lets_go(database, conversation):
    assert claim(database, conversation, "a") and not claim(database, conversation, "b") and claim(database, conversation, "a")
    with database.writing() as connection:
        assert claims.release(connection, conversation, "a")
    assert claim(database, conversation, "b")


def test_it_is_not_let_go_while_a_message_waits(database, conversation):
    from desk import messages

    claim(database, conversation, "a")
    with database.writing() as connection:
        messages.take(connection, conversation, "client-id", "hello")
        assert not claims.release(connection, conversation, "a")
        connection.execute(outbox.delete())
        assert claims.release(connection, conversation, "a")


def test_what_another_holds_is_not_released(database, conversation):
    claim(database, conversation, "a")
    with database.writing() as connection:
        claims.release(connection, conversation, "b")
        claims.release_all(connection, "b")
    assert not claim(database, conversation, "b")
    with database.writing() as connection:
        claims.release_all(connection, "a")
    assert claim(database, conversation, "b")


def test_a_killed_process_holds_it_for_the_lease(database, conversation, monkeypatch):
    claim(database, conversation, "killed")
    at = time.time()
    monkeypatch.setattr(time, "time", lambda: at + claims.LEASE - 1)
    assert not claim(database, conversation, "other")
    monkeypatch.setattr(time, "time", lambda: at + claims.LEASE + 1)
    assert claim(database, conversation, "other")


@pytest.mark.parametrize("step", [-86400, 86400])
def test_a_stepped_clock_locks_nobody_out(database, conversation, monkeypatch, step):
    claim(database, conversation, "killed")
    at = time.time()
    monkeypatch.setattr(time, "time", lambda: at + step)
    assert claim(database, conversation, "other")
