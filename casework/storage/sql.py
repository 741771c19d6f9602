"""The unit of work on SQLAlchemy."""

from collections.abc import Callable
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from casework.storage.engine import READ_ONLY
from casework.storage.session import SqlSession, storage_errors
from casework.storage.sql_cases import SqlCaseStore
from casework.storage.sql_desk import (
    SqlAccountStore,
    SqlAuditStore,
    SqlCallbackStore,
    SqlDeskSessionStore,
    SqlLeaseStore,
    SqlQueueStore,
    SqlWhisperStore,
)
from casework.storage.sql_gate import SqlApprovalStore, SqlStopStore
from casework.storage.sql_messages import SqlConversationStore, SqlMessageStore
from casework.storage.sql_outbox import SqlOutboxStore, SqlUpdateStore
from casework.storage.sql_overviews import SqlOverviewStore
from casework.storage.sql_rest import (
    SqlAttemptStore,
    SqlClockOffsetStore,
    SqlHandoverStore,
    SqlIdempotencyStore,
    SqlIntakeStore,
    SqlSessionStore,
    SqlTurnStore,
)
from casework.storage.sql_work import (
    SqlClockRunStore,
    SqlEventStore,
    SqlHandlingStore,
    SqlIncidentStore,
)

Kind = TypeVar("Kind")


class Store(Generic[Kind]):
    """A store of a unit of work, made when it is first asked for."""

    def __init__(self, kind: Callable[[SqlSession], Kind]) -> None:
        self._kind = kind

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, uow: "SqlUnitOfWork", owner: type) -> Kind:
        try:
            return cast(Kind, uow._stores[self._name])
        except KeyError:
            store = self._kind(uow._session)
            uow._stores[self._name] = store
            return store


class SqlUnitOfWork:
    """One transaction on one connection; the stores exist while it is entered."""

    cases = Store(SqlCaseStore)
    intakes = Store(SqlIntakeStore)
    conversations = Store(SqlConversationStore)
    messages = Store(SqlMessageStore)
    turns = Store(SqlTurnStore)
    handovers = Store(SqlHandoverStore)
    idempotency = Store(SqlIdempotencyStore)
    sessions = Store(SqlSessionStore)
    attempts = Store(SqlAttemptStore)
    clock_offset = Store(SqlClockOffsetStore)
    handling = Store(SqlHandlingStore)
    events = Store(SqlEventStore)
    incidents = Store(SqlIncidentStore)
    clock_runs = Store(SqlClockRunStore)
    outbox = Store(SqlOutboxStore)
    updates = Store(SqlUpdateStore)
    approvals = Store(SqlApprovalStore)
    stops = Store(SqlStopStore)
    leases = Store(SqlLeaseStore)
    queue = Store(SqlQueueStore)
    callbacks = Store(SqlCallbackStore)
    whispers = Store(SqlWhisperStore)
    overviews = Store(SqlOverviewStore)
    accounts = Store(SqlAccountStore)
    desk_sessions = Store(SqlDeskSessionStore)
    audit = Store(SqlAuditStore)

    def __init__(self, engine: Engine, *, read_only: bool) -> None:
        self._engine = engine
        self._read_only = read_only
        self._options: dict[str, Any] = {READ_ONLY: read_only}
        if read_only and engine.dialect.name != "sqlite":
            # Each statement sees what is committed by then, in a transaction as without one, and
            # without one there is no need to begin and to end it.
            self._options["isolation_level"] = "AUTOCOMMIT"

    def __enter__(self) -> Self:
        with storage_errors():
            connection = self._engine.connect().execution_options(**self._options)
        self._session = SqlSession(connection, read_only=self._read_only)
        self._stores: dict[str, Any] = {}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()

    def commit(self) -> None:
        """Make everything done so far lasting; the unit of work ends with it."""
        self._session.commit()


class SqlUnitOfWorkFactory:
    """Opens units of work on one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __call__(self, *, read_only: bool = False) -> SqlUnitOfWork:
        """Return a new unit of work."""
        return SqlUnitOfWork(self._engine, read_only=read_only)

    def ping(self) -> None:
        """Ask the database for the number one; SQLite writes it, for its disk may be full."""
        if self._engine.dialect.name != "sqlite":
            with self(read_only=True) as uow:
                uow._session.scalar(sa.select(sa.literal(1)))
            return
        with self() as uow:
            uow._session.run(sa.text("PRAGMA user_version = 1"))
            uow.commit()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
