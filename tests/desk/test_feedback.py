"""What became of suggestions: counted for the ranking, and by day, team and language for the insights, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from rows import rows

from bot import assist
from desk import feedback
from desk.insights import asked
from desk.insights.tabled import Table
from desk.insights.told import told
from desk.tables import feedback as totals
from desk.tables import feedback_days

ZONE = ZoneInfo("Europe/Brussels")
TODAY = date(2026, 11, 25)
CARE, PEOPLE = {"team": "care", "language": "en"}, {"team": "people", "language": "fi"}
FIRST = "late_delivery.upset#0"


@pytest.fixture
def on(monkeypatch):
    """A function that sets the clock: on(2026, 11, 25, 23, 59)."""
    return lambda *moment: monkeypatch.setattr(assist, "now", lambda: datetime(*moment, tzinfo=ZONE))


@pytest.fixture
def record(database):
    """A function that counts one suggestion: record(CARE, "warm", ["a#0"], "taken")."""

    def one(*what) -> None:
        with database.writing() as connection:
            feedback.record(connection, *what)

    return one


@pytest.fixture
def counted(database):
    """A function that gives a table of the insights: counted("wordings", team="people")."""

    def of(name: str, teams: tuple[str, ...] = ("care", "people"), **query: str) -> Table:
        return told(database, asked.of(query, list(teams), ZONE, TODAY), (name,))[name]

    return of


def liking(database) -> dict[str, tuple[int, int]]:
    with database.reading() as connection:
        return feedback.counts(connection)


def test_the_ranking_counts_all_days_together(record, on, database):
    for day, outcome in ((1, "taken"), (2, "taken"), (3, "edited"), (3, "dismissed")):
        on(2026, 11, day)
        record(CARE, "warm", [FIRST], outcome)
    record(PEOPLE, "warm", [FIRST], "taken")
    assert liking(database) == {f"en:{FIRST}": (2, 2), f"fi:{FIRST}": (1, 0), "tone:warm": (3, 2)}
    assert len(rows(database, totals)) == 3 and len(rows(database, feedback_days)) == 2 * 4


def test_wordings_and_tones_are_those_of_the_period(record, on, counted):
    on(2026, 11, 25, 0, 1)
    record(CARE, "warm", [FIRST], "taken")
    on(2026, 11, 24, 23, 59)
    record(CARE, "warm", [FIRST, "no_reply.upset#1"], "edited")
    on(2026, 9, 1)
    record(CARE, "brief", [FIRST], "dismissed")
    today, yesterday = ({"from": each, "to": each} for each in ("2026-11-25", "2026-11-24"))
    assert [row[3:] for row in counted("wordings", **today).rows] == [(1, 0, 0)]
    assert [row[1:2] + row[3:] for row in counted("wordings", **yesterday).rows] == [("late_delivery.upset", 0, 1, 0), ("no_reply.upset", 0, 1, 0)]
    assert [row[1:2] + row[3:] for row in counted("wordings").rows] == [("late_delivery.upset", 1, 1, 0), ("no_reply.upset", 0, 1, 0)]
    assert counted("tones").rows == (("warm", 1, 1, 0),)
    assert counted("tones", **{"from": "2026-09-01"}).rows == (("brief", 0, 0, 1), ("warm", 1, 1, 0))
    assert counted("wordings", **{"from": "2026-10-01", "to": "2026-10-31"}).rows == ()


def test_wordings_and_tones_are_those_of_the_team_and_the_language(record, on, counted):
    on(2026, 11, 25)
    record(CARE, "warm", [FIRST], "taken")
    record(PEOPLE, "formal", [FIRST], "edited")
    assert [row[0] for row in counted("wordings").rows] == ["en", "fi"]
    assert [row[0] for row in counted("wordings", team="people").rows] == ["fi"]
    assert [row[0] for row in counted("wordings", ("care",)).rows] == ["en"], "somebody who isn't in the other team"
    assert [row[0] for row in counted("wordings", language="fi").rows] == ["fi"]
    assert counted("tones", team="care").rows == (("warm", 1, 0, 0),)
    assert counted("tones", language="fi").rows == (("formal", 0, 1, 0),)


def test_the_most_frequent_stands_first_and_thirty_are_enough(record, on, counted):
    on(2026, 11, 25)
    for at in range(40):
        record(CARE, "warm", [f"late_delivery.upset#{at}"], "taken")
    record(CARE, "warm", ["late_delivery.upset#39"], "dismissed")
    found = counted("wordings").rows
    assert len(found) == 30 and found[0][3:] == (1, 0, 1)


def test_agents_who_send_the_same_at_once_are_all_counted(open_database, on, database):
    """None of them has counted it before, so that each would like to be the one who puts it in."""
    on(2026, 11, 25)
    desks = [open_database() for _ in range(4)]

    def send(at: int) -> None:
        with desks[at % 4].writing() as connection:
            feedback.record(connection, CARE, "warm", [f"late_delivery.upset#{each}" for each in range(8)], "taken")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(24)))
    assert {row["taken"] for row in rows(database, totals)} == {row["taken"] for row in rows(database, feedback_days)} == {24}
