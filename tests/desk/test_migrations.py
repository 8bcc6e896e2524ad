"""The migrations bring a database to the form of desk/tables.py, on both databases, also when two start at once."""

from concurrent.futures import ThreadPoolExecutor

from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from rows import rows
from sqlalchemy import insert, inspect, text
from talks import add, talk

import desk
from desk.database import Database
from desk.tables import feedback, feedback_days, metadata

SQLITES_OWN = ("sqlite_", "message_words")  # and the tables of its search, which have no columns of ours


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request, tmp_path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new/desk.db"
    server = request.getfixturevalue("postgres")
    opened = Database(server.url)
    with opened.engine.connect() as connection:
        plain = connection.execution_options(isolation_level="AUTOCOMMIT")
        plain.execute(text("DROP DATABASE IF EXISTS empty"))
        plain.execute(text("CREATE DATABASE empty"))
    opened.close()
    return server.url.rpartition("/")[0] + "/empty"


def test_an_upgrade_gives_the_tables(empty):
    opened = Database(empty)
    opened.upgrade()
    opened.upgrade()
    with opened.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": lambda name, *_: not (name or "").startswith(SQLITES_OWN)})
        assert compare_metadata(context, metadata) == []
        unique = {name: inspect(connection).get_unique_constraints(name) for name in metadata.tables}
        assert unique["messages"] and unique["promises"] and unique["greetings"] and unique["outbox"]
    opened.close()


def test_two_processes_that_start_at_once(empty):
    opened = [Database(empty) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(Database.upgrade, opened))
    with opened[0].reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM visitors")).scalar() == 0
    for each in opened:
        each.close()


def to(opened: Database, revision: str) -> None:
    """Bring a database to an older form."""
    config = Config()
    config.set_main_option("script_location", str(Path(desk.__file__).parent / "migrations"))
    with opened.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_feedback_from_before_it_had_days_is_kept_and_what_was_sent_gets_its_day(empty):
    opened = Database(empty)
    to(opened, "0002")
    kept = [{"key": "en:a#0", "taken": 7, "edited": 2, "dismissed": 1}, {"key": "tone:warm", "taken": 7, "edited": 2, "dismissed": 1}]
    noon = 1_764_068_400.0  # 25 November 2025, 12:00 in Brussels
    sent = {"tone": "warm", "text": "Hello.", "wordings": ["a#0", "b#1"], "edited": False}
    with opened.engine.begin() as connection:
        connection.execute(insert(feedback), kept)
        english = talk(connection, [("late", "angry", 2, "late_delivery")], noon)
        finnish = talk(connection, [], noon, language="fi", team="people")
        for conversation, suggested, at in ((english, sent, noon), (english, {**sent, "edited": True, "learned": True}, noon + 60)):
            add(connection, conversation, "agent", "Hello.", at, suggested=suggested)
        add(connection, finnish, "agent", "Hei.", noon + 11.5 * 3600, suggested={**sent, "wordings": ["a#0"]})
        add(connection, finnish, "agent", "Hei.", noon + 12 * 3600, suggested={**sent, "wordings": ["a#0"]})
        add(connection, english, "agent", "Written by myself.", noon, suggested=None)
        add(connection, english, "bot", "From the bot.", noon)
    opened.upgrade()
    assert sorted(rows(opened, feedback), key=lambda row: row["key"]) == kept
    found = {(row["day"], row["team"], row["key"]): (row["taken"], row["edited"], row["dismissed"]) for row in rows(opened, feedback_days)}
    day = date(2025, 11, 25).toordinal()
    assert found == {
        (day, "care", "en:a#0"): (1, 1, 0), (day, "care", "en:b#1"): (1, 1, 0), (day, "care", "tone:warm"): (1, 1, 0),
        (day, "people", "fi:a#0"): (1, 0, 0), (day, "people", "tone:warm"): (1, 0, 0),
        (day + 1, "people", "fi:a#0"): (1, 0, 0), (day + 1, "people", "tone:warm"): (1, 0, 0),
    }  # fmt: skip
    opened.close()
