"""What the desk's tests share: both databases, a desk over one of them with a scripted Rasa, and a visitor who writes."""

import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import structlog
from agent import Agent
from argon2 import PasswordHasher
from fake_rasa import FakeRasa
from postgres import Postgres, folder_of_programs
from rows import rows
from sqlalchemy import text
from starlette.testclient import TestClient

from bot.settings import settings
from desk import exports, people
from desk.app import application
from desk.database import Database
from desk.feed import Feed
from desk.limits import Limit
from desk.outbox import Outbox
from desk.service import Desk
from desk.tables import events, messages, metadata
from desk.tokens import Tokens

structlog.configure(processors=[structlog.processors.add_log_level, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)])
SECRET = "a secret of the tests, and long enough to sign"
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"  # of the test before
MISSING = "PostgreSQL is not installed (apt-get install postgresql): the desk was tested over SQLite alone"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """argon2 is slow on purpose; nobody guesses the tests' passwords."""
    monkeypatch.setattr(people, "HASHER", PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1))


@pytest.fixture(autouse=True)
def quick_exports(monkeypatch):
    """Files that take seconds in a process of their own; tests/desk/test_library.py makes them for real."""
    monkeypatch.setattr(exports, "_run", lambda future, to, languages: future.set_result(f"{to} {' '.join(languages)}".encode()))
    yield
    exports._begun.cache_clear()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started once; HEARD_REQUIRE_POSTGRES=1 makes its want a failure."""
    if folder_of_programs() is None:
        pytest.fail(MISSING) if os.environ.get("HEARD_REQUIRE_POSTGRES") == "1" else pytest.skip(MISSING)
    server = Postgres()
    opened = Database(server.url)
    opened.upgrade()
    opened.close()
    try:
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    """An SQLite database in its newest form, to copy."""
    path = tmp_path_factory.mktemp("empty") / "desk.db"
    opened = Database(f"sqlite:///{path}")
    opened.upgrade()
    opened.close()
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def address(request, tmp_path) -> str:
    """The address of an empty database in its newest form."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_file"), tmp_path / "desk.db")
        return f"sqlite:///{tmp_path / 'desk.db'}"
    server = request.getfixturevalue("postgres")
    opened = Database(server.url)
    with opened.engine.begin() as connection:
        connection.execute(text(OTHERS))
        connection.execute(text(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY CASCADE"))
    opened.close()
    return server.url


@pytest.fixture
def open_database(address) -> Iterator[Callable[[], Database]]:
    """A function that opens the database once more, as another process does."""
    opened = []

    def again() -> Database:
        opened.append(Database(address))
        return opened[-1]

    yield again
    for each in opened:
        each.close()


@pytest.fixture
def database(open_database) -> Database:
    """The database, over SQLite and over PostgreSQL."""
    return open_database()


@pytest.fixture
def rasa() -> FakeRasa:
    """A Rasa that does what the test says."""
    return FakeRasa()


@pytest.fixture
def make_desk(open_database, rasa, tmp_path) -> Callable[..., Desk]:
    """A function that puts a desk process together: make_desk("a", visitor_rate=5)."""

    def make(process: str = "desk", **chosen) -> Desk:
        here = {"files": tmp_path / "files", "trackers": tmp_path / "trackers.db", "secret": SECRET}
        here |= {"visitor_rate": 100_000, "address_rate": 100_000, "parents": ("https://shop.example",), **chosen}
        at, database = replace(settings(), **here), open_database()
        feed = Feed(database)
        outbox = Outbox(database, rasa, process, feed.poke)
        limits = (Limit(at.visitor_rate), Limit(at.address_rate))
        return Desk(at, database, Tokens(SECRET), *limits, feed, rasa, outbox, process)

    return make


@pytest.fixture
def desk(make_desk) -> Desk:
    """One desk process."""
    return make_desk()


@pytest.fixture
def client(desk) -> Iterator[TestClient]:
    """Speaks to the desk, its outbox and feed running."""
    with TestClient(application(desk), raise_server_exceptions=False) as speaking:
        yield speaking


class Visitor:
    """Someone with the chat open: every call under their own token."""

    def __init__(self, client: TestClient, token: str | None = None, **arrival) -> None:
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"} if token else {}
        answer = client.post("/api/v1/visitors", json=arrival, headers=self.headers)
        assert answer.status_code == 201, answer.text
        self.arrived = answer.json()
        self.token, self.conversation = self.arrived["token"], self.arrived["conversation"]
        self.headers = {"Authorization": f"Bearer {self.token}"}
        self.at = f"/api/v1/conversations/{self.conversation}"

    def post(self, path: str, body: object = None, **rest):
        """POST to the conversation."""
        return self.client.post(self.at + path, json={} if body is None else body, headers=self.headers, **rest)

    def get(self, path: str):
        """GET of the conversation."""
        return self.client.get(self.at + path, headers=self.headers)

    def say(self, text: str, client_id: str | None = None):
        """Send a message."""
        return self.post("/messages", {"client_id": client_id or uuid.uuid4().hex, "text": text})

    def send(self, content: bytes, name: str = "photo.png", client_id: str | None = None):
        """Send a file."""
        query = {"client_id": client_id or uuid.uuid4().hex, "name": name}
        return self.client.post(self.at + "/files", params=query, content=content, headers=self.headers)


@pytest.fixture
def visit(client) -> Callable[..., Visitor]:
    """A function that opens the chat: visit(language="fi", page={...})."""
    return lambda *token, **arrival: Visitor(client, *token, **arrival)


@pytest.fixture
def visitor(visit) -> Visitor:
    """Someone with the chat open."""
    return visit()


@pytest.fixture
def told(database) -> Callable[..., list[dict]]:
    """A function that gives the bodies of a conversation's events: told(conversation, "message")."""

    def of(conversation: str, kind: str = "message", author: str | None = None) -> list[dict]:
        found = [row["body"] for row in rows(database, events, events.c.conversation == conversation, events.c.kind == kind)]
        return [body for body in found if author in (None, body.get("author"))]

    return of


@pytest.fixture
def answers(database) -> Callable[[str], list[str]]:
    """A function that gives what answered a conversation's messages, oldest first."""

    def of(conversation: str) -> list[str]:
        found = rows(database, messages, messages.c.conversation == conversation, messages.c.answers.is_not(None))
        return [row["text"] for row in found]

    return of


@pytest.fixture
def until() -> Callable:
    """A function that waits until something holds, and fails where it doesn't in time."""

    def wait(holds: Callable[[], object], seconds: float = 6.0):
        ends = time.monotonic() + seconds
        while not (found := holds()):
            assert time.monotonic() < ends, "it did not happen in time"
            time.sleep(0.01)
        return found

    return wait


@pytest.fixture
def agent(client, desk) -> Agent:
    """An admin of both teams."""
    return Agent(client, desk, "anna", "admin", ("care", "people"))
