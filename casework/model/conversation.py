"""Conversations, their messages and what happens round them before a case exists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from casework.model.codes import Channel, MessageKind, MessageState, Sender

#: Where a message's metadata name the turn that it was joined to.
JOINED_TO: Final = "joined_to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One customer's thread on one channel; `held_by` names the agent who took it over."""

    id: str
    channel: Channel
    created_at: datetime
    language: str | None = None
    locale: str | None = None
    held_by: str | None = None
    last_seq: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One row of a conversation, numbered by `seq` from 1 without gaps."""

    id: int
    conversation_id: str
    seq: int
    sender: Sender
    text: str
    created_at: datetime
    kind: MessageKind = MessageKind.MESSAGE
    payload: Mapping[str, Any] | None = None
    message_id: str | None = None
    turn_id: str | None = None
    reply_to: int | None = None
    state: MessageState | None = None
    attempts: int = 0
    next_attempt_at: datetime | None = None
    reading: Mapping[str, Any] | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def joined_to(self) -> str | None:
        """The turn id of the message with which this one is answered, if it is not its own."""
        turn_id = self.metadata.get(JOINED_TO)
        return turn_id if isinstance(turn_id, str) else None

    @property
    def is_pending(self) -> bool:
        """Whether the message still waits for its turn."""
        return self.state in (MessageState.RECEIVED, MessageState.PROCESSING)


def is_joined(message: Message, first: Message) -> bool:
    """Tell whether a message waits to be answered together with an earlier one."""
    joined_to = first.joined_to
    return joined_to is not None and message.is_pending and message.joined_to == joined_to


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the assistant; `payload` may hold `buttons`, `custom` and `key`."""

    text: str
    payload: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """One complaint being taken in; open until it is filed or cancelled."""

    id: str
    conversation_id: str
    opened_at: datetime
    filed_at: datetime | None = None
    cancelled_at: datetime | None = None
    case_no: str | None = None
    filed_turn_id: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it can still be filed."""
        return self.filed_at is None and self.cancelled_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletedTurn:
    """One action that the action server finished in one turn."""

    conversation_id: str
    turn_id: str
    action: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverWish:
    """A customer's wish to speak with a person (R145)."""

    conversation_id: str
    turn_id: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotencyKey:
    """The case that one key of a staff entry already made."""

    key: str
    body_hash: str
    case_no: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSession:
    """A browser's session, known by the hash of its token alone."""

    token_hash: str
    conversation_id: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockOffset:
    """How far the product's clock is off the system's, and the start that was asked for."""

    seconds: float
    requested: datetime
