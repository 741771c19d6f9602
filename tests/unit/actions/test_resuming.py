"""The bot comes back after a person spoke: it knows what was said and asks its question again."""

from typing import Any

import pytest

from actions import runtime
from actions.intake.notes import NOTES_SLOT
from actions.resuming import STRETCH_SLOT, ActionResume, summed_up
from casework.model import Record
from casework.storage.memory import MemoryUnitOfWorkFactory
from tests.talks import Said, Talk, entity, reading


def resumed(talk: Talk, **note: Any) -> Said:
    """Let the bot come back with a note of what happened."""
    talk.slots[STRETCH_SLOT] = {"turn_id": "r-1", "changes": {}, "speak": True, **note}
    return talk.runs(ActionResume())


def told(text: str, intent: str = "inform", **parse: Any) -> dict[str, Any]:
    return {
        "from": "customer",
        "text": text,
        "parse": {
            "intent": {"name": intent, "confidence": 0.9},
            "entities": [],
            "reading": reading(),
            **parse,
        },
    }


@pytest.fixture
def asked(talk: Talk) -> Talk:
    """A customer whose complaint is being taken in: the bot has asked for a detail."""
    talk.slots["locale"] = "en"
    talk.tells("The kettle that I bought from you leaks from the very first day")
    return talk


def test_the_open_question_is_asked_again(asked: Talk) -> None:
    before = asked.slots["requested_slot"]
    said = resumed(asked)
    assert said.keys == [f"utter_request_{before}"]
    assert said.leads == ["utter_resumed"]
    assert asked.slots["requested_slot"] == before


def test_what_the_customer_told_the_person_is_not_asked_again(asked: Talk) -> None:
    message = told("It is the K2, order A-77", entities=[entity("product", "kettle K2")])
    said = resumed(asked, messages=[message, {"from": "agent", "text": "Thank you"}])
    assert asked.slots["product"] == "kettle K2"
    assert "utter_request_product" not in said.keys


def test_a_person_s_correction_counts_more_than_what_was_read(asked: Talk) -> None:
    asked.slots["product"] = "kettle"
    resumed(
        asked,
        changes={
            "product": "Kettle K2",
            "amount": 49.0,
            "quantity": 2,
            "demand": ["refund"],
            "incident_date": "2026-11-20",
            "contact": "138 0013 8000",
        },
    )
    slots = asked.slots
    assert (slots["product"], slots["amount"], slots["quantity"]) == ("Kettle K2", 49.0, 2)
    assert (slots["demand"], slots["incident_date"]) == (["refund"], "2026-11-20")
    assert slots["contact"] == "138 0013 8000"
    assert slots[NOTES_SLOT]["contact_phone"] == "13800138000"
    assert slots[STRETCH_SLOT]["changes"]["product"] == "Kettle K2"


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ("amount", "much"),
        ("amount", True),
        ("quantity", 0),
        ("quantity", 1.5),
        ("demand", ["gold"]),
        ("demand", []),
        ("incident_date", "yesterday"),
        ("product", ""),
        ("product", 5),
        ("confirm", "yes"),
        ("intake_notes", "x"),
        ("last_case_no", "JY-1"),
    ],
)
def test_a_correction_that_fits_no_field_changes_nothing(
    asked: Talk, slot: str, value: Any
) -> None:
    before = asked.slots.get(slot)
    resumed(asked, changes={slot: value}, speak=False)
    assert asked.slots.get(slot) == before
    assert asked.slots[STRETCH_SLOT]["changes"] == {}


def test_a_field_that_a_person_emptied_is_not_asked_for(asked: Talk) -> None:
    asked.slots["product"] = "kettle"
    said = resumed(asked, changes={"product": None})
    assert asked.slots["product"] is None
    assert "utter_request_product" not in said.keys


def test_a_correction_alone_says_nothing_and_keeps_the_question(asked: Talk) -> None:
    before = asked.slots["requested_slot"]
    said = resumed(asked, changes={"quantity": 3}, speak=False)
    assert said.keys == []
    assert asked.slots["requested_slot"] == before


def test_with_nothing_left_to_ask_the_record_is_read_back(asked: Talk) -> None:
    changes = {
        "product": "K2",
        "model": "K2",
        "order_number": "A-77",
        "incident_date": "2026-11-20",
        "demand": ["refund"],
        "contact_name": "Mary",
        "contact": "mary@example.com",
    }
    said = resumed(asked, changes=changes)
    assert said.keys == ["utter_read_back"]
    assert asked.slots["requested_slot"] == "confirm"
    assert asked.slots[NOTES_SLOT]["contact_email"] == "mary@example.com"


def test_a_case_whose_number_nobody_read_is_told(talk: Talk) -> None:
    said = resumed(talk, case_no="JY20261123-K7Q4M2XP", language="en")
    assert said.keys == ["utter_resumed_filed"]
    assert said.fact("case_no") == "JY20261123-K7Q4M2XP"


@pytest.mark.rows("R98")
def test_a_case_that_is_told_late_is_told_with_the_time_of_its_answer(
    talk: Talk, services: runtime.Services
) -> None:
    case = services.filing.file("c-1", "t-1", Record(complaint_text="kettle leaks", language="en"))
    said = resumed(talk, case_no=case.case_no, language="en")
    assert said.fact("instants")["customer_reply"] == "2026-11-30T12:00+08:00"


def test_without_an_open_complaint_the_bot_is_simply_there(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    said = resumed(talk, messages=[told("thanks")], changes={"product": "x"})
    assert said.keys == ["utter_resumed_idle"]
    assert talk.slots.get("product") is None


def test_the_tracker_keeps_a_summary_of_the_stretch() -> None:
    note = {
        "turn_id": "r-1",
        "agent": "Ann",
        "since": "2026-11-23T04:00:00Z",
        "messages": [told("hello"), {"from": "agent", "text": "Hi, Ann here"}, told("ok")],
    }
    assert summed_up(note) == {
        "turn_id": "r-1",
        "agent": "Ann",
        "since": "2026-11-23T04:00:00Z",
        "customer_messages": 2,
        "agent_messages": 1,
        "last_said": "Hi, Ann here",
    }
