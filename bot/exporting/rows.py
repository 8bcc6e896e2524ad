"""Every wording as a row of a table, and the table as CSV."""

import csv
import io
from collections.abc import Iterable, Iterator

from bot.library import Library

COLUMNS = ("language", "id", "cause", "list", "needs", "text")
MARK = "\ufeff"  # tells spreadsheet programs that the file is UTF-8


def rows(library: Library, languages: Iterable[str]) -> Iterator[dict[str, str]]:
    """One row per wording: `id` names it in its language, `needs` are the placeholders it holds, `cause` may be empty."""
    for language in languages:
        for wording in library.replies[language]:
            head, _, rest = wording.id.partition("#")[0].partition(".")
            cause = head if head in library.causes else ""
            yield {
                "language": language,
                "id": wording.id,
                "cause": cause,
                "list": rest if cause else f"{head}.{rest}",
                "needs": " ".join(sorted(wording.facts)),
                "text": wording.text,
            }


def to_csv(table: Iterable[dict[str, str]]) -> str:
    """The table with a head line, fields in quotes where they need them (RFC 4180)."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(table)
    return MARK + out.getvalue()
