"""The in-memory twin of the SQL storage: the same contract, nothing kept after the process."""

import threading
from types import TracebackType
from typing import Final, Self

from casework.errors import StorageUnavailable
from casework.storage.memory_cases import MemoryCaseStore
from casework.storage.memory_desk import (
    MemoryAccountStore,
    MemoryAuditStore,
    MemoryCallbackStore,
    MemoryDeskSessionStore,
    MemoryLeaseStore,
    MemoryOverviewStore,
    MemoryQueueStore,
    MemoryWhisperStore,
)
from casework.storage.memory_gate import MemoryApprovalStore, MemoryStopStore
from casework.storage.memory_messages import MemoryConversationStore, MemoryMessageStore
from casework.storage.memory_rest import (
    MemoryAttemptStore,
    MemoryClockOffsetStore,
    MemoryHandoverStore,
    MemoryIdempotencyStore,
    MemoryIntakeStore,
    MemorySessionStore,
    MemoryTurnStore,
)
from casework.storage.memory_state import MemoryState
from casework.storage.memory_work import (
    MemoryClockRunStore,
    MemoryEventStore,
    MemoryHandlingStore,
    MemoryIncidentStore,
    MemoryOutboxStore,
    MemoryUpdateStore,
)

BUSY_TIMEOUT: Final = 5.0


class MemoryUnitOfWork:
    """One transaction on a copy of the state; a writing one keeps the other writers out."""

    cases: MemoryCaseStore
    intakes: MemoryIntakeStore
    conversations: MemoryConversationStore
    messages: MemoryMessageStore
    turns: MemoryTurnStore
    handovers: MemoryHandoverStore
    idempotency: MemoryIdempotencyStore
    sessions: MemorySessionStore
    attempts: MemoryAttemptStore
    clock_offset: MemoryClockOffsetStore
    handling: MemoryHandlingStore
    events: MemoryEventStore
    incidents: MemoryIncidentStore
    clock_runs: MemoryClockRunStore
    outbox: MemoryOutboxStore
    updates: MemoryUpdateStore
    approvals: MemoryApprovalStore
    stops: MemoryStopStore
    leases: MemoryLeaseStore
    queue: MemoryQueueStore
    callbacks: MemoryCallbackStore
    whispers: MemoryWhisperStore
    overviews: MemoryOverviewStore
    accounts: MemoryAccountStore
    desk_sessions: MemoryDeskSessionStore
    audit: MemoryAuditStore

    def __init__(self, database: "MemoryUnitOfWorkFactory", *, read_only: bool) -> None:
        self._database = database
        self._read_only = read_only

    def __enter__(self) -> Self:
        if not self._read_only and not self._database.writing.acquire(timeout=BUSY_TIMEOUT):
            raise StorageUnavailable("another transaction does not end")
        state = self._database.state.copy()
        self._state = state
        self.cases = MemoryCaseStore(state)
        self.intakes = MemoryIntakeStore(state)
        self.conversations = MemoryConversationStore(state)
        self.messages = MemoryMessageStore(state)
        self.turns = MemoryTurnStore(state)
        self.handovers = MemoryHandoverStore(state)
        self.idempotency = MemoryIdempotencyStore(state)
        self.sessions = MemorySessionStore(state)
        self.attempts = MemoryAttemptStore(state)
        self.clock_offset = MemoryClockOffsetStore(state)
        self.handling = MemoryHandlingStore(state)
        self.events = MemoryEventStore(state)
        self.incidents = MemoryIncidentStore(state)
        self.clock_runs = MemoryClockRunStore(state)
        self.outbox = MemoryOutboxStore(state)
        self.updates = MemoryUpdateStore(state)
        self.approvals = MemoryApprovalStore(state)
        self.stops = MemoryStopStore(state)
        self.leases = MemoryLeaseStore(state)
        self.queue = MemoryQueueStore(state)
        self.callbacks = MemoryCallbackStore(state)
        self.whispers = MemoryWhisperStore(state)
        self.overviews = MemoryOverviewStore(state)
        self.accounts = MemoryAccountStore(state)
        self.desk_sessions = MemoryDeskSessionStore(state)
        self.audit = MemoryAuditStore(state)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._state.ended = True
        if not self._read_only:
            self._database.writing.release()

    def commit(self) -> None:
        """Make everything done so far lasting; the unit of work ends with it."""
        self._state.check_running()
        if not self._read_only:
            self._database.state = self._state.copy()
        self._state.ended = True


class MemoryUnitOfWorkFactory:
    """Opens units of work on one state."""

    def __init__(self) -> None:
        self.state = MemoryState()
        self.writing = threading.Lock()

    def __call__(self, *, read_only: bool = False) -> MemoryUnitOfWork:
        """Return a new unit of work."""
        return MemoryUnitOfWork(self, read_only=read_only)

    def ping(self) -> None:
        """Do nothing: memory is always there."""
