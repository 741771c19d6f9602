"""The details of one message: what fills, what corrects, and what is kept as it was said."""

from typing import Any

import pytest

from actions.intake.details import take_details
from actions.intake.notes import INTAKE_SLOTS, Intake, Notes
from tests.talks import entity, make_turn, reading, unfit


def intake(requested: str | None = None, **slots: Any) -> Intake:
    return Intake({**dict.fromkeys(INTAKE_SLOTS), **slots}, Notes(), requested, False)


def take(into: Intake, *entities: dict[str, Any], correcting: bool = False, **given: Any) -> Any:
    return take_details(into, make_turn(entities=entities, **given), correcting=correcting)


@pytest.mark.parametrize(
    ("given", "slot", "value"),
    [
        (entity("product", "空调"), "product", "空调"),
        (entity("model", "KFR-35GW"), "model", "KFR-35GW"),
        (entity("serial_number", "SN123"), "serial_number", "SN123"),
        (entity("quantity", 3), "quantity", 3),
        (entity("order_number", "AB20261101"), "order_number", "AB20261101"),
        (entity("incident_date", "2026-11-20"), "incident_date", "2026-11-20"),
        (entity("amount", 12.5, currency="USD"), "amount", 12.5),
        (entity("contact_name", "王芳"), "contact_name", "王芳"),
        (entity("contact_phone", "13800138000"), "contact", "13800138000"),
        (entity("contact_email", "me@example.com"), "contact", "me@example.com"),
        (entity("contact_other", "微信 abc"), "contact", "微信 abc"),
    ],
)
def test_a_detail_fills_its_slot_whatever_was_asked(
    given: dict[str, Any], slot: str, value: Any
) -> None:
    into = intake("demand")
    taken = take(into, given)
    assert into.slots[slot] == value
    assert (taken.filled, taken.changed, taken.unfit) == ([slot], [], {})


@pytest.mark.parametrize(
    ("correcting", "requested", "value"),
    [(False, "demand", "旧的"), (True, "demand", "新的"), (False, "product", "新的")],
)
def test_what_is_known_stays_unless_it_is_corrected_or_asked_for(
    correcting: bool, requested: str, value: str
) -> None:
    into = intake(requested, product="旧的")
    taken = take(into, entity("product", "新的"), correcting=correcting)
    assert into.slots["product"] == value
    assert taken.changed == (["product"] if value == "新的" else [])


def test_the_first_of_two_values_in_one_message_stands() -> None:
    into = intake("product")
    taken = take(into, entity("product", "空调"), entity("product", "遥控器"))
    assert (into.slots["product"], taken.filled, taken.changed) == ("空调", ["product"], [])


def test_the_same_value_again_changes_nothing() -> None:
    into = intake(None, product="空调")
    taken = take(into, entity("product", "空调"), correcting=True)
    assert (taken.filled, taken.changed) == ([], [])


def test_several_ways_to_reach_the_customer_are_all_kept() -> None:
    into = intake("contact")
    take(into, entity("contact_phone", "13800138000"), entity("contact_email", "me@example.com"))
    assert into.slots["contact"] == "13800138000 / me@example.com"
    assert into.notes.contact_phone == "13800138000"
    assert into.notes.contact_email == "me@example.com"


@pytest.mark.parametrize("correcting", [True, False])
def test_a_second_phone_replaces_the_first_only_as_a_correction(correcting: bool) -> None:
    into = intake()
    take(into, entity("contact_phone", "13800138000"))
    taken = take(into, entity("contact_phone", "13900139000"), correcting=correcting)
    assert into.notes.contact_phone == ("13900139000" if correcting else "13800138000")
    assert taken.changed == (["contact"] if correcting else [])


@pytest.mark.parametrize(
    ("requested", "correcting", "unfit_slots"),
    [
        ("incident_date", False, {"incident_date": "2月30日"}),
        ("product", True, {"incident_date": "2月30日"}),
        ("product", False, {}),
        (None, False, {}),
    ],
)
def test_what_does_not_fit_matters_where_it_was_asked_for_or_is_corrected(
    requested: str | None, correcting: bool, unfit_slots: dict[str, str]
) -> None:
    into = intake(requested)
    taken = take(into, unfit("incident_date", "2月30日"), correcting=correcting)
    assert taken.unfit == unfit_slots
    assert into.slots["incident_date"] is None


@pytest.mark.parametrize("name", ["contact_phone", "contact_email", "contact_other"])
def test_a_contact_that_does_not_fit_is_one_of_the_contact(name: str) -> None:
    assert take(intake("contact"), unfit(name, "1380")).unfit == {"contact": "1380"}


@pytest.mark.parametrize("slot", ["quantity", "amount", "order_number"])
def test_other_values_that_do_not_fit_keep_their_words(slot: str) -> None:
    assert take(intake(slot), unfit(slot, "好几个")).unfit == {slot: "好几个"}


def test_a_relative_date_keeps_its_words_beside_the_day() -> None:
    into = intake()
    take(into, entity("incident_date", "2026-11-20", "上周五", stated="上周五"))
    assert into.slots["incident_date"] == "2026-11-20"
    assert into.notes.stated == {"incident_date": "上周五"}


def test_a_plain_date_needs_no_words_beside_it() -> None:
    into = intake()
    take(into, entity("incident_date", "2026-11-20"))
    assert into.notes.stated == {}


@pytest.mark.parametrize(
    ("first", "second", "amount"),
    [
        (("paid", 100), ("claimed", 900), 900),
        (("paid", 100), ("disputed", 50), 50),
        (("disputed", 50), ("claimed", 900), 900),
        (("claimed", 900), ("paid", 100), 900),
        (("disputed", 50), ("paid", 100), 50),
        ((None, 10), (None, 20), 10),
    ],
)
def test_the_loss_claimed_outranks_the_charge_and_that_the_price(
    first: tuple[str | None, int], second: tuple[str | None, int], amount: int
) -> None:
    into = intake()
    for role, value in (first, second):
        take(into, entity("amount", value, role=role, currency="CNY"))
    assert into.slots["amount"] == amount
    assert into.notes.currency == "CNY"


def test_a_tracking_number_is_a_reference_and_stands_for_the_order_where_it_may() -> None:
    into = intake()
    take(into, entity("reference", "SF123", type="tracking", stands_for_order="yes"))
    assert into.notes.references == [["tracking", "SF123"]]
    assert into.slots["order_number"] == "SF123"


def test_an_account_is_no_order_number_unless_that_was_asked_for() -> None:
    account = entity("reference", "6222", type="account")
    told, asked = intake(), intake("order_number")
    take(told, account)
    take(asked, account)
    assert (told.slots["order_number"], asked.slots["order_number"]) == (None, "6222")


def test_a_reference_told_twice_is_kept_once() -> None:
    into = intake()
    for _ in range(2):
        take(into, entity("reference", "C-1", type="contract"))
    assert into.notes.references == [["contract", "C-1"]]


def test_a_second_order_number_is_kept_beside_the_first() -> None:
    into = intake()
    take(into, entity("order_number", "AB1"))
    take(into, entity("order_number", "AB2"))
    assert into.slots["order_number"] == "AB1"
    assert ["other", "AB2"] in into.notes.references


@pytest.mark.parametrize(
    ("known", "said", "correcting", "demand"),
    [
        (None, ["refund"], False, ["refund"]),
        (["refund"], ["apology"], False, ["refund", "apology"]),
        (["refund"], ["refund"], False, ["refund"]),
        (["refund"], ["replacement"], True, ["replacement"]),
        (["refund"], [], True, ["refund"]),
    ],
)
def test_demands_add_up_unless_they_are_corrected(
    known: list[str] | None, said: list[str], correcting: bool, demand: list[str]
) -> None:
    into = intake(None, demand=known)
    take(into, correcting=correcting, reading=reading(demand=said))
    assert into.slots["demand"] == demand


def test_a_demand_that_was_only_guessed_counts_as_the_answer_to_its_question_alone() -> None:
    guessed = reading(demand=["refund"], evidence=[])
    story = intake("product")
    take(story, correcting=False, reading=guessed)
    assert story.slots["demand"] is None
    asked = intake("demand")
    take(asked, correcting=False, reading=guessed)
    assert asked.slots["demand"] == ["refund"]


def test_a_detail_that_was_skipped_is_open_again_when_it_is_given() -> None:
    into = intake("demand")
    for slot in ("product", "contact", "demand"):
        into.skip(slot, "没有")
    take(
        into,
        entity("product", "空调"),
        entity("contact_phone", "13800138000"),
        reading=reading(demand=["refund"]),
    )
    assert into.notes.skipped == []


@pytest.mark.parametrize("name", ["language", "locale", "answer", "colour"])
def test_other_entities_are_no_details(name: str) -> None:
    into = intake()
    taken = take(into, entity(name, "zh"))
    assert (taken.filled, taken.changed) == ([], [])
