"""Rasa's trackers from outside: found, counted and deleted by conversation."""

from collections.abc import Collection
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from casework.storage.engine import open_engine
from casework.storage.session import storage_errors

SCHEMA: Final = "rasa"
TABLE: Final = "events"


class Trackers:
    """The table `events` of Rasa's tracker store: a file, or a schema, of its own.

    Nothing of a tracker lives in Rasa's memory between two turns, so a row that is gone is gone.
    """

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self._schema = None if self.engine.dialect.name == "sqlite" else SCHEMA
        self._events = sa.table(
            TABLE, sa.column("sender_id"), sa.column("data"), schema=self._schema
        )

    @property
    def is_there(self) -> bool:
        """Whether Rasa has ever written one."""
        file = self.engine.url.database
        if self._schema is None and not (file and Path(file).exists()):
            # Looking would create it.
            return False
        with storage_errors(), self.engine.connect() as connection:
            return sa.inspect(connection).has_table(TABLE, schema=self._schema)

    def count(self, conversations: Collection[str]) -> int:
        """Return how many events these conversations have."""
        if not self.is_there:
            return 0
        query = sa.select(sa.func.count()).select_from(self._events)
        with storage_errors(), self.engine.connect() as connection:
            found = connection.execute(query.where(self._events.c.sender_id.in_(conversations)))
            return int(found.scalar_one())

    def mentions(self, words: Collection[str]) -> int:
        """Return how many events hold one of these words."""
        if not words or not self.is_there:
            return 0
        hits = [self._events.c.data.contains(word, autoescape=True) for word in words]
        hits += [self._events.c.sender_id.contains(word, autoescape=True) for word in words]
        query = sa.select(sa.func.count()).select_from(self._events).where(sa.or_(*hits))
        with storage_errors(), self.engine.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def delete(self, conversations: Collection[str]) -> int:
        """Delete all events of these conversations; return how many there were."""
        if not conversations or not self.is_there:
            return 0
        with storage_errors(), self.engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                # What was deleted must not stay readable in the file's free pages.
                connection.exec_driver_sql("PRAGMA secure_delete = ON")
            gone = sa.delete(self._events).where(self._events.c.sender_id.in_(conversations))
            return connection.execute(gone).rowcount

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()
