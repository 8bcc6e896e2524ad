"""The wordings as files to take away: a table, macros for another help desk, the booklet. Nothing is sent anywhere from here.

What takes seconds is made in a process of its own (`python -m desk.exports booklet_pdf fi`), so that nobody who writes feels it.
"""

import io
import os
import subprocess
import sys
from concurrent.futures import Future, wait
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock, Thread
from zipfile import ZIP_DEFLATED, ZipFile

from bot.exporting import files
from bot.library import Replies, library
from bot.models import LANGUAGES
from bot.settings import ROOT

ENDINGS = {"csv": "csv", "zendesk": "json", "chatwoot": "json", "booklet_html": "html", "booklet_pdf": "pdf"}
TYPES = {"csv": "text/csv", "json": "application/json", "html": "text/html", "pdf": "application/pdf", "zip": "application/zip"}
PATIENCE = 5.0  # seconds that one request waits
KEPT = 24  # files, of up to a few megabytes
_alone = Lock()


@dataclass(frozen=True)
class File:
    """A file with its name and media type."""

    name: str
    type: str
    body: bytes


class Unfinished(Exception):
    """So many of its parts are made so far: ask again."""

    def __init__(self, made: int, of: int) -> None:
        super().__init__(f"{made} of {of} parts are made")
        self.made, self.of = made, of


def file(to: str, language: str) -> File:
    """The wordings of a language, or of all where none is named, as one of ENDINGS; the booklets of all as one zip.

    Raises:
        Unfinished: it is still being made.
        CalledProcessError: it could not be made; the log says why.
    """
    languages, ending = (language,) if language else LANGUAGES, ENDINGS[to]
    name = f"heard-{to.replace('_', '-')}-{language or 'all'}"
    if to == "csv":
        return File(f"{name}.csv", TYPES[ending], files.table(languages))
    if to in files.DESKS:
        return File(f"{name}.json", TYPES[ending], _finished(to, [languages])[0])
    booklets = _finished(to, [(each,) for each in languages])
    if len(booklets) == 1:
        return File(f"{name}.{ending}", TYPES[ending], booklets[0])
    return File(f"{name}.zip", TYPES["zip"], _zipped({f"{each}.{ending}": body for each, body in zip(languages, booklets)}))


def _finished(to: str, parts: list[tuple[str, ...]]) -> list[bytes]:
    replies = library().replies
    making = [_begun(to, each, replies[each[0]]) for each in parts]
    done, _ = wait(making, PATIENCE)
    if failed := next((each for each in done if each.exception()), None):
        _begun.cache_clear()  # the next one who asks tries anew
        raise failed.exception()
    if len(done) < len(making):
        raise Unfinished(len(done), len(making))
    return [each.result() for each in making]


@lru_cache(maxsize=KEPT)
def _begun(to: str, languages: tuple[str, ...], content: Replies) -> Future:
    """Begun once for each state of the content, however many ask."""
    future: Future = Future()
    Thread(target=_run, args=(future, to, languages), daemon=True).start()  # a desk that stops does not wait for it
    return future


def _run(future: Future, to: str, languages: tuple[str, ...]) -> None:
    with _alone:
        try:
            future.set_result(subprocess.run([sys.executable, "-m", __name__, to, *languages], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
        except (OSError, subprocess.CalledProcessError) as error:
            future.set_exception(error)


def _zipped(parts: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as folder:
        for name, body in parts.items():
            folder.writestr(name, body)
    return whole.getvalue()


def main(to: str, *languages: str) -> None:
    """Write the file to standard output."""
    os.nice(10)
    form = ENDINGS[to]
    body = files.help_desk(to, languages) if to in files.DESKS else files.booklet(languages[0], (form,))[form]
    sys.stdout.buffer.write(body)


if __name__ == "__main__":
    main(*sys.argv[1:])
