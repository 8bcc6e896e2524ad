"""The learning curve: right causes and feelings on our own scenarios by number of training examples.

Its figures are kept in benchmarks/results/reading-learning.json, because making them takes minutes.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.reading.heads import heads_reader
from benchmarks.reading.report import Table, figure
from benchmarks.reading.scenarios import Told, cause_share, feeling_share
from benchmarks.sampling import stratified
from bot.reading.encoder import Encoder
from bot.reading.examples import Example

SIZES = (500, 1000, 2000, 5000, 10_000)
FILE = "reading-learning.json"


@dataclass(frozen=True)
class Point:
    """Both shares after training on so many examples."""

    examples: int
    cause: float
    feeling: float


@dataclass(frozen=True)
class Curve:
    """The points of our encoder and of the untuned one, and when and at which commit they were measured."""

    date: str
    commit: str
    points: tuple[Point, ...]
    untuned: tuple[Point, ...]


def sizes(examples: int) -> tuple[int, ...]:
    """SIZES below the number of examples, and all of them."""
    return (*(size for size in SIZES if size < examples), examples)


def learning(
    examples: list[Example], told: Sequence[Told], advance: Callable[[], None], encoder: Encoder | None = None
) -> tuple[Point, ...]:
    """Train the heads on each of the nested subsets, over our own encoder or another, and read every scenario."""
    found = []
    order, own = stratified(examples), [(each.language, each.scenario) for each in told if not each.apart]
    for size in sizes(len(order)):
        reader = heads_reader(order[:size], encoder)
        pairs = [(each, reader.read(each.text, language, each.context)) for language, each in own]
        found.append(Point(size, round(cause_share(pairs), 4), round(feeling_share(pairs), 4)))
        advance()
    return tuple(found)


def save(curve: Curve, folder: Path) -> None:
    """Keep the figures for later reports."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(json.dumps(asdict(curve), indent=2) + "\n", encoding="utf-8")


def kept(folder: Path) -> Curve | None:
    """The figures of the last curve, if there was one."""
    path = folder / FILE
    if not path.exists():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    points, untuned = (tuple(Point(**each) for each in data[name]) for name in ("points", "untuned"))
    return Curve(data["date"], data["commit"], points, untuned)


def curve_table(curve: Curve) -> Table:
    """A line for each size."""
    lines = tuple(
        (f"{one.examples:,}", *map(figure, (one.cause, one.feeling, other.cause, other.feeling)))
        for one, other in zip(curve.points, curve.untuned)
    )
    notes = (
        f"Measured {curve.date} at {curve.commit} (`heard bench reading --curve`).",
        "The linear heads alone, trained on nested subsets that hold each intent of each language in its share.",
        "Read: our own scenarios of all languages, without those of offtopic.yml.",
        "Our encoder was tuned on nine tenths of all examples, whatever the size: what few examples teach is seen with the untuned one.",
    )
    headings = ("examples", "cause", "feeling", "cause, untuned", "feeling, untuned")
    return Table("Learning curve", headings, lines, notes, ("reading-learning.png",))
