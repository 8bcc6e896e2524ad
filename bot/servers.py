"""`python -m bot.servers` (`make run`): Rasa and the actions under honcho, and the chat where there is a terminal."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
from rich.console import Console

from bot.cli.chat import START_SECONDS, Bot, chat
from bot.library import library
from bot.settings import ROOT, settings

LOG = ROOT / "var" / "servers.log"
STOP_SECONDS = 10


class PortTaken(ConnectionError):
    """A port of ours is in use; the message says which and by whom."""


def check_ports() -> None:
    """Raises PortTaken for the first of our ports that somebody listens on."""
    ports = {settings().rasa_port: "HEARD_RASA_PORT", settings().actions_port: "HEARD_ACTIONS_PORT"}
    for connection in psutil.net_connections("tcp"):
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port in ports:
            port = connection.laddr.port
            raise PortTaken(f"port {port} is taken by {_owner(connection.pid)}: stop it, or set {ports[port]} in .env")


def _owner(pid: int | None) -> str:
    if pid is None:
        return "another user's process"
    try:
        command = " ".join(psutil.Process(pid).cmdline())[:80]
    except psutil.Error:
        command = "a process that just ended"
    return f"process {pid} ({command})"


@contextmanager
def running(output: object = None) -> Iterator[subprocess.Popen]:
    """Rasa and the actions, from here until the end of the block; their output goes to `output`."""
    check_ports()
    library()  # a mistake in content is said here, not in a log
    ports = {"HEARD_RASA_PORT": str(settings().rasa_port), "HEARD_ACTIONS_PORT": str(settings().actions_port)}
    command = [sys.executable, "-m", "honcho", "start", "--no-prefix"]
    servers = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **ports}, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
    )
    try:
        yield servers
    finally:
        servers.terminate()
        try:
            servers.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            servers.kill()


def main() -> None:
    """Talk where there is a terminal; otherwise serve until stopped."""
    try:
        _talk() if sys.stdin.isatty() else _serve()
    except (ConnectionError, ValueError, FileNotFoundError) as error:
        sys.stderr.write(f"heard: {error}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


def _talk() -> None:
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("w") as log, running(log):
        Console().print(f"[dim]Rasa on 127.0.0.1:{settings().rasa_port}, log in {LOG.relative_to(ROOT)}[/dim]")
        chat(sender=None, wait=START_SECONDS)


def _serve() -> None:
    with running() as servers:
        Bot(settings().rasa_port).wait(START_SECONDS)
        sys.stdout.write(f"heard: listening on 127.0.0.1:{settings().rasa_port}; `heard chat` talks to it\n")
        sys.stdout.flush()
        servers.wait()


if __name__ == "__main__":
    main()
