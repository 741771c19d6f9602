"""What the intake holds between turns, in Rasa's slots and out of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

#: The slots of the intake in the order in which they are read back; names fixed by contract.
DETAIL_SLOTS = (
    "product", "model", "serial_number", "quantity", "order_number", "incident_date", "amount",
    "demand", "contact_name", "contact",
)  # fmt: skip
#: The parts of `contact`: entities, and fields of the notes.
CONTACTS = ("contact_phone", "contact_email", "contact_other")
INTAKE_SLOTS = ("complaint_text", *DETAIL_SLOTS, "confirm")
NOTES_SLOT = "intake_notes"
OUTCOME_SLOT = "intake_outcome"


@dataclass
class Heard:
    """What the readers made of all turns of one intake."""

    category: dict[str, float] = field(default_factory=dict)
    threats: list[str] = field(default_factory=list)
    mindset: dict[str, float] = field(default_factory=dict)
    #: One entry a turn that told something: [tone, confidence, anger].
    tones: list[list[Any]] = field(default_factory=list)


@dataclass
class Notes:
    """Everything of one intake that has no slot of its own."""

    asked: dict[str, int] = field(default_factory=dict)
    #: How often something else was said instead of an answer, by slot.
    interrupted: dict[str, int] = field(default_factory=dict)
    #: The customer's last message.
    said: str = ""
    skipped: list[str] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    stated: dict[str, str] = field(default_factory=dict)
    references: list[list[str]] = field(default_factory=list)
    currency: str | None = None
    language: str | None = None
    contact_phone: str | None = None
    contact_email: str | None = None
    contact_other: str | None = None
    amount_role: str | None = None
    #: What grading must know and the text does not say, such as `other_company`.
    facts: dict[str, bool] = field(default_factory=dict)
    #: Slots whose value the customer named as such ("order number is …"), not as a bare answer.
    named: list[str] = field(default_factory=list)
    #: Slots whose value a site gave for its visitor: whatever the customer says outranks it.
    vouched: list[str] = field(default_factory=list)
    #: What a short answer would settle: `cancel`, `correction` or `pass_on`.
    awaiting: str | None = None
    #: Messages in a row that were not understood.
    misses: int = 0
    #: Whether people's safety was spoken of.
    cared: bool = False
    #: What was said before the story and is no field's; it goes to the story once that is told.
    put_aside: list[str] = field(default_factory=list)
    #: How often a demand out of proportion was made.
    passed_up: int = 0
    person_wished: bool = False
    heard: Heard = field(default_factory=Heard)

    def clear_contact(self) -> None:
        """Forget every way to reach the customer."""
        self.contact_phone = self.contact_email = self.contact_other = None


@dataclass
class Intake:
    """One complaint while it is being taken in."""

    slots: dict[str, Any]
    notes: Notes
    requested: str | None
    is_new: bool

    def value(self, slot: str) -> Any:
        """Return what is known for a slot, None where nothing is."""
        return self.slots.get(slot)

    def settled(self, slot: str) -> bool:
        """Say whether a slot need not be asked for any more."""
        return self.slots.get(slot) is not None or slot in self.notes.skipped

    def skip(self, slot: str, words: str | None = None) -> None:
        """Leave a slot empty for good, but keep what the customer said instead."""
        if slot not in self.notes.skipped:
            self.notes.skipped.append(slot)
        if words:
            self.notes.stated[slot] = words

    def wish(self, words: str) -> None:
        """Take what no reader knows as a demand for one in the customer's words."""
        self.slots["demand"] = ["other"]
        self.notes.stated["demand"] = words


def read_intake(get_slot: Callable[[str], Any]) -> Intake:
    """Return the intake that the slots hold."""
    saved = get_slot(NOTES_SLOT)
    return Intake(
        slots={name: get_slot(name) for name in INTAKE_SLOTS},
        notes=_notes(saved or {}),
        requested=get_slot("requested_slot") if saved else None,
        is_new=not saved,
    )


def slot_values(intake: Intake) -> dict[str, Any]:
    """Return the slots that keep the intake until the next turn."""
    return {**intake.slots, NOTES_SLOT: asdict(intake.notes)}


def emptied_slots() -> dict[str, Any]:
    """Return all slots of an intake, cleared: a reopened form would file them again at once."""
    return {name: None for name in (*INTAKE_SLOTS, NOTES_SLOT, OUTCOME_SLOT)}


def _notes(saved: dict[str, Any]) -> Notes:
    known = {item.name for item in fields(Notes)}
    values = {name: value for name, value in saved.items() if name in known}
    values["heard"] = Heard(**(saved.get("heard") or {}))
    return Notes(**values)
