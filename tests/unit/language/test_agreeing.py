"""A yes to the record in whole sentences."""

from __future__ import annotations

import pytest

from bot.language.agreeing import agrees


@pytest.mark.parametrize(
    "text",
    [
        "Correct. Send it.",
        "yes please send it",
        "That's it now, God bless",
        "Yes, that is a fair account",
        "ye",
        "Magnificent. Yes.",
        "核对无误，谢谢您",
        "这回对了",
        "可以，这次对的",
        "这样就对了，请送出",
        "没错",
        "好的提交吧",
        "係，啱晒",
    ],
)
def test_agreeing(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "好是好，但是电话不对",
        "yes but the date is wrong",
        "is that right?",
        "ok, it's 07700 900123",
        "等一下",
        "不对",
        "no",
        "可以的话把金额改一下",
        "yes " * 40,
    ],
)
def test_a_yes_with_a_condition_is_none(text: str) -> None:
    assert not agrees(text)
