"""Where leases, waits, call-backs and whispers are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from casework.model import Callback, CaseFilters, Lease, Overview, QueueEntry, Whisper


class LeaseStore(Protocol):
    """Who speaks, one row a conversation."""

    def get(self, conversation_id: str) -> Lease:
        """Return the lease; a conversation that nobody ever took is the bot's at version 0."""

    def replace(self, lease: Lease, expected: int) -> bool:
        """Store the lease if the stored version is the expected one, and tell whether it was."""

    def renew(self, holder: str, expires_at: datetime) -> int:
        """Move the end of all leases of this holder; return how many they are."""

    def held(self, holder: str | None = None) -> Sequence[Lease]:
        """Return the leases that a person holds, all or one holder's, the longest held first."""

    def expired(self, at: datetime) -> Sequence[Lease]:
        """Return the held leases that ended at or before this instant."""

    def resuming(self) -> Sequence[Lease]:
        """Return the leases whose bot has still to speak after the hand-back."""


class QueueStore(Protocol):
    """The waits for a person."""

    def add(self, entry: QueueEntry) -> QueueEntry:
        """Store a new wait and return it with its id.

        Raises:
            StorageConflict: the conversation waits already.
        """

    def update(self, entry: QueueEntry) -> None:
        """Store all fields of a known wait."""

    def find_open(self, conversation_id: str) -> QueueEntry | None:
        """Return the open wait of the conversation."""

    def latest(self, conversation_id: str) -> QueueEntry | None:
        """Return the conversation's latest wait, open or not."""

    def list_open(self) -> Sequence[QueueEntry]:
        """Return all open waits in the order in which they are served."""


class CallbackStore(Protocol):
    """The promised call-backs."""

    def add(self, callback: Callback) -> Callback:
        """Store a new one and return it with its id."""

    def get(self, callback_id: int) -> Callback | None:
        """Return the call-back with this id."""

    def update(self, callback: Callback) -> None:
        """Store all fields of a known one."""

    def find_open(self, conversation_id: str) -> Callback | None:
        """Return the open call-back of the conversation."""

    def list_open(self) -> Sequence[Callback]:
        """Return the open ones, the first due first."""


class WhisperStore(Protocol):
    """What colleagues tell each other."""

    def add(self, whisper: Whisper) -> Whisper:
        """Store a new one and return it with its id."""

    def list(self, conversation_id: str) -> Sequence[Whisper]:
        """Return those of a conversation, the oldest first."""


class OverviewStore(Protocol):
    """Reads conversations as lists show them."""

    def recent(self, since: datetime, limit: int) -> Sequence[Overview]:
        """Return the conversations with a message since then, the latest first."""

    def of(self, conversation_ids: Sequence[str]) -> Sequence[Overview]:
        """Return these conversations, in no order."""

    def quiet(self, since: datetime, until: datetime) -> Sequence[Overview]:
        """Return those with an open intake whose last message is the bot's, between the two."""

    def case_numbers(
        self, filters: CaseFilters, *, before: tuple[datetime, str] | None = None, limit: int = 50
    ) -> Sequence[str]:
        """Return the numbers of the cases that pass, the newest first.

        Args:
            filters: what a case has to be.
            before: only what follows the case with this `created_at` and `case_no`.
            limit: how many at most.
        """
