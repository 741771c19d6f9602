"""Corrections that name the old value: the record knows which field is meant."""

from typing import Any

import pytest

from actions.intake.corrections import bare_figure, corrected, is_passing_word
from actions.intake.details import take_details
from actions.intake.notes import INTAKE_SLOTS, Intake, Notes
from actions.turn import Entity
from tests.talks import entity, make_turn, reading


def intake(**known: Any) -> Intake:
    contacts = {name: known.pop(name) for name in list(known) if name.startswith("contact_p")}
    return Intake({**dict.fromkeys(INTAKE_SLOTS), **known}, Notes(**contacts), "confirm", False)


def contrast(new: str, old: str, **extra: str) -> dict[str, Any]:
    return entity("contrast", new, old=old, **extra)


@pytest.mark.parametrize(
    ("known", "said", "right"),
    [
        (
            {"amount": 340.0, "quantity": 2},
            contrast("430", "340", old_number="340", new_number="430"),
            {"amount": 430.0},
        ),
        (
            {"amount": 340.0, "quantity": 2},
            contrast("三台", "两台", old_number="2", new_number="3"),
            {"quantity": 3},
        ),
        (
            {"incident_date": "2026-11-17"},
            contrast("上周三", "上周二", old_date="2026-11-17", new_date="2026-11-18"),
            {"incident_date": "2026-11-18"},
        ),
        ({"contact_name": "Neve"}, contrast("Niamh", "Neve"), {"contact_name": "Niamh"}),
        ({"order_number": "A-71"}, contrast("A-17", "a71"), {"order_number": "A-17"}),
        (
            {"contact_phone": "13800138001"},
            contrast("7", "1", old_number="1", new_number="7"),
            {"contact_phone": "13800138007"},
        ),
        # What no field holds corrects nothing.
        ({"product": "空调"}, contrast("态度问题", "质量问题"), {}),
        ({}, contrast("430", "340", old_number="340", new_number="430"), {}),
    ],
)
def test_the_field_follows_from_the_old_value(
    known: dict[str, Any], said: dict[str, Any], right: dict[str, Any]
) -> None:
    assert corrected(intake(**known), make_turn(entities=[said])) == right


def test_a_wish_that_is_taken_back_leaves_the_record() -> None:
    evidence = [
        {"label": "demand.refund", "start": 3, "end": 5, "text": "退款"},
        {"label": "demand.replacement", "start": 7, "end": 9, "text": "换货"},
    ]
    turn = make_turn(
        text="我要的退款不是换货",
        entities=[contrast("退款", "换货")],
        reading=reading(demand=["refund", "replacement"], evidence=evidence),
    )
    assert corrected(intake(demand=["replacement"]), turn) == {"demand": ["refund"]}


@pytest.mark.parametrize(
    ("known", "figure", "right"),
    [
        ({"amount": 429.0}, 439, {"amount": 439.0}),
        ({"amount": 429.0, "quantity": 2}, 3, {"quantity": 3}),
        ({"amount": 429.0, "quantity": 2}, 439, {"amount": 439.0}),
        ({"product": "空调"}, 439, {}),
    ],
)
def test_a_lone_figure_goes_to_the_number_that_it_is_like(
    known: dict[str, Any], figure: int, right: dict[str, Any]
) -> None:
    assert bare_figure(intake(**known), make_turn(entities=[entity("figure", figure)])) == right


@pytest.mark.parametrize(
    ("text", "given", "right"),
    [
        ("eh sorry typed wrongly, is SG203998", "SG203998", {"order_number": "SG203998"}),
        ("刚才写错了，是SG203989", "SG203989", {"order_number": "SG203989"}),
        ("啊不好意思写错了，是SG203978", "SG203978", {"order_number": "SG203978"}),
        # Another number, or one that nobody takes back, is what was asked for.
        ("sorry for the wait, it is XT-900-B2", "XT-900-B2", {}),
        ("it is SG203998", "SG203998", {}),
        ("sorry, SG203988", "SG203988", {}),
    ],
)
def test_a_number_that_was_mistyped_is_put_right_whatever_was_asked_for(
    text: str, given: str, right: dict[str, Any]
) -> None:
    turn = make_turn(text, entities=[entity("model", given)])
    assert corrected(intake(order_number="SG203988"), turn) == right


@pytest.mark.parametrize(
    ("known", "text", "right"),
    [
        ("ZY-HT-24-20913", "合同号抄串行了，应为ZY-HT-24-20931，别的都对", "ZY-HT-24-20931"),
        ("QX00381745520", "單號貼錯了，那票好好的。壞的是QX00399120047，改一下", "QX00399120047"),
        ("LP/3340/K", "I misread it, LP/3304/K is on the slip", "LP/3304/K"),
        ("AB-44120", "typo, it's not AB-44210 but the 12th", None),
        # A second order is no correction of the first.
        ("AB-44120", "sorry, I typed it up badly: order AB-77301 broke as well", None),
        ("AB-44120", "you sent the wrong item, same as with AB-77301", None),
        ("QD-3319", "QD-7720那单你们也发错货了", None),
        # A number of another build is another number.
        ("AB-44120", "sorry, my serial is KX-9-PLUS-2207", None),
        ("88120", "写错了，我付了99310", None),
    ],
)
def test_a_number_of_the_same_build_takes_the_place_of_the_wrong_one(
    known: str, text: str, right: str | None
) -> None:
    found = corrected(intake(order_number=known), make_turn(text))
    assert found == ({"order_number": right} if right else {})


@pytest.mark.parametrize(
    ("known", "text", "right"),
    [
        ("Jon Maclean", "my name got autocorrected. It's John McLean with an h", "John McLean"),
        ("Jon Maclean", "you spelt my name wrong, Jon MacLean", "Jon MacLean"),
        ("Jon Maclean", "name is fine, ring Sally Fisher instead", None),
        ("Jon Maclean", "it was John McLean who called", None),
    ],
)
def test_a_name_is_spelled_anew(known: str, text: str, right: str | None) -> None:
    found = corrected(intake(contact_name=known), make_turn(text))
    assert found == ({"contact_name": right} if right else {})


@pytest.mark.parametrize(
    ("known", "said", "passing"),
    [
        ("Kai", "yh", True),
        ("李秀兰", "中不", True),
        # A name that is spelled again, or that is missing so far, is one.
        ("李秀兰", "李秀蘭", False),
        ("Jon Maclean", "Jon MacLean", False),
        (None, "Kai", False),
    ],
)
def test_a_word_at_the_read_back_is_no_name(known: str | None, said: str, passing: bool) -> None:
    word = Entity("contact_name", said, said, extra={"how": "bare"})
    assert is_passing_word(intake(contact_name=known), word) is passing


def test_an_address_is_put_right_beside_a_name() -> None:
    known = intake(contact_name="Ann Moor", contact="amore@loom.example")
    known.notes.contact_email = "amore@loom.example"
    turn = make_turn(
        "my name is spelt Anne Moore and the email should be a.moore@loom.example",
        entities=[entity("contact_email", "a.moore@loom.example")],
    )
    take_details(known, turn, correcting=True)
    assert known.slots["contact_name"] == "Anne Moore"
    assert known.notes.contact_email == "a.moore@loom.example"


def test_the_parcels_number_that_stands_for_the_order_is_put_right_with_it() -> None:
    known = intake(order_number="QX00381745520")
    known.notes.references = [["tracking", "QX00381745520"], ["other", "55"]]
    turn = make_turn("运单号贴错了，碎的是QX00399120047，麻烦改一下")
    take_details(known, turn, correcting=True)
    assert known.slots["order_number"] == "QX00399120047"
    assert known.notes.references == [["tracking", "QX00399120047"], ["other", "55"]]
