"""Rasa tracker store that replays the last part of a conversation only, so that turn 300 costs what turn 10 does.

Rasa replays every event of a session on every turn. Here a turn gets the newest `window` events, and before them the
last value of every slot that was set earlier: slots carry what the dialogue must remember.
"""

import itertools
import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import QueuePool

from bot.settings import settings


class RecentTrackerStore(SQLTrackerStore):
    """SQL tracker store; `window` is the number of newest events a turn gets."""

    def __init__(self, domain=None, event_broker=None, window: int = 60, **kwargs: Any) -> None:  # noqa: ANN001
        kwargs.pop("db", None)
        settings().trackers.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(domain=domain, db=str(settings().trackers), event_broker=event_broker, **kwargs)
        self.window = window
        if self.engine.dialect.name == "sqlite":
            self._keep_connections()

    def _keep_connections(self) -> None:
        """Take connections from a pool: Rasa opens one a call, and SQLite writes its log back whenever the last one closes."""
        self.engine.dispose()
        options = {"poolclass": QueuePool, "connect_args": {"check_same_thread": False}}
        self.engine = sa.create_engine(self.engine.url, **options)
        sa.event.listen(self.engine, "connect", _use_write_ahead_log)
        self.sessionmaker = sessionmaker(bind=self.engine)

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> DialogueStateTracker | None:
        if fetch_events_from_all_sessions:
            whole = await super()._retrieve(sender_id, True)
            if whole:
                whole.stored_events = len(whole.events)
            return whole
        with self.session_scope() as session:
            rows = self._recent(session, sender_id)
            if not rows or not self.domain:
                return None
            rows = self._older_slots(session, sender_id, rows[0].id) + rows
            events = [json.loads(row.data) for row in rows]
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        tracker.stored_events = len(tracker.events)
        return tracker

    def _recent(self, session: Any, sender_id: str) -> list:
        """The newest events of the latest session, oldest first."""
        event = self.SQLEvent
        newest = session.query(event).filter(event.sender_id == sender_id).order_by(event.id.desc())
        rows = newest.limit(self.window).all()
        starts = [at for at, row in enumerate(rows) if row.type_name == "session_started"]
        return (rows[: starts[0] + 1] if starts else rows)[::-1]

    def _older_slots(self, session: Any, sender_id: str, before: int) -> list:
        """The last setting of each slot before an event, within the whole conversation: slots outlive sessions."""
        event = self.SQLEvent
        latest = (
            session.query(sa.func.max(event.id))
            .filter(event.sender_id == sender_id, event.type_name == SlotSet.type_name, event.id < before)
            .group_by(event.action_name)
        )
        ids = [id for (id,) in latest]
        return session.query(event).filter(event.id.in_(ids)).order_by(event.id).all() if ids else []

    def _additional_events(self, session: Any, tracker: DialogueStateTracker) -> Iterator:
        """The events this turn added; a second save in the same turn adds nothing twice.

        A tracker that didn't come from here (`PUT /conversations/<id>/tracker/events`) is counted as Rasa counts it.
        """
        stored = getattr(tracker, "stored_events", None)
        tracker.stored_events = len(tracker.events)
        if stored is None:
            return super()._additional_events(session, tracker)
        return itertools.islice(tracker.events, stored, None)


def _use_write_ahead_log(connection: Any, _record: Any) -> None:
    """Readers don't wait for the writer, and a commit waits for no disk head."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA busy_timeout=4000")
