"""Due times fall inside working hours."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.drafting.calendar import Calendar
from bot.library import Due

ZONE = ZoneInfo("Europe/Brussels")
COMPANY = {"hours": {"from": "08:00", "to": "20:00"}, "workdays": ["mon", "tue", "wed", "thu", "fri"], "holidays": ["2026-12-25"]}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "due", "expected"),
    [
        ("2026-11-24 10:00", Due(hours=4), "2026-11-24 14:00"),
        ("2026-11-24 10:07", Due(hours=1), "2026-11-24 11:30"),
        ("2026-11-24 19:00", Due(hours=4), "2026-11-25 11:00"),
        ("2026-11-24 23:30", Due(hours=1), "2026-11-25 09:00"),
        ("2026-11-27 19:30", Due(hours=1), "2026-11-30 08:30"),
        ("2026-11-28 12:00", Due(hours=2), "2026-11-30 10:00"),
        ("2026-11-24 10:00", Due(workdays=1, at="12:00"), "2026-11-25 12:00"),
        ("2026-11-27 10:00", Due(workdays=1, at="12:00"), "2026-11-30 12:00"),
        ("2026-12-24 10:00", Due(workdays=1, at="12:00"), "2026-12-28 12:00"),
        ("2026-11-24 03:00", Due(hours=1), "2026-11-24 09:00"),
    ],
)
def test_due(now, due, expected):
    assert Calendar(COMPANY).due(due, at(now)) == at(expected)
