"""What tests share: the content, a fixed moment, and readings made by hand."""

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.library import Library, load
from bot.models import Reading
from bot.settings import ROOT

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Brussels"))


@pytest.fixture(scope="session")
def content() -> Library:
    """The project's own content."""
    return load(ROOT / "content")


@pytest.fixture(scope="session")
def other_folder(tmp_path_factory) -> Path:
    """The content of a company that chose the other register in every language that has one."""
    folder = shutil.copytree(ROOT / "content", tmp_path_factory.mktemp("registers") / "content")
    settings = yaml.safe_load((folder / "languages.yml").read_text(encoding="utf-8"))
    for overlay in (folder / "replies").glob("*@*"):
        language, register = overlay.name.split("@")
        settings[language]["register"] = register
    (folder / "languages.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def other_register(other_folder) -> Library:
    """The other register's content."""
    return load(other_folder)


@pytest.fixture
def now() -> datetime:
    """A Tuesday morning in working hours."""
    return TUESDAY


@pytest.fixture
def reading():
    """A function that makes a reading: reading("late_delivery", "angry", language="fi", facts=...)."""

    def make(cause: str = "late_delivery", feeling: str = "frustrated", intensity: int = 2, language: str = "en", **rest) -> Reading:
        return Reading(rest.pop("text", ""), language, feeling, intensity, cause=cause, **rest)

    return make
