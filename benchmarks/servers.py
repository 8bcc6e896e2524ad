"""Trains a project and starts its servers on free ports of 127.0.0.1; they end with the block that started them."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.projects import Project
from bot.light_rasa import QUIET

HOST = "127.0.0.1"
TRAIN_SECONDS = 3 * 3600
START_SECONDS = 300
STOP_SECONDS = 10
TAIL = 1500  # characters of a log that a failure shows


class CommandFailed(RuntimeError):
    """A training or a server ended or never answered; the message holds the end of its log."""


@dataclass(frozen=True)
class Service:
    """A running Rasa with its action server. `start_seconds` is from the command to a loaded /status."""

    processes: tuple[psutil.Process, ...]
    port: int
    start_seconds: float

    def memory_mb(self) -> float:
        """Resident memory of both processes now, in MB of a million bytes."""
        return sum(process.memory_info().rss for process in self.processes) / 1e6

    def processor_seconds(self) -> float:
        """Processor time of both processes since they started."""
        times = [process.cpu_times() for process in self.processes]
        return sum(each.user + each.system for each in times)


def train(project: Project, logs: Path) -> float:
    """Train as the project's users do. Returns the seconds from the command to its end.

    Raises:
        CommandFailed: it ended with an error, or not within three hours.
    """
    log, start = logs / f"{project.name}-train.log", time.perf_counter()
    with log.open("w") as output:
        try:
            _run_to_the_end(project, output)
        except (subprocess.SubprocessError, OSError) as error:
            raise CommandFailed(f"training {project.name}: {error}\n{tail(log)}") from error
    return time.perf_counter() - start


def _run_to_the_end(project: Project, output: object) -> None:
    subprocess.run(
        project.train, cwd=project.folder, env=environment(project), stdin=subprocess.DEVNULL, stdout=output,
        stderr=subprocess.STDOUT, timeout=TRAIN_SECONDS, check=True,
    )  # fmt: skip


@contextmanager
def serving(project: Project, actions: Path, logs: Path) -> Iterator[Service]:
    """Rasa of the project, and the action server of the folder `actions`, both ready.

    Raises:
        CommandFailed: one of them ended, or did not answer in time.
    """
    ports = free_ports()
    names = {"rasa": _rasa_command(project, ports[0]), "actions": (sys.executable, "-m", "actions.server")}
    folders = {"rasa": project.folder, "actions": actions}
    paths = {name: logs / f"{project.name}-{name}.log" for name in names}
    start = time.perf_counter()
    with ExitStack() as stack:
        running = {
            name: stack.enter_context(running_process(command, folders[name], environment(project, ports), paths[name]))
            for name, command in names.items()
        }
        wait(running["rasa"], ports[0], "/status", paths["rasa"])
        seconds = time.perf_counter() - start
        wait(running["actions"], ports[1], "/health", paths["actions"])
        yield Service(tuple(psutil.Process(each.pid) for each in running.values()), ports[0], seconds)


def environment(project: Project, ports: tuple[int, int] = (5005, 5055)) -> dict[str, str]:
    """The environment of a project's processes: no setting of this machine's user, and files of its own."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("HEARD_", "RASA_"))}
    files = {f"HEARD_{name.upper()}": str(project.folder / "var" / f"{name}.db") for name in ("database", "trackers")}
    return {**ours, **QUIET, **files, "HEARD_RASA_PORT": str(ports[0]), "HEARD_ACTIONS_PORT": str(ports[1])}


def _rasa_command(project: Project, port: int) -> tuple[str, ...]:
    return (*project.run, "--enable-api", "--interface", HOST, "--port", str(port), "--model", "models")


@contextmanager
def running_process(command: tuple[str, ...], folder: Path, env: dict[str, str], log: Path) -> Iterator[subprocess.Popen]:
    """A process that ends with the block: asked first, made to after STOP_SECONDS."""
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(STOP_SECONDS)


def wait(process: subprocess.Popen, port: int, path: str, log: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        if process.poll() is not None:
            raise CommandFailed(f"{log.stem} ended with {process.returncode}\n{tail(log)}")
        if _answers(port, path):
            return
        time.sleep(0.1)
    raise CommandFailed(f"{log.stem} did not answer {path} within {START_SECONDS} s\n{tail(log)}")


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def free_ports() -> tuple[int, int]:
    """Two different ports; both are held until both are known."""
    with socket.socket() as first, socket.socket() as second:
        first.bind((HOST, 0))
        second.bind((HOST, 0))
        return first.getsockname()[1], second.getsockname()[1]


def tail(log: Path) -> str:
    """The end of a log, with its path."""
    return f"{log}:\n...{log.read_text(encoding='utf-8', errors='replace')[-TAIL:]}"
