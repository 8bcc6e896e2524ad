"""Faults against the real processes: nothing acknowledged is lost, nothing is answered twice, somebody is told.

A stepped clock stands in tests/desk (test_claims.py, test_outbox.py): a process's own clock can't be stepped from outside.
"""

import json
import os
import resource
import socket
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from io import BytesIO
from signal import SIGCONT, SIGKILL, SIGSTOP, SIGTERM

import psutil
import pytest
import requests
from customer import Customer
from PIL import Image
from postgres import Postgres, folder_of_programs
from servers import Servers

from bot.library import library
from desk.words import say

pytestmark = pytest.mark.servers
UNREACHED = say("en", "unreached")
FAST = {"HEARD_VISITOR_RATE": "100000", "HEARD_ADDRESS_RATE": "1000000"}


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """Rasa, the actions and the desk, over SQLite."""
    running = Servers(tmp_path_factory.mktemp("faults"), **FAST)
    try:
        for name in ("rasa", "actions", "desk"):
            running.start(name)
        running.wait("desk", "actions", "rasa")
        yield running
    finally:
        running.stop()


@pytest.fixture
def customer(servers):
    """Somebody new with the chat open."""
    return Customer(servers.url("desk"))


@contextmanager
def stopped(servers, name):
    """A process that hangs, for as long as the block lasts."""
    servers.send(name, SIGSTOP)
    try:
        yield
    finally:
        servers.send(name, SIGCONT)


def photo(side=8) -> bytes:
    kept = BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(kept, "PNG")
    return kept.getvalue()


def events_of(servers, conversation) -> list[dict]:
    with closing(sqlite3.connect(servers.folder / "desk.db")) as connection:
        found = connection.execute("SELECT body FROM events WHERE conversation = ? AND kind = 'message' ORDER BY id", (conversation,))
        return [json.loads(body) for (body,) in found]


def test_one_id_goes_through_all_processes(servers, customer):
    sent = customer.say("my parcel is six days late and nobody answers")
    assert sent.status_code == 201 and "•" in customer.answers(1)[0]
    trace = sent.headers["x-request-id"]
    for name in ("desk", "actions"):
        lines = [json.loads(line) for line in servers.log(name).splitlines() if trace in line]
        assert lines and all(line["conversation"] == customer.conversation for line in lines)
    tracker = requests.get(f"{servers.url('rasa')}/conversations/{customer.conversation}/tracker", timeout=5).json()
    assert trace in [(each.get("metadata") or {}).get("trace") for each in tracker["events"]]


def test_a_resend_storm_and_a_duplicate_delivery_have_one_answer(customer):
    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(lambda _: customer.say("my parcel is late", "the-same-one").status_code, range(64)))
    assert sorted(statuses) == [200] * 63 + [201]
    customer.answers(1)
    assert customer.say("my parcel is late", "the-same-one").status_code == 200
    time.sleep(0.5)
    assert len(customer.said("bot")) == len(customer.said("customer")) == 1


def test_a_forged_token_and_anothers_id_open_nothing(servers, customer):
    other = Customer(servers.url("desk"))
    other.conversation, mine = customer.conversation, other.conversation
    assert other.say("let me in").status_code == 404
    other.line.headers["Authorization"] = other.line.headers["Authorization"][:-4] + "AAAA"
    other.conversation = mine
    assert other.say("let me in").status_code == 401
    assert customer.said("customer") == []


def test_an_action_that_hangs_is_told_and_goes_to_a_person_once(servers, customer):
    with stopped(servers, "actions"):
        start = time.monotonic()
        customer.say("my parcel is six days late")
        assert customer.answers(1) == [UNREACHED] and time.monotonic() - start < 6
        assert customer.status() == "waiting"
    customer.say("is anybody there")
    time.sleep(1.5)
    assert customer.said("bot") == [UNREACHED]


def test_actions_killed_are_answered_for_by_rasa(servers, customer):
    servers.send("actions", SIGKILL)
    try:
        customer.say("my parcel is six days late")
        failed = [each.text for each in library().replies["en"].get("moves.failed")]
        assert customer.answers(1)[0] in [*failed, UNREACHED]
    finally:
        servers.start("actions")
    servers.wait("actions")
    customer = Customer(servers.url("desk"))
    customer.say("my parcel is six days late")
    assert "•" in customer.answers(1)[0]


def test_a_desk_killed_in_mid_turn_answers_once_when_it_is_back(servers, customer):
    with stopped(servers, "actions"):
        assert customer.say("my parcel is six days late").status_code == 201
        time.sleep(0.3)
        servers.send("desk", SIGKILL)
        servers.start("desk")
    servers.wait("desk")
    assert "•" in customer.answers(1)[0]
    time.sleep(1.2)
    assert len(customer.said("bot")) == 1 and customer.said("customer") == ["my parcel is six days late"]


def test_a_desk_that_is_stopped_finishes_what_it_took_on(servers, customer):
    stream = threading.Thread(target=_follow, args=(servers, customer), daemon=True)
    stream.start()
    assert customer.say("my parcel is six days late").status_code == 201
    start = time.monotonic()
    servers.send("desk", SIGTERM)
    servers.start("desk")
    assert time.monotonic() - start < 8
    assert [each["author"] for each in events_of(servers, customer.conversation)] == ["bot", "customer", "bot"]
    stream.join(3)
    assert not stream.is_alive()
    servers.wait("desk")


def _follow(servers, customer) -> None:
    path = f"/api/v1/conversations/{customer.conversation}/events?after=0"
    with requests.get(servers.url("desk") + path, headers=customer.line.headers, stream=True, timeout=30) as answer:
        for _ in answer.iter_lines():
            pass


def test_rasa_killed_in_mid_turn_and_sqlite_locked_for_ten_seconds(servers, customer):
    """Both at once, as Rasa takes as long to come back: the customer is told; who writes meanwhile is asked to send again."""
    with stopped(servers, "actions"):
        customer.say("my parcel is six days late")
        time.sleep(0.3)
        servers.send("rasa", SIGKILL)
        servers.start("rasa")
        assert customer.answers(1) == [UNREACHED] and customer.status() == "waiting"
    others = [Customer(servers.url("desk")) for _ in range(4)]
    with closing(sqlite3.connect(servers.folder / "desk.db", isolation_level=None)) as lock, ThreadPoolExecutor(4) as pool:
        lock.execute("BEGIN IMMEDIATE")
        start = time.monotonic()
        sending = [pool.submit(other.insist, "my parcel is six days late") for other in others]
        time.sleep(5)
        assert requests.get(servers.url("desk") + "/healthz", timeout=1).status_code == 200
        time.sleep(5)
        assert not any(each.done() for each in sending)  # not stored, so not acknowledged
        lock.execute("ROLLBACK")
        assert all(each.result() for each in sending) and time.monotonic() - start < 25
    servers.wait("rasa")
    for other in others:
        assert len(other.answers(1)) == 1 and other.said("customer") == ["my parcel is six days late"]
    assert customer.said("bot") == [UNREACHED]
    late = Customer(servers.url("desk"))
    late.say("my parcel is six days late")
    assert "•" in late.answers(1)[0]


def test_a_slow_client_holds_up_nobody(servers, customer):
    """One who never reads gets no more than its buffers hold; all others, and a later look of its own, get everything."""
    process = psutil.Process(servers.processes["desk"].pid)
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", servers.ports["desk"]))
        path = f"/api/v1/conversations/{customer.conversation}/events?after=0"
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {customer.line.headers['Authorization']}\r\n\r\n".encode())
        before = process.memory_info().rss
        with ThreadPoolExecutor(8) as pool:
            seconds = list(pool.map(lambda n: _timed(customer, n), range(400)))
        assert max(seconds) < 3 and (process.memory_info().rss - before) / 1e6 < 25
    ids = []
    with requests.get(servers.url("desk") + path, headers=customer.line.headers, stream=True, timeout=10) as answer:
        for each in answer.iter_lines():
            ids += [int(each[4:])] if each.startswith(b"id: ") else []
            if len(ids) > 400:
                break
    assert ids == sorted(set(ids))


def _timed(customer, n) -> float:
    start = time.perf_counter()
    assert customer.post("/language", {"language": "en"}).status_code == 200
    return time.perf_counter() - start


def test_a_full_disk_is_told_and_loses_nothing(servers, customer):
    """The desk may write no file beyond its database's size: as on a full disk, writing fails in the middle."""
    pid, unlimited = servers.processes["desk"].pid, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    customer.say("my parcel is six days late")
    customer.answers(1)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    try:
        for refused in (customer.say("lost?"), customer.post(f"/files?client_id={'a' * 8}&name=x", data=photo(400))):
            assert refused.status_code == 503 and "Nothing was taken on" in refused.json()["error"]
        assert requests.get(servers.url("desk") + "/healthz", timeout=2).status_code == 200
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)
    assert customer.said("customer") == ["my parcel is six days late"]
    assert customer.insist("there is room again") == 1 and len(customer.answers(2)) == 2
    assert customer.post(f"/files?client_id={'a' * 8}&name=x", data=photo(400)).status_code == 201


@pytest.mark.postgres
def test_postgresql_stopped_and_started(servers, tmp_path):
    if folder_of_programs() is None:
        pytest.fail("no PostgreSQL") if os.environ.get("HEARD_REQUIRE_POSTGRES") == "1" else pytest.skip("PostgreSQL is not installed")
    postgres = Postgres()
    alone = Servers(tmp_path, {name: servers.ports[name] for name in ("rasa", "actions")}, **FAST, HEARD_DATABASE=postgres.url)
    try:
        alone.start("desk")
        alone.wait("desk")
        _over_a_restart(alone, postgres)
    finally:
        alone.stop()
        postgres.remove()


def _over_a_restart(alone, postgres) -> None:
    customer = Customer(alone.url("desk"))
    customer.say("my parcel is six days late")
    customer.answers(1)
    postgres.stop()
    refused = customer.say("still nothing")
    assert refused.status_code == 503 and refused.headers["retry-after"]
    assert requests.get(alone.url("desk") + "/readyz", timeout=8).status_code == 503
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(customer.insist, "still nothing")
        time.sleep(0.5)
        postgres.start()
        assert sending.result() >= 1
    assert len(customer.answers(2)) == 2 and customer.said("customer") == ["my parcel is six days late", "still nothing"]
    assert requests.get(alone.url("desk") + "/readyz", timeout=8).json()["database"] is True
