"""Rows of the database as the API shows them."""

import time
from datetime import datetime, timezone
from typing import Any

from desk.api.forms import Event
from desk.promises import SOON, as_promise


def moment(at: float) -> str:
    """Seconds since 1970 as ISO 8601 in UTC."""
    return datetime.fromtimestamp(at, timezone.utc).isoformat(timespec="milliseconds")


def event_form(row: dict[str, Any]) -> Event:
    """An event's row."""
    return Event(row["id"], row["kind"], moment(row["at"]), row["body"])


def item_form(row: dict[str, Any], beside: dict[str, Any]) -> dict[str, Any]:
    """A conversation as the agents' list shows it."""
    told = {name: row[name] for name in ("id", "status", "team", "audience", "language", "feeling", "intensity", "cause")}
    last = row["last"] and {**row["last"], "at": moment(row["last"]["at"])}
    times = {name: moment(row[name]) if row[name] else None for name in ("waiting_since", "snoozed_until", "changed")}
    return {**told, **times, **beside, "name": row["page"].get("name", ""), "signals": row["signals"] or [], "last": last, "event": row["newest"]}


def promise_form(row: dict[str, Any], person: dict[str, Any], conversation: dict[str, Any]) -> dict[str, Any]:
    """A promise as the agents see it; `conversation` gives the customer's name and language."""
    told = {name: row[name] for name in ("id", "conversation", "text", "state", "cause", "made_by")}
    if row["state"] == "broken" and not row["decided_by"]:
        told["state"] = "open"  # overdue: to the customer it is broken, among agents somebody has yet to say what became of it
    soon = row["state"] == "open" and row["due"] < time.time() + SOON
    whose = {"name": conversation["page"].get("name", ""), "language": conversation["language"]}
    return {**told, **whose, "due": as_promise(row).due.isoformat(), "due_soon": soon, "mine": row["made_by"] == person["name"]}
