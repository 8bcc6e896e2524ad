"""Settings are validated when they are read, and `.env.example` lists every one."""

import re

import pytest

from bot.settings import ROOT, SettingError, settings


@pytest.fixture(autouse=True)
def fresh():
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_defaults(monkeypatch):
    for name in re.findall(r"^(HEARD_\w+)=", (ROOT / ".env.example").read_text(), re.M):
        monkeypatch.delenv(name, raising=False)
    assert settings().rasa_port == 5005 and settings().default_language == "en"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEARD_RASA_PORT", "http"), ("HEARD_RASA_PORT", "70000"), ("HEARD_ACTIONS_PORT", "-1"), ("HEARD_TIMEOUT", "soon"),
        ("HEARD_TIMEOUT", "0"), ("HEARD_TIMEZONE", "Mars/Olympus"), ("HEARD_LANGUAGE", "de"), ("HEARD_HANDOFF_URL", "desk"),
    ],
)  # fmt: skip
def test_a_wrong_value_names_its_variable(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=name):
        settings()


def test_every_setting_stands_in_the_example():
    code = (ROOT / "bot" / "settings.py").read_text()
    used = set(re.findall(r'"(HEARD_\w+)"', code))
    listed = set(re.findall(r"^(HEARD_\w+)=", (ROOT / ".env.example").read_text(), re.M))
    assert used == listed
