"""The figures of a run as tables, for the terminal and for benchmarks/results/reading.md. Holds no message."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich import table as rich_table
from rich.console import Group
from rich.text import Text

NONE = "–"


@dataclass(frozen=True)
class Table:
    """A table with what is to be known to read it; `pictures` are files beside reading.md that show the same."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """A whole run: how it was measured, and its tables."""

    notes: tuple[str, ...]
    tables: tuple[Table, ...]


def figure(value: float | None, decimals: int = 2) -> str:
    """A number as a cell; a dash for none."""
    return NONE if value is None else f"{value:.{decimals}f}"


def short(value: float | None) -> str:
    """A share without its leading zero, for a cell of several."""
    return figure(value).removeprefix("0")


def pair(*values: float | None) -> str:
    """Several shares in one cell."""
    return NONE if all(value is None for value in values) else "/".join(map(short, values))


def points(english: float | None, other: float | None) -> str:
    """How many percentage points a share lies below the English one; less than nothing where it lies above."""
    return NONE if english is None or other is None else f"{round(100 * (english - other))}".replace("-", "−")


def terminal(report: Report) -> Group:
    """For the terminal."""
    return Group(*(Text(f"- {note}") for note in report.notes), *(_shown(each) for each in report.tables))


def _shown(table: Table) -> rich_table.Table:
    caption = Text("\n".join(table.notes), "dim")
    shown = rich_table.Table(*table.headings, title=table.title, caption=caption, title_justify="left", caption_justify="left")
    shown.columns[0].no_wrap = True
    for column in shown.columns[1:]:
        column.justify, column.overflow = "right", "fold"
    for row in table.rows:
        shown.add_row(*(Text(cell) for cell in row))
    return shown


def markdown(report: Report) -> str:
    """The content of reading.md."""
    lines = ["# How well messages are read", "", "Written by `make bench-reading`.", "", *_listed(report.notes)]
    for table in report.tables:
        lines += ["", f"## {table.title}", "", *_listed(table.notes), *([""] if table.notes else []), *_piped(table)]
        lines += [line for name in table.pictures for line in ("", f"![{table.title}]({name})")]
    return "\n".join(lines) + "\n"


def _listed(notes: Sequence[str]) -> list[str]:
    return [f"- {note}" for note in notes]


def _piped(table: Table) -> list[str]:
    rule = "|---|" + "---:|" * (len(table.headings) - 1)
    return [f"| {' | '.join(table.headings)} |", rule, *(f"| {' | '.join(row)} |" for row in table.rows)]


def write(report: Report, folder: Path) -> Path:
    """Write reading.md; the pictures are written beside it by `pictures`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "reading.md"
    path.write_text(markdown(report), encoding="utf-8")
    return path
