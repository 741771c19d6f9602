"""A database of every earlier release comes to today's tables with all that stands in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from casework.policy import Policy
from casework.storage.engine import open_engine
from casework.storage.migrate import alembic_config, migrate, revision_of, revisions
from casework.storage.sql import SqlUnitOfWorkFactory
from casework.storage.tables import metadata
from tests.doubles import MONDAY
from tests.planting import CASE, CODES, MARKER, TALK, empty_database
from tests.works import Works

EARLIER = revisions()[:-1]
DUE = MONDAY + timedelta(hours=1)
FIXED: dict[str, dict[str, Any]] = {
    "case_clocks": {
        "name": "first_reply",
        "explanation": {"zh": MARKER, "en": MARKER},
        "due_at": DUE,
        "met_at": None,
        "breached_at": None,
    },
    "accounts": {"role": "agent", "languages": ["zh"], "skills": [], "presence": "away"},
    "product_clock": {"id": 1},
}


@contextmanager
def standing_at(url: str, revision: str) -> Iterator[sa.Connection]:
    """Bring an empty database to a revision and yield a connection to it."""
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            config = alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            yield connection
    finally:
        engine.dispose()


def filled(connection: sa.Connection) -> dict[str, list[dict[str, Any]]]:
    """Put one row into every table that is there, and return all rows as the database has them."""
    there = sa.MetaData()
    there.reflect(connection)
    numbers: dict[str, Any] = {}
    tables = [table for table in there.sorted_tables if table.name != "alembic_version"]
    for table in tables:
        # Written with today's types: those of the database itself differ from kind to kind.
        today = metadata.tables[table.name]
        names = {column.name for column in table.columns}
        columns = [c for c in today.columns if c.name in names and c.computed is None]
        row = {column.key: _value(today, column, numbers) for column in columns}
        row = {name: value for name, value in row.items() if value is not None}
        key = connection.execute(sa.insert(today).values(row)).inserted_primary_key
        numbers[table.name] = key[0] if key else None
    return rows_of(connection, [table.name for table in tables])


def rows_of(connection: sa.Connection, names: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of tables by their columns."""
    return {
        name: [
            dict(row)
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"').mappings().all()
        ]
        for name in names
    }


def _value(table: sa.Table, column: sa.Column[Any], numbers: dict[str, Any]) -> Any:
    fixed = {**CODES.get(table.name, {}), **FIXED.get(table.name, {})}
    if column.key in fixed:
        return fixed[column.key]
    for foreign in column.foreign_keys:
        return numbers.get(foreign.column.table.name)
    if column.key in ("conversation_id", "case_no"):
        return TALK if column.key == "conversation_id" else CASE
    kind: Any = column.type
    if isinstance(kind, sa.TypeDecorator):
        return MONDAY if isinstance(kind.impl_instance, sa.DateTime) else MARKER
    if isinstance(kind, sa.JSON):
        return {"a": MARKER}
    if isinstance(kind, sa.Boolean):
        return True
    if isinstance(kind, sa.Date):
        return MONDAY.date()
    return 1


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    with empty_database(request.param, tmp_path) as url:
        yield url


def test_there_are_earlier_releases() -> None:
    assert EARLIER[0] == "0001" and len(EARLIER) >= 3


@pytest.mark.parametrize("revision", EARLIER)
def test_every_row_of_an_earlier_release_is_there_afterwards(url: str, revision: str) -> None:
    with standing_at(url, revision) as connection:
        before = filled(connection)
    assert all(len(rows) == 1 for rows in before.values())
    assert revision_of(url) == revision

    migrate(url)

    assert revision_of(url) == revisions()[-1]
    engine = open_engine(url)
    with engine.connect() as connection:
        after = rows_of(connection, list(before))
        everything = {table.name for table in metadata.tables.values()}
        assert everything <= set(sa.inspect(connection).get_table_names())
    engine.dispose()
    for name, rows in before.items():
        kept = [{column: row[column] for column in rows[0]} for row in after[name]]
        assert kept == rows, name


@pytest.mark.parametrize("revision", EARLIER)
def test_a_case_of_an_earlier_release_is_worked_on_as_any_other(
    url: str, revision: str, policy: Policy
) -> None:
    with standing_at(url, revision) as connection:
        filled(connection)
    migrate(url)
    storage = SqlUnitOfWorkFactory(open_engine(url))
    works = Works(storage, policy)
    assert works.steps.view(CASE).case.case_no == CASE
    worker = works.worker()
    # Clocks run by themselves since revision 0003.
    assert worker.adopt() == (1 if revision < "0003" else 0)
    assert worker.adopt() == 0
    with storage(read_only=True) as uow:
        assert [run.clock_id for run in uow.clock_runs.of_case(CASE)] == [1]
        assert uow.conversations.get(TALK) is not None
    if revision < "0003":
        works.later(days=1)
        assert works.case(works.steps.view(CASE).case).clocks[0].breached_at == DUE
        assert works.events(works.steps.view(CASE).case, "clock_missed")
    storage.close()
