"""Runs statements and turns the database's errors into ours."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError, TimeoutError

from casework.errors import StorageConflict, StorageError, StorageFull, StorageUnavailable

Row = sa.RowMapping

# PostgreSQL: serialization failure and deadlock; both go away on a second attempt.
RIVALS: Final = ("40001", "40P01")


@contextmanager
def storage_errors() -> Iterator[None]:
    """Wrap what SQLAlchemy raises; the message names the kind and no data."""
    try:
        yield
    except IntegrityError as error:
        raise StorageConflict(type(error.orig).__name__) from error
    except DBAPIError as error:
        kind = type(error.orig).__name__
        if getattr(error.orig, "sqlstate", None) in RIVALS:
            raise StorageConflict(kind) from error
        if _is_full(error.orig):
            raise StorageFull(kind) from error
        if isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError):
            raise StorageUnavailable(kind) from error
        raise StorageError(kind) from error
    except TimeoutError as error:
        raise StorageUnavailable("no connection became free") from error
    except SQLAlchemyError as error:
        raise StorageError(type(error).__name__) from error


def _is_full(error: BaseException | None) -> bool:
    # What SQLite says from Python 3.11 on, and PostgreSQL's disk_full.
    name = getattr(error, "sqlite_errorname", None)
    return name == "SQLITE_FULL" or getattr(error, "sqlstate", None) == "53100"


class SqlSession:
    """One transaction on one connection, as the stores see it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._ended = False

    def run(self, statement: sa.Executable, rows: Any = None) -> sa.CursorResult[Any]:
        """Execute a statement."""
        if self._ended:
            raise RuntimeError("the unit of work has ended; open another one")
        with storage_errors():
            return self._connection.execute(statement, rows)

    def first(self, statement: sa.Executable) -> Row | None:
        """Return the first row as a mapping."""
        return self.run(statement).mappings().first()

    def all(self, statement: sa.Executable) -> list[Row]:
        """Return all rows as mappings."""
        return list(self.run(statement).mappings().all())

    def scalar(self, statement: sa.Executable) -> Any:
        """Return the first value of the first row."""
        return self.run(statement).scalar()

    def insert(self, table: sa.Table, values: dict[str, Any]) -> int:
        """Insert a row and return its number."""
        key = self.run(sa.insert(table).values(values)).inserted_primary_key
        return int(key[0]) if key and isinstance(key[0], int) else 0

    def insert_all(self, table: sa.Table, rows: list[dict[str, Any]]) -> list[int]:
        """Insert rows in one statement and return their numbers in the same order."""
        if not rows:
            return []
        key = table.primary_key.columns[0]
        statement = sa.insert(table).returning(key, sort_by_parameter_order=True)
        return [int(number) for number in self.run(statement, rows).scalars()]

    def insert_new(
        self, table: sa.Table, values: dict[str, Any], unique: Sequence[sa.Column[Any]] = ()
    ) -> bool:
        """Insert a row unless one with the same unique values exists; tell whether it did.

        Where `unique` names columns, a row that is alike in other unique ones is a conflict.
        """
        # The row that comes back tells it: a count is not given for every kind of key.
        statement = self._insert(table).values(values)
        statement = statement.on_conflict_do_nothing(index_elements=list(unique) or None)
        return self.run(statement.returning(*table.primary_key.columns)).first() is not None

    def put(self, table: sa.Table, values: dict[str, Any]) -> None:
        """Insert a row, or replace the one with its key, in one statement."""
        self.put_all(table, [values])

    def put_all(self, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows with the same columns, or replace those with their keys."""
        if not rows:
            return
        key = [column.name for column in table.primary_key.columns]
        statement = self._insert(table)
        others = {name: statement.excluded[name] for name in rows[0] if name not in key}
        self.run(statement.on_conflict_do_update(index_elements=key, set_=others), list(rows))

    def _insert(self, table: sa.Table) -> Any:
        postgres = self._connection.dialect.name == "postgresql"
        return postgresql.insert(table) if postgres else sqlite.insert(table)

    def commit(self) -> None:
        """Make the transaction lasting and end it."""
        if self._ended:
            raise RuntimeError("the unit of work has ended; open another one")
        with storage_errors():
            self._connection.commit()
        self._ended = True

    def close(self) -> None:
        """Undo what is not committed and give the connection back."""
        self._ended = True
        with storage_errors():
            self._connection.close()
