"""The migrations and the tables say the same on both databases."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from casework.errors import StorageError, StorageFull, StorageUnavailable
from casework.model import CaseFilters, Channel, Record
from casework.policy_yaml import load_policy
from casework.services.filing import FilingService
from casework.settings import ROOT
from casework.storage.engine import database_url, open_engine
from casework.storage.migrate import alembic_config, migrate
from casework.storage.sql import SqlUnitOfWorkFactory
from casework.storage.tables import metadata
from tests.databases import fresh_postgres
from tests.doubles import CountingIds, FixedClock


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'with%percent' / 'empty.db'}"
    else:
        with fresh_postgres() as fresh:
            yield fresh


def test_the_migrations_create_exactly_the_tables(url: str) -> None:
    migrate(url)
    migrate(url)
    engine = open_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        if connection.dialect.name == "postgresql":
            assert sa.inspect(connection).has_schema("rasa")
    engine.dispose()


def test_cases_from_before_the_lists_are_found_after_it(url: str) -> None:
    migrate(url)
    engine = open_engine(url)
    policy = load_policy(ROOT / "policy.yml")
    storage = SqlUnitOfWorkFactory(engine)
    filing = FilingService(storage, policy, FixedClock(), CountingIds(), ZoneInfo("Asia/Shanghai"))
    record = Record(
        complaint_text="坏了", language="zh", product="Kettle", contact_phone="13800138000"
    )
    case = filing.file_entered(record, "one").case
    with engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
    migrate(url)
    with storage(read_only=True) as uow:
        for text, found in (("kett", [case]), ("0138", [case]), ("0139", [])):
            assert list(uow.cases.list(filters=CaseFilters(text=text))) == found
    engine.dispose()


def test_several_processes_may_migrate_at_once(url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, [url] * 4))
    SqlUnitOfWorkFactory(engine := open_engine(url)).ping()
    engine.dispose()


def test_a_new_file_is_waited_for_while_another_writes_it(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    writer = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    writer.execute("CREATE TABLE t (x)")
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(sa.exc.OperationalError, match="locked"):
        open_engine(f"sqlite:///{file}", busy_timeout_ms=50).connect()
    released = Timer(0.3, writer.close)
    released.start()
    engine = open_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    released.join()
    engine.dispose()


def test_the_first_revision_can_be_taken_back(url: str) -> None:
    migrate(url)
    engine = open_engine(url)
    with engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_sqlite_writes_ahead_and_keeps_foreign_keys(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'new' / 'jieyou.db'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


@pytest.mark.parametrize("scheme", ["postgres://", "postgresql://", "postgresql+psycopg://"])
def test_a_postgres_url_gets_the_installed_driver(scheme: str) -> None:
    assert database_url(f"{scheme}u@h/d") == "postgresql+psycopg://u@h/d"


def test_a_database_that_does_not_answer_is_unavailable() -> None:
    # Nothing listens on port 1.
    factory = SqlUnitOfWorkFactory(open_engine("postgresql://postgres@127.0.0.1:1/none"))
    with pytest.raises(StorageUnavailable) as caught:
        factory.ping()
    assert caught.value.retryable and caught.value.__cause__ is not None


def test_a_busy_sqlite_file_is_unavailable(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'jieyou.db'}"
    migrate(url)
    engine = open_engine(url)
    impatient = open_engine(url)
    sa.event.listen(impatient, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout = 1"))
    with SqlUnitOfWorkFactory(engine)() as first:
        first.conversations.get("c-1")
        with SqlUnitOfWorkFactory(impatient)() as second, pytest.raises(StorageUnavailable):
            second.conversations.get("c-1")
        with SqlUnitOfWorkFactory(impatient)(read_only=True) as reader:
            assert reader.conversations.get("c-1") is None
    engine.dispose()
    impatient.dispose()


def test_an_error_names_no_data(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    with (
        SqlUnitOfWorkFactory(engine)() as uow,
        pytest.raises(StorageError) as caught,
    ):
        uow.conversations.get("secret-id")
    assert "secret-id" not in f"{caught.value} {caught.value.__cause__}"
    engine.dispose()


def test_a_sqlite_file_without_room_says_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'jieyou.db'}"
    migrate(url)
    engine = open_engine(url)

    @sa.event.listens_for(engine, "connect")
    def _bound(connection: Any, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    factory = SqlUnitOfWorkFactory(engine)
    factory.ping()
    with factory() as uow, pytest.raises(StorageFull):
        for number in range(1000):
            uow.conversations.ensure(f"c-{number}-{'x' * 500}", Channel.REST, datetime.now(UTC))
    with factory(read_only=True) as uow:
        assert uow.conversations.get("c-0") is None
    engine.dispose()
