"""Where the people at the desk, their sessions and the audit trail are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from casework.model import Account, AuditEntry, DeskSession


class AccountStore(Protocol):
    """The accounts; none is ever removed, because the trail names them."""

    def add(self, account: Account) -> None:
        """Store a new account.

        Raises:
            StorageConflict: its username is taken, whatever the case of its letters.
        """

    def update(self, account: Account) -> None:
        """Store all fields of a known account."""

    def get(self, account_id: str) -> Account | None:
        """Return the account with this id."""

    def find(self, username: str) -> Account | None:
        """Return the account with this username, whatever the case of its letters."""

    def list(self) -> Sequence[Account]:
        """Return all accounts by username."""


class DeskSessionStore(Protocol):
    """The log-ins."""

    def add(self, session: DeskSession) -> None:
        """Store a session."""

    def get(self, token_hash: str) -> DeskSession | None:
        """Return the session with this token hash, ended or not."""

    def revoke(self, token_hash: str, at: datetime) -> None:
        """End one session."""

    def revoke_all(self, account_id: str, at: datetime, *, but: str | None = None) -> int:
        """End all sessions of an account but perhaps one; return how many they were."""


class AuditStore(Protocol):
    """The trail; there is no verb that changes or removes a line."""

    def add(self, entry: AuditEntry) -> AuditEntry:
        """Add a line and return it with its id."""

    def list(
        self,
        *,
        before: int | None = None,
        limit: int = 100,
        action: str | None = None,
        subject: str | None = None,
    ) -> Sequence[AuditEntry]:
        """Return lines, the latest first.

        Args:
            before: only lines with a lower id.
            limit: how many at most.
            action: only actions that begin with this.
            subject: only this subject's.
        """
