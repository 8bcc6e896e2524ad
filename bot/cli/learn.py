"""`heard learn`: what agents set right, as a review file; what a person accepted of it, into data and content; and what it did."""

from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console
from rich.text import Text

from bot.learning import review
from bot.learning import scores as training
from bot.settings import ROOT, settings

NLU = ROOT / "data" / "nlu"


def learn(
    to: Annotated[Optional[Path], typer.Option(help="The review file to write; build/learn.yml where none is given.")] = None,
    apply: Annotated[Optional[Path], typer.Option(help="A reviewed file: take what it accepts.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a review file that is there.")] = False,
    scores: Annotated[bool, typer.Option("--scores", help="Show how the last training scores beside the one before.")] = False,
) -> None:
    """Gather what agents corrected and edited for a person's review, or take a review. Nothing is merged by itself.

    Ends with 1 where a review has entries that were refused.
    """
    if scores and (apply or to):
        raise typer.BadParameter("give --scores by itself")
    if scores:
        _show_scores(settings().models / training.FILE)
    elif apply is None:
        _gather(to or ROOT / "build" / "learn.yml", force)
    else:
        _take(apply)


def _show_scores(path: Path) -> None:
    held = training.kept(path)
    if not held:
        raise FileNotFoundError(f"nothing was trained in {path.parent}: run `make train`")
    training.show(held, Console(soft_wrap=True))


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
        console.print("`make train` teaches them to the model and shows its scores beside the last; `heard learn --scores` shows them again.")
    if done.wordings:
        console.print("`heard check` reads the whole content once more.")
    if done.refused:
        raise typer.Exit(1)
