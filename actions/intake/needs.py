"""What the intake still has to ask, by policy and by what was told already."""

from __future__ import annotations

from actions.intake.hearing import categories
from actions.intake.notes import DETAIL_SLOTS, Intake
from casework.model import Category
from casework.policy import Policy

#: A question that was asked more often than this is left; the customer's words are kept.
MOST_ASKED = 1
#: Fields whose form is checked once with the customer.
CHECKED = frozenset({"contact", "incident_date", "amount", "quantity", "order_number"})
#: Numbers that a company finds the matter by, as it would by an order's.
STANDS_FOR_ORDER = frozenset({"account", "contract", "work_order"})

#: What the read-back offers to press.
FILE_OR_CHANGE = ("button_file_it", "button_change")


def next_slot(intake: Intake, policy: Policy) -> str:
    """Return the slot to ask for next; `confirm` when nothing is missing any more."""
    if not intake.settled("complaint_text"):
        return "complaint_text"
    wanted = policy.details_for(Category(categories(intake.notes.heard)[0]))
    if "order_number" in wanted and not intake.settled("order_number"):
        # The account or contract that was named stands for the order: no need to ask.
        standing = [value for kind, value in intake.notes.references if kind in STANDS_FOR_ORDER]
        intake.slots["order_number"] = standing[0] if standing else None
    for slot in wanted:
        if not intake.settled(slot):
            return slot
    return "confirm"


def read_back(intake: Intake) -> list[list[object]]:
    """Return the record as (field, value) pairs in the order of reading."""
    lines: list[list[object]] = [["complaint_text", intake.value("complaint_text")]]
    for slot in DETAIL_SLOTS:
        value = intake.value(slot)
        if value is None:
            value = intake.notes.stated.get(slot)
        elif slot == "amount":
            value = f"{_figure(value)} {intake.notes.currency or ''}".strip()
        if value is not None:
            lines.append([slot, value])
    order_number = intake.value("order_number")
    lines += [["reference", value] for _, value in intake.notes.references if value != order_number]
    return lines


def record_facts(intake: Intake) -> dict[str, object]:
    """Return what a reply that reads the record back needs."""
    lines = read_back(intake)
    return {
        "lines": lines,
        "custom": {"type": "record", "lines": lines},
        "choices": list(FILE_OR_CHANGE),
    }


def _figure(amount: float) -> str:
    """Return an amount to the cent, without the zeros that say nothing."""
    return f"{amount:.2f}".rstrip("0").rstrip(".")
