"""Conversation scripts: what stands in a file, and which line a mistake stands in."""

from pathlib import Path

import pytest

from desk.cli.scripts import Answers, Say, Script, ScriptError, load_script, read_script
from tests.conversations.matching import differences, matches

WHOLE = """
name: A customer
rows: [R38, R211]
metadata: {received_at: "2026-11-23T10:00:00+08:00"}
reply_language: zh
turns:
  - says: 电热毯不热了
    replies: [utter_open]
    not_replies: utter_fallback
    asks: [model, null]
    slots: {product: 电热毯, incident_date: 2026-11-20}
    text_contains: 抱歉
    text_lacks: [保证]
  - answers: {contact: [139, 13912345678]}
    until: confirm
  - {says: no, asks: null, reply_language: en}
answers: {order_number: 0161, default_skip: 没有, confirm: yes}
until: filed
cases:
  - {order_number: "0161", amount: 129, references: []}
"""


def script(turns: str, rest: str = "") -> Script:
    return read_script(f"name: x\nturns:\n{turns}\n{rest}", "x_zh.yml")


def test_a_script_holds_what_its_file_says() -> None:
    read = read_script(WHOLE, "whole_zh.yml")
    first, second, third, last = read.steps
    assert first == Say(
        says="电热毯不热了",
        replies=("utter_open",),
        not_replies=("utter_fallback",),
        asks=("model", None),
        slots={"product": "电热毯", "incident_date": "2026-11-20"},
        text_contains=("抱歉",),
        text_lacks=("保证",),
        reply_language="zh",
    )
    assert isinstance(second, Answers)
    assert (second.until, second.reply_language) == ("confirm", "zh")
    assert third == Say(says="no", asks=(None,), reply_language="en")
    assert isinstance(last, Answers) and last.until == "filed"
    assert read.metadata == {"received_at": "2026-11-23T10:00:00+08:00"}
    assert read.cases == ({"order_number": "0161", "amount": 129, "references": []},)
    assert read.rows == ("R38", "R211")


def test_an_answer_stays_the_same_after_its_last_form_and_is_skipped_where_there_is_none() -> None:
    answers = read_script(WHOLE, "whole_zh.yml").steps[1]
    assert isinstance(answers, Answers)
    assert [answers.to("contact", asked) for asked in range(3)] == [
        "139",
        "13912345678",
        "13912345678",
    ]
    assert answers.to("order_number", 0) == "0161"
    assert answers.to("model", 0) == "没有"
    assert answers.to("confirm", 0) == "yes"
    assert answers.to("complaint_text", 0) is None


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "is empty"),
        ("name: x", "turns"),
        ("name: x\nturns: []", "line 2: turns: write what the customer says"),
        ("name: x\nturns:\n  - sais: hello", "line 3: turns[0].sais: unknown key"),
        ("name: x\nturns:\n  - {says: hi, asks: colour}", "'colour' is no slot"),
        ("name: x\nturns:\n  - {says: hi, slots: {colour: red}}", "'colour' is no slot"),
        ("name: x\nturns:\n  - {says: hi, reply_language: fr}", "write one of zh, zh-Hant, en"),
        ("name: x\nturns:\n  - {until: bedtime}", "write confirm or filed"),
        ("name: x\nturns:\n  - {until: filed}", "what the customer says to confirm"),
        ("name: x\nturns:\n  - {says: [a, b]}", "write a single value"),
        ("name: x\nturns: [{says: hi}]\ncases: [{amount: !odd 1}]", "line 3: cases[0].amount"),
        ("name: x\nrows: R212\nturns: [{says: hi}]", "line 2: rows: 'R212' is no row"),
        ("name: x\nrows: [R1, R01]\nturns: [{says: hi}]", "'R01' is no row, write R1 to R211"),
        ("name: x\nrows: [38]\nturns: [{says: hi}]", "'38' is no row"),
        ("name: x\nturns: [{says: 'hi}]", "x_zh.yml line"),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, mistake: str) -> None:
    with pytest.raises(ScriptError) as caught:
        read_script(text, "x_zh.yml")
    assert mistake in str(caught.value)
    assert "x_zh.yml" in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match=r"none_zh\.yml"):
        load_script(tmp_path / "none_zh.yml")


@pytest.mark.parametrize(
    ("wanted", "value", "fits"),
    [
        (129, 129.0, True),
        (None, "x", False),
        (["a", "b"], ["b", "a"], True),
        (["a"], ["a", "a"], False),
        ([{"type": "tracking"}], [{"type": "tracking", "value": "SF1"}], True),
        ({"contains": ["a", "b"]}, "cab", True),
        ({"contains": "a", "lacks": "b"}, "cab", False),
        ({"includes": "a"}, ["a", "b"], True),
        ({"includes": "a"}, None, False),
        ({"one_of": [1, None]}, None, True),
        ({"at_least": 1.5}, 1.4, False),
        ({"at_most": 1.5}, 1.4, True),
        ({"incident_date": "上周五"}, {"incident_date": "上周五", "demand": "x"}, True),
        ({"incident_date": "上周五"}, None, False),
    ],
)
def test_an_expectation_fits_or_not(wanted: object, value: object, fits: bool) -> None:
    assert matches(wanted, value) is fits


def test_a_difference_names_the_field_and_both_values() -> None:
    assert differences({"amount": 1, "model": None}, {"amount": 2}) == ["amount is 2, expected 1"]
