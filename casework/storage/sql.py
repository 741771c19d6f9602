"""The unit of work on SQLAlchemy."""

from types import TracebackType
from typing import Self

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


class SqlUnitOfWork:
    """One transaction on one connection; the stores exist while it is entered."""

    cases: SqlCaseStore
    intakes: SqlIntakeStore
    conversations: SqlConversationStore
    messages: SqlMessageStore
    turns: SqlTurnStore
    handovers: SqlHandoverStore
    idempotency: SqlIdempotencyStore
    sessions: SqlSessionStore
    attempts: SqlAttemptStore
    clock_offset: SqlClockOffsetStore
    handling: SqlHandlingStore
    events: SqlEventStore
    incidents: SqlIncidentStore
    clock_runs: SqlClockRunStore
    outbox: SqlOutboxStore
    updates: SqlUpdateStore
    approvals: SqlApprovalStore
    stops: SqlStopStore
    leases: SqlLeaseStore
    queue: SqlQueueStore
    callbacks: SqlCallbackStore
    whispers: SqlWhisperStore
    overviews: SqlOverviewStore
    accounts: SqlAccountStore
    desk_sessions: SqlDeskSessionStore
    audit: SqlAuditStore

    def __init__(self, engine: Engine, *, read_only: bool) -> None:
        self._engine = engine
        self._read_only = read_only

    def __enter__(self) -> Self:
        with storage_errors():
            connection = self._engine.connect().execution_options(**{READ_ONLY: self._read_only})
        session = SqlSession(connection)
        self._session = session
        self.cases = SqlCaseStore(session)
        self.intakes = SqlIntakeStore(session)
        self.conversations = SqlConversationStore(session)
        self.messages = SqlMessageStore(session)
        self.turns = SqlTurnStore(session)
        self.handovers = SqlHandoverStore(session)
        self.idempotency = SqlIdempotencyStore(session)
        self.sessions = SqlSessionStore(session)
        self.attempts = SqlAttemptStore(session)
        self.clock_offset = SqlClockOffsetStore(session)
        self.handling = SqlHandlingStore(session)
        self.events = SqlEventStore(session)
        self.incidents = SqlIncidentStore(session)
        self.clock_runs = SqlClockRunStore(session)
        self.outbox = SqlOutboxStore(session)
        self.updates = SqlUpdateStore(session)
        self.approvals = SqlApprovalStore(session)
        self.stops = SqlStopStore(session)
        self.leases = SqlLeaseStore(session)
        self.queue = SqlQueueStore(session)
        self.callbacks = SqlCallbackStore(session)
        self.whispers = SqlWhisperStore(session)
        self.overviews = SqlOverviewStore(session)
        self.accounts = SqlAccountStore(session)
        self.desk_sessions = SqlDeskSessionStore(session)
        self.audit = SqlAuditStore(session)
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
