"""`python -m bot.servers` (`make run`): Rasa, the actions and the desk under honcho, until stopped."""

import os
import subprocess
import sys
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import requests
from rich.console import Console

from bot.cli.chat import START_SECONDS
from bot.library import library
from bot.settings import ROOT, settings

LOG = ROOT / "var" / "servers.log"
STOP_SECONDS = 15
PORTS = ("rasa_port", "actions_port", "desk_port")


class PortTaken(ConnectionError):
    """A port of ours is in use; the message says which and by whom."""


def check_ports() -> None:
    """Raises PortTaken for the first of our ports that somebody listens on."""
    ports = {getattr(settings(), name): f"HEARD_{name.upper()}" for name in PORTS}
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
    """All three, from here until the end of the block; their output goes to `output`."""
    check_ports()
    library()  # a mistake in content is said here, not in a log
    ports = {f"HEARD_{name.upper()}": str(getattr(settings(), name)) for name in PORTS}
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
    """Serve until stopped."""
    try:
        _serve()
    except (ConnectionError, ValueError, FileNotFoundError) as error:
        sys.stderr.write(f"heard: {error}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


def _serve() -> None:
    LOG.parent.mkdir(exist_ok=True)
    console, url = Console(), f"http://{settings().desk_host}:{settings().desk_port}"
    with LOG.open("w") as log, running(log) as servers:
        with console.status("starting the bot and the desk"):
            _wait(servers, url)
        console.print(f"The demo shop with the chat on it: {url}/demo/   (Ctrl-C ends it, log in {LOG.relative_to(ROOT)})")
        if sys.stdin.isatty():
            webbrowser.open(f"{url}/demo/")
        servers.wait()


def _wait(servers: subprocess.Popen, url: str) -> None:
    """Until the desk and the bot behind it are ready.

    Raises:
        ConnectionError: they end, or are not ready in time; the message says where to look.
    """
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and servers.poll() is None:
        try:
            if requests.get(f"{url}/readyz", timeout=3).json()["bot"]:
                return
        except (requests.RequestException, ValueError):
            pass
        time.sleep(0.3)
    raise ConnectionError(f"the servers did not become ready: {LOG.relative_to(ROOT)} says why")


if __name__ == "__main__":
    main()
