"""Backup and restore: the database, Rasa's tracker store and the files of customers in one tar, made while the desk runs."""

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.engine import make_url

from bot.settings import Settings
from desk.database import Database
from desk.tables import conversations, visitors

MANIFEST, DATABASE, TRACKERS, FILES = "heard.json", "database", "trackers.db", "files"
FORM = 1


class BackupError(OSError):
    """It can't be made or put back; the message says why, and what to do."""


def backup(settings: Settings, path: Path) -> dict[str, Any]:
    """Write everything to a tar for its owner alone; returns what is in it.

    The database comes first: a file is stored before its row, so that every file of the copy's rows is there to copy after it.
    """
    part = path.with_name(path.name + ".part")
    with tempfile.TemporaryDirectory(prefix="heard-") as folder:
        held = _copy(settings, Path(folder))
        handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w") as tar:
            for name in (MANIFEST, DATABASE, TRACKERS):
                if (Path(folder) / name).exists():
                    tar.add(Path(folder) / name, name)
            held["files"] = _add_files(tar, settings.files)
            file.flush()
            os.fsync(file.fileno())
    os.replace(part, path)
    return held


def _copy(settings: Settings, folder: Path) -> dict[str, Any]:
    url = make_url(settings.database)
    if _sqlite(url):
        _copy_sqlite(Path(url.database), folder / DATABASE)
    else:
        _run("pg_dump", url, "--format=custom", "--no-owner", f"--file={folder / DATABASE}")
    if settings.trackers.exists():
        _copy_sqlite(settings.trackers, folder / TRACKERS)
    told = {"form": FORM, "database": url.get_backend_name(), "at": time.time()}
    (folder / MANIFEST).write_text(json.dumps(told))
    return told


def _add_files(tar: tarfile.TarFile, folder: Path) -> int:
    count = 0
    for file in sorted(folder.glob("*")) if folder.is_dir() else ():
        try:
            tar.add(file, f"{FILES}/{file.name}")
            count += 1
        except FileNotFoundError:  # erased since it was listed
            continue
    return count


def restore(settings: Settings, path: Path, force: bool = False) -> dict[str, Any]:
    """Put a backup back; the desk and Rasa have to be stopped. Returns what was in it.

    Raises:
        BackupError: it is no backup of ours, or of another kind of database, or the target holds something and `force` is not set.
    """
    with tempfile.TemporaryDirectory(prefix="heard-") as name:
        folder = Path(name)
        told = _unpack(path, folder)
        url = make_url(settings.database)
        if told["database"] != url.get_backend_name():
            raise BackupError(f"{path} is of {told['database']}, and HEARD_DATABASE is {url.get_backend_name()}: set it to the same kind")
        if not force and (held := holds(settings)):
            raise BackupError(f"{held}: restore into an empty place, or say --force to overwrite it")
        _put_back(settings, folder)
    opened = Database(settings.database)
    opened.upgrade()
    opened.close()
    return told


def _unpack(path: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(path) as tar:
            tar.extractall(folder, filter="data")
        told = json.loads((folder / MANIFEST).read_text())
    except (tarfile.TarError, ValueError, FileNotFoundError) as error:
        if not path.exists():
            raise
        raise BackupError(f"{path} is no backup of `heard backup`, or it is damaged") from error
    if told.get("form") != FORM or not (folder / DATABASE).exists():
        raise BackupError(f"{path} was made by another version of `heard backup`")
    return told


def holds(settings: Settings) -> str:
    """What a restore would overwrite, in words; empty where there is nothing."""
    if settings.files.is_dir() and any(settings.files.iterdir()):
        return f"{settings.files} holds files"
    if settings.trackers.exists() and settings.trackers.stat().st_size:
        return f"{settings.trackers} holds Rasa's trackers"
    url = make_url(settings.database)
    if _sqlite(url) and not Path(url.database).exists():
        return ""
    opened = Database(settings.database)
    try:
        return "the database of HEARD_DATABASE holds conversations" if _filled(opened) else ""
    finally:
        opened.close()


def _filled(opened: Database) -> bool:
    with opened.reading() as connection:
        there = inspect(connection).get_table_names()
        return any(
            table.name in there and connection.execute(select(table.c.id).limit(1)).first() is not None for table in (visitors, conversations)
        )


def _put_back(settings: Settings, folder: Path) -> None:
    url = make_url(settings.database)
    if _sqlite(url):
        _copy_sqlite(folder / DATABASE, Path(url.database))
    else:
        _run("pg_restore", url, "--clean", "--if-exists", "--no-owner", "--single-transaction", str(folder / DATABASE))
    if (folder / TRACKERS).exists():
        _copy_sqlite(folder / TRACKERS, settings.trackers)
    elif settings.trackers.exists():
        _copy_sqlite(Path(":memory:"), settings.trackers)
    shutil.rmtree(settings.files, ignore_errors=True)
    if (folder / FILES).is_dir():
        settings.files.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(folder / FILES, settings.files)


def _sqlite(url: Any) -> bool:
    return url.get_backend_name() == "sqlite"


def _copy_sqlite(source: Path, target: Path) -> None:
    """Whole and consistent, also while others write."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)


def _run(program: str, url: Any, *arguments: str) -> None:
    """One of PostgreSQL's own programs; the password goes by the environment, where no list of processes shows it."""
    found = shutil.which(program) or next(iter(sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{program}")), reverse=True)), None)
    if found is None:
        raise BackupError(f"{program} is missing: apt-get install postgresql-client")
    where = ["--host", url.host or "127.0.0.1", "--port", str(url.port or 5432), "--username", url.username or "postgres"]
    secret = {"PGPASSWORD": url.password} if url.password else {}
    done = subprocess.run(
        [found, *where, "--dbname", url.database, *arguments], env={**os.environ, **secret}, capture_output=True, text=True
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}")
