"""Who speaks in a conversation, who waits for a person, and what colleagues tell each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from casework.model.codes import MessageKind, Priority, Sender
from casework.model.conversation import Conversation


class QueueReason(StrEnum):
    """Why a conversation waits for a person (R7, R8, R40, R145)."""

    ASKED = "asked"
    FURIOUS = "furious"
    THREAT = "threat"
    MISUNDERSTOOD = "misunderstood"
    QUIET = "quiet"
    AGENT_LOST = "agent_lost"
    PASSED_ON = "passed_on"


class QueueOutcome(StrEnum):
    """How a wait ended."""

    TAKEN = "taken"
    CALLBACK = "callback"
    DISMISSED = "dismissed"


#: The order in which priorities are served, the first one first.
URGENCY: Mapping[Priority, int] = {
    Priority.URGENT: 0,
    Priority.HIGH: 1,
    Priority.NORMAL: 2,
    Priority.LOW: 3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Who may speak: the bot where `holder` is None, else that agent until `expires_at`.

    `version` grows with every change of the speaker, so that whoever decided on an older state
    is found out. `resume_turn_id` is set from the hand-back until the bot has spoken again.
    """

    conversation_id: str
    version: int = 0
    holder: str | None = None
    holder_name: str | None = None
    since: datetime | None = None
    since_seq: int = 0
    expires_at: datetime | None = None
    resume_turn_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueEntry:
    """One wait for a person; a conversation has at most one that is open."""

    conversation_id: str
    reason: QueueReason
    priority: Priority
    entered_at: datetime
    language: str | None = None
    category: str | None = None
    assigned_to: str | None = None
    alerted_at: datetime | None = None
    left_at: datetime | None = None
    left_by: str | None = None
    outcome: QueueOutcome | None = None
    id: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the customer still waits."""
        return self.left_at is None

    @property
    def order(self) -> tuple[int, datetime, int]:
        """The place in the queue: the more urgent first, then the longest waiting."""
        return (URGENCY[self.priority], self.entered_at, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """A promise to call a customer back, made while nobody is at work (R7)."""

    conversation_id: str
    contact: str
    requested_at: datetime
    due_at: datetime
    done_at: datetime | None = None
    done_by: str | None = None
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisper:
    """What one colleague tells the others about a conversation; no customer sees it."""

    conversation_id: str
    author: str
    author_name: str
    text: str
    at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message that answers no single message: an agent's, or the bot's when it comes back."""

    sender: Sender
    text: str
    payload: Mapping[str, Any] | None = None
    kind: MessageKind = MessageKind.MESSAGE
    message_id: str | None = None
    turn_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What a list of conversations shows of one of them."""

    conversation: Conversation
    last_text: str
    last_sender: Sender
    last_at: datetime
    #: The readings of the customer's latest messages, the oldest first.
    readings: tuple[Mapping[str, Any], ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilters:
    """What a case has to be to stand in a list; None lets everything pass."""

    status: str | None = None
    grade: str | None = None
    department: str | None = None
    priority: str | None = None
    #: One of the case's categories.
    category: str | None = None
    #: A case of a customer who can be reached by any of these.
    contacts: tuple[str, ...] = ()
    #: A part of the number, the order, the product or the contact.
    text: str | None = None


EVERY_CASE: Final = CaseFilters()
