"""Measures one project: training, start, memory, and turns. How the numbers are shown is in `results.py`."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.progress import Progress

from benchmarks.load import Advance, Crowd, Load, Turn, talk
from benchmarks.projects import Project
from benchmarks.results import percentile
from benchmarks.servers import CommandFailed, Service, serving, train

CLIENTS = 8
EARLY = 10
AROUND = 10  # turns in the medians around turn 10 and around the last; also the texts of that conversation


@dataclass(frozen=True)
class Plan:
    """How much is measured. `alone` is turns of one client, `together` of each of eight; `late` is a turn's number."""

    examples: int
    starts: int
    warm_up: int
    alone: int
    together: int
    late: int

    def crowds(self) -> tuple[Crowd, Crowd, Crowd, Crowd]:
        """Warm-up, one client, eight clients, and one long conversation. No message of one comes again in another."""
        turns = self.late + AROUND // 2
        return (
            Crowd("warm-up", 1, self.warm_up, 0),
            Crowd("1 client", 1, self.alone, 60),
            Crowd(f"{CLIENTS} clients", CLIENTS, self.together, 600),
            Crowd("one conversation", 1, turns, 1800, conversation=turns),
        )


FULL = Plan(examples=800, starts=3, warm_up=40, alone=400, together=100, late=300)
QUICK = Plan(examples=80, starts=1, warm_up=6, alone=24, together=6, late=40)


@dataclass(frozen=True)
class Bench:
    """What all measurements of a run share. `actions` is the folder whose action server answers."""

    plan: Plan
    texts: list[str]
    actions: Path
    logs: Path
    progress: Progress


def measure(project: Project, bench: Bench) -> dict[str, float]:
    """Every number of one project, under the names of `results.METRICS`.

    Raises:
        CommandFailed: its training or one of its servers failed.
        ConnectionError: a turn failed.
    """
    with stage(bench.progress, f"{project.name}: training"):
        values = {"training": train(project, bench.logs)}
    starts = []
    for number in range(bench.plan.starts):
        with _started(project, bench) as service:
            starts.append(service.start_seconds)
            if number == bench.plan.starts - 1:
                values |= _turns(project.name, service, bench)
    return values | {"start": median(starts)}


@contextmanager
def stage(progress: Progress, description: str, total: int | None = None) -> Iterator[Advance]:
    """Shows that something is going on, and a line with its seconds when it is done. Yields what counts one step."""
    task, start = progress.add_task(description, total=total), perf_counter()
    try:
        yield lambda: progress.advance(task)
    finally:
        progress.remove_task(task)
    progress.console.print(f"{description}: {perf_counter() - start:.1f} s")


@contextmanager
def _started(project: Project, bench: Bench) -> Iterator[Service]:
    with ExitStack() as servers:
        with stage(bench.progress, f"{project.name}: starting"):
            service = servers.enter_context(serving(project, bench.actions, bench.logs))
        yield service


def _turns(name: str, service: Service, bench: Bench) -> dict[str, float]:
    """The numbers of a running project; memory is taken before the first turn and after the eight clients."""
    warm_up, alone, together, long = bench.plan.crowds()
    values = {"memory_idle": service.memory_mb()}
    first = _load(name, warm_up, service, bench, bench.texts)
    _must_answer(name, first, bench.logs)
    values["first_turns"] = max(turn.seconds for turn in first.turns) * 1000
    before = service.processor_seconds()
    one = _load(name, alone, service, bench, bench.texts)
    values["processor"] = (service.processor_seconds() - before) / alone.turns * 1000
    eight = _load(name, together, service, bench, bench.texts)
    values["memory_busy"] = service.memory_mb()
    turns = _load(name, long, service, bench, bench.texts[:AROUND]).turns
    return values | _times("alone", one) | _times("together", eight) | _growth(turns, bench.plan.late) | _answered(one, eight)


def _load(name: str, crowd: Crowd, service: Service, bench: Bench, texts: list[str]) -> Load:
    with stage(bench.progress, f"{name}: {crowd.name}", crowd.clients * crowd.turns) as advance:
        return talk(service.port, crowd, texts, advance)


def _must_answer(name: str, load: Load, logs: Path) -> None:
    if not any(turn.answered for turn in load.turns):
        raise CommandFailed(f"{name}: no turn got a reply of the actions; {logs} says why")


def _times(prefix: str, load: Load) -> dict[str, float]:
    """Percentiles in ms, and turns a second."""
    seconds = [turn.seconds for turn in load.turns]
    values = {f"{prefix}_p{share}": percentile(seconds, share) * 1000 for share in (50, 95, 99)}
    return values | {f"{prefix}_rate": load.turns_a_second}


def _growth(turns: list[Turn], late: int) -> dict[str, float]:
    early_ms, late_ms = (around([turn.seconds for turn in turns], at) * 1000 for at in (EARLY, late))
    return {"turn_early": early_ms, "turn_late": late_ms, "growth": late_ms / early_ms}


def around(values: list[float], turn: int) -> float:
    """The median of the ten values around the turn with this number, counted from 1.

    Raises:
        ValueError: there are not so many turns.
    """
    first = turn - AROUND // 2
    if first < 0 or len(values) < first + AROUND:
        raise ValueError(f"{len(values)} turns have no {AROUND} around turn {turn}")
    return median(values[first : first + AROUND])


def _answered(*loads: Load) -> dict[str, float]:
    turns = [turn for load in loads for turn in load.turns]
    return {"answered": 100 * sum(turn.answered for turn in turns) / len(turns)}
