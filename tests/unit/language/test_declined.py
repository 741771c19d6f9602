"""Which field a customer says there is nothing for."""

from __future__ import annotations

import pytest

from bot.language.declined import find_declined


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("订单号忘了", ["order_number"]),
        ("型号不知道", ["model"]),
        ("不想留电话", ["contact"]),
        ("名字就不留了", ["contact_name"]),
        ("單號找不到了", ["order_number"]),
        ("I don't have the order number", ["order_number"]),
        ("no receipt", ["order_number"]),
        ("lost the receipt I'm afraid", ["order_number"]),
        ("the model I can't remember", ["model"]),
    ],
)
def test_the_field_is_named(text: str, slots: list[str]) -> None:
    assert find_declined(text) == slots


@pytest.mark.parametrize(
    "text",
    [
        "",
        "没有",
        "没有收到货",
        "订单没有发货",
        "没人接电话",
        "I didn't get any email from you",
        "不知道什么时候能好",
        "订单号是A-88213，没有型号也要查4471",
        "你们有没有电话",
    ],
)
def test_a_complaint_or_a_question_declines_nothing(text: str) -> None:
    assert find_declined(text) == []
