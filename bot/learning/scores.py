"""How a training scores on our own scenarios, kept in `models/trained.json` beside the training before, and both as a table."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.models import LANGUAGES, Reading
from bot.reading.scenarios import Scenario, cause_right, facts_right, read_scenarios
from bot.settings import ROOT

SCENARIOS = ROOT / "tests" / "reading"  # a test keeps them out of the training examples
FILE = "trained.json"  # in the folder of the models
WORST = 3  # falls that are named
ALL = "all"

Read = Callable[[str, str, tuple[str, ...]], Reading]
Counts = dict[str, int]


def feeling_right(scenario: Scenario, reading: Reading) -> bool:
    """Whether the feeling read is one that a careful reader accepts."""
    return reading.feeling in scenario.feelings


MEASURES = {"cause": cause_right, "feeling": feeling_right, "facts": facts_right}


def scored(read: Read, folder: Path) -> dict[str, Any]:
    """What a reader makes of the scenarios: by language how many there are, and how many are right by each measure.

    `scenarios` tells one set of them from another: scores on two sets are not to be compared.
    """
    told = {language: read_scenarios(folder / f"{language}.yml") for language in LANGUAGES}
    counts = {language: _counts(language, each, read) for language, each in told.items()}
    return {"scenarios": hashlib.sha256(repr(told).encode()).hexdigest()[:12], "scores": counts}


def _counts(language: str, scenarios: list[Scenario], read: Read) -> Counts:
    pairs = [(each, read(each.text, language, each.context)) for each in scenarios]
    return {"messages": len(pairs)} | {name: sum(right(*pair) for pair in pairs) for name, right in MEASURES.items()}


def kept(path: Path) -> dict[str, Any]:
    """The last training, with the one before it under `before`; empty where nothing was trained."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def keep(path: Path, training: dict[str, Any]) -> dict[str, Any]:
    """Put a training in the place of the last one, which becomes the one before; returns what the file holds now."""
    last = {name: value for name, value in kept(path).items() if name != "before"}
    held = training | ({"before": last} if last else {})
    written = path.with_suffix(".new")
    written.write_text(json.dumps(held), encoding="utf-8")
    os.replace(written, path)
    return held


def show(held: dict[str, Any], console: Console) -> None:
    """The last training beside the one before."""
    if not held.get("scores"):
        console.print("The last training kept no scores; the next one does, where tests/reading is there.")
        return
    now, before = held["scores"], comparable(held)
    console.print(_table(now, before))
    console.print(f"Share of our own scenarios read rightly; trained on {held['examples']:,} examples{_before(held)}.", highlight=False)
    if before:
        console.print(_told(falls(now, before)), highlight=False)


def comparable(held: dict[str, Any]) -> dict[str, Counts]:
    """The scores of the training before; empty where there was none, or it was scored on other scenarios."""
    before = held.get("before") or {}
    return before.get("scores") or {} if before.get("scenarios") == held["scenarios"] else {}


def _before(held: dict[str, Any]) -> str:
    before = held.get("before")
    if not before:
        return ", the first training here"
    if not before.get("scores"):
        return "; the training before kept no scores"
    if not comparable(held):
        return "; the training before read other scenarios, so its scores can't stand beside these"
    return f", {before['examples']:,} before"


@dataclass(frozen=True)
class Fall:
    """Fewer right readings than before, of so many."""

    language: str
    measure: str
    before: int
    now: int
    messages: int


def falls(now: dict[str, Counts], before: dict[str, Counts]) -> list[Fall]:
    """What fell, the worst first."""
    places = [(language, name) for language in now for name in MEASURES if now[language][name] < before[language][name]]
    found = [Fall(at, name, before[at][name], now[at][name], now[at]["messages"]) for at, name in places]
    return sorted(found, key=lambda each: each.now - each.before)


def _told(found: list[Fall]) -> str:
    worst = [f"{each.measure} in {each.language} from {each.before} to {each.now} of {each.messages}" for each in found[:WORST]]
    more = f"; and {len(found) - WORST} more" if len(found) > WORST else ""
    return f"Fell: {'; '.join(worst)}{more}." if found else "Nothing fell."


def _table(now: dict[str, Counts], before: dict[str, Counts]) -> Table:
    table = Table(box=None, padding=(0, 3, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("language")
    for name in MEASURES:
        table.add_column(name, justify="right")
    now, before = _with_all(now), _with_all(before) if before else {}
    for language, counts in now.items():
        table.add_row(language, *(_cell(name, counts, before.get(language)) for name in MEASURES))
    return table


def _with_all(scores: dict[str, Counts]) -> dict[str, Counts]:
    names = ("messages", *MEASURES)
    return scores | {ALL: {name: sum(each[name] for each in scores.values()) for name in names}}


def _cell(name: str, now: Counts, before: Counts | None) -> str:
    share = f"{now[name] / now['messages']:.0%}"
    return f"{before[name] / before['messages']:.0%} → {share}" if before else share
