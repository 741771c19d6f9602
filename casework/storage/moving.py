"""Carries every row from one database to an empty one of the other kind."""

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa

from casework.storage.engine import READ_ONLY, open_engine
from casework.storage.erasure_tables import ALL
from casework.storage.migrate import migrate
from casework.storage.session import storage_errors
from casework.storage.trackers import SCHEMA, TABLE

AT_ONCE: Final = 1000


def move(source_url: str, target_url: str) -> Mapping[str, int]:
    """Copy all tables in one transaction and return how many rows each had.

    Both databases are brought to today's tables first; the target's have to be empty.

    Raises:
        StorageError: one of them does not answer, or the target holds a row already.
    """
    for url in (source_url, target_url):
        migrate(url)
    source = open_engine(source_url).execution_options(**{READ_ONLY: True})
    target = open_engine(target_url)
    try:
        with storage_errors(), source.connect() as given, target.begin() as taken:
            return {
                table.name: _copy(given, taken, table, table)
                for table in sa.schema.sort_tables(ALL)
            }
    finally:
        source.dispose()
        target.dispose()


def move_trackers(source_url: str, target_url: str) -> int:
    """Copy Rasa's events into a table that it finds at its next start; return how many."""
    source = open_engine(source_url).execution_options(**{READ_ONLY: True})
    target = open_engine(target_url)
    try:
        with storage_errors(), source.connect() as given, target.begin() as taken:
            if not sa.inspect(given).has_table(TABLE):
                return 0
            known = sa.Table(TABLE, sa.MetaData(), autoload_with=given)
            there = sa.MetaData(schema=SCHEMA if taken.dialect.name == "postgresql" else None)
            events = known.to_metadata(there)
            events.create(taken)
            return _copy(given, taken, known, events)
    finally:
        source.dispose()
        target.dispose()


def _copy(given: sa.Connection, taken: sa.Connection, source: sa.Table, target: sa.Table) -> int:
    key = source.primary_key.columns
    rows = given.execute(sa.select(source).order_by(*key)).mappings()
    # What a database computes itself is computed anew.
    names = {column.key for column in source.columns if column.computed is None}
    count = 0
    for part in rows.partitions(AT_ONCE):
        # Keys of the table's columns, where they differ from the database's names.
        keyed = [{name: row[source.c[name]] for name in names} for row in part]
        taken.execute(sa.insert(target), keyed)
        count += len(keyed)
    _count_on(taken, target)
    return count


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    """Let PostgreSQL's counter of a table go on behind the rows that came with their numbers."""
    keys = list(table.primary_key.columns)
    if connection.dialect.name != "postgresql" or len(keys) != 1:
        return
    named = f'"{table.schema}"."{table.name}"' if table.schema else f'"{table.name}"'
    counter = connection.execute(
        sa.select(sa.func.pg_get_serial_sequence(named, keys[0].name))
    ).scalar()
    if counter is None:
        return
    highest = connection.execute(sa.select(sa.func.max(keys[0]))).scalar()
    if highest is not None:
        connection.execute(sa.select(sa.func.setval(counter, highest)))
