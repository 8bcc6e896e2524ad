"""Settings from the environment and `.env`, read and validated here alone. `.env.example` lists them all."""

import ipaddress
import os
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import load_dotenv

ROOT = Path(__file__).resolve().parent.parent


class SettingError(ValueError):
    """A setting that can't be used; the message names the variable and what would be right."""


@dataclass(frozen=True)
class Settings:
    """All settings with their types; paths are absolute."""

    rasa_port: int
    actions_port: int
    timeout: float
    content: Path
    models: Path
    encoder: Path
    trackers: Path
    desk_host: str
    desk_port: int
    proxies: tuple[str, ...]
    database: str = field(repr=False)  # an address with a password, where it is PostgreSQL
    files: Path
    secret: str = field(repr=False)
    secret_file: Path
    parents: tuple[str, ...]
    visitor_rate: int
    address_rate: int
    retention_days: int
    timezone: ZoneInfo
    default_language: str
    handoff_url: str
    zendesk_url: str
    zendesk_token: str = field(repr=False)
    chatwoot_url: str
    chatwoot_account: str
    chatwoot_token: str = field(repr=False)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingError: a value is not of its type or out of range.
    """
    load_dotenv(ROOT / ".env")
    models = _path("HEARD_MODELS", "models")
    return Settings(
        rasa_port=_port("HEARD_RASA_PORT", 5005),
        actions_port=_port("HEARD_ACTIONS_PORT", 5055),
        timeout=_seconds("HEARD_TIMEOUT", 10.0),
        content=_path("HEARD_CONTENT", "content"),
        models=models,
        encoder=models / "encoder.onnx",
        trackers=_path("HEARD_TRACKERS", "var/trackers.db"),
        desk_host=_value("HEARD_DESK_HOST", "127.0.0.1"),
        desk_port=_port("HEARD_DESK_PORT", 8000),
        proxies=_addresses("HEARD_PROXIES", "127.0.0.1"),
        database=_database("HEARD_DATABASE", "var/desk.db"),
        files=_path("HEARD_FILES", "var/files"),
        secret=_value("HEARD_SECRET", ""),
        secret_file=_path("HEARD_SECRET_FILE", "var/secret"),
        parents=_origins("HEARD_PARENTS"),
        visitor_rate=_count("HEARD_VISITOR_RATE", 30),
        address_rate=_count("HEARD_ADDRESS_RATE", 600),
        retention_days=_count("HEARD_RETENTION_DAYS", 365),
        timezone=_timezone("HEARD_TIMEZONE", "Europe/Brussels"),
        default_language=_choice("HEARD_LANGUAGE", "en", ("en", "it", "ar", "sv", "fr", "fi")),
        handoff_url=_url("HEARD_HANDOFF_URL"),
        zendesk_url=_url("HEARD_ZENDESK_URL"),
        zendesk_token=_value("HEARD_ZENDESK_TOKEN", ""),
        chatwoot_url=_url("HEARD_CHATWOOT_URL"),
        chatwoot_account=_number("HEARD_CHATWOOT_ACCOUNT"),
        chatwoot_token=_value("HEARD_CHATWOOT_TOKEN", ""),
    )


def _value(name: str, default: object) -> str:
    return os.environ.get(name, "").strip() or str(default)


def _port(name: str, default: int) -> int:
    value = _value(name, default)
    if not value.isdigit() or not 1 <= int(value) <= 65535:
        raise SettingError(f"{name}={value!r}: a port is a whole number from 1 to 65535, such as {default}")
    return int(value)


def _seconds(name: str, default: float) -> float:
    value = _value(name, default)
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 60:
        raise SettingError(f"{name}={value!r}: seconds above 0 and up to 60, such as {default}")
    return seconds


def _path(name: str, default: str) -> Path:
    path = Path(_value(name, default)).expanduser()
    return path if path.is_absolute() else ROOT / path


def _database(name: str, default: str) -> str:
    """An SQLAlchemy address: a file for SQLite, or postgresql://user:password@host/name."""
    value = _value(name, default)
    if "://" not in value:
        return f"sqlite:///{_path(name, default)}"
    if not value.startswith(("postgresql://", "sqlite:////")):
        raise SettingError(f"{name}: a file's path such as {default}, or postgresql://user:password@host/name")
    return value


def _origins(name: str) -> tuple[str, ...]:
    """Origins of pages that may hold the chat, separated by spaces."""
    value = _value(name, "").split()
    for each in value:
        if not re.fullmatch(r"https?://[A-Za-z0-9.*-]+(:\d+)?", each):
            raise SettingError(f"{name}={each!r}: origins such as https://www.example.com, separated by spaces")
    return tuple(value)


def _addresses(name: str, default: str) -> tuple[str, ...]:
    """Network addresses and networks, separated by spaces."""
    value = _value(name, default).split()
    for each in value:
        try:
            ipaddress.ip_network(each)
        except ValueError as error:
            raise SettingError(f"{name}={each!r}: addresses such as {default} or networks such as 10.1.0.0/16, separated by spaces") from error
    return tuple(value)


def _count(name: str, default: int) -> int:
    value = _value(name, default)
    if not value.isdigit() or not int(value):
        raise SettingError(f"{name}={value!r}: a whole number from 1, such as {default}")
    return int(value)


def _timezone(name: str, default: str) -> ZoneInfo:
    value = _value(name, default)
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingError(f"{name}={value!r}: not a time zone; write one such as {default}") from error


def _url(name: str) -> str:
    value = _value(name, "")
    if value and not value.startswith(("http://", "https://")):
        raise SettingError(f"{name}={value!r}: an address that starts with http:// or https://, or nothing")
    return value


def _number(name: str) -> str:
    value = _value(name, "")
    if value and not value.isdigit():
        raise SettingError(f"{name}={value!r}: a whole number such as 1, or nothing")
    return value


def _choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = _value(name, default)
    if value not in allowed:
        raise SettingError(f"{name}={value!r}: one of {', '.join(allowed)}")
    return value
