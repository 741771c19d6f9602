"""The tables of the work between filing and answer."""

import sqlalchemy as sa
from alembic import op

from casework.storage.types import UtcInstant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RUNNING = sa.text("next_at IS NOT NULL")
OUTGOING = sa.text("state = 'pending'")
DEAD = sa.text("state = 'dead'")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "case_handling",
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("customer_key", sa.Text(), nullable=False),
        sa.Column("assignee", sa.Text()),
        sa.Column("shared_with", JSON, nullable=False),
        sa.Column("complex_reasons", JSON, nullable=False),
        sa.Column("warnings", JSON, nullable=False),
        sa.Column("customer_groups", JSON, nullable=False),
        sa.Column("product_key", sa.Text()),
        sa.Column("symptom", sa.Text()),
        sa.Column("valid", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Text()),
        sa.Column("nature", sa.Text()),
        sa.Column("joined", JSON, nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.case_no"], name="fk_case_handling_case_no"),
        sa.PrimaryKeyConstraint("case_no", name="pk_case_handling"),
    )
    op.create_index("ix_case_handling_assignee", "case_handling", ["assignee"])
    op.create_index("ix_case_handling_customer_key", "case_handling", ["customer_key"])

    op.create_table(
        "case_events",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.case_no"], name="fk_case_events_case_no"),
        sa.PrimaryKeyConstraint("id", name="pk_case_events"),
    )
    op.create_index("ix_case_events_case_no", "case_events", ["case_no"])

    op.create_table(
        "case_symptoms",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("product_key", sa.Text(), nullable=False),
        sa.Column("symptom", sa.Text(), nullable=False),
        sa.Column("identities", JSON, nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.case_no"], name="fk_case_symptoms_case_no"),
        sa.PrimaryKeyConstraint("id", name="pk_case_symptoms"),
    )
    op.create_index("ix_case_symptoms_case_no", "case_symptoms", ["case_no"])
    op.create_index("ix_case_symptoms_trouble", "case_symptoms", ["product_key", "symptom", "at"])

    op.create_table(
        "incident_watches",
        sa.Column("product_key", sa.Text(), nullable=False),
        sa.Column("symptom", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("product_key", "symptom", name="pk_incident_watches"),
    )
    op.create_table(
        "incidents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("product_key", sa.Text(), nullable=False),
        sa.Column("symptom", sa.Text(), nullable=False),
        sa.Column("opened_at", UtcInstant(), nullable=False),
        sa.Column("last_case_at", UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
    )
    op.create_index("ix_incidents_trouble", "incidents", ["product_key", "symptom"])

    op.create_table(
        "clock_runs",
        sa.Column("clock_id", ROW_ID, nullable=False),
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("started_at", UtcInstant(), nullable=False),
        sa.Column("ticks", JSON, nullable=False),
        sa.Column("next_tick", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcInstant()),
        sa.Column("working_days", sa.Integer()),
        sa.Column("starts", sa.Text()),
        sa.Column("pauses", JSON, nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.case_no"], name="fk_clock_runs_case_no"),
        sa.ForeignKeyConstraint(
            ["clock_id"], ["case_clocks.id"], name="fk_clock_runs_clock_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("clock_id", name="pk_clock_runs"),
    )
    op.create_index("ix_clock_runs_case_no", "clock_runs", ["case_no"])
    op.create_index(
        "ix_clock_runs_next_at",
        "clock_runs",
        ["next_at"],
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )

    op.create_table(
        "outbox",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("case_no", sa.Text()),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text()),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("created_at", UtcInstant(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcInstant()),
        sa.Column("error", sa.Text()),
        sa.Column("sent_at", UtcInstant()),
        sa.ForeignKeyConstraint(["case_no"], ["cases.case_no"], name="fk_outbox_case_no"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("dedupe_key", name="uq_outbox_dedupe_key"),
    )
    op.create_index("ix_outbox_case_no", "outbox", ["case_no"])
    op.create_index(
        "ix_outbox_pending",
        "outbox",
        ["lane", "id"],
        sqlite_where=OUTGOING,
        postgresql_where=OUTGOING,
    )
    op.create_index("ix_outbox_dead", "outbox", ["id"], sqlite_where=DEAD, postgresql_where=DEAD)


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "outbox",
        "clock_runs",
        "incidents",
        "incident_watches",
        "case_symptoms",
        "case_events",
        "case_handling",
    ):
        op.drop_table(table)
