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

    def erase_idle(
        self, talks: Collection[str], before: datetime, note: AuditEntry, *, at: datetime
    ) -> Sequence[str]:
        """Erase conversations, leave a line in the trail, and return which went.

        One that is no longer idle, because somebody wrote since it was looked for, stays.

        Args:
            talks: the conversations' ids.
            before: the instant since which nothing may have been said.
            note: the line, which names nobody; it is left only where something went.
            at: the present instant.

        Raises:
            StorageError: the database refused it; nothing was erased.
        """

    def anonymise_old(
        self, numbers: Collection[str], before: datetime, note: AuditEntry, *, at: datetime
    ) -> Sequence[str]:
        """Anonymise cases, leave a line in the trail, and return which were.

        One that was reopened or touched since it was looked for stays as it is.

        Args:
            numbers: the cases' numbers.
            before: the instant since which nobody may have touched them.
            note: the line, which names nobody; it is left only where something went.
            at: the present instant.

        Raises:
            StorageError: the database refused it; nothing was anonymised.
        """

    def drop_sent_notices(self, before: datetime) -> int:
        """Delete the notices that were delivered before an instant; return how many."""
