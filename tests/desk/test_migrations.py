"""The migrations bring a database to the form of desk/tables.py, on both databases, also when two start at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from desk.database import Database
from desk.tables import metadata

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
