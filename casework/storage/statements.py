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
def changing(table: sa.Table, names: tuple[str, ...], *, one: bool) -> sa.Update:
    """Return the change of these columns in the row, or the rows, whose keys are given."""
    (key,) = table.primary_key.columns
    values: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in names}
    return sa.update(table).where(among(key, "keys", one=one)).values(values)


def among(column: sa.Column[Any], name: str, *, one: bool) -> sa.ColumnElement[bool]:
    """Return that a column is the value, or one of the values, which are given by a name.

    A list of values is written into the statement each time, which takes as long as to send it.
    """
    if one:
        return column == sa.bindparam(name)
    return column.in_(sa.bindparam(name, expanding=True))


def _upsert(table: sa.Table, dialect: str) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def _told(statement: Any, table: sa.Table) -> Any:
    # Rows that are told are inserted many in one statement, others in one statement each.
    return statement.returning(*table.primary_key.columns)
