"""Imports go one way: reading, drafting and checking know no server, no database and no Rasa."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT

PURE = sorted(path for folder in ("reading", "drafting", "checking") for path in (ROOT / "bot" / folder).rglob("*.py"))
TOP = [ROOT / "bot" / name for name in ("models.py", "library.py", "content_rules.py", "yaml_files.py", "assist.py")]
ADAPTERS = ("rasa", "rasa_sdk", "starlette", "sqlalchemy", "bot.components", "bot.cli", "actions", "desk", "requests")


def imported(path: Path) -> set[str]:
    """Every module a file imports, at any depth of its code."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", PURE + TOP, ids=lambda path: str(path.relative_to(ROOT)))
def test_pure_modules_know_no_adapter(path):
    wrong = {name for name in imported(path) for adapter in ADAPTERS if name == adapter or name.startswith(adapter + ".")}
    assert not wrong


@pytest.mark.parametrize("path", [path for path in PURE if "reading" in path.parts], ids=lambda path: path.stem)
def test_reading_knows_neither_drafting_nor_checking(path):
    assert not {name for name in imported(path) if name.startswith(("bot.drafting", "bot.checking"))}


@pytest.mark.parametrize("server", ["desk.server", "actions.server"])
def test_servers_that_only_draft_load_nothing_that_learns(server):
    """It would cost seconds at every start, and memory ever after."""
    heavy = ("rasa", "sklearn", "scipy", "numpy", "spacy", "onnxruntime", "tensorflow")
    program = f"import {server}, sys; print(*[each for each in {heavy} if each in sys.modules])"
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout.strip() == ""
