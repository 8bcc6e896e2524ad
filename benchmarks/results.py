"""The numbers of a run as rows, as a table for the terminal, and as the files in benchmarks/results. Pure but `write`."""

import json
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from rich.table import Table

Values = dict[str, float]
NONE = "–"


@dataclass(frozen=True)
class Metric:
    """One row: what it is called, its decimals, and whether more is better (then the ratio is turned round)."""

    key: str
    label: str
    decimals: int = 0
    more_is_better: bool = False
    compared: bool = True


METRICS = (
    Metric("training", "training on {examples} examples, s", 1),
    Metric("training_full", "training on all {full} examples, s", 1),
    Metric("start", "start to a loaded /status, s (median of {starts})", 1),
    Metric("first_turns", "slowest of the first {warm_up} turns, ms"),
    Metric("memory_idle", "memory after the start, MB"),
    Metric("memory_busy", "memory after 8 clients, MB"),
    Metric("processor", "processor time of a turn, ms", 1),
    Metric("alone_p50", "turn with 1 client, ms: p50", 1),
    Metric("alone_p95", "turn with 1 client, ms: p95", 1),
    Metric("alone_p99", "turn with 1 client, ms: p99", 1),
    Metric("alone_rate", "turns/s with 1 client", 1, more_is_better=True),
    Metric("together_p50", "turn with 8 clients, ms: p50", 1),
    Metric("together_p95", "turn with 8 clients, ms: p95", 1),
    Metric("together_p99", "turn with 8 clients, ms: p99", 1),
    Metric("together_rate", "turns/s with 8 clients", 1, more_is_better=True),
    Metric("turn_early", "turn 10 of one conversation, ms", 1),
    Metric("turn_late", "turn {late} of one conversation, ms", 1),
    Metric("growth", "turn {late} over turn 10", 2),
    Metric("answered", "turns that the actions answered, %", 1, compared=False),
)
COMPARED = (
    "Rasa's default is DIET and TED, 100 epochs each, under plain `rasa` with its tracker store in memory, on the same "
    "examples: on all of them DIET takes too long here. The same code of the actions answers both, with an action server "
    "for each. Both run at once and take turns in rounds, so that a busy moment of the machine falls on both. The ratio is how many times better ours is."
)
HEADINGS = ("measured", "ours", "Rasa's default", "ratio")


def percentile(values: list[float], share: float) -> float:
    """The smallest value that `share` percent of all values do not exceed (nearest rank).

    Raises:
        ValueError: no values, or a share outside 0 to 100.
    """
    if not values or not 0 <= share <= 100:
        raise ValueError(f"percentile {share} of {len(values)} values")
    return sorted(values)[max(1, ceil(len(values) * share / 100)) - 1]


def ratio(metric: Metric, ours: float | None, default: float | None) -> str:
    """How many times better ours is: above 1 is better. A dash where one of the two is missing or zero."""
    if not ours or not default or not metric.compared:
        return NONE
    return f"{ours / default if metric.more_is_better else default / ours:.1f}×"


def rows(report: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """The table's cells, without the metrics that neither pipeline has."""
    ours, default = report["ours"], report.get("default") or {}
    found = [metric for metric in METRICS if metric.key in ours or metric.key in default]
    return [_row(metric, report, ours.get(metric.key), default.get(metric.key)) for metric in found]


def _row(metric: Metric, report: dict, ours: float | None, default: float | None) -> tuple[str, str, str, str]:
    cells = (NONE if value is None else f"{value:,.{metric.decimals}f}" for value in (ours, default))
    return (metric.label.format(**report["counts"]), *cells, ratio(metric, ours, default))


def notes(report: dict[str, Any]) -> list[str]:
    """What the numbers are of; each a whole sentence or more."""
    machine, counts = report["machine"], report["counts"]
    found = [
        f"{report['date']}, commit {report['commit']}, {machine['cores']} cores ({machine['processor']}), "
        f"load average {machine['load']:.1f} before the run.",
        f"Trained on {counts['examples']} of {counts['all_examples']} examples (seed {counts['seed']}): the same number "
        f"of each of {counts['intents']} intents, half English, half the other {counts['languages'] - 1} languages.",
        f"{counts['texts']} messages that were not trained on, of all causes and languages; a new conversation every "
        "6 turns; the clients run on the same machine, and no client waits before its next message.",
        f"Turns 10 and {counts['late']} are medians of the ten turns around them, with the same texts.",
        "Ours is config.yml under bot.light_rasa with its SQLite tracker store; its training encodes every example anew.",
    ]
    return found + ([COMPARED] if "default" in report else [])


def table(report: dict[str, Any]) -> Table:
    """For the terminal."""
    shown = Table(*HEADINGS, title="A turn of Heard beside Rasa's default pipeline", caption="\n".join(notes(report)))
    for column in shown.columns[1:]:
        column.justify = "right"
    for row in rows(report):
        shown.add_row(*row)
    return shown


def markdown(report: dict[str, Any]) -> str:
    """The content of turns.md."""
    lines = ["# A turn of Heard beside Rasa's default pipeline", "", "Written by `make bench`.", ""]
    lines += [f"- {note}" for note in notes(report)]
    lines += ["", f"| {' | '.join(HEADINGS)} |", "|---|---:|---:|---:|"]
    lines += [f"| {' | '.join(row)} |" for row in rows(report)]
    return "\n".join(lines) + "\n"


def write(report: dict[str, Any], folder: Path) -> None:
    """turns.md for people and turns.json for programs."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "turns.md").write_text(markdown(report), encoding="utf-8")
    (folder / "turns.json").write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
