"""Files the confirmed record as a case, exactly once, and tells its number."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import runtime
from actions.intake import hearing
from actions.intake.notes import Intake, emptied_slots, read_intake
from actions.promises import due_times
from actions.replies import Reply, say
from actions.turn import Turn, turn_from
from casework.model import Priority, Record, Reference, ReferenceType

READER_VERSION = "1"


class ActionFileCase(Action):
    """Files the open intake of the conversation; a retried turn finds its case again."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_file_case"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """File, name the case and its promises, and clear every slot of the intake."""
        services = runtime.services()
        turn = turn_from(tracker)
        intake = read_intake(tracker.get_slot)
        record = record_from(intake, turn)
        case = services.filing.file(turn.conversation_id, turn.turn_id, record)
        key = "utter_case_filed"
        if case.priority in {Priority.URGENT, Priority.HIGH}:
            key = "utter_case_filed_priority"
        if not (case.contact_phone or case.contact_email or case.contact_other):
            key = "utter_case_filed_no_contact"
        facts = {
            "case_no": case.case_no,
            "instants": due_times(case, services.tz),
            "custom": {"type": "case", "case_no": case.case_no},
        }
        replies = [Reply(key, facts=facts), Reply("utter_anything_else")]
        say(dispatcher, turn, replies, hearing.strategy(intake.notes.heard))
        values = {**emptied_slots(), "last_case_no": case.case_no, "requested_slot": None}
        return [SlotSet(name, value) for name, value in values.items()]


def record_from(intake: Intake, turn: Turn) -> Record:
    """Return the record that the intake holds; what does not fit a field stays as stated."""
    notes, heard = intake.notes, intake.notes.heard
    stated = dict(notes.stated)
    if not any((notes.contact_phone, notes.contact_email, notes.contact_other)):
        contact_other = stated.get("contact")
    else:
        contact_other = notes.contact_other
    return Record(
        complaint_text=intake.value("complaint_text") or turn.text,
        language=turn.language,
        locale=turn.locale,
        category=hearing.categories(heard),
        tone=hearing.tone(heard),
        anger=hearing.anger(heard),
        threats=heard.threats,
        mindset=hearing.mindset(heard),
        demand=intake.value("demand") or (),
        product=intake.value("product"),
        model=intake.value("model"),
        serial_number=intake.value("serial_number"),
        quantity=intake.value("quantity"),
        order_number=intake.value("order_number"),
        references=[
            Reference(
                ReferenceType(kind) if kind in set(ReferenceType) else ReferenceType.OTHER, value
            )
            for kind, value in notes.references
        ],
        incident_date=intake.value("incident_date"),
        amount=intake.value("amount"),
        currency=notes.currency,
        contact_name=intake.value("contact_name"),
        contact_phone=notes.contact_phone,
        contact_email=notes.contact_email,
        contact_other=contact_other,
        stated=stated,
        channel=turn.channel,
        facts=notes.facts,
        reader_version=READER_VERSION,
    )
