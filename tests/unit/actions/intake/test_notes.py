"""What the intake holds between turns: it comes back from the slots as it went in."""

import json

from actions.intake.notes import (
    DETAIL_SLOTS,
    INTAKE_SLOTS,
    NOTES_SLOT,
    OUTCOME_SLOT,
    Heard,
    Intake,
    Notes,
    emptied_slots,
    read_intake,
    slot_values,
)

# The names are fixed: integrations read `requested_slot`.
CONTRACT = {
    "complaint_text", "product", "model", "serial_number", "quantity", "order_number",
    "incident_date", "demand", "amount", "contact_name", "contact", "confirm",
}  # fmt: skip


def full() -> Intake:
    notes = Notes(
        asked={"product": 1},
        skipped=["model"],
        checked=["contact"],
        stated={"contact": "1380"},
        references=[["tracking", "SF1"]],
        currency="CNY",
        contact_phone="13800138000",
        amount_role="paid",
        awaiting="correction",
        person_wished=True,
        heard=Heard(
            category={"other": 0.5},
            threats=["media"],
            mindset={"victim": 0.4},
            tones=[["passive", 0.7, 0.5]],
        ),
    )
    slots = {**dict.fromkeys(INTAKE_SLOTS), "complaint_text": "坏了", "demand": ["refund"]}
    return Intake(slots, notes, "contact", False)


def test_the_slots_are_those_of_the_contract() -> None:
    assert set(INTAKE_SLOTS) == CONTRACT
    assert set(DETAIL_SLOTS) == CONTRACT - {"complaint_text", "confirm"}


def test_an_intake_comes_back_as_it_was() -> None:
    # Rasa keeps the slots as JSON.
    kept = json.loads(json.dumps({**slot_values(full()), "requested_slot": "contact"}))
    assert read_intake(kept.get) == full()


def test_without_notes_the_intake_is_new_whatever_was_asked_elsewhere() -> None:
    intake = read_intake({"requested_slot": "product"}.get)
    assert intake.is_new
    assert (intake.requested, intake.notes) == (None, Notes())


def test_notes_of_another_version_are_read_as_far_as_they_are_known() -> None:
    intake = read_intake({NOTES_SLOT: {"skipped": ["model"], "unheard_of": 1}}.get)
    assert intake.notes == Notes(skipped=["model"])


def test_nothing_of_the_intake_is_left_when_it_is_emptied() -> None:
    emptied = emptied_slots()
    assert set(emptied) == {*INTAKE_SLOTS, NOTES_SLOT, OUTCOME_SLOT}
    assert set(emptied.values()) == {None}
    assert read_intake(emptied.get).is_new


def test_no_slot_holds_the_id_of_an_intake() -> None:
    assert not [name for name in slot_values(full()) if "id" in name.split("_")]
    assert "intake_id" not in slot_values(full())[NOTES_SLOT]


def test_a_skipped_slot_is_settled_and_keeps_the_words() -> None:
    intake = full()
    intake.skip("order_number", "找不到了")
    intake.skip("order_number")
    assert intake.settled("order_number")
    assert intake.notes.skipped.count("order_number") == 1
    assert intake.notes.stated["order_number"] == "找不到了"
    assert not intake.settled("product")
