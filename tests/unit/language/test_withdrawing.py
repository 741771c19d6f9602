"""Giving a complaint up, and saying that this is none."""

from __future__ import annotations

import pytest

from bot.language.withdrawing import disclaims, lets_go


@pytest.mark.parametrize(
    ("text", "gives_up"),
    [
        ("唉我赶地铁，这事不弄了，取消吧", True),
        ("不投诉了", True),
        ("当我没说", True),
        ("撤销投诉", True),
        ("you know what, don't bother, I'll sew some on", True),
        ("yeah, don't file it", True),
        ("forget it, it's not worth the bother", True),
        ("oh ok, never mind then, thanks", True),
        # What the company would not cancel is the complaint itself.
        ("你们为什么不给我取消订单", False),
        ("我要取消会员，一直取消不了", False),
        ("I can't cancel my subscription", False),
        # Nothing to give is not giving up, and a threat neither.
        ("算了", False),
        ("forget it unless you call me on 07700 900123", False),
        ("", False),
    ],
)
def test_giving_up(text: str, gives_up: bool) -> None:
    assert lets_go(text) is gives_up


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("没有要投诉的，就是留个号", True),
        ("我不是投诉，就是想说", True),
        ("不好意思，刚才孩子乱按的", True),
        ("就是骂着玩的，没啥事", True),
        ("你们乱打的标签害我买错", False),
        ("你们发错货了", False),
        ("no complaint at all, just praise", True),
        ("just messing with u, nothing's wrong", True),
        ("我不是来投诉的 但是你们太过分了", False),
        ("no complaints so far but the screen died", False),
        ("I want to complain", False),
        ("", False),
    ],
)
def test_saying_that_it_is_no_complaint(text: str, none: bool) -> None:
    assert disclaims(text) is none
