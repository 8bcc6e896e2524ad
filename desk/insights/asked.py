"""What is asked of the insights: a period, a language, teams. Read from a page's address, and put into SQL."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.models import LANGUAGES
from desk.tables import journeys

DAYS = 28  # of the period where none is asked for


@dataclass(frozen=True)
class Asked:
    """Days from `first` to `last`, both in it, where the company is; one language or all; only these teams."""

    first: date
    last: date
    zone: ZoneInfo
    teams: tuple[str, ...]
    language: str = ""
    team: str = ""

    @property
    def start(self) -> float:
        """The first moment, in seconds since 1970."""
        return moment(self.first, self.zone)

    @property
    def end(self) -> float:
        """The first moment after it."""
        return moment(self.last + timedelta(days=1), self.zone)

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    def since(self, first: date, last: date) -> "Asked":
        """The same for other days."""
        return replace(self, first=first, last=last)


def moment(day: date, zone: ZoneInfo) -> float:
    """When a day begins, in seconds since 1970."""
    return datetime.combine(day, time(), zone).timestamp()


def of(query: Mapping[str, str], teams: list[str], zone: ZoneInfo, today: date | None = None) -> Asked:
    """What an address asks for. A day that is none, a language or a team that isn't theirs is as if it weren't there."""
    today = today or datetime.now(zone).date()
    last = _day(query.get("to", "")) or today
    first = _day(query.get("from", "")) or last - timedelta(days=DAYS - 1)
    first, last = min(first, last), max(first, last)
    language, team = query.get("language", ""), query.get("team", "")
    chosen = (team,) if team in teams else tuple(sorted(teams))
    return Asked(first, last, zone, chosen, language if language in LANGUAGES else "", team if team in teams else "")


def _day(text: str) -> date | None:
    """Python's own calendar begins and ends with years that have no moment in seconds."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1970 < found.year < 9000 else None


def theirs(asked: Asked) -> list[Any]:
    """Conditions on journeys: those of the period, teams and language in which something was read."""
    j = journeys.c
    found = [j.at >= asked.start, j.at < asked.end, j.team.in_(asked.teams), j.reads > 0]
    return [*found, j.language == asked.language] if asked.language else found
