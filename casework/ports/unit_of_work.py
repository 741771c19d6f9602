"""One transaction over all stores."""

from types import TracebackType
from typing import Protocol, Self

from casework.ports.accounts import AccountStore, AuditStore, DeskSessionStore
from casework.ports.cases import CaseStore, IntakeStore
from casework.ports.conversations import ConversationStore, MessageStore
from casework.ports.gate import ApprovalStore, StopStore
from casework.ports.records import (
    AttemptStore,
    ClockOffsetStore,
    HandoverStore,
    IdempotencyStore,
    SessionStore,
    TurnStore,
)
from casework.ports.takeover import (
    CallbackStore,
    LeaseStore,
    OverviewStore,
    QueueStore,
    WhisperStore,
)
from casework.ports.work import (
    ClockRunStore,
    EventStore,
    HandlingStore,
    IncidentStore,
    OutboxStore,
    UpdateStore,
)


class UnitOfWork(Protocol):
    """One transaction; leaving it without `commit` undoes everything."""

    @property
    def cases(self) -> CaseStore:
        """The cases."""

    @property
    def intakes(self) -> IntakeStore:
        """The intakes."""

    @property
    def conversations(self) -> ConversationStore:
        """The conversations."""

    @property
    def messages(self) -> MessageStore:
        """The messages."""

    @property
    def turns(self) -> TurnStore:
        """The completed turns."""

    @property
    def handovers(self) -> HandoverStore:
        """The wishes for a person."""

    @property
    def idempotency(self) -> IdempotencyStore:
        """The keys of staff entries."""

    @property
    def sessions(self) -> SessionStore:
        """The browsers' sessions."""

    @property
    def attempts(self) -> AttemptStore:
        """The wrong attempts to read a case's state."""

    @property
    def clock_offset(self) -> ClockOffsetStore:
        """The offset of the product's clock."""

    @property
    def handling(self) -> HandlingStore:
        """How each case is handled."""

    @property
    def events(self) -> EventStore:
        """What happened to the cases."""

    @property
    def incidents(self) -> IncidentStore:
        """The troubles that several customers have."""

    @property
    def clock_runs(self) -> ClockRunStore:
        """How the clocks run."""

    @property
    def outbox(self) -> OutboxStore:
        """The notices on their way out."""

    @property
    def updates(self) -> UpdateStore:
        """What is said unasked."""

    @property
    def approvals(self) -> ApprovalStore:
        """The written approvals of what may be promised."""

    @property
    def stops(self) -> StopStore:
        """The texts that the gate stopped."""

    @property
    def leases(self) -> LeaseStore:
        """Who speaks."""

    @property
    def queue(self) -> QueueStore:
        """The waits for a person."""

    @property
    def callbacks(self) -> CallbackStore:
        """The promised call-backs."""

    @property
    def whispers(self) -> WhisperStore:
        """What colleagues tell each other."""

    @property
    def overviews(self) -> OverviewStore:
        """The conversations as lists show them."""

    @property
    def accounts(self) -> AccountStore:
        """The people at the desk."""

    @property
    def desk_sessions(self) -> DeskSessionStore:
        """Their log-ins."""

    @property
    def audit(self) -> AuditStore:
        """What they did."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def commit(self) -> None:
        """Make everything done so far lasting; the unit of work ends with it."""


class UnitOfWorkFactory(Protocol):
    """Opens units of work; each call is a transaction of its own, never nested in another."""

    def __call__(self, *, read_only: bool = False) -> UnitOfWork:
        """Return a new unit of work.

        Args:
            read_only: nothing will be written, so nobody else has to wait.
        """

    def ping(self) -> None:
        """Ask the database for a sign of life.

        Raises:
            StorageUnavailable: it gives none.
        """
