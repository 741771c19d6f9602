"""Which field a customer says there is nothing for."""

from __future__ import annotations

import pytest

from bot.language.declined import declines, find_declined


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


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        # Voice input: the field, what became of it, and a reason without a comma.
        ("订单号我找不到了呀就是手机上付的钱", "order_number"),
        ("没有订单号的我是直接去店里买的", "order_number"),
        ("单号谁记那个啊", "order_number"),
        ("型号我哪知道吊牌早剪掉了", "model"),
        ("型号没注意就是个白色的", "model"),
        # The angry ask back, or end with it.
        ("我哪知道你们哪天偷偷开的！不知道！", "incident_date"),
        ("鬼知道你们什么时候弄的", "incident_date"),
        ("how should I know", "order_number"),
        ("Could have been any time, no idea.", "incident_date"),
        ("Honestly how would I know that? It was a gift.", "order_number"),
        # There may be none.
        ("not sure there is one?", "order_number"),
        ("um I dont think it has one it just says singing unicorn on the box", "model"),
        ("it doesnt say", "model"),
        ("there wasnt one it was cash", "order_number"),
        ("account number? haven't a clue", "order_number"),
        # Where the label went.
        ("吊牌早剪了", "model"),
        ("盒子扔了", "serial_number"),
        ("box is long gone", "serial_number"),
        ("we binned the packaging", "order_number"),
        ("the label has come off", "serial_number"),
        # Withheld.
        ("I'm not typing any account number into a chat, sorry.", "order_number"),
        ("账号不方便发在聊天里", "order_number"),
    ],
)
def test_nothing_to_give_is_told_in_many_words(text: str, slot: str) -> None:
    assert declines(text, slot)


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("", "model"),
        ("我不知道订单号是不是这个：A123", "order_number"),
        ("I don't know if this is right: 5521", "order_number"),
        ("谁知道刚用两天就坏了", "order_number"),
        ("我哪知道它会炸", "order_number"),
        ("你们客服什么都不知道", "order_number"),
        ("how should I know it would break", "order_number"),
        ("订单没有发货", "order_number"),
        ("订单查不到物流", "order_number"),
        ("订单号找不到怎么办", "order_number"),
        ("吊牌剪了就不给退", "order_number"),
        ("外包装盒子都撕烂了，里面也坏了", "order_number"),
        ("the box was crushed when it arrived", "order_number"),
        ("they didn't send one of the two parcels", "order_number"),
        ("it doesn't work", "model"),
        ("标签写着XL", "model"),
        ("约莫十月中，记不清了", "incident_date"),
        ("盒子扔了", "demand"),
        ("how should I know what you can offer", "demand"),
        ("师傅来了三次，什么毛病不知道", "complaint_text"),
    ],
)
def test_something_else_is_no_lack_of_what_was_asked(text: str, slot: str) -> None:
    assert not declines(text, slot)
