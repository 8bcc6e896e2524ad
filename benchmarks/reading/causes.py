"""Causes against the issue categories of others: which of ours answer to theirs (cause_mapping.yml), and the scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reading import scores
from benchmarks.reading.readers import CAUSE
from benchmarks.reading.report import Table, short
from benchmarks.reading.rows import Row
from benchmarks.reading.tasks import Answers, saying, slices
from bot import yaml_files
from bot.library import library
from bot.models import NO_CAUSE, Reading
from bot.settings import ROOT
from bot.yaml_files import ContentError

FILE = ROOT / "benchmarks" / "cause_mapping.yml"


@dataclass(frozen=True)
class Mapping:
    """Our causes for each category, and why the categories left out are."""

    causes: dict[str, frozenset[str]]
    left_out: dict[str, str]

    @property
    def categories(self) -> tuple[str, ...]:
        """Every category that a row may have."""
        return (*self.causes, *self.left_out)


def read_mapping(path: Path = FILE) -> Mapping:
    """The mapping, held against the taxonomy.

    Raises:
        ContentError: a category without causes or reason, or a cause that is not ours.
    """
    content = yaml_files.read(path)
    causes = {name: _causes(path, name, each) for name, each in _section(path, content, "categories").items()}
    left_out = _section(path, content, "left_out")
    for name, reason in left_out.items():
        if not isinstance(reason, str) or name in causes:
            raise ContentError(path, ("left_out", name), "say in words why it is left out, and leave it out of categories")
    return Mapping(causes, left_out)


def _section(path: Path, content: dict, name: str) -> dict:
    if not isinstance(content.get(name, {}), dict) or not {"categories", "left_out"} & set(content):
        raise ContentError(path, (name,), "`category: ..` lines under categories and left_out belong here")
    return content.get(name, {})


def _causes(path: Path, name: str, entry: object) -> frozenset[str]:
    whole = isinstance(entry, dict) and entry.get("because") and isinstance(entry.get("causes"), list)
    if not whole or not entry["causes"]:
        raise ContentError(path, ("categories", name), "a category is {causes: [..], because: ..}")
    unknown = [cause for cause in entry["causes"] if cause not in library().causes]
    if unknown:
        raise ContentError(path, ("categories", name, "causes"), f"{unknown[0]!r} is no cause of content/taxonomy.yml")
    return frozenset(entry["causes"])


def right(mapping: Mapping, category: str, reading: Reading) -> bool:
    """The plain rule: the cause or a further one answers to the category. Wrong where no cause was read."""
    named = () if reading.cause == NO_CAUSE else (reading.cause, *reading.also)
    return bool({*named} & mapping.causes[category])


def by_sum(mapping: Mapping, reading: Reading) -> str | None:
    """The category whose causes have the largest summed probability; of equals, the one of fewer causes, then the first."""
    sums = {name: round(sum(reading.causes.get(each, 0.0) for each in causes), 6) for name, causes in mapping.causes.items()}
    best = max(sums, key=lambda name: (sums[name], -len(mapping.causes[name])))
    return best if sums[best] else None


def cause_table(rows: Sequence[Row], answers: Sequence[Answers], mapping: Mapping) -> Table:
    """Accuracy and abstentions by peer: on all mapped rows, by source, by category."""
    kept = [at for at, row in enumerate(rows) if row.label in mapping.causes]
    mapped = [rows[at] for at in kept]
    saying_so = [Answers(each.peer, tuple(each.readings[at] for at in kept)) for each in saying(CAUSE, answers)]
    headings = ("rows", "n", *(each.peer.name for each in saying_so))
    lines = [
        (label, str(len(of)), *(_cell(mapped, each, of, mapping) for each in saying_so))
        for label, of in _by_category(mapped)
    ]
    return Table("Cause", headings, tuple(lines), _notes(rows, mapping))


def _by_category(rows: Sequence[Row]) -> list[tuple[str, list[int]]]:
    labels = sorted({row.label for row in rows})
    return slices(rows) + [(label, [at for at, row in enumerate(rows) if row.label == label]) for label in labels]


def _cell(rows: Sequence[Row], answers: Answers, of: Sequence[int], mapping: Mapping) -> str:
    pairs = [(rows[at].label, answers.readings[at]) for at in of]
    plain = scores.share([right(mapping, label, reading) for label, reading in pairs])
    abstained = sum(reading.cause == NO_CAUSE for _, reading in pairs)
    summed = scores.share([by_sum(mapping, reading) == label for label, reading in pairs])
    return f"{short(plain)}/{abstained}/{short(summed)}"


def _notes(rows: Sequence[Row], mapping: Mapping) -> tuple[str, ...]:
    left = "; ".join(f"{name} ({sum(row.label == name for row in rows)}): {why}" for name, why in mapping.left_out.items())
    return (
        "right/no cause read/right by sum. To read no cause is wrong; how often that was is the second number.",
        "Right: the cause, or a further one of the message, answers to the category (benchmarks/cause_mapping.yml).",
        "By sum: the category whose causes have the largest summed probability among the best five, instead of the cause read.",
        f"Left out: {left}.",
    )
