"""A conversation that is written down is a script that can be read and played again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from casework.model import Case, Message, MessageKind, Sender
from desk.cli.scripts import Say, Script, read_script
from desk.cli.shell.recording import script_text
from desk.cli.shell.view import Turn, View
from tests.doubles import MONDAY
from tests.shells import SHANGHAI, filed_case


def reply(key: str | None, kind: MessageKind = MessageKind.MESSAGE) -> Message:
    return Message(
        id=1,
        conversation_id="shell-1",
        seq=1,
        sender=Sender.BOT,
        text="…",
        created_at=MONDAY,
        kind=kind,
        payload={"key": key} if key else None,
    )


def turn(says: str, *keys: str, **slots: Any) -> Turn:
    return Turn(
        says=says,
        replies=[reply(key) for key in keys],
        seconds=0.1,
        at=MONDAY,
        view=View(slots={"language": "zh", **slots}),
    )


def written(turns: Sequence[Turn], *cases: Case) -> Script:
    return read_script(script_text(turns, cases, SHANGHAI), "saved.yml")


def steps(turns: Sequence[Turn]) -> list[Say]:
    return [step for step in written(turns).steps if isinstance(step, Say)]


OPENING = turn(
    "电热毯不热了", "utter_open", "utter_open", requested_slot="demand", product="电热毯"
)


def test_a_turn_is_what_was_said_what_was_answered_and_what_was_learned() -> None:
    assert steps([OPENING]) == [
        Say(
            says="电热毯不热了",
            replies=("utter_open",),
            asks=("demand",),
            slots={"product": "电热毯"},
            reply_language="zh",
        )
    ]


def test_a_slot_stands_at_the_turn_that_changed_it() -> None:
    second = turn("退款", "utter_x", product="电热毯", demand=["refund"], complaint_text="电热毯…")
    assert [step.slots for step in steps([OPENING, second])] == [
        {"product": "电热毯"},
        {"demand": ["refund"]},
    ]


def test_the_question_that_is_over_is_expected_as_none() -> None:
    assert steps([turn("对", "utter_case_filed")])[0].asks == (None,)


def test_an_answer_that_never_came_is_not_expected() -> None:
    late = replace(OPENING, replies=[reply("notice_busy", MessageKind.NOTICE)])
    assert steps([late])[0].replies == ()
    assert steps([late])[0].asks == ()


def test_another_language_stands_at_its_turn() -> None:
    english = replace(turn("hello", "utter_x"), view=View(slots={"locale": "en"}))
    script = [OPENING, english, OPENING]
    assert [step.reply_language for step in steps(script)] == ["zh", "en", "zh"]


def test_relative_dates_start_where_they_started() -> None:
    view = View(slots={}, received_at="2026-11-20T10:00:00+00:00")
    first = replace(OPENING, view=view, metadata={"locale": "en", "x": 1})
    second = replace(OPENING, metadata={"locale": "zh"})
    assert written([first, first]).metadata == {
        "locale": "en",
        "x": 1,
        "received_at": "2026-11-20T18:00:00+08:00",
    }
    assert written([first, second]).metadata == {"received_at": "2026-11-20T18:00:00+08:00"}


def test_texts_of_every_kind_survive() -> None:
    texts = ["no", "2026-11-20", "- a: 'b' # c", "第一行\n\n  第二行", '😀 "so"', "123", "/restart"]
    assert [step.says for step in steps([turn(text, "utter_x") for text in texts])] == texts


def test_a_jump_of_the_clock_is_noted() -> None:
    later = replace(OPENING, jumped=timedelta(days=3, hours=2))
    assert "  # /jump 3d2h\n  - says:" in script_text([OPENING, later], [], SHANGHAI)


def test_a_case_is_expected_with_what_the_customer_told() -> None:
    case = filed_case()
    (expected,) = written([OPENING], case).cases
    assert expected["order_number"] == "E-1"
    assert expected["incident_date"] == "2026-11-22"
    assert expected["demand"] == ["refund"]
    assert expected["quantity"] is None
    assert not {"tone", "category", "case_no"} & set(expected)
