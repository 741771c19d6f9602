"""Whole complaints over the real stack: on both databases, and with Rasa's memory lost."""

import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from desk.cli.scripts import Script, load_script
from tests.conversations.player import play
from tests.integration.customers import Customer
from tests.stack import Stack

FOLDER = Path(__file__).parents[1] / "conversations"


def script(name: str) -> Script:
    return load_script(FOLDER / f"{name}.yml")


def new_sender() -> str:
    return f"complaint-{uuid.uuid4().hex[:10]}"


@pytest.mark.parametrize("name", ["cups_hant_zh", "aircon_mixed_en"])
def test_a_complaint_is_filed_on_postgresql(name: str, postgres_stack: Stack) -> None:
    played = play(script(name), postgres_stack, new_sender())
    assert played.faults == [], str(played)


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_two_complaints_with_the_tracker_deleted_between_them_are_two_cases(
    database: str, request: pytest.FixtureRequest
) -> None:
    stack: Stack = request.getfixturevalue(f"{database}_stack")
    sender = new_sender()
    first, second = script("aircon_mixed_en"), script("cups_hant_zh")
    played = play(first, stack, sender)
    assert played.faults == [], str(played)
    assert stack.forget(sender) > 0
    assert stack.slots(sender)["last_case_no"] is None

    both = replace(second, cases=(*first.cases, *second.cases))
    played = play(both, stack, sender)
    assert played.faults == [], str(played)
    one, other = stack.cases(sender)
    assert one["case_no"] != other["case_no"]


def test_a_complaint_told_again_after_the_tracker_was_lost_is_one_case(
    sqlite_stack: Stack,
) -> None:
    customer = Customer(sqlite_stack, "zh")
    customer.come_to_the_read_back()
    assert sqlite_stack.forget(customer.sender) > 0
    customer.come_to_the_read_back()
    customer.confirm()
    customer.was_told_honestly()
    customer.is_served()
