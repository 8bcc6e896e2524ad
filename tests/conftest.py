"""What tests share: the content, a fixed moment, and readings made by hand."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.library import Library, load
from bot.models import Reading
from bot.settings import ROOT

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Brussels"))


@pytest.fixture(scope="session")
def content() -> Library:
    """The project's own content."""
    return load(ROOT / "content")


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
