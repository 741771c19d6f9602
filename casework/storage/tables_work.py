"""The tables of the work between filing and answer."""

from typing import Final

import sqlalchemy as sa

from casework.storage.tables import json_type, metadata, row_id
from casework.storage.types import CleanText, UtcInstant

case_handling: Final = sa.Table(
    "case_handling",
    metadata,
    sa.Column("case_no", sa.ForeignKey("cases.case_no"), primary_key=True),
    sa.Column("customer_key", CleanText, nullable=False, index=True),
    sa.Column("assignee", CleanText, index=True),
    sa.Column("shared_with", json_type(), nullable=False),
    sa.Column("complex_reasons", json_type(), nullable=False),
    sa.Column("warnings", json_type(), nullable=False),
    sa.Column("customer_groups", json_type(), nullable=False),
    sa.Column("product_key", CleanText),
    sa.Column("symptom", CleanText),
    sa.Column("valid", sa.Boolean, nullable=False),
    sa.Column("origin", CleanText),
    sa.Column("nature", CleanText),
    sa.Column("joined", json_type(), nullable=False),
)

case_events: Final = sa.Table(
    "case_events",
    metadata,
    sa.Column("id", row_id(), primary_key=True),
    sa.Column("case_no", sa.ForeignKey("cases.case_no"), nullable=False, index=True),
    sa.Column("at", UtcInstant, nullable=False),
    sa.Column("author", CleanText, nullable=False),
    sa.Column("kind", CleanText, nullable=False),
    sa.Column("data", json_type(), nullable=False),
)

case_symptoms: Final = sa.Table(
    "case_symptoms",
    metadata,
    sa.Column("id", row_id(), primary_key=True),
    sa.Column("case_no", sa.ForeignKey("cases.case_no"), nullable=False, index=True),
    sa.Column("product_key", CleanText, nullable=False),
    sa.Column("symptom", CleanText, nullable=False),
    sa.Column("identities", json_type(), nullable=False),
    sa.Column("at", UtcInstant, nullable=False),
)
sa.Index(
    "ix_case_symptoms_trouble",
    case_symptoms.c.product_key,
    case_symptoms.c.symptom,
    case_symptoms.c.at,
)

# One row a trouble: whoever looks whether it is an incident locks it, so that of several
# complaints that are filed at once the last one sees all others.
incident_watches: Final = sa.Table(
    "incident_watches",
    metadata,
    sa.Column("product_key", CleanText, primary_key=True),
    sa.Column("symptom", CleanText, primary_key=True),
)

incidents: Final = sa.Table(
    "incidents",
    metadata,
    sa.Column("id", CleanText, primary_key=True),
    sa.Column("product_key", CleanText, nullable=False),
    sa.Column("symptom", CleanText, nullable=False),
    sa.Column("opened_at", UtcInstant, nullable=False),
    sa.Column("last_case_at", UtcInstant, nullable=False),
)
sa.Index("ix_incidents_trouble", incidents.c.product_key, incidents.c.symptom)

clock_runs: Final = sa.Table(
    "clock_runs",
    metadata,
    sa.Column("clock_id", sa.ForeignKey("case_clocks.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("case_no", sa.ForeignKey("cases.case_no"), nullable=False, index=True),
    sa.Column("started_at", UtcInstant, nullable=False),
    sa.Column("ticks", json_type(), nullable=False),
    sa.Column("next_tick", sa.Integer, nullable=False),
    sa.Column("next_at", UtcInstant),
    sa.Column("working_days", sa.Integer),
    sa.Column("starts", CleanText),
    sa.Column("pauses", json_type(), nullable=False),
    sa.Column("provisional", sa.Boolean, nullable=False),
)
is_running: Final = clock_runs.c.next_at.is_not(None)
sa.Index(
    "ix_clock_runs_next_at",
    clock_runs.c.next_at,
    sqlite_where=is_running,
    postgresql_where=is_running,
)

outbox: Final = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", row_id(), primary_key=True),
    sa.Column("dedupe_key", CleanText, nullable=False, unique=True),
    sa.Column("case_no", sa.ForeignKey("cases.case_no"), index=True),
    sa.Column("lane", CleanText, nullable=False),
    sa.Column("channel", CleanText, nullable=False),
    sa.Column("recipient", CleanText, nullable=False),
    sa.Column("address", CleanText, nullable=False),
    sa.Column("key", CleanText, nullable=False),
    sa.Column("locale", CleanText),
    sa.Column("urgent", sa.Boolean, nullable=False),
    sa.Column("facts", json_type(), nullable=False),
    sa.Column("created_at", UtcInstant, nullable=False),
    sa.Column("state", CleanText, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_at", UtcInstant),
    sa.Column("error", CleanText),
    sa.Column("sent_at", UtcInstant),
)
is_outgoing: Final = outbox.c.state == sa.literal_column("'pending'")
is_dead: Final = outbox.c.state == sa.literal_column("'dead'")
sa.Index(
    "ix_outbox_pending",
    outbox.c.lane,
    outbox.c.id,
    sqlite_where=is_outgoing,
    postgresql_where=is_outgoing,
)
sa.Index("ix_outbox_dead", outbox.c.id, sqlite_where=is_dead, postgresql_where=is_dead)
