"""The real processes on free ports: Rasa, the actions and the desk, to be killed, stopped and started by tests."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import requests
from postgres import free_port

from bot.settings import ROOT

START_SECONDS = 90
COMMANDS = {
    "rasa": ("bot.light_rasa", "run", "--enable-api", "--interface", "127.0.0.1", "--port", "{rasa}", "--model", "models"),
    "actions": ("actions.server",),
    "desk": ("desk.server",),
}
READY = {"rasa": "/status", "actions": "/health", "desk": "/healthz"}


class Servers:
    """Processes over one folder; `more` are settings such as HEARD_DATABASE."""

    def __init__(self, folder: Path, ports: dict[str, int] | None = None, **more: str) -> None:
        self.folder = folder
        self.ports = {name: free_port() for name in COMMANDS} | (ports or {})
        self.environment = os.environ | {f"HEARD_{name.upper()}_PORT": str(port) for name, port in self.ports.items()}
        self.environment |= {"HEARD_DATABASE": str(folder / "desk.db"), "HEARD_TRACKERS": str(folder / "trackers.db")}
        self.environment |= {"HEARD_FILES": str(folder / "files"), "HEARD_SECRET": "a secret of the tests, and long enough", **more}
        self.processes: dict[str, subprocess.Popen] = {}

    def url(self, name: str) -> str:
        """Where a process listens."""
        return f"http://127.0.0.1:{self.ports[name]}"

    def start(self, name: str) -> None:
        """Start a process, and don't wait for it."""
        command = [each.format(**self.ports) for each in COMMANDS[name]]
        with (self.folder / f"{name}.log").open("a") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )

    def wait(self, *names: str) -> None:
        """Wait until they answer."""
        for name in names:
            ends = time.monotonic() + START_SECONDS
            while not self._ready(name):
                if self.processes[name].poll() is not None or time.monotonic() > ends:
                    raise RuntimeError(f"{name} did not start: {self.log(name)[-2000:]}")
                time.sleep(0.1)

    def _ready(self, name: str) -> bool:
        try:
            return requests.get(self.url(name) + READY[name], timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def send(self, name: str, sent: signal.Signals) -> None:
        """A signal to a process; after a deadly one it is gone."""
        self.processes[name].send_signal(sent)
        if sent in (signal.SIGKILL, signal.SIGTERM):
            self.processes[name].wait(15)

    def log(self, name: str) -> str:
        """What a process logged so far."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """End all that still run."""
        for process in self.processes.values():
            process.send_signal(signal.SIGCONT)
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
