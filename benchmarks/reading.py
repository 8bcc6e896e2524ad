"""`python -m benchmarks.reading` (`make bench-reading`): how the reader does on the project's own scenarios."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rich.console import Console

from benchmarks.machine import commit
from bot.components.model import Reader
from bot.models import LANGUAGES
from bot.reading.scenarios import Scenario, cause_right, facts_right, read_scenarios
from bot.settings import ROOT

RESULT = ROOT / "benchmarks" / "results" / "reading.md"
HEAD = "| language | scenarios | cause | feeling | facts | ms a message |\n|---|---|---|---|---|---|"


@dataclass(frozen=True)
class Score:
    """Shares of right causes, acceptable feelings and exact facts over some scenarios, and milliseconds a message."""

    language: str
    scenarios: int
    cause: float
    feeling: float
    facts: float
    milliseconds: float

    def row(self) -> str:
        """A line of the table."""
        shares = " | ".join(f"{share:.2f}" for share in (self.cause, self.feeling, self.facts))
        return f"| {self.language} | {self.scenarios} | {shares} | {self.milliseconds:.1f} |"


def score(reader: Reader, language: str, scenarios: list[Scenario]) -> Score:
    """Read every scenario and count what is right. Earlier turns are read too and count in the time."""
    start = time.perf_counter()
    readings = [reader.read(each.text, language, each.context) for each in scenarios]
    seconds = time.perf_counter() - start
    pairs = list(zip(scenarios, readings))
    return Score(
        language,
        len(pairs),
        _share(cause_right(each, reading) for each, reading in pairs),
        _share(reading.feeling in each.feelings for each, reading in pairs),
        _share(facts_right(each, reading) for each, reading in pairs),
        1000 * seconds / len(pairs),
    )


def _share(right: Iterable[bool]) -> float:
    found = list(right)
    return sum(found) / len(found)


def main() -> None:
    """Print the table and write it with date and commit."""
    console = Console(stderr=True)
    with console.status("loading the model"):
        reader = Reader.load()
        reader.read("warm up")
    rows = []
    for language in LANGUAGES:
        with console.status(f"reading {language}"):
            rows.append(score(reader, language, read_scenarios(ROOT / "tests" / "reading" / f"{language}.yml")).row())
    table = "\n".join([f"Measured on {date.today()} at {commit()} on the project's own scenarios.", "", HEAD, *rows, ""])
    RESULT.write_text(table, encoding="utf-8")
    Console().print(table)


if __name__ == "__main__":
    main()
