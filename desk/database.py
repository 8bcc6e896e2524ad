"""The database: SQLite in WAL mode, or PostgreSQL by HEARD_DATABASE. Transactions that read and transactions that write."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event, func, select
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import QueuePool

from bot.settings import settings

BUSY_SECONDS = 4.0
CONNECTIONS = 20
UPGRADE_LOCK = 4712
ANALYSED_ROWS = 400  # of an index
Unavailable = (OperationalError, InterfaceError, NoneFree)  # locked for too long, stopped, disk full, all in use: worth another try later


class Database:
    """One engine. Writers of this process wait for each other here: SQLite itself would let them poll."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self.sqlite = self.engine.dialect.name == "sqlite"
        self._turn = threading.Lock() if self.sqlite else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self.engine.connect().execution_options(reads=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: committed at the end of the block, undone where it fails.

        Raises:
            sqlalchemy.exc.OperationalError: the database is locked, full or gone (`Unavailable`).
        """
        with self._waited(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def _waited(self) -> Iterator[None]:
        if self._turn is None:
            yield
            return
        if not self._turn.acquire(timeout=2 * BUSY_SECONDS):
            raise OperationalError("waiting for the writer before", {}, TimeoutError("database is locked"))
        try:
            yield
        finally:
            self._turn.release()

    def upgrade(self) -> None:
        """Bring the database to the newest form; nothing where it is there."""
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self.engine.begin() as connection:
            if not self.sqlite:  # two processes that start together: the second waits and finds nothing to do
                connection.execute(select(func.pg_advisory_xact_lock(UPGRADE_LOCK)))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def analyse(self) -> None:
        """Let SQLite's planner know how many rows it would look through; PostgreSQL finds out by itself. Milliseconds."""
        if self.sqlite:
            with self.writing() as connection:
                connection.exec_driver_sql(f"PRAGMA analysis_limit={ANALYSED_ROWS}")
                connection.exec_driver_sql("ANALYZE")

    def checkpoint(self) -> None:
        """Empty SQLite's log, which still holds what was erased; as far as readers under way let it."""
        if self.sqlite:
            with self.engine.connect() as connection:
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


@lru_cache(maxsize=1)
def database() -> Database:
    """The database of the settings, brought to its newest form."""
    opened = Database(settings().database)
    opened.upgrade()
    return opened


def _engine(address: str) -> Engine:
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        connect = {"connect_timeout": int(BUSY_SECONDS), "options": f"-c statement_timeout={int(BUSY_SECONDS * 1000)}"}
        return create_engine(
            url, future=True, pool_size=CONNECTIONS, pool_timeout=BUSY_SECONDS, pool_pre_ping=True, connect_args=connect,
            hide_parameters=True,
        )  # fmt: skip
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, future=True, poolclass=QueuePool, pool_size=CONNECTIONS, pool_timeout=BUSY_SECONDS,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, hide_parameters=True,  # an error tells no customer's words
    )  # fmt: skip
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # `_begin_sqlite` begins: Python's own begins too late for a read that a write follows
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")  # what was acknowledged outlives a power cut
    connection.execute("PRAGMA secure_delete=ON")  # what was erased can't be read from the file
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get("reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
