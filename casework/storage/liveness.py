"""Finds out that a waiting connection to PostgreSQL is dead, mostly without asking the server."""

import select
import time
from functools import partial
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

#: After so many seconds of waiting the server is asked in any case: a network that swallows
#: everything closes nothing.
TRUSTED_SECONDS: Final = 5.0
GIVEN_BACK: Final = "given_back"


def watch(engine: Engine) -> None:
    """Let no connection be used that the server has closed while it waited in the pool."""
    sa.event.listen(engine, "checkin", _note)
    sa.event.listen(engine, "checkout", partial(_check, engine.dialect))


def _note(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info[GIVEN_BACK] = time.monotonic()


def _check(
    dialect: sa.Dialect,
    connection: DBAPIConnection,
    record: ConnectionPoolEntry,
    _proxy: PoolProxiedConnection,
) -> None:
    given_back = record.info.get(GIVEN_BACK)
    if given_back is None:
        return
    if time.monotonic() - given_back < TRUSTED_SECONDS and not _has_news(connection):
        return
    try:
        alive = dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error:
        alive = False
    if not alive:
        # All others that wait are from before the same end.
        raise sa.exc.InvalidatePoolError()


def _has_news(connection: Any) -> bool:
    """Tell whether the server said something unasked: most of all, that it closed."""
    if connection.closed:
        return True
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))
