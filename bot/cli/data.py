"""`heard data`: how the training examples are spread over causes, feelings, forms and signals, with holes in red."""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Annotated, Optional

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.replies import known_languages
from bot.library import library
from bot.models import FEELINGS, LANGUAGES, to_json
from bot.reading.examples import all_examples
from bot.reading.feeling_words import load
from bot.reading.spread import Group, Hole, Spread, holes, spread_of
from bot.settings import ROOT, settings

LISTED = 10  # near-duplicates and words shown of each language; --json prints all


def data(
    language: Annotated[Optional[list[str]], typer.Option(help="Only this language; may be given more than once.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print counts and holes as JSON.")] = False,
) -> None:
    """Show how the training examples are spread. Ends with 1 where that has holes."""
    languages = known_languages(language, "--language")
    with Console(stderr=True).status("counting the examples"):
        spreads = all_spreads(languages)
    found = [hole for each in spreads for hole in holes(each, library())]
    if as_json:
        sys.stdout.write(json.dumps(_as_json(spreads, found), ensure_ascii=False) + "\n")
    else:
        show(spreads, found)
    if found:
        raise typer.Exit(1)


def all_spreads(languages: tuple[str, ...] = LANGUAGES) -> list[Spread]:
    """The spread of each language's examples under data/nlu."""
    examples = all_examples(ROOT / "data" / "nlu")
    words = load(settings().content / "feeling_words.yml")
    return [spread_of(examples, language, library(), words[language]) for language in languages]


def _as_json(spreads: list[Spread], found: list[Hole]) -> dict:
    return {"spreads": [to_json(each) | _shares(each) for each in spreads], "holes": to_json(found)}


def _shares(spread: Spread) -> dict[str, float]:
    return {"near_duplicate_share": spread.near_duplicate_share(), "named_share": spread.named_share()}


def show(spreads: list[Spread], found: list[Hole]) -> None:
    """Every language's tables, then the holes."""
    console = Console(soft_wrap=True)
    for spread in spreads:
        own = {(hole.kind, hole.name, hole.feeling) for hole in found if hole.language == spread.language}
        console.rule(f"{spread.language}: {spread.all.count:,} examples")
        for part in (*_tables(spread, own), *_repetitions(spread, own), _named(spread, own)):
            console.print(part)
    for hole in found:
        where = f"{hole.name} ({hole.feeling})" if hole.feeling else hole.name
        console.print(Text.assemble(f"{hole.language}: ", (where, "bold"), f": {hole.problem}", style="red"))
    console.print(f"{len(found)} holes" if found else "no holes")


def _tables(spread: Spread, holed: set[tuple]) -> Iterator[Table]:
    yield _table("cause or act", spread.intents, holed)
    yield _totals(spread, holed)
    yield _table("form", spread.forms, holed)
    yield _table("signal", spread.signals, holed)


def _repetitions(spread: Spread, holed: set[tuple]) -> Iterator[Text]:
    yield Text(f"{len(spread.duplicates)} texts stand more than once", _style(bool(spread.duplicates)))
    share = f"{spread.near_duplicate_share():.1%} are almost like another, in {len(spread.near_duplicates)} pairs"
    yield Text(share, _style(("near_duplicates", "all", "") in holed))
    for pair in spread.near_duplicates[:LISTED]:
        yield Text("  " + " | ".join(pair), "dim")


def _named(spread: Spread, holed: set[tuple]) -> Text:
    words = ", ".join(f"{word} {count}" for word, count in list(spread.named.items())[:LISTED])
    share = f"{spread.named_share():.1%} of {spread.upset:,} upset examples name a feeling"
    return Text(share + (f": {words}" if words else ""), _style(("named_feelings", "all", "") in holed))


def _columns(first: str) -> Table:
    """An empty table that fits 80 columns: feelings stand by their first four letters."""
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    table.add_column(first, min_width=20)
    for name in ("all", *(feeling[:4] for feeling in FEELINGS), "forms", "words"):
        table.add_column(name, justify="right", min_width=4)
    return table


def _table(first: str, groups: Mapping[str, Group], holed: set[tuple]) -> Table:
    """One row for each group; `words` are the shortest, median and longest length."""
    table = _columns(first)
    for name, group in groups.items():
        red = {kind for kind, where, _ in holed if where == name}
        forms = Text(str(len(group.forms)), _style("cause_forms" in red))
        counted = bool(red & {"cause", "act", "form", "signal", "unknown"})
        table.add_row(name, _number(group.count, counted), *_feelings(name, group, holed), forms, _lengths(group))
    return table


def _feelings(name: str, group: Group, holed: set[tuple]) -> list[Text]:
    """A count for each feeling; red where the cause lacks it."""
    lacking = {feeling for kind, where, feeling in holed if (kind, where) == ("cause_feeling", name)}
    if ("upset_feelings", name, "") in holed:
        lacking |= {feeling for feeling in FEELINGS if library().upset(feeling) and feeling not in group.feelings}
    return [_number(group.feelings.get(each, 0), each in lacking) for each in FEELINGS]


def _totals(spread: Spread, holed: set[tuple]) -> Table:
    """The counts of the whole language, and each feeling's share."""
    table = _columns("whole language")
    counts = {feeling: spread.all.feelings.get(feeling, 0) for feeling in FEELINGS}
    table.add_row("all", str(spread.all.count), *map(str, counts.values()), str(len(spread.all.forms)), _lengths(spread.all))
    shares = [
        Text(f"{count / max(1, spread.all.count):.0%}", _style(("feeling", each, "") in holed)) for each, count in counts.items()
    ]
    table.add_row("share", "", *shares)
    return table


def _lengths(group: Group) -> str:
    return "-".join(map(str, group.words))


def _number(count: int, hole: bool) -> Text:
    return Text(str(count) if count or hole else "·", _style(hole))


def _style(hole: bool) -> str:
    return "bold red" if hole else ""
