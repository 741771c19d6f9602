"""Where approvals and stopped texts are kept."""

from collections.abc import Sequence
from typing import Protocol

from casework.gate.approvals import Approval, Stop


class ApprovalStore(Protocol):
    """The written approvals; none is ever deleted."""

    def add(self, approval: Approval) -> None:
        """Store a new approval.

        Raises:
            StorageConflict: its id is known, or its case does not exist.
        """

    def get(self, approval_id: str) -> Approval | None:
        """Return the approval with this id."""

    def list(self, case_no: str) -> Sequence[Approval]:
        """Return the approvals of a case, the oldest first."""

    def update(self, approval: Approval) -> None:
        """Store who revoked a known approval, and when; nothing else of it changes."""


class StopStore(Protocol):
    """The texts that were stopped."""

    def add(self, stop: Stop) -> None:
        """Store a stopped text; the same place of a turn twice is the same as once."""

    def list(self, *, conversation_id: str | None = None, limit: int = 50) -> Sequence[Stop]:
        """Return the stopped texts, the newest first."""
