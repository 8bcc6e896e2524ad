"""`python -m benchmarks.turns` (`make bench`): the same intents through our pipeline and Rasa's default one, timed.

Here is the order of a run; its parts are in the modules beside this one.
"""

import json
import signal
import sys
import tempfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import psutil
import typer
from rich.console import Console

from benchmarks import results
from benchmarks.machine import commit, machine
from benchmarks.measuring import FULL, QUICK, Bench, Plan, measure, progress_bars
from benchmarks.projects import Project, default_project, our_project
from benchmarks.sampling import SEED, messages, sample
from benchmarks.servers import CommandFailed
from bot.reading.examples import Example, all_examples
from bot.settings import ROOT, settings

RESULTS = ROOT / "benchmarks" / "results"
SCRATCH = ROOT / "var" / "benchmarks"  # logs, and the results of runs that don't compare in full
TEXTS = 60


def main(
    quick: Annotated[bool, typer.Option("--quick", help="Few examples and turns, to see that it runs.")] = False,
    skip_default: Annotated[bool, typer.Option("--skip-default", help="Measure our pipeline alone.")] = False,
) -> None:
    """Measure training, start, memory and turns of both pipelines. Only a full run writes to benchmarks/results."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers end with us
    try:
        report = run(QUICK if quick else FULL, skip_default)
    except (CommandFailed, OSError, ValueError, psutil.Error) as error:
        sys.stderr.write(f"benchmark: {error}\n")
        sys.exit(1)
    folder = SCRATCH if quick or skip_default else RESULTS
    results.write(report, folder)
    Console().print(results.table(report))
    sys.stdout.write(f"written to {folder.relative_to(ROOT)}/turns.md and turns.json\n")


def run(plan: Plan, skip_default: bool) -> dict[str, Any]:
    """The whole run, as a report for `results`. Projects and models lie in a temporary folder, gone afterwards.

    Raises:
        CommandFailed: a training or a server failed.
        OSError: a turn failed, or something is not built yet; the message says what to type.
        ValueError: data/nlu has a mistake, or too few examples.
    """
    report = {"date": f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z}", "commit": commit(), "machine": machine()}
    examples = all_examples(ROOT / "data" / "nlu")
    chosen = sample(examples, plan.examples)
    texts = messages(_unseen(examples, chosen), TEXTS)
    report["counts"] = counts(plan, examples, chosen, texts)
    SCRATCH.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="heard-benchmark-") as folder, progress_bars() as progress:
        projects = _projects(Path(folder), chosen, skip_default)
        bench = Bench(plan, texts, projects[0].folder, SCRATCH, progress)
        report |= measure(projects, bench)
    add_full_training(report, settings().models / "trained.json")
    return report


def _unseen(examples: list[Example], chosen: list[Example]) -> list[Example]:
    """The examples whose text neither pipeline is trained on."""
    taken = {each.text for each in chosen}
    return [each for each in examples if each.text not in taken]


def counts(plan: Plan, examples: list[Example], chosen: list[Example], texts: list[str]) -> dict[str, int]:
    """How much of what was measured."""
    intents, languages = ({getattr(each, name) for each in chosen} for name in ("intent", "language"))
    found = {"examples": len(chosen), "all_examples": len(examples), "texts": len(texts), "seed": SEED}
    return {**asdict(plan), **found, "intents": len(intents), "languages": len(languages)}


def _projects(folder: Path, chosen: list[Example], skip_default: bool) -> list[Project]:
    ours = our_project(folder / "ours", chosen)
    return [ours] if skip_default else [ours, default_project(folder / "default", chosen)]


def add_full_training(report: dict[str, Any], path: Path) -> None:
    """Put in what `make train` wrote of its last training on all examples; nothing where there was none."""
    if path.exists():
        record = json.loads(path.read_text(encoding="utf-8"))
        report["ours"]["training_full"] = record["seconds"]
        report["counts"]["full"] = record["examples"]


if __name__ == "__main__":
    typer.run(main)
