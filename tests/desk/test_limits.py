"""Rate limits: a burst is let through, then an even rate, each key by itself, in bounded memory."""

import time

import pytest

from desk import limits
from desk.limits import Limit


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1000.0

    monkeypatch.setattr(time, "monotonic", lambda: Clock.now)
    return Clock


def test_a_burst_then_an_even_rate(clock):
    limit = Limit(60)
    assert [limit.wait("a") for _ in range(30)] == [0.0] * 30
    assert limit.wait("a") == pytest.approx(1.0)
    clock.now += 1.0
    assert limit.wait("a") == 0.0 and limit.wait("a") > 0


def test_keys_do_not_share(clock):
    limit = Limit(2)
    assert [limit.wait(key) for key in "ab"] == [0.0, 0.0] and limit.wait("a") > 0


def test_a_refused_request_costs_nothing(clock):
    limit = Limit(60)
    for _ in range(30):
        limit.wait("a")
    assert all(limit.wait("a") == pytest.approx(1.0) for _ in range(100))


def test_many_keys_do_not_fill_the_memory(clock, monkeypatch):
    monkeypatch.setattr(limits, "MOST_BUCKETS", 10)
    limit = Limit(60)
    for key in range(1000):
        limit.wait(str(key))
    assert len(limit._buckets) == 10


def test_a_visitor_who_writes_too_fast_is_told_when(make_desk):
    from starlette.testclient import TestClient

    from desk.app import application
    from tests.desk.conftest import Visitor

    with TestClient(application(make_desk(visitor_rate=6))) as client:
        visitor = Visitor(client)
        statuses = [visitor.say("hello").status_code for _ in range(5)]
        assert statuses == [201, 201, 201, 429, 429]
        refused = visitor.say("hello")
        assert int(refused.headers["retry-after"]) in range(1, 11) and "wait" in refused.json()["error"]
        assert visitor.post("/typing", {"typing": True}).status_code == 204  # it doesn't share with the messages
        assert visitor.get("/transcript").status_code == 200  # reading is free


def test_an_address_is_held_as_a_whole(make_desk):
    from starlette.testclient import TestClient

    from desk.app import application

    with TestClient(application(make_desk(address_rate=10))) as client:
        statuses = [client.post("/api/v1/visitors", json={}).status_code for _ in range(8)]
    assert statuses == [201] * 5 + [429] * 3
