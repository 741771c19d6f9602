"""Opens the database."""

import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from casework.storage.liveness import watch

BUSY_TIMEOUT_MS: Final = 5000
#: How long until another try where SQLite does not wait by itself.
AGAIN_AFTER: Final = 0.01
READ_ONLY: Final = "jieyou_read_only"
PSYCOPG: Final = "postgresql+psycopg://"
#: So many statements stay prepared on a connection: more than the product has, so that none is
#: forgotten and prepared again.
PREPARED_MOST: Final = 500


def database_url(url: str) -> str:
    """Return the URL with the driver that is installed."""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return PSYCOPG + url.removeprefix(scheme)
    return url


def open_engine(url: str, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Engine:
    """Return an engine; nothing is connected yet, but a SQLite file gets its folder.

    `busy_timeout_ms` is how long SQLite waits for another writer; PostgreSQL has its own limits.
    """
    parsed = sa.make_url(database_url(url))
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(parsed, hide_parameters=True)
        sa.event.listen(engine, "connect", partial(_prepare_sqlite, busy_timeout_ms))
        sa.event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = sa.create_engine(parsed, hide_parameters=True, connect_args={"connect_timeout": 5})
    sa.event.listen(engine, "connect", _prepare_postgres)
    watch(engine)
    return engine


def _prepare_postgres(connection: Any, _record: object) -> None:
    connection.prepared_max = PREPARED_MOST


def _prepare_sqlite(busy_timeout_ms: int, connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {busy_timeout_ms}")
    _write_ahead(cursor, busy_timeout_ms)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _write_ahead(cursor: Any, busy_timeout_ms: int) -> None:
    # For this change SQLite does not wait: of several that open a new file at once one changes it,
    # and the others were told at once that it is locked.
    deadline = time.monotonic() + busy_timeout_ms / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise
        time.sleep(AGAIN_AFTER)


def _begin_sqlite(connection: sa.Connection) -> None:
    # A deferred transaction that turns from reading to writing fails at once when another one
    # wrote in between; an immediate one waits for its turn.
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
