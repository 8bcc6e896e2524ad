"""`python -m benchmarks.desk` (`make bench-desk`): the whole service under load, from a customer's message to the answer on the stream."""

import asyncio
import os
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import psutil
import typer
from sqlalchemy import update

from benchmarks.crowd import Tally, crowd, idle
from benchmarks.machine import commit, machine
from benchmarks.results import percentile
from benchmarks.sampling import messages
from benchmarks.servers import HOST, CommandFailed, free_ports, wait, running_process
from benchmarks.shift import Shift, hire, pair, work
from benchmarks.stored import list_times
from bot.light_rasa import QUIET
from bot.reading.examples import all_examples
from bot.settings import ROOT
from desk.database import Database
from desk.tables import conversations

RESULTS = ROOT / "benchmarks" / "results" / "desk.md"
CUSTOMERS, IDLE, STORED = 25, 500, 100_000
AGENTS, WRITING = 20, 200  # of a shift
EARLY = 60.0  # seconds into the shift at which memory is looked at first
TEXTS = 240
TIMED = {
    "answer": "a customer's Enter to the bot's answer", "suggestions": "a customer's Enter to the agent's three suggestions",
    "coach": "the coach", "list": "the list", "conversation": "a conversation",
}  # fmt: skip
NO_LIMIT = "10000000"  # all customers of a run write from one address


@dataclass(frozen=True)
class Running:
    """The three processes of a run."""

    url: str
    processes: dict[str, psutil.Process]

    def memory_mb(self) -> dict[str, float]:
        """Resident memory of each process now, in MB of a million bytes."""
        return {name: process.memory_info().rss / 1e6 for name, process in self.processes.items()}

    def processor(self) -> dict[str, float]:
        """Processor seconds of each process so far."""
        return {name: sum(process.cpu_times()[:2]) for name, process in self.processes.items()}


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """Rasa, the actions and the desk on free ports, all their files in the folder.

    Raises:
        CommandFailed: one of them ended or did not answer in time.
    """
    (rasa, actions), (desk, _) = free_ports(), free_ports()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("HEARD_", "RASA_"))} | QUIET
    env |= {"HEARD_RASA_PORT": str(rasa), "HEARD_ACTIONS_PORT": str(actions), "HEARD_DESK_PORT": str(desk)}
    env |= {f"HEARD_{name}": str(folder / name.lower()) for name in ("DATABASE", "TRACKERS", "FILES", "SECRET_FILE")}
    env |= {"HEARD_VISITOR_RATE": NO_LIMIT, "HEARD_ADDRESS_RATE": NO_LIMIT}
    commands = {
        "rasa": ("-m", "bot.light_rasa", "run", "--enable-api", "--interface", HOST, "--port", str(rasa), "--model", "models"),
        "actions": ("-m", "actions.server"),
        "desk": ("-m", "desk.server"),
    }
    with ExitStack() as stack:
        logs = {name: folder / f"{name}.log" for name in commands}
        started = {
            name: stack.enter_context(running_process((sys.executable, *command), ROOT, env, logs[name]))
            for name, command in commands.items()
        }
        for name, (port, path) in {"rasa": (rasa, "/status"), "actions": (actions, "/health"), "desk": (desk, "/readyz")}.items():
            wait(started[name], port, path, logs[name])
        yield Running(f"http://{HOST}:{desk}", {name: psutil.Process(each.pid) for name, each in started.items()})


def run(seconds: float, still: float, stored: int, shift: float) -> dict[str, Any]:
    """One customer, then 25 at once, then 500 that only look, then a shift of agents and customers; as numbers for `markdown`."""
    texts = messages(all_examples(ROOT / "data" / "nlu"), TEXTS)
    with tempfile.TemporaryDirectory(prefix="heard-desk-") as folder, running(Path(folder)) as service:
        asyncio.run(crowd(service.url, texts, 2, 8))  # warm
        alone = asyncio.run(crowd(service.url, texts, 1, min(30.0, seconds)))
        before, start = service.processor(), time.monotonic()
        tally = asyncio.run(crowd(service.url, texts, CUSTOMERS, seconds))
        took = time.monotonic() - start
        used = {name: value - before[name] for name, value in service.processor().items()}
        memory = service.memory_mb()
        open_at_end = asyncio.run(_idle(service, still))
        worked = asyncio.run(_shift(service, Path(folder), texts, shift)) if shift else {}
        listed = list_times(Path(folder), stored, texts) if stored else {}
    return worked | {"alone": alone, "tally": tally, "took": took, "used": used, "memory": memory, "listed": listed, **open_at_end}


async def _idle(service: Running, seconds: float) -> dict[str, Any]:
    """Memory of the desk a moment after the streams are open, and at the end."""
    task = asyncio.create_task(idle(service.url, IDLE, seconds))
    await asyncio.sleep(seconds * 0.4)
    first = service.memory_mb()["desk"]
    still = await task
    return {"idle_first": first, "idle_last": service.memory_mb()["desk"], "idle_open": still}


async def _shift(service: Running, folder: Path, texts: list[str], seconds: float) -> dict[str, Any]:
    """What the shift saw, and the memory early and at its end."""
    database = Database(f"sqlite:///{folder / 'database'}")
    with database.writing() as connection:  # whom the crowds before left in the queue: nobody would answer an agent there
        connection.execute(update(conversations).values(status="closed", waiting_since=None))
    logins = hire(database, AGENTS)
    database.close()
    alone = await pair(service.url, texts[:40], logins[0])
    task = asyncio.create_task(work(service.url, texts, logins, WRITING, seconds))
    await asyncio.sleep(min(EARLY, seconds / 2))
    early = service.memory_mb()
    await asyncio.sleep(max(0.0, seconds - EARLY))
    late = service.memory_mb()
    return {"shift": await task, "pair": alone, "shift_seconds": seconds, "shift_early": early, "shift_late": late}


def markdown(told: dict[str, Any], where: dict[str, Any]) -> str:
    """The content of desk.md."""
    tally: Tally = told["tally"]
    per = {name: 1000 * seconds / max(1, len(tally.seconds)) for name, seconds in told["used"].items()}
    rows = [
        ("1 customer: message to answer, ms: p50, p95", _times(told["alone"])),
        (f"{CUSTOMERS} customers: answers a second", f"{len(tally.seconds) / told['took']:.1f}"),
        (f"{CUSTOMERS} customers: message to answer, ms: p50, p95", _times(tally)),
        ("messages sent in " + f"{told['took']:.0f} s", f"{tally.sent:,}"),
        ("lost, twice, conversations out of order, refused", f"{tally.lost}, {tally.twice}, {tally.order}, {tally.refused}"),
        ("processor ms a message: rasa, actions, desk", ", ".join(f"{per[name]:.1f}" for name in ("rasa", "actions", "desk"))),
        ("memory after it, MB: rasa, actions, desk", ", ".join(f"{told['memory'][name]:.0f}" for name in ("rasa", "actions", "desk"))),
        (f"{IDLE} idle chats: still open; desk's memory soon after opening and at the end, MB",
         f"{told['idle_open']}; {told['idle_first']:.0f}, {told['idle_last']:.0f}"),
        *(_shift_rows(told) if "shift" in told else ()),
        *((f"the agents' list with {STORED:,} stored conversations, {name}, ms: p95", f"{ms:.0f}") for name, ms in told["listed"].items()),
    ]  # fmt: skip
    head = f"- {where['date']}, commit {where['commit']}, {where['cores']} cores ({where['processor']}), load average {where['load']} before."
    note = f"- Rasa, the actions, the desk (SQLite) and the customers share the machine. The 25 write their next message when the answer is on their stream, the 200 at a person's pace (every 15 to 35 s); {TEXTS} different messages in six languages, a new conversation every 6."
    lines = ["# The desk under load", "", "Written by `make bench-desk`.", "", head, note, "", "| measured | |", "|---|---:|"]
    return "\n".join([*lines, *(f"| {name} | {value} |" for name, value in rows)]) + "\n"


def _shift_rows(told: dict[str, Any]) -> list[tuple[str, str]]:
    shift: Shift = told["shift"]
    at = f"{AGENTS} agents and {WRITING} customers for {told['shift_seconds']:.0f} s"
    early, late = (", ".join(f"{told[when][name]:.0f}" for name in ("rasa", "actions", "desk")) for when in ("shift_early", "shift_late"))
    return [
        ("1 customer and 1 agent: a customer's Enter to the agent's three suggestions, ms: p50, p95", _both(told["pair"])),
        (f"{at}: customers' messages, agents' replies, resolved, streams followed again", f"{len(shift.sent):,}, {len(shift.replied):,}, {shift.resolved}, {shift.returned}"),
        ("lost, twice, conversations out of order, refused, drafts or notes seen by others", f"{shift.lost}, {shift.twice}, {shift.order}, {shift.refused}, {shift.leaked}"),
        *((f"{name}, ms: p50, p95", _both(shift.seconds[key])) for key, name in TIMED.items()),
        ("memory soon after its beginning, MB: rasa, actions, desk", early),
        ("memory at its end, MB: rasa, actions, desk", late),
    ]


def _times(tally: Tally) -> str:
    return _both(tally.seconds)


def _both(seconds: list[float]) -> str:
    return ", ".join(f"{percentile(seconds, share) * 1000:.0f}" for share in (50, 95)) if seconds else "none"


def main(
    seconds: Annotated[float, typer.Option(help="How long 25 customers write.")] = 300,
    still: Annotated[float, typer.Option(help="How long 500 idle chats are held.")] = 60,
    shift: Annotated[float, typer.Option(help="How long 20 agents and 200 customers work; 0 leaves it out.")] = 300,
    stored: Annotated[int, typer.Option(help="Stored conversations that the agents' list is measured over; 0 leaves it out.")] = STORED,
) -> None:
    """Measure the desk; runs of five minutes or more write benchmarks/results/desk.md."""
    where = {"date": f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z}", "commit": commit(), **machine()}
    try:
        told = markdown(run(seconds, still, stored, shift), where)
    except CommandFailed as error:
        sys.stderr.write(f"benchmark: {error}\n")
        sys.exit(1)
    if seconds >= 300 and shift >= 300:
        RESULTS.write_text(told, encoding="utf-8")
    sys.stdout.write(told)


if __name__ == "__main__":
    typer.run(main)
