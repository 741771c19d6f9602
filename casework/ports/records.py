"""Where the smaller records are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from casework.model import ClockOffset, CompletedTurn, HandoverWish, IdempotencyKey, WebSession


class TurnStore(Protocol):
    """The actions that the action server completed, turn by turn."""

    def add(self, turn: CompletedTurn) -> None:
        """Record that an action of a turn is complete; twice is the same as once."""

    def list(self, conversation_id: str, turn_id: str) -> Sequence[CompletedTurn]:
        """Return the completed actions of a turn in the order of their completion."""


class HandoverStore(Protocol):
    """The wishes to speak with a person."""

    def add(self, wish: HandoverWish) -> None:
        """Record a wish; twice for one turn is the same as once."""

    def list(self, conversation_id: str | None = None) -> Sequence[HandoverWish]:
        """Return the wishes, the oldest first."""


class IdempotencyStore(Protocol):
    """The keys of staff entries."""

    def add(self, key: IdempotencyKey) -> None:
        """Record a key.

        Raises:
            StorageConflict: the key is known.
        """

    def get(self, key: str) -> IdempotencyKey | None:
        """Return what is recorded for the key."""


class SessionStore(Protocol):
    """The browsers' sessions."""

    def add(self, session: WebSession) -> None:
        """Store a session.

        Raises:
            StorageConflict: its token hash is known.
        """

    def get(self, token_hash: str) -> WebSession | None:
        """Return the session with this token hash, expired or not."""


class AttemptStore(Protocol):
    """The wrong attempts to read a case's state."""

    def add(self, conversation_id: str, case_no: str, at: datetime) -> None:
        """Record a wrong attempt."""

    def count(
        self, since: datetime, *, conversation_id: str | None = None, case_no: str | None = None
    ) -> int:
        """Return how many wrong attempts were made since, by this conversation or on this case."""


class ClockOffsetStore(Protocol):
    """The one offset of the product's clock."""

    def get(self) -> ClockOffset | None:
        """Return the offset, if one was ever set."""

    def set(self, offset: ClockOffset) -> None:
        """Replace the offset."""

    def latest_recorded(self) -> datetime | None:
        """Return the latest instant that any stored message, case or conversation bears."""
