"""Comes back after a person spoke: works in what they did, asks its open question again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import runtime
from actions.intake import hearing
from actions.intake.acts import COMPLAINING, is_story
from actions.intake.details import take_details
from actions.intake.known import EMAIL
from actions.intake.needs import next_slot, record_facts
from actions.intake.notes import DETAIL_SLOTS, Intake, read_intake, slot_values
from actions.promises import due_times
from actions.replies import Reply, say
from actions.turn import Turn, entities_from, turn_from
from casework.errors import CaseNotFound
from casework.model import Demand
from casework.policy import Policy

STRETCH_SLOT = "human_stretch"
PHONE = re.compile(r"[\d\s()+.-]{7,24}")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class ActionResume(Action):
    """Takes a note of the desk into the intake, and speaks where the note says so."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_resume"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Return the slots as they stand after the note, and its summary."""
        policy = runtime.services().policy
        note = dict(tracker.get_slot(STRETCH_SLOT) or {})
        turn = _turn(tracker, note)
        intake = read_intake(tracker.get_slot)
        summary = {**summed_up(note), "changes": {}}
        events: dict[str, Any] = {STRETCH_SLOT: summary}
        if not intake.is_new:
            summary["changes"] = apply_changes(intake, note.get("changes") or {})
            for message in note.get("messages") or []:
                hear(intake, turn, message)
            if note.get("speak") or intake.settled(intake.requested or ""):
                intake.requested = next_slot(intake, policy)
            events |= {**slot_values(intake), "requested_slot": intake.requested}
        if note.get("speak"):
            tone = hearing.strategy(intake.notes.heard)
            say(dispatcher, turn, _replies(intake, note, policy), tone)
        return [SlotSet(name, value) for name, value in events.items()]


def apply_changes(intake: Intake, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Write a person's corrections into the intake and return those that fit their slots."""
    applied = {}
    for slot, value in changes.items():
        if slot == "contact" and isinstance(value, str) and value.strip():
            _set_contact(intake, value.strip())
        elif _fits(slot, value):
            intake.slots[slot] = value
        elif value is None and slot in DETAIL_SLOTS:
            intake.slots[slot] = None
            if slot == "contact":
                intake.notes.clear_contact()
        else:
            continue
        intake.notes.stated.pop(slot, None)
        if slot in intake.notes.skipped:
            intake.notes.skipped.remove(slot)
        if value is None:
            # A person who empties a field does not want it asked for.
            intake.notes.skipped.append(slot)
        applied[slot] = value
    return applied


def hear(intake: Intake, turn: Turn, message: Mapping[str, Any]) -> None:
    """Take what the customer told a person, as far as the readers understood it."""
    parse = message.get("parse")
    if message.get("from") != "customer" or not isinstance(parse, Mapping):
        return
    intent = parse.get("intent") or {}
    told = replace(
        turn,
        text=str(message.get("text") or ""),
        intent=str(intent.get("name") or ""),
        confidence=float(intent.get("confidence") or 0),
        entities=entities_from(parse.get("entities") or []),
        reading=parse.get("reading") or {},
    )
    telling = is_story(told) and told.is_complaint >= COMPLAINING
    hearing.take_in(intake.notes.heard, told.reading, telling=telling)
    # A bare number answered the person's question, not the one that the bot had open.
    requested, intake.requested = intake.requested, None
    take_details(intake, told, correcting=False)
    intake.requested = requested
    if telling:
        known = intake.value("complaint_text")
        intake.slots["complaint_text"] = f"{known}\n{told.text}" if known else told.text


def summed_up(note: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the tracker keeps of a human stretch: who, when, how much, how it ended."""
    messages = note.get("messages") or []
    by_agent = [item for item in messages if item.get("from") == "agent"]
    return {
        "turn_id": note.get("turn_id"),
        "agent": note.get("agent"),
        "since": note.get("since"),
        "customer_messages": sum(item.get("from") == "customer" for item in messages),
        "agent_messages": len(by_agent),
        "last_said": str(by_agent[-1].get("text"))[:500] if by_agent else None,
    }


def _replies(intake: Intake, note: Mapping[str, Any], policy: Policy) -> list[Reply]:
    if note.get("case_no"):
        return [_filed(str(note["case_no"]))]
    if intake.is_new:
        return [Reply("utter_resumed_idle")]
    if intake.requested != "confirm":
        return [Reply(f"utter_request_{intake.requested}", ("utter_resumed",))]
    return [Reply("utter_read_back", ("utter_resumed",), record_facts(intake))]


def _filed(case_no: str) -> Reply:
    """Return what tells a filed case, and who answers it by when (R98)."""
    services = runtime.services()
    try:
        due = due_times(services.cases.get(case_no), services.tz)
    except CaseNotFound:
        due = {}
    custom = {"type": "case", "case_no": case_no}
    return Reply(
        "utter_resumed_filed", facts={"case_no": case_no, "instants": due, "custom": custom}
    )


def _turn(tracker: Tracker, note: Mapping[str, Any]) -> Turn:
    turn = turn_from(tracker)
    locale = tracker.get_slot("locale") or note.get("locale") or note.get("language")
    if not locale:
        return turn
    return replace(
        turn, locale=str(locale), language="en" if str(locale).startswith("en") else "zh"
    )


def _fits(slot: str, value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    match slot:
        case "demand":
            known = set(Demand)
            return isinstance(value, list) and bool(value) and all(one in known for one in value)
        case "amount":
            return is_number and value >= 0
        case "quantity":
            return is_number and value > 0 and int(value) == value
        case "incident_date":
            return isinstance(value, str) and DATE.fullmatch(value) is not None
        case "contact":
            return False
        case _:
            known_slot = slot == "complaint_text" or slot in DETAIL_SLOTS
            return known_slot and isinstance(value, str) and bool(value.strip())


def _set_contact(intake: Intake, value: str) -> None:
    intake.notes.clear_contact()
    notes = intake.notes
    if EMAIL.fullmatch(value):
        notes.contact_email = value
    elif PHONE.fullmatch(value):
        notes.contact_phone = "".join(sign for sign in value if sign.isdigit())
    else:
        notes.contact_other = value
    intake.slots["contact"] = value
