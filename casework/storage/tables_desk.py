"""The tables of live takeover and of the desk's accounts."""

from typing import Final

import sqlalchemy as sa

from casework.storage.tables import _json, _row_id, metadata
from casework.storage.types import CleanText, UtcInstant

leases: Final = sa.Table(
    "leases",
    metadata,
    sa.Column("conversation_id", sa.ForeignKey("conversations.id"), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("holder", CleanText),
    sa.Column("holder_name", CleanText),
    sa.Column("since", UtcInstant),
    sa.Column("since_seq", sa.Integer, nullable=False, server_default="0"),
    sa.Column("expires_at", UtcInstant),
    sa.Column("resume_turn_id", CleanText),
)
is_held: Final = leases.c.holder.is_not(None)
is_resuming: Final = leases.c.resume_turn_id.is_not(None)
sa.Index("ix_leases_held", leases.c.holder, sqlite_where=is_held, postgresql_where=is_held)
sa.Index(
    "ix_leases_resuming",
    leases.c.conversation_id,
    sqlite_where=is_resuming,
    postgresql_where=is_resuming,
)

queue_entries: Final = sa.Table(
    "queue_entries",
    metadata,
    sa.Column("id", _row_id(), primary_key=True),
    sa.Column("conversation_id", sa.ForeignKey("conversations.id"), nullable=False, index=True),
    sa.Column("reason", CleanText, nullable=False),
    sa.Column("priority", CleanText, nullable=False),
    sa.Column("entered_at", UtcInstant, nullable=False),
    sa.Column("language", CleanText),
    sa.Column("category", CleanText),
    sa.Column("assigned_to", CleanText),
    sa.Column("alerted_at", UtcInstant),
    sa.Column("left_at", UtcInstant, index=True),
    sa.Column("left_by", CleanText),
    sa.Column("outcome", CleanText),
)
is_waiting: Final = queue_entries.c.left_at.is_(None)
sa.Index(
    "uq_queue_entries_open",
    queue_entries.c.conversation_id,
    unique=True,
    sqlite_where=is_waiting,
    postgresql_where=is_waiting,
)

callbacks: Final = sa.Table(
    "callbacks",
    metadata,
    sa.Column("id", _row_id(), primary_key=True),
    sa.Column("conversation_id", sa.ForeignKey("conversations.id"), nullable=False, index=True),
    sa.Column("contact", CleanText, nullable=False),
    sa.Column("requested_at", UtcInstant, nullable=False),
    sa.Column("due_at", UtcInstant, nullable=False),
    sa.Column("done_at", UtcInstant),
    sa.Column("done_by", CleanText),
)

whispers: Final = sa.Table(
    "whispers",
    metadata,
    sa.Column("id", _row_id(), primary_key=True),
    sa.Column("conversation_id", sa.ForeignKey("conversations.id"), nullable=False, index=True),
    sa.Column("author", CleanText, nullable=False),
    sa.Column("author_name", CleanText, nullable=False),
    sa.Column("text", CleanText, nullable=False),
    sa.Column("at", UtcInstant, nullable=False),
)

accounts: Final = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", CleanText, primary_key=True),
    # Always in small letters: two people never differ by a capital alone.
    sa.Column("username", CleanText, nullable=False, unique=True),
    sa.Column("display_name", CleanText, nullable=False),
    sa.Column("password_hash", CleanText, nullable=False),
    sa.Column("role", CleanText, nullable=False),
    sa.Column("languages", _json(), nullable=False),
    sa.Column("skills", _json(), nullable=False),
    sa.Column("chat_limit", sa.Integer, nullable=False),
    sa.Column("is_active", sa.Boolean, nullable=False),
    sa.Column("must_change_password", sa.Boolean, nullable=False),
    sa.Column("presence", CleanText, nullable=False),
    sa.Column("seen_at", UtcInstant),
    sa.Column("created_at", UtcInstant, nullable=False),
)

desk_sessions: Final = sa.Table(
    "desk_sessions",
    metadata,
    sa.Column("token_hash", CleanText, primary_key=True),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False, index=True),
    sa.Column("created_at", UtcInstant, nullable=False),
    sa.Column("expires_at", UtcInstant, nullable=False),
    sa.Column("address", CleanText, nullable=False),
    sa.Column("revoked_at", UtcInstant),
)

# The migration lets the database itself refuse to change or remove a line.
audit_entries: Final = sa.Table(
    "audit_entries",
    metadata,
    sa.Column("id", _row_id(), primary_key=True),
    sa.Column("at", UtcInstant, nullable=False),
    sa.Column("actor", CleanText),
    sa.Column("actor_name", CleanText, nullable=False),
    sa.Column("action", CleanText, nullable=False),
    sa.Column("subject", CleanText, nullable=False, index=True),
    sa.Column("details", _json(), nullable=False),
    sa.Column("address", CleanText, nullable=False),
    sqlite_autoincrement=True,
)
