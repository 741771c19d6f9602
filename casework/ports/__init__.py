"""What the core needs from the outside: stores, a unit of work, a clock and ids.

Every store works inside a unit of work. Any verb may raise `StorageUnavailable` when the
database does not answer and `StorageConflict` when another transaction was first; the unit of
work is then of no more use and must be left.
"""

from casework.ports.accounts import AccountStore, AuditStore, DeskSessionStore
from casework.ports.basics import Calendar, Clock, IdSource, Order, OrderBook
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
from casework.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from casework.ports.work import (
    ClockRunStore,
    EventStore,
    HandlingStore,
    IncidentStore,
    OutboxStore,
    UpdateStore,
)

__all__ = [
    "AccountStore",
    "ApprovalStore",
    "AttemptStore",
    "AuditStore",
    "Calendar",
    "CallbackStore",
    "CaseStore",
    "Clock",
    "ClockOffsetStore",
    "ClockRunStore",
    "ConversationStore",
    "DeskSessionStore",
    "EventStore",
    "HandlingStore",
    "HandoverStore",
    "IdSource",
    "IdempotencyStore",
    "IncidentStore",
    "IntakeStore",
    "LeaseStore",
    "MessageStore",
    "Order",
    "OrderBook",
    "OutboxStore",
    "OverviewStore",
    "QueueStore",
    "SessionStore",
    "StopStore",
    "TurnStore",
    "UnitOfWork",
    "UnitOfWorkFactory",
    "UpdateStore",
    "WhisperStore",
]
