"""How many pieces, only where the words leave no doubt."""

from __future__ import annotations

import pytest

from bot.language.quantity import find_quantities, pick_quantity

GIVEN = [
    ("买了三台空调", 3), ("我买了２个杯子", 2), ("一共5件", 5), ("订了两箱牛奶", 2), ("数量：3", 3), ("空调2台都不制冷", 2), ("三台空调都坏了", 3), ("买了三双鞋都开胶", 3), ("收到的四个杯子碎了", 4), ("一共六盒", 6), ("買了三包", 3), ("买了一打啤酒", 12), ("少发了两件", 2), ("两打鸡蛋碎了", 24), ("两瓶一共1360，质地像自来水", 2), ("两个一共60", 2), ("是两包不是三包", 2), ("不是三包，是两包", 2),
    ("it's two packs, not three", 2), ("not three bottles but two", 2), ("I ordered another 50 stools and they all wobble", 50), ("three of the packs were off", 3),
    ("两箱牛奶过期", 2), ("八只里头碎了三只", 3), ("十瓶里面漏了兩瓶", 2), ("箱子压扁，碎了四个。", 4), ("数量错了，我重新数过，是五张", 5), ("12 classes booked. But 4 classes already cancelled", 4), ("I ordered 6 chairs, 2 chairs were broken", 2),
    ("I bought two kettles", 2), ("ordered 3 chairs", 3), ("quantity: 3", 3), ("qty 12", 12), ("bought 2 pcs", 2), ("both of them broke", 2), ("two of them arrived broken", 2), ("I bought a dozen eggs and half a dozen were off", 12), ("Received 3 boxes of tiles", 3),
]  # fmt: skip

NONE = [
    "打了三次电话", "少一样我就不答应", "少一样我就发小红书", "电话和邮箱两个都留", "碎了两个角", "等了两个月", "给我一个说法", "三个客服都不理我", "一个都没有", "3天没人理", "换了四个师傅", "两个小时", "三块五", "128元", "一点用没有", "13800138000", "买了三个月", "买了两年", "3号楼", "第二台", "每个都坏", "有一个客服骂人", "打12315", "我一打电话就挂", "两个小时一共60", "是两天不是三天", "是三个人不是两个人", "下次再订30把椅子", "以后还会买50台空调",
    "it's two days, not three", "it was two calls, not three", "the next 30 stools", "we will take another 50 stools",
    "I called 3 times", "for two weeks", "one of your agents", "no one answered", "paid 45 dollars", "waited 3 hours", "two people came", "one thing", "on two occasions", "7.20 for a sandwich",
]  # fmt: skip

ASKED = [
    ("3", 3), ("三", 3), ("俩", 2), ("两个", 2), ("just the one", 1), ("half a dozen", 6), ("a couple", 2), ("x3", 3), ("2pcs", 2), ("一打", 12), ("就一个", 1), ("整箱二十四瓶", 24), ("about five", 5), ("１２", 12), ("one pair", 1), ("Quantity? twelve", 12),
]  # fmt: skip


@pytest.mark.parametrize(("text", "count"), GIVEN)
def test_pieces_are_counted(text: str, count: int) -> None:
    chosen = pick_quantity(find_quantities(text))
    assert chosen is not None
    assert chosen.value == count


@pytest.mark.parametrize("text", NONE)
def test_other_counts_are_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(("text", "count"), ASKED)
def test_a_bare_count_is_read_when_it_was_asked_for(text: str, count: int) -> None:
    chosen = pick_quantity(find_quantities(text, expected=True))
    assert chosen is not None
    assert chosen.value == count


@pytest.mark.parametrize("text", ["好几个", "很多", "两三个", "不记得"])
def test_a_guess_is_no_count(text: str) -> None:
    assert find_quantities(text, expected=True) == []
