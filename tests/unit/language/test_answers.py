"""Short answers: yes, no, nothing to give."""

from __future__ import annotations

import pytest

from bot.language.answers import is_affirm, is_deny, is_skip, skips_first

YES = [
    "对",
    "是的",
    "对的没错",
    "没问题",
    "好的谢谢",
    "嗯嗯",
    "确认",
    "无误，提交吧",
    "可以",
    "係",
    "啱",
    "对对对",
    "ok",
    "OK thanks",
    "yes please",
    "Yes, that's correct.",
    "yep",
    "sure",
    "looks good",
    "correct",
    "y",
    "go ahead",
    "👍",
    "all good, submit it",
]
NO = [
    "不对",
    "不是",
    "错了",
    "有误",
    "唔係",
    "不用了谢谢",
    "no",
    "nope",
    "No thanks",
    "no that's wrong",
    "not quite",
    "incorrect",
    "wait",
    "等一下",
    "别",
]
SKIP = [
    "I shall not ask for anything, thanks", "I'm not after anything", "I want nothing from you",
    "I'd rather not ask for much",
    "没有", "没有啊", "不知道", "合同收在婚房那边了，手上没有", "单子在公司，手上没有", "忘了", "嗯没有", "没有订单号", "不记得了", "找不到了", "不方便", "跳过", "唔知", "冇", "无", "暂无", "我也不清楚", "略", "不想说", "没留", "早忘了", "保密",
    "I don't know", "no idea", "n/a", "skip", "not sure sorry", "i can't find it right now", "I don't have one", "didn't keep it", "just skip it", "i do not remember the exact date", "I’d rather not say", "none", "dunno", "idk", "I haven't got it", "don't have it with me", "pass", "i cant remember", "havent got it", "doesnt have one", "没有单子",
]  # fmt: skip
NEITHER = [
    "张伟",
    "订单号A10293",
    "我要退款",
    "没有人理我，等了三天",
    "my kettle broke",
    "no one answered my calls",
    "对你们很失望",
    "好几天了",
    "是上周五坏的",
    "I don't know why it broke but the screen is black",
    "right side is cracked",
    "好的那你们什么时候退款",
    "没有发货",
    "无线网断了",
    "not giving up until you fix it",
    "I never got one of the chairs",
    "I shan't ask for anything but my money back",
    "I want nothing less than a new one",
]


@pytest.mark.parametrize("text", YES)
def test_yes_is_yes(text: str) -> None:
    assert is_affirm(text)
    assert not is_deny(text)


@pytest.mark.parametrize("text", NO)
def test_no_is_no(text: str) -> None:
    assert is_deny(text)
    assert not is_affirm(text)


@pytest.mark.parametrize("text", SKIP)
def test_nothing_to_give_is_skip(text: str) -> None:
    assert is_skip(text)
    assert not is_affirm(text)


@pytest.mark.parametrize("text", NEITHER)
def test_a_sentence_is_none_of_them(text: str) -> None:
    assert not is_affirm(text)
    assert not is_deny(text)
    assert not is_skip(text)


@pytest.mark.parametrize(
    ("text", "skips"),
    [
        ("no idea, it was my husband who ordered it", True),
        ("不知道，是我老公买的", True),
        ("没有，我要退款", False),
        ("not sure, maybe nov 2", False),
        ("no idea but I have the email", False),
        ("", False),
    ],
)
def test_nothing_to_give_with_the_reason_behind_it(text: str, skips: bool) -> None:
    assert skips_first(text) is skips
