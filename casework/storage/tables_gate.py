"""The promise gate's tables."""

from typing import Final

import sqlalchemy as sa

from casework.storage.tables import metadata
from casework.storage.types import CleanText, UtcInstant

gate_approvals: Final = sa.Table(
    "gate_approvals",
    metadata,
    sa.Column("id", CleanText, primary_key=True),
    sa.Column("case_no", sa.ForeignKey("cases.case_no"), nullable=False, index=True),
    sa.Column("document", CleanText, nullable=False),
    sa.Column("author", CleanText, nullable=False),
    sa.Column("author_role", CleanText, nullable=False),
    sa.Column("created_at", UtcInstant, nullable=False),
    sa.Column("remedies", sa.JSON(none_as_null=True), nullable=False),
    # Decimal digits as text: SQLite would keep a sum of money as a binary fraction.
    sa.Column("amount", CleanText),
    sa.Column("currency", CleanText),
    sa.Column("due_on", sa.Date),
    sa.Column("wording", CleanText),
    sa.Column("expires_at", UtcInstant),
    sa.Column("revoked_at", UtcInstant),
    sa.Column("revoked_by", CleanText),
)

gate_stops: Final = sa.Table(
    "gate_stops",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
    sa.Column("conversation_id", CleanText, nullable=False),
    sa.Column("turn_id", CleanText, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("sender", CleanText, nullable=False),
    sa.Column("text", CleanText, nullable=False),
    sa.Column("findings", sa.JSON(none_as_null=True), nullable=False),
    sa.Column("at", UtcInstant, nullable=False),
    sa.UniqueConstraint("conversation_id", "turn_id", "position"),
)
