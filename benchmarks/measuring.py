"""Measures projects: training, start, memory, and turns. How the numbers are shown is in `results.py`.

Both servers run at once and take turns in rounds, so that a busy moment of the machine falls on both.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from benchmarks.load import Advance, Crowd, Load, talk
from benchmarks.projects import Project
from benchmarks.results import Values, percentile
from benchmarks.servers import CommandFailed, Service, serving, train

CLIENTS = 8
EARLY = 10
ROUNDS = 5
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
            Crowd("1 client", 1, self.alone // ROUNDS, 60, ROUNDS),
            Crowd(f"{CLIENTS} clients", CLIENTS, self.together // ROUNDS, 600, ROUNDS),
            Crowd("one conversation", 1, turns // ROUNDS, 1800, ROUNDS, conversation=turns),
        )


FULL = Plan(examples=80, starts=1, warm_up=20, alone=120, together=40, late=300)
QUICK = Plan(examples=80, starts=1, warm_up=6, alone=25, together=5, late=40)


@dataclass(frozen=True)
class Bench:
    """What all measurements of a run share. `actions` is the folder whose action server answers."""

    plan: Plan
    texts: list[str]
    actions: Path
    logs: Path
    progress: Progress


def measure(projects: list[Project], bench: Bench) -> dict[str, Values]:
    """Every number of each project, by the project's name and the names of `results.METRICS`.

    Raises:
        CommandFailed: a training or one of the servers failed.
        OSError: a turn failed.
    """
    values = {project.name: {"training": _trained(project, bench)} for project in projects}
    starts = {project.name: [_once_started(project, bench) for _ in range(bench.plan.starts - 1)] for project in projects}
    with ExitStack() as servers:
        services = {}
        for project in projects:
            service = services[project.name] = servers.enter_context(_started(project, bench))
            start = median([*starts[project.name], service.start_seconds])
            values[project.name] |= {"start": start, "memory_idle": service.memory_mb()}
        turns = _turns(services, bench)
    return {name: values[name] | turns[name] for name in values}


def progress_bars() -> Progress:
    """What stages are shown in, on standard error."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))


@contextmanager
def stage(progress: Progress, description: str, total: int | None = None) -> Iterator[Advance]:
    """Shows that something is going on, and a line with its seconds when it is done. Yields what counts one step."""
    task, start = progress.add_task(description, total=total), perf_counter()
    try:
        yield lambda: progress.advance(task)
    finally:
        progress.remove_task(task)
    progress.console.print(f"{description}: {perf_counter() - start:.1f} s")


def _trained(project: Project, bench: Bench) -> float:
    with stage(bench.progress, f"{project.name}: training"):
        return train(project, bench.logs)


def _once_started(project: Project, bench: Bench) -> float:
    with _started(project, bench) as service:
        return service.start_seconds


@contextmanager
def _started(project: Project, bench: Bench) -> Iterator[Service]:
    with ExitStack() as servers:
        with stage(bench.progress, f"{project.name}: starting"):
            service = servers.enter_context(serving(project, bench.actions, bench.logs))
        yield service


def _turns(services: dict[str, Service], bench: Bench) -> dict[str, Values]:
    """The numbers of the running projects. The long conversation comes last: memory is taken before it."""
    warm_up, alone, together, long = bench.plan.crowds()
    first = _loads(services, warm_up, bench, bench.texts)
    _must_answer(first, bench.logs)
    one = _loads(services, alone, bench, bench.texts)
    eight = _loads(services, together, bench, bench.texts)
    memory = {name: service.memory_mb() for name, service in services.items()}
    growing = _loads(services, long, bench, bench.texts[:AROUND])
    return {
        name: summed_up(first[name], one[name], eight[name], growing[name], bench.plan.late) | {"memory_busy": memory[name]}
        for name in services
    }


def _loads(services: dict[str, Service], crowd: Crowd, bench: Bench, texts: list[str]) -> dict[str, Load]:
    """Each round with one service after the other."""
    loads = dict.fromkeys(services, Load())
    with stage(bench.progress, f"{' and '.join(services)}: {crowd.name}", crowd.total * len(services)) as advance:
        for lap in range(crowd.rounds):
            for name, service in services.items():
                loads[name] += talk(service, crowd, lap, texts, advance)
    return loads


def _must_answer(loads: dict[str, Load], logs: Path) -> None:
    for name, load in loads.items():
        if not any(turn.answered for turn in load.turns):
            raise CommandFailed(f"{name}: no turn got a reply of the actions; {logs}/{name}-*.log say why")


def summed_up(first: Load, alone: Load, together: Load, long: Load, late: int) -> Values:
    """The numbers of one project's turns."""
    answered = [turn.answered for turn in alone.turns + together.turns]
    values = {
        "first_turns": max(turn.seconds for turn in first.turns) * 1000,
        "processor": alone.processor / len(alone.turns) * 1000,
        "answered": 100 * sum(answered) / len(answered),
    }
    return values | _times("alone", alone) | _times("together", together) | _growth(long, late)


def _times(prefix: str, load: Load) -> Values:
    """Percentiles in ms, and turns a second."""
    seconds = [turn.seconds for turn in load.turns]
    values = {f"{prefix}_p{share}": percentile(seconds, share) * 1000 for share in (50, 95, 99)}
    return values | {f"{prefix}_rate": load.turns_a_second}


def _growth(long: Load, late: int) -> Values:
    seconds = [turn.seconds for turn in long.turns]
    early_ms, late_ms = (around(seconds, turn) * 1000 for turn in (EARLY, late))
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
