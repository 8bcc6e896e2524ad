"""Where and of what a measurement was taken: the commit and the machine."""

import os
import subprocess
import sys
from pathlib import Path

from bot.settings import ROOT

PROCESSOR = Path("/proc/cpuinfo")


def commit() -> str:
    """The short hash of HEAD, with "and changes" where files differ from it.

    Raises:
        FileNotFoundError: this is no git checkout, or there is no git.
    """
    try:
        head, changed = _git("rev-parse", "--short", "HEAD"), _git("status", "--porcelain")
    except (OSError, subprocess.CalledProcessError) as error:
        raise FileNotFoundError(f"git cannot name the commit of {ROOT}: {error}") from error
    return f"{head} and changes" if changed else head


def _git(*words: str) -> str:
    """Without the lock that `git status` takes: somebody may be committing."""
    command = ("git", "--no-optional-locks", *words)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


def machine() -> dict[str, str | int | float]:
    """The cores this process may use, the processor's name, how busy the machine is now, and Python's version."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "load": round(os.getloadavg()[0], 2),
        "python": sys.version.split()[0],
    }


def _processor() -> str:
    lines = PROCESSOR.read_text().splitlines() if PROCESSOR.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unnamed")
