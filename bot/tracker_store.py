"""Rasa's tracker on SQL: WAL on SQLite, a schema of its own on PostgreSQL.

Events are read and written by SQLAlchemy Core, without an object of the ORM for each.
"""

from __future__ import annotations

import json
import os
from itertools import islice
from typing import Any, Dict, Optional

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

#: Set on a tracker: how many of its events the store holds.
_STORED = "stored_events"


class TrackerStore(SQLTrackerStore):
    """Rasa's SQL tracker store from one URL (`sqlite:///…` or `postgresql://…`).

    What a turn adds is one insert; a turn that first cuts the tracker back has one more.
    """

    def __init__(
        self,
        domain: Optional[Domain] = None,
        host: Optional[str] = None,
        event_broker: Optional[EventBroker] = None,
        **kwargs: Any,
    ) -> None:
        if not host:
            raise ValueError("endpoints.yml: tracker_store.url is empty (JIEYOU_TRACKER_URL)")
        if host.startswith("postgresql"):
            os.environ.setdefault("POSTGRESQL_SCHEMA", "rasa")
            host = "postgresql://" + host.split("://", 1)[1]
        super().__init__(domain=domain, host=host, event_broker=event_broker, **kwargs)
        # A connection that the server ended is opened anew instead of failing the next turn.
        self.engine.pool._pre_ping = True
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                connection.execute(sa.text("PRAGMA journal_mode=WAL"))

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """Return the tracker of the latest session, and note on it what is stored already.

        The conversation's lock is held from here until the tracker is saved.
        """
        tracker = await super().retrieve(sender_id)
        if tracker is not None:
            setattr(tracker, _STORED, len(tracker.events))
        return tracker

    async def _retrieve(
        self, sender_id: str, fetch_events_from_all_sessions: bool
    ) -> Optional[DialogueStateTracker]:
        """Return the tracker from its events; of their rows only the column `data` is read."""
        events = self.SQLEvent.__table__
        query = sa.select([events.c.data]).where(events.c.sender_id == sender_id)
        if not fetch_events_from_all_sessions:
            begun = (
                sa.select([sa.func.max(events.c.timestamp)])
                .where(
                    events.c.sender_id == sender_id, events.c.type_name == SessionStarted.type_name
                )
                .scalar_subquery()
            )
            query = query.where(sa.or_(events.c.timestamp >= begun, begun.is_(None)))
        with self.session_scope() as session:
            found = [json.loads(data) for (data,) in session.execute(query.order_by(events.c.id))]
        if not found or self.domain is None:
            return None
        return DialogueStateTracker.from_dict(sender_id, found, self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the events that are new, all of them by one insert.

        Rasa's own store asks at each save how many it holds, and adds an object for each event;
        here that is asked only of a tracker that was not retrieved, such as a new one.
        """
        await self.stream_events(tracker)
        with self.session_scope() as session:
            stored = getattr(tracker, _STORED, None)
            new = (
                self._additional_events(session, tracker)
                if stored is None
                else islice(tracker.events, stored, None)
            )
            rows = [_row(tracker.sender_id, event) for event in new]
            if rows:
                session.execute(sa.insert(self.SQLEvent.__table__), rows)
                session.commit()
        setattr(tracker, _STORED, len(tracker.events))


def _row(sender_id: str, event: Event) -> Dict[str, Any]:
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }
