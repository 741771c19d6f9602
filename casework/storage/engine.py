"""Opens the database."""

from functools import partial
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Engine

BUSY_TIMEOUT_MS: Final = 5000
READ_ONLY: Final = "jieyou_read_only"
PSYCOPG: Final = "postgresql+psycopg://"


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
    return sa.create_engine(
        parsed, hide_parameters=True, pool_pre_ping=True, connect_args={"connect_timeout": 5}
    )


def _prepare_sqlite(busy_timeout_ms: int, connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {busy_timeout_ms}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    # A deferred transaction that turns from reading to writing fails at once when another one
    # wrote in between; an immediate one waits for its turn.
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
