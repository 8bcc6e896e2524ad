"""Journeys: each conversation in one narrow row, derived from its messages, so that insights are counted in SQL.

They can always be made anew from the messages. Housekeeping and every look at the insights bring them up to date.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.engine import Connection

from bot.library import library
from bot.models import NO_CAUSE
from desk.database import Database
from desk.insights import vocabulary
from desk.tables import conversations, corrections, journey_words, journeys, messages

BATCH = 250  # conversations in one transaction: others' writing waits no longer than that
MOST = 5_000  # in one round; housekeeping goes on with the rest
LOCK = 4714  # PostgreSQL's, for those who derive
SLACK = 3600.0  # seconds that a transaction may have been open when a later one was seen
_NAMING = re.compile(r"/[^/]*(?:\d{3}|[@%])[^/]*")  # parts of a path that name an order, a customer, a file


def renew(database: Database, zone: ZoneInfo, most: int = MOST) -> int:
    """Derive the journeys of conversations that changed since, each once; returns how many, at most `most`.

    Words are counted before anything is held for writing: it takes a while, and every other writer would wait.
    """
    done: set[str] = set()
    while len(done) < most:
        with database.reading() as connection:
            ids = [each for each in _stale(connection, min(BATCH, most - len(done))) if each not in done]
            if not ids:
                break
            made = _derived(connection, ids, zone)
        with database.writing() as connection:
            _keep(connection, ids, made)
        done.update(ids)
    return len(done)


def _stale(connection: Connection, most: int) -> list[str]:
    """Conversations whose journey is missing, older than they are, or older than a correction."""
    c, j = conversations.c, journeys.c
    newest = connection.execute(select(func.max(j.changed))).scalar() or 0.0
    older = select(c.id).outerjoin(journeys, j.conversation == c.id).where(c.changed > newest - SLACK)
    older = older.where(or_(j.changed.is_(None), j.changed != c.changed)).order_by(c.changed).limit(most)
    held = select(j.correction).where(j.conversation == corrections.c.conversation).scalar_subquery()
    corrected = select(corrections.c.conversation).where(corrections.c.id > held).distinct().limit(most)  # few beside the journeys
    found = dict.fromkeys([*connection.execute(older).scalars(), *connection.execute(corrected).scalars()])
    return list(found)[:most]


def _derived(connection: Connection, ids: list[str], zone: ZoneInfo) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """The journey and the words of each. The conversations come first: what is said after they were read makes them stale again."""
    rows = connection.execute(select(conversations).where(conversations.c.id.in_(ids))).mappings().all()
    said, newest = _said(connection, ids), _corrections(connection, ids)
    return {
        row["id"]: (
            _journey(row, said.get(row["id"], []), newest.get(row["id"], 0), zone),
            {"conversation": row["id"], "words": _words(row, said.get(row["id"], []))},
        )
        for row in rows
    }


def _keep(connection: Connection, ids: list[str], made: dict[str, tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """In the order in which an erasure goes: journeys first, then their conversations, so that neither waits for the other."""
    if connection.dialect.name == "postgresql":  # two that derive the same would both insert it
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    connection.execute(delete(journey_words).where(journey_words.c.conversation.in_(ids)))
    connection.execute(delete(journeys).where(journeys.c.conversation.in_(ids)))
    held = select(conversations.c.id).where(conversations.c.id.in_(made)).with_for_update(read=True, key_share=True)
    if there := connection.execute(held).scalars().all():  # one that was erased meanwhile stays away
        connection.execute(insert(journeys), [made[id][0] for id in there])
        connection.execute(insert(journey_words), [made[id][1] for id in there])


def _said(connection: Connection, ids: list[str]) -> dict[str, list[Any]]:
    """The customers' messages by conversation, oldest first."""
    query = select(messages.c.conversation, messages.c.text, messages.c.reading)
    query = query.where(messages.c.conversation.in_(ids), messages.c.author == "customer").order_by(messages.c.id)
    found: dict[str, list[Any]] = {}
    for row in connection.execute(query):
        found.setdefault(row.conversation, []).append(row)
    return found


def _corrections(connection: Connection, ids: list[str]) -> dict[str, int]:
    query = select(corrections.c.conversation, func.max(corrections.c.id)).where(corrections.c.conversation.in_(ids))
    return dict(connection.execute(query.group_by(corrections.c.conversation)).all())


def _journey(row: Any, said: list[Any], correction: int, zone: ZoneInfo) -> dict[str, Any]:
    readings = [each.reading for each in said if each.reading and each.reading.get("feeling")]
    felt = _felt(readings)
    place, title = touchpoint(row["page"] or {})
    return {
        "conversation": row["id"], "at": row["at"], "week": monday(row["at"], zone).toordinal(), "team": row["team"],
        "language": row["language"], "touchpoint": place, "title": title, **felt, "reads": len(readings),
        "changed": row["changed"], "correction": correction,
    }  # fmt: skip


def _felt(readings: list[dict[str, Any]]) -> dict[str, Any]:
    """The strongest, the first and the last feeling, and the cause: the one that came with the strongest, else the first that was named."""
    if not readings:
        readings = [{"feeling": "calm", "intensity": 0}]
    strongest = max(readings, key=_weight)  # of equals the first
    causes = [each.get("cause") for each in (strongest, *readings) if (each.get("cause") or NO_CAUSE) != NO_CAUSE]
    found: dict[str, Any] = {"cause": causes[0] if causes else NO_CAUSE}
    for name, each in (("", strongest), ("first_", readings[0]), ("last_", readings[-1])):
        found |= {f"{name}feeling": each["feeling"], f"{name}intensity": each.get("intensity") or 0}
    return found


def _weight(reading: dict[str, Any]) -> tuple[int, int]:
    """How heavily it weighs on them: what upsets before what doesn't."""
    feeling, intensity = reading["feeling"], reading.get("intensity") or 0
    upset = feeling in library().feelings and library().upset(feeling)
    return (1 + intensity if upset else 0), intensity


def monday(at: float, zone: ZoneInfo) -> date:
    """The first day of a moment's week, where the company is."""
    day = datetime.fromtimestamp(at, zone).date()
    return day - timedelta(days=day.weekday())


def touchpoint(page: dict[str, Any]) -> tuple[str, str]:
    """Where they wrote from, as host and path, and the page's title. What may name an order or a person is left out."""
    try:
        parts = urlsplit(str(page.get("url") or ""))
        place = (parts.hostname or "") + _NAMING.sub("/…", parts.path.rstrip("/"))
    except ValueError:  # a page told something that is no address
        place = ""
    return place[:200], vocabulary.anonymous(str(page.get("title") or ""))[:120]


def _words(row: Any, said: Iterable[Any]) -> str:
    """Each word of the customer's once, without their own name."""
    own = vocabulary.words(str((row["page"] or {}).get("name") or ""))
    return " ".join(sorted(set().union(*(vocabulary.words(each.text) for each in said)) - own))
