"""Live takeover and the desk's accounts in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from casework.errors import StorageConflict
from casework.model import (
    Account,
    AuditEntry,
    Callback,
    CaseFilters,
    DeskSession,
    Lease,
    Overview,
    QueueEntry,
    Sender,
    Whisper,
)
from casework.storage.memory_case_filters import passes
from casework.storage.memory_state import MemoryStore
from casework.text import storable, storable_json

CURVE: Final = 12


class MemoryLeaseStore(MemoryStore):
    """Leases by conversation."""

    def get(self, conversation_id: str) -> Lease:
        """Look up by conversation."""
        return self._state.leases.get(conversation_id, Lease(conversation_id=conversation_id))

    def replace(self, lease: Lease, expected: int) -> bool:
        """Keep the lease where the version fits."""
        if self.get(lease.conversation_id).version != expected:
            return False
        self._state.leases[lease.conversation_id] = lease
        return True

    def renew(self, holder: str, expires_at: datetime) -> int:
        """Replace all leases of the holder."""
        mine = self.held(holder)
        for lease in mine:
            self._state.leases[lease.conversation_id] = replace(lease, expires_at=expires_at)
        return len(mine)

    def held(self, holder: str | None = None) -> Sequence[Lease]:
        """Look through all of them."""
        found = [
            lease
            for lease in self._state.leases.values()
            if lease.holder is not None and holder in (None, lease.holder)
        ]
        return sorted(found, key=lambda one: (str(one.since), one.conversation_id))

    def expired(self, at: datetime) -> Sequence[Lease]:
        """Look through the held ones."""
        return [one for one in self.held() if one.expires_at is not None and one.expires_at <= at]

    def resuming(self) -> Sequence[Lease]:
        """Look through all of them."""
        found = [one for one in self._state.leases.values() if one.resume_turn_id is not None]
        return sorted(found, key=lambda one: one.conversation_id)


class MemoryQueueStore(MemoryStore):
    """Waits by id."""

    def add(self, entry: QueueEntry) -> QueueEntry:
        """Keep a new one, the only open one of its conversation."""
        if self.find_open(entry.conversation_id) is not None:
            raise StorageConflict("queue_entries.open")
        stored = replace(entry, id=self._state.next_id())
        self._state.queue[stored.id] = stored
        return stored

    def update(self, entry: QueueEntry) -> None:
        """Replace it."""
        self._state.queue[entry.id] = entry

    def find_open(self, conversation_id: str) -> QueueEntry | None:
        """Look through the open ones."""
        mine = (one for one in self.list_open() if one.conversation_id == conversation_id)
        return next(mine, None)

    def latest(self, conversation_id: str) -> QueueEntry | None:
        """Look through all of them."""
        mine = [o for o in self._state.queue.values() if o.conversation_id == conversation_id]
        return max(mine, key=lambda one: one.id, default=None)

    def list_open(self) -> Sequence[QueueEntry]:
        """Look through all of them."""
        found = [one for one in self._state.queue.values() if one.is_open]
        return sorted(found, key=lambda entry: entry.order)


class MemoryCallbackStore(MemoryStore):
    """Call-backs by id."""

    def add(self, callback: Callback) -> Callback:
        """Keep a new one."""
        stored = replace(callback, id=self._state.next_id(), contact=storable(callback.contact))
        self._state.callbacks[stored.id] = stored
        return stored

    def get(self, callback_id: int) -> Callback | None:
        """Look up by id."""
        return self._state.callbacks.get(callback_id)

    def update(self, callback: Callback) -> None:
        """Replace it."""
        self._state.callbacks[callback.id] = callback

    def find_open(self, conversation_id: str) -> Callback | None:
        """Look through all of them."""
        found = (
            one
            for one in self._state.callbacks.values()
            if one.conversation_id == conversation_id and one.done_at is None
        )
        return next(found, None)

    def list_open(self) -> Sequence[Callback]:
        """Look through all of them."""
        found = [one for one in self._state.callbacks.values() if one.done_at is None]
        return sorted(found, key=lambda one: (one.due_at, one.id))


class MemoryWhisperStore(MemoryStore):
    """Whispers in a list."""

    def add(self, whisper: Whisper) -> Whisper:
        """Keep a new one."""
        stored = replace(whisper, id=self._state.next_id(), text=storable(whisper.text))
        self._state.whispers.append(stored)
        return stored

    def list(self, conversation_id: str) -> Sequence[Whisper]:
        """Look through all of them."""
        return [one for one in self._state.whispers if one.conversation_id == conversation_id]


class MemoryAccountStore(MemoryStore):
    """Accounts by id."""

    def add(self, account: Account) -> None:
        """Keep a new one."""
        if account.id in self._state.accounts or self.find(account.username) is not None:
            raise StorageConflict("accounts.username")
        self.update(account)

    def update(self, account: Account) -> None:
        """Replace it."""
        self._state.accounts[account.id] = replace(account, username=account.username.lower())

    def get(self, account_id: str) -> Account | None:
        """Look up by id."""
        return self._state.accounts.get(account_id)

    def find(self, username: str) -> Account | None:
        """Look through all of them."""
        return next((one for one in self.list() if one.username == username.lower()), None)

    def list(self) -> Sequence[Account]:
        """Return all of them by username."""
        return sorted(self._state.accounts.values(), key=lambda one: one.username)


class MemoryDeskSessionStore(MemoryStore):
    """Log-ins by token hash."""

    def add(self, session: DeskSession) -> None:
        """Keep a new one."""
        self._state.desk_sessions[session.token_hash] = session

    def get(self, token_hash: str) -> DeskSession | None:
        """Look up by token hash."""
        return self._state.desk_sessions.get(token_hash)

    def revoke(self, token_hash: str, at: datetime) -> None:
        """End one."""
        known = self.get(token_hash)
        if known is not None and known.revoked_at is None:
            self._state.desk_sessions[token_hash] = replace(known, revoked_at=at)

    def revoke_all(self, account_id: str, at: datetime, *, but: str | None = None) -> int:
        """End those of an account."""
        mine = [
            one
            for one in self._state.desk_sessions.values()
            if (one.account_id, one.revoked_at) == (account_id, None) and one.token_hash != but
        ]
        for one in mine:
            self.revoke(one.token_hash, at)
        return len(mine)


class MemoryAuditStore(MemoryStore):
    """The trail in a list."""

    def add(self, entry: AuditEntry) -> AuditEntry:
        """Add a line."""
        stored = replace(entry, id=self._state.next_id(), details=storable_json(entry.details))
        self._state.audit.append(stored)
        return stored

    def list(
        self,
        *,
        before: int | None = None,
        limit: int = 100,
        action: str | None = None,
        subject: str | None = None,
    ) -> Sequence[AuditEntry]:
        """Look through all of them."""
        found = [
            one
            for one in reversed(self._state.audit)
            if (before is None or one.id < before)
            and (not action or one.action.startswith(action))
            and (not subject or one.subject == subject)
        ]
        return found[:limit]


class MemoryOverviewStore(MemoryStore):
    """Looks through conversations and messages."""

    def recent(self, since: datetime, limit: int) -> Sequence[Overview]:
        """Sort all of them by their last message."""
        found = [one for one in self._all() if one.last_at >= since]
        return sorted(found, key=lambda one: one.last_at, reverse=True)[:limit]

    def of(self, conversation_ids: Sequence[str]) -> Sequence[Overview]:
        """Pick these."""
        return [one for one in self._all() if one.conversation.id in conversation_ids]

    def quiet(self, since: datetime, until: datetime) -> Sequence[Overview]:
        """Pick those with an open intake."""
        open_in = {one.conversation_id for one in self._state.intakes.values() if one.is_open}
        found = [
            one
            for one in self._all()
            if one.conversation.id in open_in
            and one.last_sender is Sender.BOT
            and since <= one.last_at < until
        ]
        return sorted(found, key=lambda one: one.last_at)

    def case_numbers(
        self, filters: CaseFilters, *, before: tuple[datetime, str] | None = None, limit: int = 50
    ) -> Sequence[str]:
        """Look through all of them."""
        found = [
            (one.created_at, one.case_no)
            for one in self._state.cases.values()
            if passes(one, filters) and (before is None or (one.created_at, one.case_no) < before)
        ]
        return [case_no for _, case_no in sorted(found, reverse=True)[:limit]]

    def _all(self) -> Sequence[Overview]:
        rows: dict[str, list[int]] = {}
        for row in self._state.messages.values():
            rows.setdefault(row.conversation_id, []).append(row.id)
        found = []
        for conversation_id, ids in rows.items():
            messages = [self._state.messages[each] for each in ids]
            readings = [each.reading for each in messages if each.reading is not None]
            found.append(
                Overview(
                    conversation=self._state.conversations[conversation_id],
                    last_text=messages[-1].text,
                    last_sender=messages[-1].sender,
                    last_at=messages[-1].created_at,
                    readings=tuple(readings[-CURVE:]),
                )
            )
        return found
