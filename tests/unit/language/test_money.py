"""Amounts of money with their currency, and the figures that are none."""

from __future__ import annotations

import pytest

from bot.language.money import find_amounts, pick_amount

GIVEN = [
    ("两千八百块", 2800, "CNY"),
    ("花了两千八", 2800, None),
    ("129块9", 129.9, "CNY"),
    ("一百块零五毛", 100.5, "CNY"),
    ("12块5毛", 12.5, "CNY"),
    ("3块半", 3.5, "CNY"),
    ("9块9包邮", 9.9, "CNY"),
    ("一块五", 1.5, "CNY"),
    ("3毛钱", 0.3, "CNY"),
    ("一千二百三十四元五角", 1234.5, "CNY"),
    ("一万二千三百元整", 12300, "CNY"),
    ("壹仟贰佰元", 1200, "CNY"),
    ("4.2万", 42000, None),
    ("被骗10个w", 100000, None),
    ("4万2", 42000, None),
    ("四万二的定金", 42000, None),
    ("1.5w", 15000, None),
    ("2万5千元", 25000, "CNY"),
    ("十万八千元", 108000, "CNY"),
    ("花了20多万", 200000, None),
    ("三万多块", 30000, "CNY"),
    ("2800多元", 2800, "CNY"),
    ("1千5百块", 1500, "CNY"),
    ("五百大洋", 500, "CNY"),
    ("三百五", 350, None),
    ("￥８９９", 899, "CNY"),
    ("¥1,299", 1299, "CNY"),
    ("RMB 300", 300, "CNY"),
    ("1200rmb", 1200, "CNY"),
    ("人民币1200元", 1200, "CNY"),
    ("1299的手机", 1299, None),
    ("多扣了38.8", 38.8, None),
    ("退款 399", 399, None),
    ("要求赔偿误工费3000元", 3000, "CNY"),
    ("共8997元", 8997, "CNY"),
    ("100刀", 100, "USD"),
    ("50美金", 50, "USD"),
    ("20欧", 20, "EUR"),
    ("500蚊", 500, "HKD"),
    ("HK$1,280", 1280, "HKD"),
    ("港幣300", 300, "HKD"),
    ("NT$3500", 3500, "TWD"),
    ("3000台幣", 3000, "TWD"),
    ("三万日元", 30000, "JPY"),
    ("2.6k", 2600, None),
    ("paid 2.6k for it", 2600, None),
    ("two grand", 2000, None),
    ("$5k", 5000, "USD"),
    ("£1.2m", 1200000, "GBP"),
    ("€18,90", 18.9, "EUR"),
    ("1.299,00 €", 1299, "EUR"),
    ("€ 1.250", 1250, "EUR"),
    ("$1,299.99", 1299.99, "USD"),
    ("£45.50", 45.5, "GBP"),
    ("US$ 40", 40, "USD"),
    ("40 USD", 40, "USD"),
    ("45€", 45, "EUR"),
    ("AUD 89.95", 89.95, "AUD"),
    ("Rs 4,500", 4500, "INR"),
    ("three hundred bucks", 300, "USD"),
    ("a hundred and twenty quid", 120, "GBP"),
    ("19.99 dollars", 19.99, "USD"),
    ("forty nine ninety nine dollars", 49.99, "USD"),
    ("one thousand two hundred and fifty dollars", 1250, "USD"),
    ("5 dollars and 20 cents", 5.2, "USD"),
    ("3 pounds 50 pence", 3.5, "GBP"),
    ("20 cents", 0.2, "USD"),
    ("half a million yuan", 500000, "CNY"),
    ("a tenner", 10, "GBP"),
    ("charged me 2800", 2800, None),
    ("they charged my card 89.99 twice", 89.99, None),
    ("it cost me 300", 300, None),
    ("refund of 120", 120, None),
    ("paid nineteen ninety nine", 19.99, None),
    ("今天不把588全退给我", 588, None),
    ("960全额赔给我", 960, None),
    ("货值960", 960, None),
    ("328一晚就这？", 328, None),
    ("1999一个的手机", 1999, None),
    ("两箱共320，全烂了", 320, None),
    ("£146 of stock", 146, "GBP"),
    ("I want my 588 back", 588, None),
    ("two bottles, 1360 in total", 1360, None),
    ("my bill for 350 was wrong", 350, None),
]  # fmt: skip

NONE = [
    "买了3台", "等了3个月", "打了12次电话", "12315", "2026年11月3日", "13800138000", "版本2.3", "三块表", "三块屏幕", "8:30", "30%", "第3次", "用了300天", "几百块", "十几块", "上千元", "三四百块",
    "退一赔三", "假一赔十", "3号楼502", "128G内存", "65寸电视", "5公斤大米", "二手的", "一点用都没有", "千万别买", "万一坏了", "百货公司", "iPhone 15", "订单202611120034567", "5G套餐", "三天两头坏", "一个客服", "5星好评",
    "1080p video", "5 pounds of apples", "it weighs 20 pounds", "for 3 weeks", "waited 45 minutes", "I called 12 times", "24/7", "the 9th", "flight BA117", "room 1203", "4k TV", "two of them", "5 star hotel", "cost an arm and a leg",
    "the number on the bill is 60412297", "the number on my invoice is 604122", "把2号退给我", "2026一年没人管", "309一楼", "公共105路", "这12个必须退", "88213退款",
    "order 88213344", "at 8.30", "version 10.2", "10,000 steps", "100 followers",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "currency"), GIVEN)
def test_an_amount_is_read_with_its_currency(text: str, value: float, currency: str | None) -> None:
    assert [(item.value, item.currency) for item in find_amounts(text)] == [(value, currency)]


@pytest.mark.parametrize("text", NONE)
def test_other_figures_are_no_amount(text: str) -> None:
    assert find_amounts(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2800", 2800),
        ("两千八", 2800),
        ("大概三千", 3000),
        ("about 300", 300),
        ("2.6k", 2600),
        ("18,90", 18.9),
        ("three fifty", 350),
    ],
)
def test_a_bare_number_is_an_amount_when_one_was_asked_for(text: str, value: float) -> None:
    assert [item.value for item in find_amounts(text, expected=True)] == [value]


@pytest.mark.parametrize("text", ["没有", "几百块吧", "a few hundred", "不记得"])
def test_no_amount_is_made_up_when_one_was_asked_for(text: str) -> None:
    assert find_amounts(text, expected=True) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("花了399买的锅把灶台烧坏了，赔偿损失2000元", 2000),
        ("手机4999买的，被多扣了20块", 20),
        ("they offered me $20, I paid $300", 300),
        ("I paid £45 and was charged a £12 fee", 12),
        ("买了1299的耳机", 1299),
        ("只肯赔20元优惠券，我买的东西300元", 300),
    ],
)
def test_the_loss_claimed_comes_before_the_charge_and_the_price(text: str, value: float) -> None:
    chosen = pick_amount(find_amounts(text))
    assert chosen is not None
    assert chosen.value == value
