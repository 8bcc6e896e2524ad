"""How a table's cells are told: to the eye, and in a CSV file that a spreadsheet opens without running anything."""

import csv
import io
from datetime import date
from typing import Any

from desk.insights.tabled import Table
from desk.insights.words import Words

SHARES = ("upset", "share")
CHANGES = ("more",)
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes what begins so for a formula


def told(words: Words, column: str, value: Any) -> str:
    """A cell as people read it; an empty one where there is nothing to tell."""
    if value is None:
        return words.say("new") if column in CHANGES else "–"
    if column in SHARES or column in CHANGES:
        return words.share(value, sign=column in CHANGES)
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, tuple):
        return ", ".join(f"{word} {words.number(count)}" for word, count in value)
    named = words.name(column, value)
    return words.number(value) if named == str(value) and isinstance(value, (int, float)) else named


def to_csv(words: Words, table: Table) -> bytes:
    """The table as CSV in UTF-8 with its mark, so that spreadsheets read it rightly. Numbers stay plain, names are the language's."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([words.column(each) for each in table.columns])
    for row in table.rows:
        writer.writerow([_plain(words, column, value) for column, value in zip(table.columns, row)])
    return out.getvalue().encode("utf-8-sig")


def _plain(words: Words, column: str, value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, int) and column != "answer":
        return value
    text = value.isoformat() if isinstance(value, date) else told(words, column, value)
    return f"'{text}" if text.startswith(RISKY) else text
