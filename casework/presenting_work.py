"""Shows the work on a case as the JSON that integrations and people read."""

from typing import Any

from casework.assessment import category_sets, purpose
from casework.faults import fault_of, remedy_for_fault
from casework.instructions import Instruction, instruction_of
from casework.model.work import CaseEvent, Incident, Outgoing
from casework.policy import Policy
from casework.presenting import instant_as_json, optional_instant
from casework.services.handling import CaseView


def work_as_json(view: CaseView, policy: Policy) -> dict[str, Any]:
    """Return how a case is handled and all that happened to it."""
    handling = view.handling
    remedy = remedy_for_fault(view.case, view.events, policy.work.confirmed_faults)
    instruction = instruction_of(view.case, view.events)
    return {
        "case_no": view.case.case_no,
        "assignee": handling.assignee,
        "department": str(view.case.department),
        "shared_with": list(handling.shared_with),
        "joined": list(handling.joined),
        "complex": list(handling.complex_reasons),
        "warnings": list(handling.warnings),
        "customer_groups": list(handling.customer_groups),
        "category_sets": category_sets(view.case, policy),
        "purpose": purpose(view.case),
        "valid": handling.valid,
        "origin": None if handling.origin is None else str(handling.origin),
        "nature": None if handling.nature is None else str(handling.nature),
        "fault": fault_of(view.events),
        "remedy": None if remedy is None else str(remedy),
        "instruction": None if instruction is None else _instruction_as_json(instruction),
        "explanations": [
            {"id": clock.id, "name": str(clock.name), **dict(clock.explanation)}
            for clock in view.case.clocks
        ],
        "events": [event_as_json(event) for event in view.events],
    }


def _instruction_as_json(instruction: Instruction) -> dict[str, Any]:
    return {
        "text": instruction.text,
        "author": instruction.author,
        "at": instant_as_json(instruction.at),
        "written_at": optional_instant(instruction.written_at),
        "called_at": optional_instant(instruction.called_at),
        "told": instruction.told,
    }


def event_as_json(event: CaseEvent) -> dict[str, Any]:
    """Return one thing that happened."""
    return {
        "id": event.id,
        "at": instant_as_json(event.at),
        "author": event.author,
        "kind": event.kind,
        "data": dict(event.data),
    }


def notice_as_json(outgoing: Outgoing) -> dict[str, Any]:
    """Return a notice without what it says: that may be personal."""
    return {
        "id": outgoing.id,
        "case_no": outgoing.case_no,
        "recipient": outgoing.recipient,
        "channel": outgoing.channel,
        "key": outgoing.key,
        "urgent": outgoing.urgent,
        "state": str(outgoing.state),
        "attempts": outgoing.attempts,
        "error": outgoing.error,
        "created_at": instant_as_json(outgoing.created_at),
        "next_at": optional_instant(outgoing.next_at),
        "sent_at": optional_instant(outgoing.sent_at),
    }


def incident_as_json(incident: Incident) -> dict[str, Any]:
    """Return an incident."""
    return {
        "id": incident.id,
        "product": incident.product_key.lstrip("="),
        "symptom": incident.symptom,
        "opened_at": instant_as_json(incident.opened_at),
        "last_case_at": instant_as_json(incident.last_case_at),
    }
