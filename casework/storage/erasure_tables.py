"""Which table holds what of a customer, and what becomes of it; a test holds the list complete."""

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from casework.storage.tables import (
    case_clocks,
    case_supplements,
    cases,
    completed_turns,
    conversations,
    handover_wishes,
    idempotency_keys,
    intakes,
    messages,
    product_clock,
    status_attempts,
    web_sessions,
)
from casework.storage.tables_desk import (
    accounts,
    audit_entries,
    callbacks,
    desk_sessions,
    leases,
    queue_entries,
    whispers,
)
from casework.storage.tables_gate import gate_approvals, gate_stops
from casework.storage.tables_work import (
    case_events,
    case_handling,
    case_symptoms,
    clock_runs,
    incident_watches,
    incidents,
    outbox,
)

#: Rows that go with their conversation, in an order that the foreign keys allow.
OF_A_CONVERSATION: Final[tuple[sa.Table, ...]] = (
    intakes,
    leases,
    queue_entries,
    callbacks,
    whispers,
    messages,
    completed_turns,
    handover_wishes,
    status_attempts,
    web_sessions,
    gate_stops,
)
#: Rows that go with their case.
OF_A_CASE: Final[tuple[sa.Table, ...]] = (
    case_supplements,
    case_symptoms,
    outbox,
    idempotency_keys,
)
#: Rows that stay with nothing personal in them.
ANONYMISED: Final[tuple[sa.Table, ...]] = (
    cases,
    case_clocks,
    case_handling,
    case_events,
    clock_runs,
    gate_approvals,
    audit_entries,
)
#: What the company's own people, products and clock are.
NOT_OF_CUSTOMERS: Final[tuple[sa.Table, ...]] = (
    accounts,
    desk_sessions,
    incidents,
    incident_watches,
    product_clock,
)
ALL: Final[tuple[sa.Table, ...]] = (
    conversations,
    *OF_A_CONVERSATION,
    *OF_A_CASE,
    *ANONYMISED,
    *NOT_OF_CUSTOMERS,
)

#: What a case keeps is its number, dates, category, grade and other code words; all else goes.
BLANK_CASE: Final[Mapping[str, Any]] = {
    "conversation_id": None,
    "intake_id": None,
    "complaint_text": "",
    "product": None,
    "model": None,
    "serial_number": None,
    "quantity": None,
    "order_number": None,
    "references": [],
    "amount": None,
    "currency": None,
    "contact_name": None,
    "contact_phone": None,
    "contact_email": None,
    "contact_other": None,
    "stated": {},
}
#: What an event keeps of its data: code words, numbers and the policy's own names.
KEPT_OF_EVENTS: Final = frozenset(
    {
        "before",
        "category_sets",
        "clock",
        "clock_id",
        "clocks",
        "complex",
        "copied_to",
        "department",
        "facts",
        "from_order",
        "grade",
        "incident",
        "level",
        "nature",
        "met",
        "orders_unreadable",
        "origin",
        "policy_version",
        "priority",
        "rule",
        "shared_with",
        "signals",
        "symptom",
        "to",
        "warnings",
    }
)
