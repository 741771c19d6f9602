"""Connections that the server closes while they wait, and reading without a transaction."""

from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from casework.storage import liveness
from casework.storage.engine import open_engine
from casework.storage.sql import SqlUnitOfWorkFactory
from casework.storage.tables import status_attempts

AT_WORK = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""


def end_connections(url: str) -> None:
    """End all connections to a database but this one, as a server that starts again does."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(AT_WORK)
        connection.execute("SELECT pg_sleep(0.2)")


def test_a_connection_that_the_server_closed_is_replaced(
    postgres: SqlUnitOfWorkFactory, postgres_url: str
) -> None:
    with postgres(read_only=True) as one, postgres() as another:
        assert one.clock_runs.next_at() is None
        assert another.clock_runs.next_at() is None
    end_connections(postgres_url)
    with postgres() as one, postgres(read_only=True) as another:
        assert one.clock_runs.next_at() is None
        assert another.clock_runs.next_at() is None


@pytest.fixture
def asked(postgres: SqlUnitOfWorkFactory, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return a list to which each connection is added that the server is asked about."""
    found: list[object] = []
    dialect = postgres._engine.dialect
    ping = dialect.do_ping

    def noted(connection: Any) -> bool:
        found.append(connection)
        return ping(connection)

    monkeypatch.setattr(dialect, "do_ping", noted)
    return found


def test_after_a_while_the_server_is_asked_again(
    postgres: SqlUnitOfWorkFactory, monkeypatch: pytest.MonkeyPatch, asked: list[object]
) -> None:
    monkeypatch.setattr(liveness, "TRUSTED_SECONDS", -1.0)
    monkeypatch.setattr(liveness, "_has_news", lambda _connection: False)
    with postgres() as uow:
        uow.clock_runs.next_at()
    asked.clear()
    for _ in range(2):
        with postgres() as uow:
            uow.clock_runs.next_at()
    assert len(asked) == 2


def test_a_connection_that_was_used_just_now_is_not_asked_about(
    postgres: SqlUnitOfWorkFactory, monkeypatch: pytest.MonkeyPatch, asked: list[object]
) -> None:
    # However slow the machine is.
    monkeypatch.setattr(liveness, "TRUSTED_SECONDS", 3600.0)
    used = set()
    for _ in range(4):
        with postgres() as uow:
            uow.clock_runs.next_at()
            used.add(uow._session.scalar(sa.text("SELECT pg_backend_pid()")))
    assert len(used) == 1
    assert asked == []


@pytest.mark.parametrize("name", ["sqlite", "postgres"])
def test_nothing_is_written_where_only_reading_was_asked_for(
    name: str, request: pytest.FixtureRequest
) -> None:
    factory: SqlUnitOfWorkFactory = request.getfixturevalue(name)
    with factory(read_only=True) as uow, pytest.raises(RuntimeError, match="reading"):
        uow._session.run(sa.delete(status_attempts))


def test_a_transaction_follows_a_reading_on_the_same_connection(postgres_url: str) -> None:
    factory = SqlUnitOfWorkFactory(open_engine(postgres_url))
    with factory(read_only=True) as uow:
        assert uow._session.scalar(sa.text("SELECT count(*) FROM status_attempts")) == 0
    with factory() as uow:
        uow._session.run(sa.text("CREATE TABLE never (id int)"))
    with factory(read_only=True) as uow:
        assert uow._session.scalar(sa.text("SELECT to_regclass('never')")) is None
    factory.close()
