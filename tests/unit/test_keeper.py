"""A server that ends by itself comes back; one that was told to stop, or is set up wrongly, does not."""

import signal
import subprocess
import sys
import time

import psutil
import pytest

from bot.settings import ROOT

CRASHING = "import os, pathlib, sys; f = pathlib.Path(sys.argv[1]); n = len(f.read_text()) if f.exists() else 0; f.write_text('x' * (n + 1)); "


@pytest.fixture
def module(tmp_path, monkeypatch):
    """A function that writes a module and gives the command that keeps it running."""
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{ROOT}")

    def write(code: str) -> list[str]:
        (tmp_path / "served.py").write_text(code)
        return [sys.executable, "-m", "bot.keeper", "served", str(tmp_path / "count")]

    return write


def test_a_crash_is_followed_by_another_start(module, tmp_path):
    ended = subprocess.run(module(CRASHING + "sys.exit(1 if n < 1 else 0)"), timeout=20, capture_output=True, text=True)
    assert (ended.returncode, (tmp_path / "count").read_text()) == (0, "xx")
    assert "served ended with 1; starting it again" in ended.stderr


def test_a_wrong_setting_is_not_tried_again(module, tmp_path):
    assert subprocess.run(module(CRASHING + "sys.exit(2)"), timeout=20).returncode == 2
    assert (tmp_path / "count").read_text() == "x"


def test_told_to_stop_it_stops_with_its_child(module, tmp_path):
    process = subprocess.Popen(module(CRASHING + "import time; time.sleep(60)"))
    while not (tmp_path / "count").exists():
        time.sleep(0.05)
    children = psutil.Process(process.pid).children()
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) != 0 and not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children)
