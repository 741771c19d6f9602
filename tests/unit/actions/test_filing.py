"""The record that the intake files: each value in its field, and what fits none as it was said."""

from typing import Any

import pytest

from actions import runtime
from actions.filing import ActionFileCase, record_from
from actions.intake.notes import INTAKE_SLOTS, Heard, Intake, Notes, slot_values
from bot.responses import Catalogue
from casework.model import Channel, Reference, ReferenceType
from casework.storage.memory import MemoryUnitOfWorkFactory
from tests.corpus import RESPONSES
from tests.doubles import FixedClock
from tests.talks import Talk, make_turn

STORY = "空调第二天就漏水"


def intake(notes: Notes | None = None, **slots: Any) -> Intake:
    filled = {**dict.fromkeys(INTAKE_SLOTS), "complaint_text": STORY, **slots}
    return Intake(filled, notes or Notes(), "confirm", False)


def test_the_slots_become_the_fields_of_the_record() -> None:
    record = record_from(
        intake(
            Notes(currency="CNY", contact_phone="13800138000", contact_email="me@example.com"),
            product="空调",
            model="KFR-35GW",
            serial_number="SN1",
            quantity=2,
            order_number="AB1",
            incident_date="2026-11-20",
            amount=2800.5,
            demand=["refund", "apology"],
            contact_name="王芳",
            contact="13800138000 / me@example.com",
        ),
        make_turn(channel="web", language="zh", locale="zh-Hans"),
    )
    assert record.complaint_text == STORY
    assert (record.product, record.model, record.serial_number) == ("空调", "KFR-35GW", "SN1")
    assert (record.quantity, record.order_number) == (2, "AB1")
    assert (record.incident_date, record.amount, record.currency) == ("2026-11-20", 2800.5, "CNY")
    assert [*record.demand] == ["refund", "apology"]
    assert (record.contact_name, record.contact_phone) == ("王芳", "13800138000")
    assert (record.contact_email, record.contact_other) == ("me@example.com", None)
    assert (record.channel, record.language, record.locale) == (Channel.WEB, "zh", "zh-Hans")


def test_what_was_heard_in_all_turns_becomes_tone_and_category() -> None:
    heard = Heard(
        category={"return_refund": 0.8, "response_speed": 0.7},
        threats=["regulator"],
        mindset={"victim": 0.9},
        tones=[["aggressive", 0.8, 2.5], ["passive", 0.9, 0.5]],
    )
    record = record_from(intake(Notes(heard=heard)), make_turn())
    assert [*record.category] == ["return_refund", "response_speed"]
    assert (record.tone, record.anger, record.mindset) == ("aggressive", 2.5, "victim")
    assert [*record.threats] == ["regulator"]


def test_a_record_of_the_story_alone_can_be_filed() -> None:
    record = record_from(intake(), make_turn())
    assert ([*record.category], record.tone, [*record.demand]) == (["other"], "passive", [])
    assert record.mindset is None


def test_without_a_story_the_message_itself_is_filed() -> None:
    record = record_from(intake(complaint_text=None), make_turn("就是坏了"))
    assert record.complaint_text == "就是坏了"


@pytest.mark.parametrize(
    ("notes", "other"),
    [
        (Notes(stated={"contact": "1380"}), "1380"),
        (Notes(contact_other="微信 abc"), "微信 abc"),
        (Notes(contact_phone="13800138000", stated={"contact": "1380"}), None),
        (Notes(), None),
    ],
)
def test_a_contact_that_fits_no_form_is_another_contact(notes: Notes, other: str | None) -> None:
    record = record_from(intake(notes), make_turn())
    assert (record.contact_phone, record.contact_other) == (notes.contact_phone, other)


def test_what_fits_no_field_stays_as_it_was_stated() -> None:
    notes = Notes(stated={"incident_date": "2月30日", "amount": "好多钱"})
    record = record_from(intake(notes), make_turn())
    assert (record.incident_date, record.amount) == (None, None)
    assert record.stated == {"incident_date": "2月30日", "amount": "好多钱"}


def test_numbers_keep_what_they_are_numbers_of() -> None:
    notes = Notes(references=[["tracking", "SF1"], ["account", "6222"], ["flight", "MU5101"]])
    assert [*record_from(intake(notes), make_turn()).references] == [
        Reference(ReferenceType.TRACKING, "SF1"),
        Reference(ReferenceType.ACCOUNT, "6222"),
        Reference(ReferenceType.OTHER, "MU5101"),
    ]


@pytest.mark.parametrize(
    ("notes", "key"),
    [
        (Notes(contact_phone="13800138000"), "utter_case_filed"),
        (Notes(contact_email="me@example.com"), "utter_case_filed"),
        (
            Notes(contact_phone="13800138000", heard=Heard(threats=["legal"])),
            "utter_case_filed_priority",
        ),
        (Notes(), "utter_case_filed_no_contact"),
        (Notes(heard=Heard(threats=["legal"])), "utter_case_filed_no_contact"),
        (Notes(stated={"contact": "1380"}), "utter_case_filed"),
    ],
)
def test_the_customer_is_told_what_holds_for_this_case(
    services: runtime.Services, notes: Notes, key: str
) -> None:
    talk = Talk()
    talk.slots |= slot_values(intake(notes))
    talk.hears("是的", intent="affirm")
    said = talk.runs(ActionFileCase())
    assert said.keys[0] == key


@pytest.mark.rows("R59")
def test_the_promises_name_their_local_times(
    services: runtime.Services, clock: FixedClock, storage: MemoryUnitOfWorkFactory
) -> None:
    talk = Talk()
    talk.slots |= slot_values(intake(Notes(contact_phone="13800138000")))
    talk.hears("是的", intent="affirm")
    filed = talk.runs(ActionFileCase()).messages[0]
    assert filed["instants"] == {
        "first_reply": "2026-11-23T13:00+08:00",
        "preliminary_solution": "2026-11-24T12:00+08:00",
        "customer_reply": "2026-11-30T12:00+08:00",
    }
    assert filed["custom"] == {"type": "case", "case_no": filed["case_no"]}
    with storage(read_only=True) as uow:
        assert uow.cases.get(filed["case_no"]).created_at == clock.now()


@pytest.mark.rows("R98")
@pytest.mark.parametrize(
    ("locale", "who", "times"),
    [
        ("zh-Hans", "同事", ("11月23日 13:00", "11月24日 12:00", "11月30日 12:00")),
        ("zh-Hant", "同事", ("11月23日 13:00", "11月24日 12:00", "11月30日 12:00")),
        ("en", "colleague", ("23 November, 13:00", "24 November, 12:00", "30 November, 12:00")),
    ],
)
def test_the_customer_reads_who_does_what_by_when(
    services: runtime.Services, locale: str, who: str, times: tuple[str, ...]
) -> None:
    talk = Talk(locale=locale)
    talk.slots |= slot_values(intake(Notes(contact_phone="13800138000")))
    talk.hears("是的", intent="affirm")
    filed = talk.runs(ActionFileCase()).messages[0]
    catalogue = Catalogue.load(RESPONSES)
    values = catalogue.values(filed, locale)
    for tone in ("aggressive", "expressive", "passive", "constructive", None):
        variants = catalogue.variants(filed["response"], locale, tone)
        assert variants
        for variant in variants:
            lines = catalogue.render(variant, values, locale).split("\n")[1:]
            assert all(who in line for line in lines)
            assert all(time in line for time, line in zip(times, lines, strict=True))


def test_a_case_that_cannot_be_stored_is_not_announced(services: runtime.Services) -> None:
    talk = Talk()
    talk.slots |= slot_values(intake(Notes(heard=Heard(threats=["unheard of"]))))
    talk.hears("是的", intent="affirm")
    with pytest.raises(Exception, match="unheard of"):
        talk.runs(ActionFileCase())
    assert talk.slots["complaint_text"] == STORY
