"""What the in-memory twin holds."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from casework.gate.approvals import Approval, Stop
from casework.model import (
    Account,
    AuditEntry,
    Callback,
    Case,
    ClockOffset,
    CompletedTurn,
    Conversation,
    DeskSession,
    HandoverWish,
    IdempotencyKey,
    Intake,
    Lease,
    Message,
    QueueEntry,
    Supplement,
    WebSession,
    Whisper,
)
from casework.model.work import CaseEvent, ClockRun, Handling, Incident, Outgoing


@dataclass
class MemoryState:
    """Frozen records in plain containers, so that a shallow copy is a snapshot."""

    cases: dict[str, Case] = field(default_factory=dict)
    supplements: list[Supplement] = field(default_factory=list)
    intakes: dict[str, Intake] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    #: The row ids of each conversation's messages, in order: `seq` counts them from 1.
    talks: dict[str, tuple[int, ...]] = field(default_factory=dict)
    #: The messages that have an id of their own, by conversation and id.
    named: dict[tuple[str, str], int] = field(default_factory=dict)
    #: The conversation of each message that is pending, by row id.
    waiting: dict[int, str] = field(default_factory=dict)
    turns: list[CompletedTurn] = field(default_factory=list)
    wishes: list[HandoverWish] = field(default_factory=list)
    keys: dict[str, IdempotencyKey] = field(default_factory=dict)
    sessions: dict[str, WebSession] = field(default_factory=dict)
    attempts: list[tuple[str, str, datetime]] = field(default_factory=list)
    handling: dict[str, Handling] = field(default_factory=dict)
    events: list[CaseEvent] = field(default_factory=list)
    troubles: list[tuple[str, str, str, tuple[str, ...], datetime]] = field(default_factory=list)
    incidents: dict[str, Incident] = field(default_factory=dict)
    runs: dict[int, ClockRun] = field(default_factory=dict)
    outbox: dict[int, Outgoing] = field(default_factory=dict)
    approvals: dict[str, Approval] = field(default_factory=dict)
    stops: list[Stop] = field(default_factory=list)
    leases: dict[str, Lease] = field(default_factory=dict)
    queue: dict[int, QueueEntry] = field(default_factory=dict)
    callbacks: dict[int, Callback] = field(default_factory=dict)
    whispers: list[Whisper] = field(default_factory=list)
    accounts: dict[str, Account] = field(default_factory=dict)
    desk_sessions: dict[str, DeskSession] = field(default_factory=dict)
    audit: list[AuditEntry] = field(default_factory=list)
    offset: ClockOffset | None = None
    last_id: int = 0
    ended: bool = False

    def copy(self) -> "MemoryState":
        """Return a snapshot that is running."""
        values = {spec.name: _copied(getattr(self, spec.name)) for spec in fields(self)}
        return MemoryState(**{**values, "ended": False})

    def next_id(self) -> int:
        """Return a row number that was not used before."""
        self.last_id += 1
        return self.last_id

    def keep_message(self, row: Message) -> None:
        """Keep a new message, or what has become of one."""
        if row.id not in self.messages:
            self.talks[row.conversation_id] = (*self.talks.get(row.conversation_id, ()), row.id)
            if row.message_id is not None:
                self.named[row.conversation_id, row.message_id] = row.id
        self.messages[row.id] = row
        if row.is_pending:
            self.waiting[row.id] = row.conversation_id
        else:
            self.waiting.pop(row.id, None)

    def check_running(self) -> None:
        """Refuse to work after the end of the unit of work."""
        if self.ended:
            raise RuntimeError("the unit of work has ended; open another one")


class MemoryStore:
    """A store on the state of one unit of work."""

    def __init__(self, state: MemoryState) -> None:
        self._running_state = state

    @property
    def _state(self) -> MemoryState:
        self._running_state.check_running()
        return self._running_state


def _copied(value: Any) -> Any:
    return value.copy() if isinstance(value, dict | list) else value
