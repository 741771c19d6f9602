"""The promise gate: written approvals, and the texts that it stopped."""

import sqlalchemy as sa
from alembic import op

from casework.storage.types import UtcInstant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "gate_approvals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("author_role", sa.Text(), nullable=False),
        sa.Column("created_at", UtcInstant(), nullable=False),
        sa.Column("remedies", JSON, nullable=False),
        sa.Column("amount", sa.Text()),
        sa.Column("currency", sa.Text()),
        sa.Column("due_on", sa.Date()),
        sa.Column("wording", sa.Text()),
        sa.Column("expires_at", UtcInstant()),
        sa.Column("revoked_at", UtcInstant()),
        sa.Column("revoked_by", sa.Text()),
        sa.ForeignKeyConstraint(["case_no"], ["cases.case_no"], name="fk_gate_approvals_case_no"),
        sa.PrimaryKeyConstraint("id", name="pk_gate_approvals"),
    )
    op.create_index("ix_gate_approvals_case_no", "gate_approvals", ["case_no"])
    op.create_table(
        "gate_stops",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("turn_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("findings", JSON, nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gate_stops"),
        sa.UniqueConstraint(
            "conversation_id",
            "turn_id",
            "position",
            name="uq_gate_stops_conversation_id_turn_id_position",
        ),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("gate_stops")
    op.drop_table("gate_approvals")
