"""`heard learn`: what agents set right, as a review file; and what a person accepted of it, into data and content."""

import json
from pathlib import Path
from typing import Annotated, Any, Optional

import typer
from rich.console import Console
from rich.text import Text

from bot.learning import review
from bot.settings import ROOT, settings

NLU = ROOT / "data" / "nlu"


def learn(
    to: Annotated[Optional[Path], typer.Option(help="The review file to write; build/learn.yml where none is given.")] = None,
    apply: Annotated[Optional[Path], typer.Option(help="A reviewed file: take what it accepts.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a review file that is there.")] = False,
) -> None:
    """Gather what agents corrected and edited for a person's review, or take a review. Nothing is merged by itself.

    Ends with 1 where a review has entries that were refused.
    """
    if apply is None:
        _gather(to or ROOT / "build" / "learn.yml", force)
    else:
        _take(apply)


def _gather(path: Path, force: bool) -> None:
    from desk import learning
    from desk.database import database

    if path.exists() and not force:
        raise FileExistsError(f"{path} is there, perhaps half reviewed: take it with --apply, or write over it with --force")
    with database().reading() as connection:
        found = learning.candidates(connection)
    console = Console(soft_wrap=True)
    if not found.examples and not found.wordings:
        console.print("nothing new: no correction and no edited suggestion waits for a review")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(review.dump(found), encoding="utf-8")
    _show(console, found)
    console.print(f"{len(found.examples)} examples and {len(found.wordings)} wordings in {path}: set accept, then heard learn --apply {path}")


def _show(console: Console, found: review.Review) -> None:
    for each in found.examples:
        console.print(Text(f"@ {each.language} example: {each.text}", "bold"))
        right = {"cause": each.intent, "feeling": each.feeling, "intensity": each.intensity}
        for name, value in right.items():
            if each.read.get(name) != value:
                _change(console, f"{name}: {each.read.get(name)}", f"{name}: {value}")
        _note(console, each.note)
    for each in found.wordings:
        console.print(Text(f"@ {each.language} {each.list}", "bold"))
        _change(console, each.suggested, each.became)
        _note(console, each.note)


def _change(console: Console, before: str, after: str) -> None:
    console.print(Text(f"- {before}", "red"))
    console.print(Text(f"+ {after}", "green"))


def _note(console: Console, note: str) -> None:
    if note:
        console.print(Text(f"  {note}", "dim"))


def _take(path: Path) -> None:
    from desk import learning
    from desk.database import database

    console = Console(soft_wrap=True)
    with Console(stderr=True).status("taking what was accepted"):
        done = learning.apply(database(), path, settings().content, NLU)
    for each in done.refused:
        console.print(Text(f"refused: {each}", "red"))
    told = f"{done.examples} examples and {done.wordings} wordings taken, {done.held} stood there already, {len(done.refused)} refused"
    console.print(told)
    if done.examples:
        console.print("`make train` teaches them to the model; " + last_training(settings().models / "trained.json"))
    if done.wordings:
        console.print("`heard check` reads the whole content once more.")
    if done.refused:
        raise typer.Exit(1)


def last_training(path: Path) -> str:
    """What the last training came to, to compare the next with."""
    try:
        held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "nothing was trained here before."
    scores = held.get("scores")
    if not isinstance(scores, dict) or not scores:
        return f"the last one, on {held.get('examples', 'unknown')} examples, kept no scores (`heard bench reading` makes them)."
    return "the last one scored " + ", ".join(f"{name} {_score(value)}" for name, value in scores.items()) + "."


def _score(value: Any) -> str:
    if isinstance(value, dict):
        return "(" + ", ".join(f"{name} {_score(each)}" for name, each in value.items()) + ")"
    return f"{value:.1%}" if isinstance(value, float) and value <= 1 else str(value)
