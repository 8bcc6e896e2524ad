"""`heard backup`, `heard restore`, `heard forget`: whole, while the desk runs, and never over something by mistake."""

import os
import sqlite3
import stat
import tarfile
import threading
from contextlib import closing
from dataclasses import replace

import pytest
from rows import rows
from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli import app
from bot.settings import settings
from desk import backup, tables
from desk.backup import BackupError
from desk.database import Database
from tests.desk.test_uploads import picture


@pytest.fixture
def at(desk, address):
    """The settings of the desk, its database's address among them."""
    return replace(desk.settings, database=address)


@pytest.fixture
def kept(visitor, at, until, answers, database):
    """A visitor with a message, a file, and a tracker of Rasa."""
    visitor.say("my parcel is late")
    until(lambda: answers(visitor.conversation) and not rows(database, tables.outbox))
    visitor.send(picture())
    with closing(sqlite3.connect(at.trackers)) as store, store:
        store.execute("CREATE TABLE events (sender_id TEXT, data TEXT)")
        store.execute("INSERT INTO events VALUES ('a', 'b')")
    return visitor


def empty(database, at):
    for path in at.files.iterdir():
        path.unlink()
    at.trackers.unlink()
    with database.writing() as connection:
        for table in reversed(tables.metadata.sorted_tables):
            connection.execute(table.delete())


def test_everything_comes_back(kept, at, database, tmp_path):
    before = {table.name: rows(database, table) for table in tables.metadata.sorted_tables}
    files = {path.name: path.read_bytes() for path in at.files.iterdir()}
    told = backup.backup(at, tmp_path / "kept.tar")
    assert told["files"] == 1 and stat.S_IMODE((tmp_path / "kept.tar").stat().st_mode) == 0o600
    empty(database, at)
    backup.restore(at, tmp_path / "kept.tar")
    assert {table.name: rows(database, table) for table in tables.metadata.sorted_tables} == before
    assert {path.name: path.read_bytes() for path in at.files.iterdir()} == files
    with closing(sqlite3.connect(at.trackers)) as store:
        assert store.execute("SELECT * FROM events").fetchall() == [("a", "b")]
    assert kept.get("/transcript").status_code == 200 and kept.say("and on it goes").status_code == 201


def test_it_is_made_while_customers_write(kept, at, tmp_path, address):
    writing, done = threading.Event(), []

    def write():
        while not writing.is_set():
            done.append(kept.say("another").status_code)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        backup.backup(at, tmp_path / "kept.tar")
    finally:
        writing.set()
        thread.join()
    assert set(done) <= {201}
    with tarfile.open(tmp_path / "kept.tar") as tar:
        assert {"heard.json", "database", "trackers.db"} <= set(tar.getnames())


def test_something_is_only_overwritten_by_force(kept, at, database, tmp_path):
    backup.backup(at, tmp_path / "kept.tar")
    kept.say("after the backup")
    for clear in (lambda: None, lambda: [path.unlink() for path in at.files.iterdir()], at.trackers.unlink):
        clear()
        with pytest.raises(BackupError, match="--force"):
            backup.restore(at, tmp_path / "kept.tar")
    assert "after the backup" in kept.get("/transcript").text
    backup.restore(at, tmp_path / "kept.tar", force=True)
    assert "after the backup" not in kept.get("/transcript").text and "my parcel" in kept.get("/transcript").text
    assert at.trackers.exists() and len(list(at.files.iterdir())) == 1


def test_what_is_no_backup_is_refused_and_nothing_changes(kept, at, tmp_path):
    (tmp_path / "text.tar").write_text("no tar")
    with tarfile.open(tmp_path / "other.tar", "w") as tar:
        tar.add(__file__, "heard.json")
    for name in ("text.tar", "other.tar"):
        with pytest.raises(BackupError, match="no backup"):
            backup.restore(at, tmp_path / name, force=True)
    with pytest.raises(FileNotFoundError):
        backup.restore(at, tmp_path / "missing.tar", force=True)
    assert "my parcel" in kept.get("/transcript").text


def test_another_kind_of_database_is_refused(kept, at, tmp_path):
    backup.backup(at, tmp_path / "kept.tar")
    other = "postgresql://heard@127.0.0.1:1/x" if at.database.startswith("sqlite") else f"sqlite:///{tmp_path}/other.db"
    with pytest.raises(BackupError, match="the same kind"):
        backup.restore(replace(at, database=other), tmp_path / "kept.tar", force=True)


def test_a_failed_backup_leaves_the_last_one(kept, at, tmp_path, monkeypatch):
    backup.backup(at, tmp_path / "kept.tar")
    size = (tmp_path / "kept.tar").stat().st_size

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup.tarfile.TarFile, "add", full)
    with pytest.raises(OSError, match="No space"):
        backup.backup(at, tmp_path / "kept.tar")
    assert (tmp_path / "kept.tar").stat().st_size == size


@pytest.fixture
def command(address, tmp_path, monkeypatch):
    """Runs `heard` over the test's database."""
    from desk.database import database as opened

    for name, value in {"DATABASE": address.replace("sqlite:///", "", 1), "FILES": tmp_path / "files", "TRACKERS": tmp_path / "trackers.db"}.items():
        monkeypatch.setenv(f"HEARD_{name}", str(value))
    settings.cache_clear()
    opened.cache_clear()
    yield lambda *arguments, **rest: CliRunner().invoke(app, [str(each) for each in arguments], **rest)
    settings.cache_clear()
    opened.cache_clear()


def test_the_commands(kept, command, tmp_path, database, at):
    id = kept.arrived["visitor"]
    made = command("backup", tmp_path / "kept.tar")
    assert made.exit_code == 0 and "1 files" in made.output
    assert command("forget", id, input="n\n").exit_code == 1 and len(rows(database, tables.visitors)) == 1
    gone = command("forget", id, "--yes")
    assert gone.exit_code == 0 and "receipt" in gone.output and "tracker events" in gone.output
    assert not rows(database, tables.visitors)
    again = command("forget", id, "--yes")
    assert again.exit_code == 1
    back = command("restore", tmp_path / "kept.tar", "--force")
    assert back.exit_code == 0, back.output
    assert len(rows(database, tables.visitors)) == 1
    assert command("restore", tmp_path / "kept.tar").exit_code == 1
    assert isinstance(command("restore", tmp_path / "kept.tar").exception, BackupError)
