"""The agents' list over many stored conversations: how long a page, a filtered page and a search take."""

import random
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from benchmarks.results import percentile
from bot.library import library
from bot.models import FEELINGS, LANGUAGES
from desk import inbox
from desk.database import Database
from desk.tables import conversations, messages, visitors

BATCH = 5000
ROUNDS = 15
PERSON = {"id": 1, "teams": ["care", "people"]}
ASKED = {
    "a page by need": ("need", {}), "a page of closed ones": ("closed", {}), "filtered by cause and language": ("need", {"cause": "late_delivery", "language": "fi"}),
    "a search": ("closed", {"q": "parcel gone"}), "a search for one": ("closed", {"q": "ref 77123"}),
}  # fmt: skip


def list_times(folder: Path, count: int, texts: list[str]) -> dict[str, float]:
    """Milliseconds (p95) of each kind of look at the list over `count` conversations of three messages."""
    database = Database(f"sqlite:///{folder / 'stored.db'}")
    database.upgrade()
    dice = random.Random(7)
    for start in range(0, count, BATCH):
        _fill(database, dice, texts, start)
    database.analyse()  # as housekeeping does every hour
    times = {name: _time(lambda asked=asked: _look(database, *asked)) for name, asked in ASKED.items()}
    database.close()
    return times


def _fill(database: Database, dice: random.Random, texts: list[str], start: int) -> None:
    rows = [_conversation(dice, start + number) for number in range(BATCH)]
    told = [_message(dice, row, texts, start + number) for number, row in enumerate(rows) for _ in range(3)]
    with database.writing() as connection:
        connection.execute(insert(visitors), [{"id": row["visitor"], "audience": "customer", "at": row["at"], "seen": row["at"]} for row in rows])
        connection.execute(insert(conversations), rows)
        connection.execute(insert(messages), told)


def _conversation(dice: random.Random, number: int) -> dict[str, Any]:
    at = time.time() - dice.random() * 90 * 86400
    status = dice.choices(("closed", "bot", "waiting", "human"), (95, 3, 1, 1))[0]
    ids = {name: uuid.UUID(int=dice.getrandbits(128)).hex for name in ("id", "visitor")}
    last = {"author": "customer", "text": f"ref {number}", "at": at}
    return ids | {
        "audience": "customer", "team": "care", "language": dice.choice(LANGUAGES), "language_chosen": False, "status": status, "page": {},
        "at": at, "changed": at, "urgency": at, "waiting_since": at if status == "waiting" else None, "feeling": dice.choice(FEELINGS),
        "intensity": dice.randint(0, 3), "cause": dice.choice(list(library().causes)), "signals": [], "last": last, "newest": number,
    }  # fmt: skip


def _message(dice: random.Random, row: dict[str, Any], texts: list[str], number: int) -> dict[str, Any]:
    return {"conversation": row["id"], "author": "customer", "text": f"{dice.choice(texts)} ref {number}", "private": False, "at": row["at"]}


def _look(database: Database, view: str, filters: dict[str, str]) -> None:
    with database.reading() as connection:
        rows, _ = inbox.page(connection, PERSON, view, filters, "")
        inbox.beside(connection, rows, PERSON)
        inbox.counts(connection, PERSON)


def _time(work: Callable[[], None]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return percentile(seconds, 95) * 1000
