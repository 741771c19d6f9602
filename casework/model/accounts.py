"""The people at the desk: accounts, their sessions, what they may do and what they did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self


class Role(StrEnum):
    """What somebody is at the desk."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """What a role may be allowed to do."""

    CONVERSATIONS_READ = "conversations.read"
    CONVERSATIONS_TAKE = "conversations.take"
    CONVERSATIONS_WHISPER = "conversations.whisper"
    CONVERSATIONS_BARGE_IN = "conversations.barge_in"
    RECORD_EDIT = "record.edit"
    QUEUE_ALERTS = "queue.alerts"
    CALLBACKS_MANAGE = "callbacks.manage"
    CASES_READ = "cases.read"
    CASES_NOTE = "cases.note"
    CASES_ENTER = "cases.enter"
    ACCOUNTS_MANAGE = "accounts.manage"
    AUDIT_READ = "audit.read"


class Presence(StrEnum):
    """Whether somebody takes conversations now."""

    AVAILABLE = "available"
    BUSY = "busy"
    AWAY = "away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person at the desk; the password is known by its argon2 hash alone."""

    id: str
    username: str
    display_name: str
    password_hash: str = field(repr=False)
    role: Role
    created_at: datetime
    languages: tuple[str, ...] = ("zh", "en")
    skills: tuple[str, ...] = ()
    chat_limit: int = 4
    is_active: bool = True
    must_change_password: bool = False
    presence: Presence = Presence.AWAY
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSession:
    """One log-in, known by the hash of its token alone."""

    token_hash: str
    account_id: str
    created_at: datetime
    expires_at: datetime
    address: str = ""
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the trail that only grows: who did what to what, from where."""

    at: datetime
    action: str
    actor: str | None = None
    actor_name: str = ""
    subject: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    address: str = ""
    id: int = 0

    @classmethod
    def by(cls, account: Account, at: datetime, action: str, subject: str, **details: Any) -> Self:
        """Return the line of what an account did."""
        return cls(
            at=at,
            action=action,
            actor=account.id,
            actor_name=account.username,
            subject=subject,
            details=details,
        )
