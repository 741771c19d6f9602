"""E-mail addresses as typed and as said aloud."""

from __future__ import annotations

import pytest

from bot.language.emails import find_emails

GIVEN = [
    ("my email is anna underscore lee ninety nine at outlook dot com", "anna_lee99@outlook.com"),
    ("email is kate.obrien@gmail,com", "kate.obrien@gmail.com"),
    ("我的邮箱是zhang.wei@163.com，谢谢", "zhang.wei@163.com"),
    ("mail me at John.Smith@Example.co.uk. Thanks", "John.Smith@Example.co.uk"),
    ("email: LiLei_1990@foxmail.com电话13800138000", "LiLei_1990@foxmail.com"),
    ("a.b+c@d-e.org", "a.b+c@d-e.org"),
    ("abc @ qq.com", "abc@qq.com"),
    ("zhao＠１６３．ｃｏｍ", "zhao@163.com"),
    ("abc@163。com 急", "abc@163.com"),
    ("发到12345678@qq.com就行", "12345678@qq.com"),
    ("(jane@web.de)", "jane@web.de"),
    ("<jane@web.de>", "jane@web.de"),
    ("john dot smith at gmail dot com", "john.smith@gmail.com"),
    ("my email is j underscore smith 99 at hotmail dot co dot uk please", "j_smith99@hotmail.co.uk"),
    (
        "its jo dot m underscore 07 at outlook dot com, so its jo is one word",
        "itsjo.m_07@outlook.com",
    ),
    ("its bea dot k at outlook dot com, all one word", "bea.k@outlook.com"),
    ("it is mary jane at yahoo dot com", "maryjane@yahoo.com"),
    ("you can reach me on n i a m h dot kelly at outlook dot com", "niamh.kelly@outlook.com"),
    ("bob two two at gmail dot com", "bob22@gmail.com"),
    ("my e-mail: double a four at icloud dot com", "aa4@icloud.com"),
    ("sam hyphen lee at proton dot me", "sam-lee@proton.me"),
    ("write to ann(at)web(dot)de", "ann@web.de"),
    ("ann [at] web [dot] de", "ann@web.de"),
    ("zhangsan at 163.com", "zhangsan@163.com"),
    ("xiao ming at one six three dot com", "xiaoming@163.com"),
    ("abc艾特qq点com", "abc@qq.com"),
    ("邮箱zhangsan下划线88艾特幺六三点com", "zhangsan_88@163.com"),
    ("邮箱是一二三四五六艾特qq点com", "123456@qq.com"),
    ("lilei 点 han 艾特 gmail 点 com", "lilei.han@gmail.com"),
]  # fmt: skip

NONE_GIVEN = [
    "look at amazon.com they sell it",
    "I ordered at amazon dot com",
    "it says at booking.com that",
    "@airline you suck. com",
    "meet me at the shop",
    "ok@ok",
    "at 8.30 am",
    "点com",
    "艾特你们官方微博",
    "5 @ 20.50 each",
]  # fmt: skip


@pytest.mark.parametrize(("text", "address"), GIVEN)
def test_an_address_is_read_in_plain_form(text: str, address: str) -> None:
    assert [found for _, found in find_emails(text)] == [address]


@pytest.mark.parametrize("text", NONE_GIVEN)
def test_shops_and_handles_are_no_address(text: str) -> None:
    assert find_emails(text) == []


def test_two_addresses_are_two() -> None:
    assert [found for _, found in find_emails("a.b@d.org,x@y.cn")] == ["a.b@d.org", "x@y.cn"]


def test_offsets_point_into_the_customers_own_text() -> None:
    text = "邮箱：ａｂｃ＠qq.com哈"
    ((span, address),) = find_emails(text)
    assert (text[span.start : span.end], address) == ("ａｂｃ＠qq.com", "abc@qq.com")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ada dot lovell at brookmail dot com. No calls please", "ada.lovell@brookmail.com"),
        ("email so. adalovell7 at brookmail dot ie", "adalovell7@brookmail.ie"),
        ("邮箱是chenguo，艾特，163点com，小写", "chenguo@163.com"),
    ],
)
def test_sentences_and_pauses_round_a_spoken_address(text: str, address: str) -> None:
    assert [found for _, found in find_emails(text)] == [address]
