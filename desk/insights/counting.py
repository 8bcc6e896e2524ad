"""What customers feel, about what, where and when: counts over journeys, made in SQL."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.engine import Connection

from bot.library import library
from bot.models import FEELINGS
from desk.insights.asked import Asked, theirs
from desk.insights.tabled import Table
from desk.tables import journeys

j = journeys.c
SHOWN = 20  # touchpoints
WEEKS = 4  # that the newest is compared with
FEWEST = 5  # conversations in a week before a cause can be said to rise
CERTAIN = 1.64  # standard deviations above the weeks before: chance alone does that in one of twenty


@dataclass(frozen=True)
class Group:
    """Conversations that are alike in cause, feeling, language and week: the one query that three tables are made from."""

    cause: str
    feeling: str
    language: str
    week: int
    count: int
    intensity: int


def groups(connection: Connection, asked: Asked) -> list[Group]:
    """All groups of what is asked."""
    by = (j.cause, j.feeling, j.language, j.week)
    query = select(*by, func.count(), func.sum(j.intensity)).where(*theirs(asked)).group_by(*by)
    return [Group(*row) for row in connection.execute(query)]


def feelings(found: list[Group]) -> Table:
    """Cause by feeling, with all and the mean intensity; the most frequent cause first."""
    counts: dict[str, Counter] = defaultdict(Counter)
    for each in found:
        counts[each.cause].update({each.feeling: each.count, "": each.intensity})
    alls = {cause: sum(own[feeling] for feeling in FEELINGS) for cause, own in counts.items()}
    rows = tuple(
        (cause, *(counts[cause][feeling] for feeling in FEELINGS), alls[cause], counts[cause][""] / max(1, alls[cause]))
        for cause in sorted(counts, key=lambda cause: (-alls[cause], cause))
    )
    return Table("feelings", ("cause", *FEELINGS, "all", "intensity"), rows)


def languages(found: list[Group]) -> Table:
    """By language: how many, the share that was upset, the mean intensity."""
    rows = sorted(_along(found, "language"), key=lambda row: -row[1])
    return Table("languages", ("language", "all", "upset", "intensity"), tuple(rows))


def weeks(found: list[Group]) -> Table:
    """By week, named by its Monday; a week without conversations has its row too."""
    held = {row[0]: row[1:] for row in _along(found, "week")}
    span = range(min(held), max(held) + 1, 7) if held else ()
    rows = tuple((date.fromordinal(week), *held.get(week, (0, 0.0, 0.0))) for week in span)
    return Table("weeks", ("week", "all", "upset", "intensity"), rows)


def _along(found: Iterable[Group], name: str) -> list[tuple[Any, int, float, float]]:
    counts: dict[Any, Counter] = defaultdict(Counter)
    for each in found:
        upset = each.count if each.feeling in upsetting() else 0
        counts[getattr(each, name)].update({"all": each.count, "upset": upset, "intensity": each.intensity})
    return [(key, own["all"], own["upset"] / own["all"], own["intensity"] / own["all"]) for key, own in counts.items()]


def upsetting() -> tuple[str, ...]:
    """The feelings that weigh on somebody."""
    return tuple(each for each in FEELINGS if library().upset(each))


def touchpoints(connection: Connection, asked: Asked) -> Table:
    """By page: how many, the share that was upset, the mean intensity; the `SHOWN` most frequent."""
    upset = func.sum(case((j.feeling.in_(upsetting()), 1), else_=0))
    query = select(j.touchpoint, func.max(j.title), func.count(), upset, func.sum(j.intensity)).where(*theirs(asked))
    query = query.group_by(j.touchpoint).order_by(func.count().desc(), j.touchpoint).limit(SHOWN)
    rows = tuple((place, title, all, sad / all, strong / all) for place, title, all, sad, strong in connection.execute(query))
    return Table("touchpoints", ("touchpoint", "title", "all", "upset", "intensity"), rows)


@dataclass(frozen=True)
class Ends:
    """Conversations with two read messages that began alike and ended alike."""

    first: str
    before: int
    last: str
    after: int
    count: int


def ends(connection: Connection, asked: Asked) -> list[Ends]:
    """How conversations began and ended: the one query that two tables are made from."""
    by = (j.first_feeling, j.first_intensity, j.last_feeling, j.last_intensity)
    query = select(*by, func.count()).where(*theirs(asked), j.reads > 1).group_by(*by)
    return [Ends(*row) for row in connection.execute(query)]


def start_end(found: list[Ends]) -> Table:
    """How many felt what at first and at last, with the mean intensity of each."""
    counts: dict[str, Counter] = defaultdict(Counter)
    for each in found:
        counts[each.first].update({"first": each.count, "before": each.before * each.count})
        counts[each.last].update({"last": each.count, "after": each.after * each.count})
    rows = tuple(
        (each, own["first"], own["last"], own["before"] / max(1, own["first"]), own["after"] / max(1, own["last"]))
        for each in FEELINGS
        if (own := counts[each])
    )
    return Table("start_end", ("feeling", "first", "last", "first_intensity", "last_intensity"), rows, sum(row[1] for row in rows))


def outcomes(found: list[Ends]) -> Table:
    """How many left less upset than they came, the same, or more: by the intensity of what weighs on them."""
    held: Counter = Counter()
    for each in found:
        before, after = _burden(each.first, each.before), _burden(each.last, each.after)
        held["lighter" if after < before else "heavier" if after > before else "same"] += each.count
    total = sum(held.values())
    return Table("outcomes", ("outcome", "all"), tuple((name, held[name]) for name in ("lighter", "same", "heavier")) if total else (), total)


def _burden(feeling: str, intensity: int) -> int:
    return intensity if feeling in upsetting() else 0


def rising(connection: Connection, asked: Asked) -> Table:
    """Causes of the period's last seven days that are more than the four weeks before and chance explain, the clearest first."""
    now = asked.since(asked.last - timedelta(days=6), asked.last)
    before = asked.since(asked.last - timedelta(days=6 + 7 * WEEKS), asked.last - timedelta(days=7))
    new, old = _causes(connection, now), _causes(connection, before)
    return Table("rising", ("cause", "this_week", "before", "more"), tuple(_rising(new, old, WEEKS)))


def rising_month(connection: Connection, asked: Asked, before: Asked) -> Table:
    """The same for a month against the month before, each by the week."""
    new, old = _causes(connection, asked), _causes(connection, before)
    return Table("rising_month", ("cause", "this_month", "before", "more"), tuple(_rising(new, old, before.days / asked.days)))


def _causes(connection: Connection, asked: Asked) -> Counter:
    query = select(j.cause, func.count()).where(*theirs(asked), j.cause.in_(list(library().causes))).group_by(j.cause)
    return Counter(dict(connection.execute(query).all()))


def _rising(new: Counter, old: Counter, weeks: float) -> list[tuple[str, int, float, float | None]]:
    """Counts have a standard deviation of their root; a cause that never came before counts as half a conversation."""
    scored = []
    for cause, count in new.items():
        mean = old[cause] / weeks
        score = (count - mean) / math.sqrt(max(0.5, mean))
        if count >= FEWEST and score > CERTAIN:
            scored.append((score, (cause, count, mean, count / mean - 1 if mean else None)))
    return [row for _, row in sorted(scored, key=lambda each: (-each[0], each[1][0]))]
