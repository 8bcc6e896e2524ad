"""Which chart shows which table."""

from collections.abc import Callable, Iterable
from typing import Any

from bot.models import FEELINGS
from desk.insights.cells import told
from desk.insights.charts import Bar, Part, bars, legend
from desk.insights.tabled import Table
from desk.insights.words import Words

MOST = 14  # bars in a chart; the table holds all
LONGEST = 70  # characters of a label
Drawn = tuple[list[Bar], list[tuple[str, str]], bool]


def chart(words: Words, table: Table) -> str:
    """The chart with its legend; nothing for a table without rows, or one that is all words."""
    draw = DRAWN.get(table.id)
    if draw is None or not any(isinstance(cell, (int, float)) and cell for row in table.rows for cell in row[1:]):
        return ""
    found, kinds, whole = draw(words, table)
    title = words.say(f"tables.{table.id}.title")
    svg = bars(table.id, words.say("alt", title=title), found[: MOST * 2], words.rtl, whole)
    return (legend(kinds) if len(kinds) > 1 else "") + svg


def _label(words: Words, column: str, value: Any) -> str:
    text = told(words, column, value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _feelings(words: Words, table: Table) -> Drawn:
    kinds = [(f"f-{each}", words.column(each)) for each in FEELINGS]
    found = [
        Bar(_label(words, "cause", row[0]), _parts(words, kinds, row[1:9]), words.number(row[9])) for row in table.rows[:MOST]
    ]  # fmt: skip
    return found, kinds, False


def _parts(words: Words, kinds: list[tuple[str, str]], values: Iterable[float]) -> list[Part]:
    return [Part(kind, value, f"{says}: {words.number(value)}") for (kind, says), value in zip(kinds, values)]


def _upset(words: Words, table: Table) -> Drawn:
    """All, with those who were upset in front."""
    kinds, place = [("k-upset", words.column("upset")), ("k-rest", words.column("others"))], table.columns.index("all")
    found = []
    for row in table.rows[:MOST]:
        every, share = row[place], row[place + 1]
        upset = round(every * share)
        name = row[1] if table.id == "touchpoints" and row[1] else ""
        label = f"{name} · {row[0]}" if name and row[0] else name or _label(words, table.columns[0], row[0])
        found.append(Bar(label[:LONGEST], _parts(words, kinds, (upset, every - upset)), f"{words.number(every)} · {words.share(share)}"))
    return found, kinds, False


def _pairs(one: str, two: str) -> Callable[[Words, Table], Drawn]:
    """Two bars a row, one under the other."""

    def draw(words: Words, table: Table) -> Drawn:
        kinds = [("k-rest", words.column(one)), ("k-now", words.column(two))]
        found = []
        for row in table.rows[:MOST]:
            for place, (kind, says) in enumerate(kinds):
                value = row[table.columns.index((one, two)[place])]
                label = _label(words, table.columns[0], row[0]) if place == 0 else ""
                found.append(Bar(label, [Part(kind, value, f"{says}: {words.number(value)}")], words.number(value)))
        return found, kinds, False

    return draw


def _plain(words: Words, table: Table) -> Drawn:
    """One bar a row, with its share of all."""
    found = []
    for row in table.rows[:MOST]:
        share = words.share(row[1] / table.total) if table.total else ""
        found.append(Bar(_label(words, table.columns[0], row[0]), [Part(f"o-{row[0]}", row[1], words.number(row[1]))], f"{words.number(row[1])} · {share}"))
    return found, [("k-now", "")], False


def _states(*names: str, label: str, whole: bool = False) -> Callable[[Words, Table], Drawn]:
    def draw(words: Words, table: Table) -> Drawn:
        kinds = [(f"s-{each}", words.column(each)) for each in names]
        places = [table.columns.index(each) for each in names]
        found = []
        for row in table.rows[:MOST]:
            values = [row[place] for place in places]
            found.append(Bar(_label(words, label, row[table.columns.index(label)]), _parts(words, kinds, values), words.number(sum(values))))
        return found, kinds, whole

    return draw


DRAWN: dict[str, Callable[[Words, Table], Drawn]] = {
    "feelings": _feelings,
    "rising": _pairs("before", "this_week"),
    "rising_month": _pairs("before", "this_month"),
    "touchpoints": _upset,
    "languages": _upset,
    "weeks": _upset,
    "start_end": _pairs("first", "last"),
    "outcomes": _plain,
    "ratings": _plain,
    "promises": _states("kept", "broken", "open", label="cause"),
    "wordings": _states("taken", "edited", "dismissed", label="wording", whole=True),
    "tones": _states("taken", "edited", "dismissed", label="tone", whole=True),
}
