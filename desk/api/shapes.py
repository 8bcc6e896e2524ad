"""Rows of the database as the API shows them."""

from datetime import datetime, timezone
from typing import Any

from desk.api.forms import Event


def moment(at: float) -> str:
    """Seconds since 1970 as ISO 8601 in UTC."""
    return datetime.fromtimestamp(at, timezone.utc).isoformat(timespec="milliseconds")


def event_form(row: dict[str, Any]) -> Event:
    """An event's row."""
    return Event(row["id"], row["kind"], moment(row["at"]), row["body"])
