"""Made-up conversations straight into the desk's tables, for tests and pictures of what is counted over many."""

import random
import time
import uuid
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from bot.models import LANGUAGES
from desk.tables import conversations, feedback, feedback_days, messages, promises, ratings, visitors

DAY = 86400.0
PAGES = (
    {"url": "https://shop.example/orders/4471923", "title": "Your order"},
    {"url": "https://shop.example/help/delivery", "title": "Delivery"},
    {"url": "https://shop.example/account/bills", "title": "Bills"},
    {"url": "https://shop.example/returns", "title": "Returns"},
)
SAID = {
    "late_delivery": ("the parcel was promised for friday and the courier never came", "still no parcel, the tracking hasn't moved"),
    "refund_delay": ("my refund was to be here last week, the bank sees nothing", "where is the refund, I returned it in october"),
    "wrong_charge": ("the bill shows the router twice", "you charged my card twice for one invoice"),
    "no_reply": ("I wrote three emails and nobody answered", "no answer to my letter in weeks"),
    "service_outage": ("the internet went down again this morning", "no signal since the storm, the line is dead"),
    "missed_appointment": ("the technician didn't turn up, I took a day off", "third technician, third no-show"),
}
FELT = ("frustrated", "frustrated", "angry", "disappointed", "worried", "shocked", "confused", "calm")
AFTER = ("calm", "grateful", "calm", "frustrated", "disappointed")


def talk(connection: Connection, said: list[tuple[str, str, int, str]], at: float | None = None, **more: Any) -> str:
    """A conversation of messages (text, feeling, intensity, cause) that were read; `more` are columns of it. Returns its id."""
    at = time.time() if at is None else at
    id, visitor = uuid.uuid4().hex, more.pop("visitor", None) or uuid.uuid4().hex
    if not more.pop("returning", False):
        connection.execute(insert(visitors).values(id=visitor, audience="customer", at=at, seen=at))
    row = {"id": id, "visitor": visitor, "audience": "customer", "team": "care", "language": "en", "status": "closed", "page": {}}
    row |= {"at": at, "changed": at, "intensity": 0, "newest": 0, "urgency": 0.0, "language_chosen": False, **more}
    connection.execute(insert(conversations).values(**row))
    for text, feeling, intensity, cause in said:
        reading = {"text": text, "language": row["language"], "feeling": feeling, "intensity": intensity, "cause": cause, "signals": []}
        add(connection, id, "customer", text, at, reading=reading)
    return id


def add(connection: Connection, conversation: str, author: str, text: str, at: float, **more: Any) -> int:
    """A message; returns its id."""
    row = {"conversation": conversation, "author": author, "text": text, "at": at, "private": False, **more}
    return connection.execute(insert(messages).values(**row)).inserted_primary_key[0]


def month(connection: Connection, count: int, now: float, wordings: dict[str, tuple[int, int, int]]) -> None:
    """`count` plausible conversations of the five weeks before `now`, with answers, promises and feedback."""
    chance = random.Random(7)
    causes = list(SAID)
    for _ in range(count):
        at = now - chance.random() * 35 * DAY
        weights = [6, 4, 3, 3, 2 + 9 * (now - at < 7 * DAY), 2]
        cause = chance.choices(causes, weights)[0]
        feeling, after = chance.choice(FELT), chance.choice(AFTER)
        said = [(chance.choice(SAID[cause]), feeling, chance.randint(1, 3), cause), ("yes please", after, chance.randint(0, 1), "none")]
        language = chance.choices(LANGUAGES, (6, 4, 2, 2, 3, 2))[0]
        id = talk(connection, said, at, page=chance.choice(PAGES), language=language, team=chance.choices(("care", "people"), (9, 1))[0])
        _aftermath(connection, id, cause, at, now, chance)
    for key, (taken, edited, dismissed) in wordings.items():
        counts = {"key": key, "taken": taken, "edited": edited, "dismissed": dismissed}
        connection.execute(insert(feedback).values(**counts))
        day = datetime.fromtimestamp(now - 7 * DAY, timezone.utc).date().toordinal()
        language = LANGUAGES[0] if key.startswith("tone:") else key.partition(":")[0]
        connection.execute(insert(feedback_days).values(**counts, day=day, team="care", language=language))


def _aftermath(connection: Connection, id: str, cause: str, at: float, now: float, chance: random.Random) -> None:
    if chance.random() < 0.4:
        connection.execute(insert(ratings).values(conversation=id, feeling=chance.choices((1, 2, 3, 4, 5), (1, 2, 3, 6, 5))[0], text="", at=at))
    if chance.random() < 0.5:
        due = at + chance.random() * 3 * DAY
        state = "open" if due > now else chance.choices(("kept", "broken"), (6, 1))[0]
        row = {"conversation": id, "cause": cause, "step": "call", "text": "We call you.", "due": due, "zone": "", "state": state}
        connection.execute(insert(promises).values(**row, made_by="bot", at=at))
