"""What the intake still has to ask, and how it reads the record back."""

from typing import Any

import pytest

from actions.intake.needs import next_slot, read_back
from actions.intake.notes import DETAIL_SLOTS, INTAKE_SLOTS, Heard, Intake, Notes
from casework.model import Category
from casework.policy import Policy


def intake(category: str = "product_quality", **slots: Any) -> Intake:
    notes = Notes(heard=Heard(category={category: 0.8}))
    return Intake({**dict.fromkeys(INTAKE_SLOTS), **slots}, notes, None, False)


def test_what_happened_comes_before_everything(policy: Policy) -> None:
    assert next_slot(intake(product="空调"), policy) == "complaint_text"


@pytest.mark.parametrize("category", list(Category))
def test_the_details_come_in_the_order_of_the_policy(policy: Policy, category: Category) -> None:
    into = intake(category, complaint_text="坏了")
    order = []
    while (slot := next_slot(into, policy)) != "confirm":
        order.append(slot)
        into.slots[slot] = "x"
    assert tuple(order) == policy.details_for(category)


def test_what_is_known_or_was_skipped_is_not_asked(policy: Policy) -> None:
    into = intake(complaint_text="坏了", product="空调")
    into.skip("model")
    assert next_slot(into, policy) == "order_number"


def test_an_account_stands_for_the_order_from_the_start(policy: Policy) -> None:
    into = intake(complaint_text="坏了")
    into.notes.references.append(["account", "SA-50021"])
    next_slot(into, policy)
    assert into.slots["order_number"] == "SA-50021"


def test_with_nothing_missing_the_record_is_read_back(policy: Policy) -> None:
    into = intake(complaint_text="坏了", **dict.fromkeys(DETAIL_SLOTS, "x"))
    assert next_slot(into, policy) == "confirm"


def test_every_detail_of_the_policy_is_a_slot_of_the_intake(policy: Policy) -> None:
    asked = {slot for category in Category for slot in policy.details_for(category)}
    assert asked <= set(DETAIL_SLOTS)


def test_the_record_is_read_back_in_the_order_of_the_fields() -> None:
    into = intake(complaint_text="坏了", contact="138", product="空调", demand=["refund"])
    assert read_back(into) == [
        ["complaint_text", "坏了"],
        ["product", "空调"],
        ["demand", ["refund"]],
        ["contact", "138"],
    ]


def test_what_was_left_out_is_not_read_back() -> None:
    into = intake(complaint_text="坏了")
    into.skip("product")
    assert read_back(into) == [["complaint_text", "坏了"]]


def test_what_fits_no_form_is_read_back_in_the_customers_words() -> None:
    into = intake(complaint_text="坏了")
    into.skip("incident_date", "2月30日")
    assert ["incident_date", "2月30日"] in read_back(into)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (2800, "CNY", "2800 CNY"),
        (12.5, "USD", "12.5 USD"),
        (100.0, None, "100"),
        (1234567.89, "CNY", "1234567.89 CNY"),
        (3000000, "CNY", "3000000 CNY"),
    ],
)
def test_an_amount_is_read_back_with_its_currency(
    amount: float, currency: str | None, shown: str
) -> None:
    into = intake(complaint_text="坏了", amount=amount)
    into.notes.currency = currency
    assert ["amount", shown] in read_back(into)


def test_other_numbers_are_read_back_once() -> None:
    into = intake(complaint_text="坏了", order_number="SF1")
    into.notes.references = [["tracking", "SF1"], ["contract", "C-1"]]
    assert [line for line in read_back(into) if line[0] == "reference"] == [["reference", "C-1"]]
