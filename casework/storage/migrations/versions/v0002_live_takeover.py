"""The tables of live takeover: leases, queue, call-backs, whispers, accounts and the trail."""

import sqlalchemy as sa
from alembic import op

from casework.storage.types import UtcInstant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HELD = sa.text("holder IS NOT NULL")
RESUMING = sa.text("resume_turn_id IS NOT NULL")
WAITING = sa.text("left_at IS NULL")


def upgrade() -> None:
    """Create the tables; the database itself keeps the audit trail as it was written."""
    op.create_index("ix_messages_created_at", "messages", ["created_at"])
    op.create_table(
        "leases",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Text()),
        sa.Column("holder_name", sa.Text()),
        sa.Column("since", UtcInstant()),
        sa.Column("since_seq", sa.Integer(), server_default="0", nullable=False),
        sa.Column("expires_at", UtcInstant()),
        sa.Column("resume_turn_id", sa.Text()),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_leases_conversation_id"
        ),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_leases"),
    )
    op.create_index(
        "ix_leases_held", "leases", ["holder"], sqlite_where=HELD, postgresql_where=HELD
    )
    op.create_index(
        "ix_leases_resuming",
        "leases",
        ["conversation_id"],
        sqlite_where=RESUMING,
        postgresql_where=RESUMING,
    )
    op.create_table(
        "queue_entries",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("entered_at", UtcInstant(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("category", sa.Text()),
        sa.Column("assigned_to", sa.Text()),
        sa.Column("alerted_at", UtcInstant()),
        sa.Column("left_at", UtcInstant()),
        sa.Column("left_by", sa.Text()),
        sa.Column("outcome", sa.Text()),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_queue_entries_conversation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_queue_entries"),
    )
    op.create_index("ix_queue_entries_conversation_id", "queue_entries", ["conversation_id"])
    op.create_index("ix_queue_entries_left_at", "queue_entries", ["left_at"])
    op.create_index(
        "uq_queue_entries_open",
        "queue_entries",
        ["conversation_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_table(
        "callbacks",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("requested_at", UtcInstant(), nullable=False),
        sa.Column("due_at", UtcInstant(), nullable=False),
        sa.Column("done_at", UtcInstant()),
        sa.Column("done_by", sa.Text()),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_callbacks_conversation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_callbacks"),
    )
    op.create_index("ix_callbacks_conversation_id", "callbacks", ["conversation_id"])
    op.create_table(
        "whispers",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_whispers_conversation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_whispers"),
    )
    op.create_index("ix_whispers_conversation_id", "whispers", ["conversation_id"])
    _create_accounts()
    _create_trail()


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("languages", JSON, nullable=False),
        sa.Column("skills", JSON, nullable=False),
        sa.Column("chat_limit", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("presence", sa.Text(), nullable=False),
        sa.Column("seen_at", UtcInstant()),
        sa.Column("created_at", UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("username", name="uq_accounts_username"),
    )
    op.create_table(
        "desk_sessions",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("created_at", UtcInstant(), nullable=False),
        sa.Column("expires_at", UtcInstant(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("revoked_at", UtcInstant()),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_desk_sessions_account_id"
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_desk_sessions"),
    )
    op.create_index("ix_desk_sessions_account_id", "desk_sessions", ["account_id"])


def _create_trail() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.Column("actor", sa.Text()),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", JSON, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entries"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_entries_subject", "audit_entries", ["subject"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit trail only grows'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_entries_only_grow BEFORE UPDATE OR DELETE ON audit_entries "
            "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_entries_no_{verb.lower()} BEFORE {verb} ON audit_entries "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END"
        )


def downgrade() -> None:
    """Drop the tables; a table's triggers go with it."""
    for table in (
        "audit_entries",
        "desk_sessions",
        "accounts",
        "whispers",
        "callbacks",
        "queue_entries",
        "leases",
    ):
        op.drop_table(table)
    op.drop_index("ix_messages_created_at", "messages")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS refuse_audit_change()")
