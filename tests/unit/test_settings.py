"""Settings are validated when they are read, and `.env.example` lists every one."""

import asyncio
import re

import pytest

from bot.settings import ROOT, SettingError, settings
from desk.server import configuration


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
        ("HEARD_PROXIES", "*"), ("HEARD_PROXIES", "10.1.2.3/16"), ("HEARD_PROXIES", "127.0.0.1,10.1.2.3"), ("HEARD_PROXIES", "proxy"),
    ],
)  # fmt: skip
def test_a_wrong_value_names_its_variable(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=name):
        settings()


@pytest.mark.parametrize(
    ("given", "peer", "client", "scheme"),
    [
        ("", "127.0.0.1", "203.0.113.9", "https"), ("", "10.1.2.3", "10.1.2.3", "http"),
        ("10.1.0.0/16 ::1", "10.1.2.3", "203.0.113.9", "https"), ("10.1.0.0/16 ::1", "::1", "203.0.113.9", "https"),
        ("10.1.0.0/16 ::1", "127.0.0.1", "127.0.0.1", "http"),
    ],
)  # fmt: skip
def test_only_named_proxies_say_who_asks(monkeypatch, given, peer, client, scheme):
    monkeypatch.setenv("HEARD_PROXIES", given)
    seen = {}

    async def app(scope, receive, send):
        seen.update(scope)

    config = configuration(app)
    config.load()
    headers = [(b"x-forwarded-for", b"198.51.100.1, 203.0.113.9"), (b"x-forwarded-proto", b"https")]
    asyncio.run(config.loaded_app({"type": "http", "scheme": "http", "client": (peer, 5), "headers": headers}, None, None))
    assert (seen["client"][0], seen["scheme"]) == (client, scheme)


def test_every_setting_stands_in_the_example():
    code = (ROOT / "bot" / "settings.py").read_text()
    used = set(re.findall(r'"(HEARD_\w+)"', code))
    listed = set(re.findall(r"^(HEARD_\w+)=", (ROOT / ".env.example").read_text(), re.M))
    assert used == listed
