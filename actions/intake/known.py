"""What a site that embeds the chat knows of its visitor: the intake takes it and need not ask."""

from __future__ import annotations

import re

from actions.intake.notes import Intake
from actions.turn import Known

LOYALTY = "loyalty_level"
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"\+?[\d\s().-]{6,25}")


def take_known(intake: Intake, known: Known) -> None:
    """Fill in what the first message did not tell; the read-back shows all of it (R100)."""
    if known.name and not intake.settled("contact_name"):
        intake.slots["contact_name"] = known.name
        intake.notes.vouched.append("contact_name")
    if known.contact and not intake.settled("contact"):
        name, value = _contact(known.contact)
        setattr(intake.notes, name, value)
        intake.slots["contact"] = value
        intake.notes.vouched.append("contact")
    if len(known.orders) == 1 and not intake.settled("order_number"):
        # Of several orders only the customer knows which one is meant.
        intake.slots["order_number"] = known.orders[0]
        intake.notes.vouched.append("order_number")
    if known.level:
        # R131: who decides on the priority reads it on the case.
        intake.notes.stated.setdefault(LOYALTY, known.level)


def _contact(contact: str) -> tuple[str, str]:
    """Return the field that a contact belongs to, and its form there."""
    if EMAIL.fullmatch(contact):
        return "contact_email", contact
    if _PHONE.fullmatch(contact):
        digits = re.sub(r"\D", "", contact)
        if 7 <= len(digits) <= 15:
            return "contact_phone", digits
    return "contact_other", contact
