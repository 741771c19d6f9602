"""What takes away from the stores what must not stay in them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from casework.model.accounts import AuditEntry


class Eraser(Protocol):
    """Erases conversations and anonymises cases, in the tables and in Rasa's trackers."""

    def idle_conversations(self, before: datetime, limit: int) -> Sequence[str]:
        """Return conversations without a case in which nothing was said since an instant.

        Args:
            before: the instant.
            limit: how many at most.
        """

    def old_cases(self, before: datetime, limit: int) -> Sequence[str]:
        """Return closed cases that nobody touched since an instant and that name somebody.

        Args:
            before: the instant.
            limit: how many at most.
        """

    def erase_these(
        self,
        talks: Collection[str],
        numbers: Collection[str],
        note: AuditEntry,
        *,
        at: datetime,
    ) -> None:
        """Erase conversations, anonymise cases, and leave a line in the trail.

        Args:
            talks: the conversations' ids.
            numbers: the cases' numbers.
            note: the line, which names nobody.
            at: the present instant.

        Raises:
            StorageError: the database refused it; nothing was erased.
        """

    def drop_sent_notices(self, before: datetime) -> int:
        """Delete the notices that were delivered before an instant; return how many."""
