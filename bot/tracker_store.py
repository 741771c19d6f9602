"""Rasa's tracker on SQL: WAL on SQLite, a schema of its own on PostgreSQL."""

from __future__ import annotations

import os
from typing import Any, Optional

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain


class TrackerStore(SQLTrackerStore):
    """Rasa's SQL tracker store from one URL (`sqlite:///…` or `postgresql://…`)."""

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
