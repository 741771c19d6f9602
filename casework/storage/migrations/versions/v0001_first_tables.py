"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

from casework.storage.types import UtcInstant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("filed_at IS NULL AND cancelled_at IS NULL")
PENDING = sa.text("state IN ('received', 'processing')")


def upgrade() -> None:
    """Create the tables, and on PostgreSQL the schema that Rasa's tracker store uses."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SCHEMA IF NOT EXISTS rasa")
    op.create_table(
        "completed_turns",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("turn_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_completed_turns"),
        sa.UniqueConstraint(
            "conversation_id",
            "turn_id",
            "action",
            name="uq_completed_turns_conversation_id_turn_id_action",
        ),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("created_at", UtcInstant(), nullable=False),
        sa.Column("held_by", sa.Text()),
        sa.Column("last_seq", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_table(
        "handover_wishes",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("turn_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_handover_wishes"),
        sa.UniqueConstraint(
            "conversation_id", "turn_id", name="uq_handover_wishes_conversation_id_turn_id"
        ),
    )
    op.create_table(
        "product_clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("offset_seconds", sa.Double(), nullable=False),
        sa.Column("requested", UtcInstant(), nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
        sa.PrimaryKeyConstraint("id", name="pk_product_clock"),
    )
    op.create_table(
        "status_attempts",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_status_attempts"),
    )
    op.create_index("ix_status_attempts_case_no", "status_attempts", ["case_no"])
    op.create_index("ix_status_attempts_conversation_id", "status_attempts", ["conversation_id"])

    op.create_table(
        "web_sessions",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("created_at", UtcInstant(), nullable=False),
        sa.Column("expires_at", UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_web_sessions"),
    )
    op.create_table(
        "cases",
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text()),
        sa.Column("intake_id", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("locale", sa.Text()),
        sa.Column("category", JSON, nullable=False),
        sa.Column("tone", sa.Text(), nullable=False),
        sa.Column("anger", sa.Double(), nullable=False),
        sa.Column("threats", JSON, nullable=False),
        sa.Column("mindset", sa.Text()),
        sa.Column("demand", JSON, nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("grade_reasons", JSON, nullable=False),
        sa.Column("complaint_text", sa.Text(), nullable=False),
        sa.Column("product", sa.Text()),
        sa.Column("model", sa.Text()),
        sa.Column("serial_number", sa.Text()),
        sa.Column("quantity", sa.BigInteger()),
        sa.Column("order_number", sa.Text()),
        sa.Column("references", JSON, nullable=False),
        sa.Column("incident_date", sa.Text()),
        sa.Column("amount", sa.Double()),
        sa.Column("currency", sa.Text()),
        sa.Column("contact_name", sa.Text()),
        sa.Column("contact_phone", sa.Text()),
        sa.Column("contact_email", sa.Text()),
        sa.Column("contact_other", sa.Text()),
        sa.Column("stated", JSON, nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("copied_to", JSON, nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("incident", sa.Text()),
        sa.Column("parent", sa.Text()),
        sa.Column("policy_version", sa.Text(), nullable=False),
        sa.Column("reader_version", sa.Text()),
        sa.Column("created_at", UtcInstant(), nullable=False),
        sa.Column("updated_at", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_cases_conversation_id"
        ),
        sa.PrimaryKeyConstraint("case_no", name="pk_cases"),
        sa.UniqueConstraint("intake_id", name="uq_cases_intake_id"),
    )
    op.create_index("ix_cases_conversation_id", "cases", ["conversation_id"])
    op.create_index("ix_cases_created_at_case_no", "cases", ["created_at", "case_no"])

    op.create_table(
        "messages",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("payload", JSON),
        sa.Column("message_id", sa.Text()),
        sa.Column("turn_id", sa.Text()),
        sa.Column("reply_to", ROW_ID),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text()),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_attempt_at", UtcInstant()),
        sa.Column("reading", JSON),
        sa.Column("metadata", JSON),
        sa.Column("created_at", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_messages_conversation_id"
        ),
        sa.ForeignKeyConstraint(["reply_to"], ["messages.id"], name="fk_messages_reply_to"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint(
            "conversation_id", "message_id", name="uq_messages_conversation_id_message_id"
        ),
        sa.UniqueConstraint("conversation_id", "seq", name="uq_messages_conversation_id_seq"),
    )
    op.create_index(
        "ix_messages_pending",
        "messages",
        ["conversation_id", "seq"],
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )
    op.create_index("ix_messages_reply_to", "messages", ["reply_to"])

    op.create_table(
        "case_clocks",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("due_at", UtcInstant(), nullable=False),
        sa.Column("met_at", UtcInstant()),
        sa.Column("breached_at", UtcInstant()),
        sa.Column("explanation", JSON, nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.case_no"], name="fk_case_clocks_case_no"),
        sa.PrimaryKeyConstraint("id", name="pk_case_clocks"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_case_clocks_case_no", "case_clocks", ["case_no"])

    op.create_table(
        "case_supplements",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.case_no"], name="fk_case_supplements_case_no"),
        sa.PrimaryKeyConstraint("id", name="pk_case_supplements"),
    )
    op.create_index("ix_case_supplements_case_no", "case_supplements", ["case_no"])

    op.create_table(
        "idempotency_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.case_no"], name="fk_idempotency_keys_case_no"),
        sa.PrimaryKeyConstraint("key", name="pk_idempotency_keys"),
    )
    op.create_table(
        "intakes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("opened_at", UtcInstant(), nullable=False),
        sa.Column("filed_at", UtcInstant()),
        sa.Column("cancelled_at", UtcInstant()),
        sa.Column("case_no", sa.Text()),
        sa.Column("filed_turn_id", sa.Text()),
        sa.ForeignKeyConstraint(["case_no"], ["cases.case_no"], name="fk_intakes_case_no"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_intakes_conversation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_intakes"),
        sa.UniqueConstraint("case_no", name="uq_intakes_case_no"),
        sa.UniqueConstraint(
            "conversation_id", "filed_turn_id", name="uq_intakes_conversation_id_filed_turn_id"
        ),
    )
    op.create_index(
        "uq_intakes_open",
        "intakes",
        ["conversation_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    """Drop all tables; the schema of Rasa is not ours to drop."""
    for table in (
        "intakes",
        "idempotency_keys",
        "case_supplements",
        "case_clocks",
        "messages",
        "cases",
        "web_sessions",
        "status_attempts",
        "product_clock",
        "handover_wishes",
        "conversations",
        "completed_turns",
    ):
        op.drop_table(table)
