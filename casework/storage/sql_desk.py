"""Live takeover and the desk's accounts in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from casework.model import (
    Account,
    AuditEntry,
    Callback,
    DeskSession,
    Lease,
    Presence,
    Priority,
    QueueEntry,
    QueueOutcome,
    QueueReason,
    Role,
    Whisper,
)
from casework.storage.session import Row, SqlSession
from casework.storage.tables_desk import (
    accounts,
    audit_entries,
    callbacks,
    desk_sessions,
    is_held,
    is_resuming,
    is_waiting,
    leases,
    queue_entries,
    whispers,
)
from casework.text import storable_json


class _SqlStore:
    def __init__(self, session: SqlSession) -> None:
        self._session = session


class SqlLeaseStore(_SqlStore):
    """Leases, one row a conversation, written by compare-and-set."""

    def get(self, conversation_id: str) -> Lease:
        """Read one row."""
        row = self._session.first(
            sa.select(leases).where(leases.c.conversation_id == conversation_id)
        )
        return Lease(conversation_id=conversation_id) if row is None else Lease(**row)

    def replace(self, lease: Lease, expected: int) -> bool:
        """Insert the first version, update a later one where the version fits."""
        values = asdict(lease)
        if expected == 0 and self.get(lease.conversation_id).version == 0:
            self._session.insert_new(
                leases, {"conversation_id": lease.conversation_id, "version": 0}
            )
        changed = self._session.run(
            sa.update(leases)
            .where(leases.c.conversation_id == lease.conversation_id, leases.c.version == expected)
            .values(values)
        )
        return changed.rowcount == 1

    def renew(self, holder: str, expires_at: datetime) -> int:
        """Update all rows of the holder."""
        changed = self._session.run(
            sa.update(leases).where(leases.c.holder == holder).values(expires_at=expires_at)
        )
        return int(changed.rowcount)

    def held(self, holder: str | None = None) -> Sequence[Lease]:
        """Read from the partial index."""
        query = sa.select(leases).where(is_held)
        if holder is not None:
            query = query.where(leases.c.holder == holder)
        ordered = query.order_by(leases.c.since, leases.c.conversation_id)
        return [Lease(**row) for row in self._session.all(ordered)]

    def expired(self, at: datetime) -> Sequence[Lease]:
        """Read from the partial index."""
        query = sa.select(leases).where(is_held, leases.c.expires_at <= at)
        return [Lease(**row) for row in self._session.all(query.order_by(leases.c.expires_at))]

    def resuming(self) -> Sequence[Lease]:
        """Read from the partial index."""
        query = sa.select(leases).where(is_resuming).order_by(leases.c.conversation_id)
        return [Lease(**row) for row in self._session.all(query)]


class SqlQueueStore(_SqlStore):
    """Waits, one row each; a partial unique index lets a conversation wait once."""

    def add(self, entry: QueueEntry) -> QueueEntry:
        """Insert a row."""
        row_id = self._session.insert(queue_entries, _plain(entry))
        return _entry({**asdict(entry), "id": row_id})

    def update(self, entry: QueueEntry) -> None:
        """Write the row."""
        self._session.run(
            sa.update(queue_entries).where(queue_entries.c.id == entry.id).values(_plain(entry))
        )

    def find_open(self, conversation_id: str) -> QueueEntry | None:
        """Read from the partial index."""
        row = self._session.first(
            sa.select(queue_entries).where(
                queue_entries.c.conversation_id == conversation_id, is_waiting
            )
        )
        return None if row is None else _entry(row)

    def latest(self, conversation_id: str) -> QueueEntry | None:
        """Read the row with the highest number."""
        query = sa.select(queue_entries).where(queue_entries.c.conversation_id == conversation_id)
        row = self._session.first(query.order_by(queue_entries.c.id.desc()).limit(1))
        return None if row is None else _entry(row)

    def list_open(self) -> Sequence[QueueEntry]:
        """Read from the partial index; a queue of people is short enough to sort here."""
        rows = self._session.all(sa.select(queue_entries).where(is_waiting))
        return sorted(map(_entry, rows), key=lambda entry: entry.order)


class SqlCallbackStore(_SqlStore):
    """Call-backs, one row each."""

    def add(self, callback: Callback) -> Callback:
        """Insert a row."""
        row_id = self._session.insert(callbacks, _plain(callback))
        return Callback(**{**asdict(callback), "id": row_id})

    def get(self, callback_id: int) -> Callback | None:
        """Read one row."""
        return self._one(callbacks.c.id == callback_id)

    def update(self, callback: Callback) -> None:
        """Write the row."""
        self._session.run(
            sa.update(callbacks).where(callbacks.c.id == callback.id).values(_plain(callback))
        )

    def find_open(self, conversation_id: str) -> Callback | None:
        """Read along the index on the conversation."""
        return self._one(
            sa.and_(callbacks.c.conversation_id == conversation_id, callbacks.c.done_at.is_(None))
        )

    def list_open(self) -> Sequence[Callback]:
        """Read by due time."""
        query = sa.select(callbacks).where(callbacks.c.done_at.is_(None))
        ordered = query.order_by(callbacks.c.due_at, callbacks.c.id)
        return [Callback(**row) for row in self._session.all(ordered)]

    def _one(self, condition: sa.ColumnElement[bool]) -> Callback | None:
        row = self._session.first(sa.select(callbacks).where(condition).order_by(callbacks.c.id))
        return None if row is None else Callback(**row)


class SqlWhisperStore(_SqlStore):
    """Whispers, one row each."""

    def add(self, whisper: Whisper) -> Whisper:
        """Insert a row."""
        row_id = self._session.insert(whispers, _plain(whisper))
        return Whisper(**{**asdict(whisper), "id": row_id})

    def list(self, conversation_id: str) -> Sequence[Whisper]:
        """Read in the order of insertion."""
        query = sa.select(whispers).where(whispers.c.conversation_id == conversation_id)
        return [Whisper(**row) for row in self._session.all(query.order_by(whispers.c.id))]


class SqlAccountStore(_SqlStore):
    """Accounts, one row each; usernames are kept in small letters."""

    def add(self, account: Account) -> None:
        """Insert a row."""
        self._session.insert(accounts, _account_row(account))

    def update(self, account: Account) -> None:
        """Write the row."""
        self._session.run(
            sa.update(accounts).where(accounts.c.id == account.id).values(_account_row(account))
        )

    def get(self, account_id: str) -> Account | None:
        """Read one row."""
        return self._one(accounts.c.id == account_id)

    def find(self, username: str) -> Account | None:
        """Read one row by its username."""
        return self._one(accounts.c.username == username.lower())

    def list(self) -> Sequence[Account]:
        """Read all rows."""
        query = sa.select(accounts).order_by(accounts.c.username)
        return [_account(row) for row in self._session.all(query)]

    def _one(self, condition: sa.ColumnElement[bool]) -> Account | None:
        row = self._session.first(sa.select(accounts).where(condition))
        return None if row is None else _account(row)


class SqlDeskSessionStore(_SqlStore):
    """Log-ins, one row each."""

    def add(self, session: DeskSession) -> None:
        """Insert a row."""
        self._session.insert(desk_sessions, asdict(session))

    def get(self, token_hash: str) -> DeskSession | None:
        """Read one row."""
        row = self._session.first(
            sa.select(desk_sessions).where(desk_sessions.c.token_hash == token_hash)
        )
        return None if row is None else DeskSession(**row)

    def revoke(self, token_hash: str, at: datetime) -> None:
        """Mark one row."""
        self._end(desk_sessions.c.token_hash == token_hash, at)

    def revoke_all(self, account_id: str, at: datetime, *, but: str | None = None) -> int:
        """Mark the rows of an account."""
        mine = desk_sessions.c.account_id == account_id
        if but is not None:
            mine = sa.and_(mine, desk_sessions.c.token_hash != but)
        return self._end(mine, at)

    def _end(self, condition: sa.ColumnElement[bool], at: datetime) -> int:
        statement = sa.update(desk_sessions).where(condition, desk_sessions.c.revoked_at.is_(None))
        return int(self._session.run(statement.values(revoked_at=at)).rowcount)


class SqlAuditStore(_SqlStore):
    """The trail in a table that the database itself lets grow only."""

    def add(self, entry: AuditEntry) -> AuditEntry:
        """Insert a row."""
        row_id = self._session.insert(
            audit_entries, {**_plain(entry), "details": storable_json(entry.details)}
        )
        return AuditEntry(**{**asdict(entry), "id": row_id})

    def list(
        self,
        *,
        before: int | None = None,
        limit: int = 100,
        action: str | None = None,
        subject: str | None = None,
    ) -> Sequence[AuditEntry]:
        """Read by falling id."""
        query = sa.select(audit_entries)
        if before is not None:
            query = query.where(audit_entries.c.id < before)
        if action:
            query = query.where(audit_entries.c.action.startswith(action, autoescape=True))
        if subject:
            query = query.where(audit_entries.c.subject == subject)
        ordered = query.order_by(audit_entries.c.id.desc()).limit(limit)
        return [AuditEntry(**row) for row in self._session.all(ordered)]


def _plain(item: Any) -> dict[str, Any]:
    """Return the columns of a record; the database numbers the rows."""
    values = {name: value for name, value in asdict(item).items() if name != "id"}
    return {name: str(v) if isinstance(v, StrEnum) else v for name, v in values.items()}


def _entry(row: Row | Mapping[str, Any]) -> QueueEntry:
    outcome = row["outcome"]
    return QueueEntry(
        **{
            **row,
            "reason": QueueReason(row["reason"]),
            "priority": Priority(row["priority"]),
            "outcome": None if outcome is None else QueueOutcome(outcome),
        }
    )


def _account_row(account: Account) -> dict[str, Any]:
    return {
        **_plain(account),
        "id": account.id,
        "username": account.username.lower(),
        "languages": list(account.languages),
        "skills": list(account.skills),
    }


def _account(row: Row) -> Account:
    return Account(
        **{
            **row,
            "role": Role(row["role"]),
            "presence": Presence(row["presence"]),
            "languages": tuple(row["languages"]),
            "skills": tuple(row["skills"]),
        }
    )
