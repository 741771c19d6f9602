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
        "yh thats it",
        "yeh, spot on",
        "一字不差，比你们柜台的小伙子强",
        "一點不差，辛苦了",
        "Magnificent. Yes.",
        "核对无误，谢谢您",
        "这回对了",
        "可以，这次对的",
        "这样就对了，请送出",
        "没错",
        "好的提交吧",
        "係，啱晒",
        # Mockery and impatience behind a yes take nothing back.
        "对，难得你们有一次没搞错",
        "对，快点给个话",
        "对，交吧，我等着看",
        "是的，对了，谢谢你！",
        "对！赶紧办！",
        "要得，就是恁个",
        "内容准确，同意提交",
        "对，这回没错了",
        "没错，就是这么回事，别再拖了",
        "对，别再弄丢了",
        "没错，看你们怎么处理",
        "确认，别再让我等一个月",
        "Yes. A miracle, you got it right.",
        "Yep, that's right this time.",
        "yes, all correct this time",
        "Yes. Now get on with it.",
        "Correct, go ahead",
        "Correct. Wonders never cease.",
        "Yes. Don't lose it this time.",
        "Yes, that is what I've said three times now.",
        "Yes, let's see if you manage it",
        "thats all correct",
        "fine by me",
        "今次啱晒喇",
        "呢回係啦",
        "这回对咯",
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
        "对，但是电话错了",
        "对是对，金额不是这个",
        "right, so where's my money?",
        "是，还有一条要加",
        "No, that's not right",
        "对不起，写错了",
        "对方还没回我",
        "好，你们什么时候退款",
        "行，那电话呢",
        "对，金额少写了一个零",
        "是，名字应该是李雷",
        "对，日期改成昨天",
        "好的等我看看",
        "好吃",
        "中午休息几点到几点",
        "Correct the date please",
        "right side is cracked",
        "yes, one more thing",
        "Yes. Also the door was scratched.",
        "Right, the date is Monday",
        "yes, it's Sara without an h",
        "yes, only the amount isnt right",
        "Good luck getting that right",
        "Good food, good price, nice people.",
        "Where can I send a letter",
        "今次又唔啱",
        "这次错得更多",
    ],
)
def test_a_yes_with_a_condition_is_none(text: str) -> None:
    assert not agrees(text)


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("嗯，差不多", True),
        ("对，记得一字不差，可喜可贺", True),
        ("对哒对哒✅", True),
        ("对，差一个字", False),
    ],
)
def test_what_hardly_differs_is_a_yes(text: str, yes: bool) -> None:
    assert agrees(text) is yes
