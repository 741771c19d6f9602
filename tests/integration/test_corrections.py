"""What an edited line of the record says on the chat page changes that line, and no other."""

import json
import uuid
from typing import Any

import pytest

from casework.model import Demand
from desk.web.catalogues import FOLDER, LANGUAGES
from tests.stack import Stack

SENTENCES = json.loads((FOLDER / "sentences.json").read_text(encoding="utf-8"))
TOLD = {
    "zh": (
        "我11月20日收到的美的空调漏水，型号KFR-35GW，序列号SN20231188776，买了2台，"
        "订单号202611180045，花了2899元，请给我退款。我叫王芳，电话13812345678"
    ),
    "en": (
        "The kettle I received on November 20 leaks. Serial number SN20231188776, I bought 2 of "
        "them, order ORD-88213, paid $49.99 and I want a refund. My name is Mary Field, "
        "mary.field@example.com"
    ),
}
SKIP = {"zh": "没有", "en": "don't know"}
VALUES: dict[str, dict[str, Any]] = {
    "product": {"zh": "扫地机器人", "en": "rice cooker"},
    "model": {"zh": "X1 Pro", "en": "X1 Pro"},
    "serial_number": {"zh": "SN20239990001", "en": "SN20239990001"},
    "quantity": {"zh": "3", "en": "3"},
    "order_number": {"zh": "DD-7788", "en": "ORD-99901"},
    "incident_date": {"zh": "2026-11-18", "en": "2026-11-18"},
    "amount": {"zh": "88.5 USD", "en": "59.5 GBP"},
    "contact_name": {"zh": "李女士", "en": "Anna Lee"},
    "contact": {"zh": "13900001111", "en": "anna@example.org"},
}
FIELDS = [(code, field) for code in LANGUAGES for field in VALUES]
DEMANDS = [str(code) for code in Demand if code is not Demand.OTHER]


def read_back(replies: list[dict[str, Any]]) -> dict[str, Any] | None:
    for reply in replies:
        custom = reply.get("custom") or {}
        if custom.get("type") == "record":
            return {line[0]: line[1] for line in custom["lines"]}
    return None


def come_to_the_read_back(stack: Stack, sender: str, language: str) -> dict[str, Any]:
    replies = stack.post(sender, TOLD[language])
    for _ in range(8):
        lines = read_back(replies)
        if lines is not None:
            return lines
        replies = stack.post(sender, SKIP[language])
    raise AssertionError("the record was never read back")


def changed_by(stack: Stack, code: str, sentence: str) -> dict[str, Any]:
    """Return the lines that a sentence changes."""
    sender, language = f"edit-{uuid.uuid4().hex[:10]}", code[:2]
    before = come_to_the_read_back(stack, sender, language)
    replies = stack.post(sender, sentence)
    after = read_back(replies)
    assert after is not None, [reply["text"] for reply in replies]
    assert set(before) <= set(after)
    return {field: value for field, value in after.items() if value != before.get(field)}


@pytest.mark.parametrize(("code", "field"), FIELDS)
def test_each_fields_sentence_corrects_that_field(
    sqlite_stack: Stack, code: str, field: str
) -> None:
    value = VALUES[field][code[:2]]
    sentence = SENTENCES[code][field].replace("{value}", value)
    changed = changed_by(sqlite_stack, code, sentence)
    assert {name: str(shown) for name, shown in changed.items()} == {field: value}


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_demand_can_be_said_alone_and_with_another(sqlite_stack: Stack, code: str) -> None:
    words = SENTENCES[code]
    for demand in DEMANDS:
        if demand == "refund":
            continue
        alone = changed_by(sqlite_stack, code, words["demand"].replace("{value}", words[demand]))
        assert alone == {"demand": [demand]}, demand
        both = words["between"].join([words[demand], words["refund"]])
        changed = changed_by(sqlite_stack, code, words["demand"].replace("{value}", both))
        assert {name: sorted(value) for name, value in changed.items()} == {
            "demand": sorted([demand, "refund"])
        }, demand


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_field_and_demand_has_a_sentence(code: str) -> None:
    assert set(SENTENCES[code]) == {*VALUES, *DEMANDS, "complaint_text", "demand", "between"}
