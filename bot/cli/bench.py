"""`heard bench`: measurements of Heard on this machine. What measures is in `benchmarks`, which is no part of the product."""

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console

from bot.settings import ROOT

app = typer.Typer(no_args_is_help=True, help="Measure Heard on this machine.")


@app.callback()
def bench() -> None:
    """Measure Heard on this machine."""


@app.command()
def reading(
    data: Annotated[Optional[Path], typer.Option(help="A folder of labelled *.jsonl, scored after our own scenarios.")] = None,
    peers: Annotated[bool, typer.Option(help="Score Rasa's default pipeline (DIET) too; it needs .venv-diet.")] = True,
    curve: Annotated[bool, typer.Option("--curve", help="Make the learning curve anew; takes minutes.")] = False,
    out: Annotated[Optional[Path], typer.Option(help="Write here instead of benchmarks/results.")] = None,
) -> None:
    """Score how well messages are read, beside VADER, always negative, and DIET."""
    _find_benchmarks()
    console = Console(stderr=True)
    try:
        with console.status("starting"):
            from benchmarks.reading.diet import FULL
            from benchmarks.reading.report import terminal
            from benchmarks.reading.run import RESULTS, Options, run
            from benchmarks.servers import CommandFailed
    except ModuleNotFoundError as error:
        raise FileNotFoundError(f"the benchmarks need the package {error.name}: run `make setup`") from error
    try:
        report, path = run(Options(data, FULL if peers else None, curve, out or RESULTS))
    except CommandFailed as error:
        sys.stderr.write(f"heard: {error}\n")
        raise typer.Exit(1) from error
    Console().print(terminal(report))
    console.print(f"written to {path}", soft_wrap=True)


def _find_benchmarks() -> None:
    """Make `import benchmarks` work: only a checkout holds them, and `heard` starts from anywhere.

    Raises:
        FileNotFoundError: this is no checkout.
    """
    if not (ROOT / "benchmarks" / "reading").is_dir():
        raise FileNotFoundError(f"{ROOT / 'benchmarks'} is missing: `heard bench` runs from a checkout of the repository")
    if str(ROOT) not in sys.path:
        sys.path.append(str(ROOT))
