"""The lists of cases: an index for each filter, and one column that is searched."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FILTERS = ("status", "department", "grade", "priority")
SEARCHED = (
    "lower(case_no || '|' || coalesce(order_number, '') || '|' || coalesce(product, '')"
    " || '|' || coalesce(contact_phone, '') || '|' || coalesce(contact_email, '')"
    " || '|' || coalesce(contact_other, ''))"
)


def upgrade() -> None:
    """Create them; the database itself keeps the column true to the others."""
    # SQLite can add no stored column to a table that is there; it computes this one as it reads.
    stored = op.get_bind().dialect.name == "postgresql"
    searched = sa.Computed(SEARCHED, persisted=stored)
    op.add_column("cases", sa.Column("searched", sa.Text(), searched))
    for name in FILTERS:
        op.create_index(
            f"ix_cases_{name}_created_at_case_no", "cases", [name, "created_at", "case_no"]
        )


def downgrade() -> None:
    """Drop them."""
    for name in FILTERS:
        op.drop_index(f"ix_cases_{name}_created_at_case_no", "cases")
    op.drop_column("cases", "searched")
