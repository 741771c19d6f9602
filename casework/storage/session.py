"""Runs statements and turns the database's errors into ours."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError, TimeoutError

from casework.errors import StorageConflict, StorageError, StorageFull, StorageUnavailable
from casework.storage.statements import (
    changing,
    inserting,
    inserting_in_order,
    inserting_new,
    putting,
)

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

    def __init__(self, connection: sa.Connection, *, read_only: bool = False) -> None:
        self._connection = connection
        self._read_only = read_only
        self._ended = False
        self._postponed: list[Callable[[], object]] = []

    def run(self, statement: sa.Executable, rows: Any = None) -> sa.CursorResult[Any]:
        """Execute a statement."""
        if self._ended:
            raise RuntimeError("the unit of work has ended; open another one")
        if self._read_only and isinstance(statement, sa.UpdateBase):
            raise RuntimeError("the unit of work was opened for reading alone")
        with storage_errors():
            return self._connection.execute(statement, rows)

    def first(self, statement: sa.Executable, values: Any = None) -> Row | None:
        """Return the first row as a mapping."""
        return self.run(statement, values).mappings().first()

    def all(self, statement: sa.Executable, values: Any = None) -> Sequence[Row]:
        """Return all rows as mappings."""
        return self.run(statement, values).mappings().all()

    def scalar(self, statement: sa.Executable, values: Any = None) -> Any:
        """Return the first value of the first row."""
        return self.run(statement, values).scalar()

    def insert(self, table: sa.Table, values: dict[str, Any]) -> int:
        """Insert a row and return its number."""
        key = self.run(inserting(table), values).inserted_primary_key
        return int(key[0]) if key and isinstance(key[0], int) else 0

    def insert_all(self, table: sa.Table, rows: Sequence[dict[str, Any]]) -> list[int]:
        """Insert rows in one statement and return their numbers in the same order."""
        if not rows:
            return []
        return [int(number) for number in self.run(inserting_in_order(table), rows).scalars()]

    def insert_new(
        self, table: sa.Table, values: dict[str, Any], unique: Sequence[sa.Column[Any]] = ()
    ) -> bool:
        """Insert a row unless one with the same unique values exists; tell whether it did.

        Where `unique` names columns, a row that is alike in other unique ones is a conflict.
        """
        return self.insert_all_new(table, [values], unique) == 1

    def insert_all_new(
        self,
        table: sa.Table,
        rows: Sequence[dict[str, Any]],
        unique: Sequence[sa.Column[Any]] = (),
    ) -> int:
        """Insert those rows in one statement that are new, and return how many they are."""
        if not rows:
            return 0
        # The rows that come back tell it: a count is not given for every kind of key.
        statement = inserting_new(table, tuple(unique), self._dialect)
        return len(self.run(statement, rows).all())

    def put(self, table: sa.Table, values: dict[str, Any]) -> None:
        """Insert a row, or replace the one with its key, in one statement."""
        self.put_all(table, [values])

    def put_all(self, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows with the same columns, or replace those with their keys, in one statement."""
        if rows:
            self.run(putting(table, tuple(rows[0]), self._dialect), rows).close()

    def change(self, table: sa.Table, keys: Sequence[Any], values: Mapping[str, Any]) -> int:
        """Write these columns of the rows with these keys, and return how many rows there are."""
        if not keys:
            return 0
        new = {f"new_{name}": value for name, value in values.items()}
        one = len(keys) == 1
        statement = changing(table, tuple(values), one=one)
        return self.run(statement, {"keys": keys[0] if one else keys, **new}).rowcount

    @property
    def _dialect(self) -> str:
        return self._connection.dialect.name

    def postpone(self, write: Callable[[], object]) -> None:
        """Write something together with what follows, at the latest when the transaction ends."""
        self._postponed.append(write)

    def catch_up(self) -> None:
        """Write what was postponed."""
        postponed, self._postponed = self._postponed, []
        for write in postponed:
            write()

    def commit(self) -> None:
        """Make the transaction lasting and end it."""
        if self._ended:
            raise RuntimeError("the unit of work has ended; open another one")
        self.catch_up()
        with storage_errors():
            self._connection.commit()
        self._ended = True

    def close(self) -> None:
        """Undo what is not committed and give the connection back."""
        self._ended = True
        with storage_errors():
            self._connection.close()
