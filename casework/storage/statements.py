"""Statements that are made once for each table: to make one takes longer than to send it."""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


@cache
def inserting(table: sa.Table) -> sa.Insert:
    """Return the insertion of a row."""
    return sa.insert(table)


@cache
def inserting_in_order(table: sa.Table) -> Any:
    """Return the insertion of rows that tells their numbers in the same order."""
    key = table.primary_key.columns[0]
    return sa.insert(table).returning(key, sort_by_parameter_order=True)


@cache
def inserting_new(table: sa.Table, unique: tuple[sa.Column[Any], ...], dialect: str) -> Any:
    """Return the insertion of rows that leaves those out which are there."""
    statement = _upsert(table, dialect).on_conflict_do_nothing(index_elements=unique or None)
    return _told(statement, table)


@cache
def putting(table: sa.Table, names: tuple[str, ...], dialect: str) -> Any:
    """Return the insertion of rows that replaces those with the same keys."""
    key = [column.name for column in table.primary_key.columns]
    statement = _upsert(table, dialect)
    others = {name: statement.excluded[name] for name in names if name not in key}
    return _told(statement.on_conflict_do_update(index_elements=key, set_=others), table)


@cache
def changing(table: sa.Table, names: tuple[str, ...]) -> sa.Update:
    """Return the change of these columns in the rows whose keys are given."""
    (key,) = table.primary_key.columns
    values: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in names}
    these = key.in_(sa.bindparam("keys", expanding=True))
    return sa.update(table).where(these).values(values)


def _upsert(table: sa.Table, dialect: str) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def _told(statement: Any, table: sa.Table) -> Any:
    # Rows that are told are inserted many in one statement, others in one statement each.
    return statement.returning(*table.primary_key.columns)
