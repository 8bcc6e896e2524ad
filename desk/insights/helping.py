"""Did we help: customers' answers to the one question, promises and what became of them, wordings and how agents took them."""

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from bot.library import library
from desk.insights.asked import Asked
from desk.insights.tabled import Table
from desk.tables import conversations, feedback_days, promises, ratings

SHOWN = 30  # wordings
ANSWERS = (1, 2, 3, 4, 5)
STATES = ("kept", "broken", "open")
c, f = conversations.c, feedback_days.c


def _of(asked: Asked) -> list[Any]:
    """Conditions on conversations. The period is asked of what is counted, not of when the conversation began."""
    found = [c.team.in_(asked.teams)]
    return [*found, c.language == asked.language] if asked.language else found


def answers(connection: Connection, asked: Asked) -> Table:
    """How often each answer from 1, much worse, to 5, much better, was given."""
    query = select(ratings.c.feeling, func.count()).join(conversations, c.id == ratings.c.conversation)
    query = query.where(*_of(asked), ratings.c.at >= asked.start, ratings.c.at < asked.end).group_by(ratings.c.feeling)
    held = dict(connection.execute(query).all())
    return Table("ratings", ("answer", "all"), tuple((each, held.get(each, 0)) for each in ANSWERS), sum(held.values()))


def promised(connection: Connection, asked: Asked, now: float) -> Table:
    """Promises that fell due in the period or are open, by cause and state; one past its time counts as broken."""
    p = promises.c
    state = case((and_(p.state == "open", p.due < now), "broken"), else_=p.state)
    query = select(p.cause, state, func.count()).join(conversations, c.id == p.conversation)
    query = query.where(*_of(asked), p.at < asked.end, p.due >= asked.start)  # which has an index: none falls due before it is made
    query = query.where((p.due >= asked.start) & (p.due < asked.end) | (p.at >= asked.start))
    counts: dict[str, Counter] = defaultdict(Counter)
    for cause, what, count in connection.execute(query.group_by(p.cause, state)):
        counts[cause][what] += count
    rows = sorted(((cause, *(own[each] for each in STATES), _share(own)) for cause, own in counts.items()), key=_broken_first)
    return Table("promises", ("cause", *STATES, "share"), tuple(rows))


def _share(own: Counter) -> float | None:
    decided = own["kept"] + own["broken"]
    return own["kept"] / decided if decided else None


def _broken_first(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return -row[2], -row[1], row[0]


def wordings(connection: Connection, asked: Asked) -> Table:
    """The wordings agents met most: sent as they are, edited, dismissed."""
    query = _fared(asked).where(~f.key.like("tone:%")).order_by(func.sum(f.taken + f.edited + f.dismissed).desc(), f.key)
    rows = [_wording(*row) for row in connection.execute(query.limit(SHOWN))]
    return Table("wordings", ("language", "list", "wording", "taken", "edited", "dismissed"), tuple(rows))


def _fared(asked: Asked) -> Select:
    """What became of suggestions in the period, by key."""
    query = select(f.key, func.sum(f.taken), func.sum(f.edited), func.sum(f.dismissed)).group_by(f.key)
    query = query.where(f.day.between(asked.first.toordinal(), asked.last.toordinal()), f.team.in_(asked.teams))
    return query.where(f.language == asked.language) if asked.language else query


def _wording(key: str, *counts: int) -> tuple[Any, ...]:
    language, _, id = key.partition(":")
    replies = library().replies.get(language)
    text = next((each.text for each in replies.get(id.partition("#")[0]) if each.id == id), "") if replies else ""
    return (language, id.partition("#")[0], text or id, *counts)


def tones(connection: Connection, asked: Asked) -> Table:
    """The same for each tone."""
    query = _fared(asked).where(f.key.like("tone:%")).order_by(f.key)
    return Table("tones", ("tone", "taken", "edited", "dismissed"), tuple((row[0][5:], *row[1:]) for row in connection.execute(query)))
