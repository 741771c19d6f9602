"""The tables; the migrations create them, and a test holds the two together."""

from typing import Final

import sqlalchemy as sa

from casework.storage.types import CleanText, UtcInstant

metadata: Final = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _json() -> sa.JSON:
    return sa.JSON(none_as_null=True)


def _row_id() -> sa.BigInteger:
    # Only an INTEGER key counts up by itself on SQLite.
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


# The tables of other modules are written with the same types.
json_type: Final = _json
row_id: Final = _row_id

# What the search for a case looks at, in small letters and in one place: to fold the letters of six
# columns of every case takes many times as long as the comparison.
SEARCHED: Final = (
    "lower(case_no || '|' || coalesce(order_number, '') || '|' || coalesce(product, '')"
    " || '|' || coalesce(contact_phone, '') || '|' || coalesce(contact_email, '')"
    " || '|' || coalesce(contact_other, ''))"
)

conversations: Final = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", CleanText, primary_key=True),
    sa.Column("channel", CleanText, nullable=False),
    sa.Column("locale", CleanText),
    sa.Column("language", CleanText),
    sa.Column("created_at", UtcInstant, nullable=False),
    sa.Column("held_by", CleanText),
    sa.Column("last_seq", sa.Integer, nullable=False, server_default="0"),
)

messages: Final = sa.Table(
    "messages",
    metadata,
    sa.Column("id", _row_id(), primary_key=True),
    sa.Column("conversation_id", sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("sender", CleanText, nullable=False),
    sa.Column("text", CleanText, nullable=False),
    sa.Column("payload", _json()),
    sa.Column("message_id", CleanText),
    sa.Column("turn_id", CleanText),
    sa.Column("reply_to", sa.ForeignKey("messages.id"), index=True),
    sa.Column("kind", CleanText, nullable=False),
    sa.Column("state", CleanText),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_attempt_at", UtcInstant),
    sa.Column("reading", _json()),
    sa.Column("metadata", _json(), key="extra"),
    sa.Column("created_at", UtcInstant, nullable=False, index=True),
    sa.UniqueConstraint("conversation_id", "seq"),
    sa.UniqueConstraint("conversation_id", "message_id"),
)
is_pending: Final = messages.c.state.in_(
    [sa.literal_column("'received'"), sa.literal_column("'processing'")]
)
sa.Index(
    "ix_messages_pending",
    messages.c.conversation_id,
    messages.c.seq,
    sqlite_where=is_pending,
    postgresql_where=is_pending,
)

intakes: Final = sa.Table(
    "intakes",
    metadata,
    sa.Column("id", CleanText, primary_key=True),
    sa.Column("conversation_id", sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("opened_at", UtcInstant, nullable=False),
    sa.Column("filed_at", UtcInstant),
    sa.Column("cancelled_at", UtcInstant),
    sa.Column("case_no", sa.ForeignKey("cases.case_no"), unique=True),
    sa.Column("filed_turn_id", CleanText),
    sa.UniqueConstraint("conversation_id", "filed_turn_id"),
)
is_open: Final = sa.and_(intakes.c.filed_at.is_(None), intakes.c.cancelled_at.is_(None))
sa.Index(
    "uq_intakes_open",
    intakes.c.conversation_id,
    unique=True,
    sqlite_where=is_open,
    postgresql_where=is_open,
)

cases: Final = sa.Table(
    "cases",
    metadata,
    sa.Column("case_no", CleanText, primary_key=True),
    sa.Column("conversation_id", sa.ForeignKey("conversations.id"), index=True),
    sa.Column("intake_id", CleanText, unique=True),
    sa.Column("status", CleanText, nullable=False),
    sa.Column("language", CleanText),
    sa.Column("locale", CleanText),
    sa.Column("category", _json(), nullable=False),
    sa.Column("tone", CleanText, nullable=False),
    sa.Column("anger", sa.Double, nullable=False),
    sa.Column("threats", _json(), nullable=False),
    sa.Column("mindset", CleanText),
    sa.Column("demand", _json(), nullable=False),
    sa.Column("grade", CleanText, nullable=False),
    sa.Column("grade_reasons", _json(), nullable=False),
    sa.Column("complaint_text", CleanText, nullable=False),
    sa.Column("product", CleanText),
    sa.Column("model", CleanText),
    sa.Column("serial_number", CleanText),
    sa.Column("quantity", sa.BigInteger),
    sa.Column("order_number", CleanText),
    sa.Column("references", _json(), nullable=False),
    sa.Column("incident_date", CleanText),
    sa.Column("amount", sa.Double),
    sa.Column("currency", CleanText),
    sa.Column("contact_name", CleanText),
    sa.Column("contact_phone", CleanText),
    sa.Column("contact_email", CleanText),
    sa.Column("contact_other", CleanText),
    sa.Column("stated", _json(), nullable=False),
    sa.Column("department", CleanText, nullable=False),
    sa.Column("copied_to", _json(), nullable=False),
    sa.Column("priority", CleanText, nullable=False),
    sa.Column("channel", CleanText, nullable=False),
    sa.Column("incident", CleanText),
    sa.Column("parent", CleanText),
    sa.Column("policy_version", CleanText, nullable=False),
    sa.Column("reader_version", CleanText),
    sa.Column("created_at", UtcInstant, nullable=False),
    sa.Column("updated_at", UtcInstant, nullable=False),
    sa.Column("searched", CleanText, sa.Computed(SEARCHED)),
    sa.Index(None, "created_at", "case_no"),
    # A list is filtered by any of these and shows the newest first.
    *(
        sa.Index(None, name, "created_at", "case_no")
        for name in ("status", "department", "grade", "priority")
    ),
)

case_clocks: Final = sa.Table(
    "case_clocks",
    metadata,
    sa.Column("id", _row_id(), primary_key=True),
    sa.Column("case_no", sa.ForeignKey("cases.case_no"), nullable=False, index=True),
    sa.Column("name", CleanText, nullable=False),
    sa.Column("due_at", UtcInstant, nullable=False),
    sa.Column("met_at", UtcInstant),
    sa.Column("breached_at", UtcInstant),
    sa.Column("explanation", _json(), nullable=False),
    # The number of a clock that is gone must not name another one.
    sqlite_autoincrement=True,
)

case_supplements: Final = sa.Table(
    "case_supplements",
    metadata,
    sa.Column("id", _row_id(), primary_key=True),
    sa.Column("case_no", sa.ForeignKey("cases.case_no"), nullable=False, index=True),
    sa.Column("author", CleanText, nullable=False),
    sa.Column("text", CleanText, nullable=False),
    sa.Column("at", UtcInstant, nullable=False),
)

completed_turns: Final = sa.Table(
    "completed_turns",
    metadata,
    sa.Column("id", _row_id(), primary_key=True),
    sa.Column("conversation_id", CleanText, nullable=False),
    sa.Column("turn_id", CleanText, nullable=False),
    sa.Column("action", CleanText, nullable=False),
    sa.Column("at", UtcInstant, nullable=False),
    sa.UniqueConstraint("conversation_id", "turn_id", "action"),
)

handover_wishes: Final = sa.Table(
    "handover_wishes",
    metadata,
    sa.Column("id", _row_id(), primary_key=True),
    sa.Column("conversation_id", CleanText, nullable=False),
    sa.Column("turn_id", CleanText, nullable=False),
    sa.Column("reason", CleanText, nullable=False),
    sa.Column("at", UtcInstant, nullable=False),
    sa.UniqueConstraint("conversation_id", "turn_id"),
)

idempotency_keys: Final = sa.Table(
    "idempotency_keys",
    metadata,
    sa.Column("key", CleanText, primary_key=True),
    sa.Column("body_hash", CleanText, nullable=False),
    sa.Column("case_no", sa.ForeignKey("cases.case_no"), nullable=False),
    sa.Column("at", UtcInstant, nullable=False),
)

status_attempts: Final = sa.Table(
    "status_attempts",
    metadata,
    sa.Column("id", _row_id(), primary_key=True),
    sa.Column("conversation_id", CleanText, nullable=False, index=True),
    sa.Column("case_no", CleanText, nullable=False, index=True),
    sa.Column("at", UtcInstant, nullable=False),
)

web_sessions: Final = sa.Table(
    "web_sessions",
    metadata,
    sa.Column("token_hash", CleanText, primary_key=True),
    sa.Column("conversation_id", CleanText, nullable=False),
    sa.Column("created_at", UtcInstant, nullable=False),
    sa.Column("expires_at", UtcInstant, nullable=False),
)

product_clock: Final = sa.Table(
    "product_clock",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("offset_seconds", sa.Double, nullable=False),
    sa.Column("requested", UtcInstant, nullable=False),
    sa.CheckConstraint("id = 1", name="one_row"),
)
