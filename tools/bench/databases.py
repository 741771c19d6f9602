"""A PostgreSQL database of its own for a measurement, dropped after it."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg

SERVER: Final = "postgresql://postgres@127.0.0.1:5432"


class NoPostgres(Exception):
    """No PostgreSQL answers."""


@contextmanager
def fresh_database(label: str) -> Iterator[str]:
    """Create an empty database, yield its URL, and drop it.

    The server is `BENCH_POSTGRES`, else the one on 127.0.0.1:5432 that trusts its machine.

    Raises:
        NoPostgres: no server answers there.
    """
    server = os.environ.get("BENCH_POSTGRES") or SERVER
    name = f"jieyou_bench_{label}_{uuid.uuid4().hex[:8]}"
    try:
        admin = psycopg.connect(f"{server}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        raise NoPostgres(f"no PostgreSQL answers at {server.rpartition('@')[2]}") from error
    with admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{server}/{name}"
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def analysed(url: str) -> None:
    """Let the planner count what is there, as a server does by itself within minutes."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
