"""The monthly digest: what customers told us, what we changed, what it did, as one HTML file that stands alone."""

import time
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.models import NO_CAUSE
from desk.database import Database
from desk.insights import counting
from desk.insights.asked import Asked
from desk.insights.page import section
from desk.insights.tabled import Table
from desk.insights.told import told
from desk.insights.words import Words
from desk.tables import conversations, corrections, messages

STYLES = (Path(__file__).parent.parent / "static" / "desk" / "desk.css", Path(__file__).parent.parent / "static" / "insights.css")
TABLES = ("feelings", "touchpoints", "words", "promises", "wordings", "start_end", "outcomes", "ratings")
REWORKED = 10  # wordings listed


def month(first: date, teams: list[str], zone: ZoneInfo) -> Asked:
    """What is asked of a month."""
    return Asked(first, _next(first) - timedelta(days=1), zone, tuple(sorted(teams)))


def _next(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def gathered(database: Database, asked: Asked) -> dict[str, Table]:
    """All tables of a digest."""
    tables = told(database, asked, TABLES)
    before = month((asked.first - timedelta(days=1)).replace(day=1), list(asked.teams), asked.zone)
    with database.reading() as connection:
        tables["rising_month"] = counting.rising_month(connection, asked, before)
        tables["corrected"] = corrected(connection, asked)
    tables["wordings"] = _reworked(tables["wordings"])
    return tables


def corrected(connection: Connection, asked: Asked) -> Table:
    """Causes that agents put in the place of what was read, of corrections that were learned."""
    k, c = corrections.c, conversations.c
    query = select(k.read, messages.c.reading).join(conversations, c.id == k.conversation).join(messages, messages.c.id == k.message)
    query = query.where(k.learned.is_(True), k.at >= asked.start, k.at < asked.end, c.team.in_(asked.teams))
    pairs = Counter((read.get("cause") or NO_CAUSE, (right or {}).get("cause") or NO_CAUSE) for read, right in connection.execute(query))
    rows = tuple((read, right, count) for (read, right), count in sorted(pairs.items(), key=lambda item: (-item[1], item[0])))
    return Table("corrected", ("read", "right", "count"), rows, sum(pairs.values()))


def _reworked(table: Table) -> Table:
    """Those edited more often than sent as they are, or dismissed."""
    rows = [row for row in table.rows if row[4] + row[5] >= row[3]]
    return Table(table.id, table.columns, tuple(sorted(rows, key=lambda row: -row[4])[:REWORKED]))


def html(words: Words, asked: Asked, tables: Mapping[str, Table]) -> str:
    """The digest as a page that needs nothing beside it."""
    title = words.say("digest.title", month=words.month(asked.first))
    body = _told(words, tables) + _changed(words, tables) + _did(words, tables)
    teams = ", ".join(asked.teams)
    made = words.say("digest.made", date=words.day(date.fromtimestamp(time.time())), teams=teams)
    style = "\n".join(path.read_text(encoding="utf-8") for path in STYLES)
    return (
        f'<!doctype html>\n<html lang="{words.language}" dir="{words.desk["direction"]}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style></head><body class="insights digest">'
        f'<main class="page"><h1>{escape(title)}</h1>{body}<footer class="quiet">{escape(made)}</footer></main></body></html>\n'
    )


def _told(words: Words, tables: Mapping[str, Table]) -> str:
    rows = tables["feelings"].rows
    every = sum(row[9] for row in rows)
    upset = sum(row[tables["feelings"].columns.index(each)] for row in rows for each in counting.upsetting())
    lead = words.say("digest.lead", all=words.number(every), upset=words.share(upset / every if every else 0))
    return _part(words, "told", lead, tables, "feelings", "rising_month", "touchpoints", "words")


def _changed(words: Words, tables: Mapping[str, Table]) -> str:
    kept, broken, still = (sum(row[at] for row in tables["promises"].rows) for at in (1, 2, 3))
    lead = words.say("digest.promised", kept=words.number(kept), broken=words.number(broken), open=words.number(still))
    lead += " " + words.say("digest.learned", n=words.number(tables["corrected"].total))
    return _part(words, "changed", lead, tables, "promises", "corrected", "wordings")


def _did(words: Words, tables: Mapping[str, Table]) -> str:
    ends, answers = dict(tables["outcomes"].rows), dict(tables["ratings"].rows)
    lead = words.say(
        "digest.lighter", all=words.number(tables["outcomes"].total), lighter=words.number(ends.get("lighter", 0)), heavier=words.number(ends.get("heavier", 0))
    )
    lead += " " + words.say("digest.better", all=words.number(tables["ratings"].total), better=words.number(answers.get(4, 0) + answers.get(5, 0)))
    return _part(words, "did", lead, tables, "start_end", "outcomes", "ratings")


def _part(words: Words, name: str, lead: str, tables: Mapping[str, Table], *ids: str) -> str:
    head = f'<h2 class="part" id="part-{name}">{escape(words.say(f"digest.{name}"))}</h2><p class="part-lead">{escape(lead)}</p>'
    shown = "".join(section(_renamed(words) if id == "wordings" else words, tables[id]) for id in ids)
    return f'<section aria-labelledby="part-{name}">{head}{shown}</section>'


def _renamed(words: Words) -> Words:
    """Of wordings a digest shows those alone that agents rework."""
    own = {"title": words.say("digest.reworked"), "says": words.say("digest.reworked_says")}
    return Words(words.language, {**words.own, "tables": {**words.own["tables"], "wordings": own}}, words.desk, words.locale)
