"""Products and brands in free text."""

from __future__ import annotations

import pytest

from bot.language.products import bare_product, find_products, pick_product

GIVEN = [
    ("我在你们店买的小米电饭煲用了两天就坏了", "小米电饭煲"),
    ("戴森V12吸尘器漏电", "戴森V12吸尘器"),
    ("美的的空调不制冷", "美的的空调"),
    ("羽绒服掉色,客服态度差", "羽绒服"),
    ("两箱牛奶过期", "牛奶"),
    ("買的電視機壞咗", "電視機"),
    ("顺丰快递三天没动", "顺丰快递"),
    ("打了你们客服电话都没人管，冰箱还是不制冷", "冰箱"),
    ("my Samsung washing machine leaks", "Samsung washing machine"),
    ("The kettle I bought broke", "kettle"),
    ("a pair of running shoes fell apart", "running shoes"),
    ("My new Dyson V11 vacuum cleaner stopped", "Dyson V11 vacuum cleaner"),
    ("on the phone for an hour about my broadband", "broadband"),
    ("my iPhone died", "iPhone"),
]  # fmt: skip

NONE = [
    "用手机打电话给客服没人接",
    "手机号13800138000",
    "你们的快递员骂人",
    "I called by phone three times",
    "my phone number is 07700 900123",
    "the driver was rude",
    "I want my money back",
    "你好",
    "12345",
    "I got it through the app",
]

ASKED = [
    ("电饭煲", "电饭煲"), ("是小米的电饭煲", "小米的电饭煲"), ("一台空调吧", "空调"), ("就你们家的酸奶", "酸奶"), ("就那个空气炸锅呗", "空气炸锅"), ("我买的是冰箱,不制冷", "冰箱"), ("你家的那个什么面膜", "面膜"), ("it's a kettle", "kettle"), ("Dyson V11", "Dyson V11"), ("hoover. cordless one", "hoover"), ("broadband, the fibre 900 package", "broadband"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "product"), GIVEN)
def test_the_product_is_found_with_its_brand(text: str, product: str) -> None:
    chosen = pick_product(find_products(text))
    assert chosen is not None
    assert chosen.text == product


@pytest.mark.parametrize("text", NONE)
def test_ways_to_call_and_people_are_no_product(text: str) -> None:
    assert pick_product(find_products(text)) is None


@pytest.mark.parametrize(("text", "product"), ASKED)
def test_a_short_answer_names_the_product(text: str, product: str) -> None:
    named = bare_product(text)
    assert named is not None
    assert named.text == product


@pytest.mark.parametrize(
    "text",
    ["不知道", "没有", "说过了啊", "skip", "不是产品，是服务态度", "I already told you", "!!!"],
)
def test_no_answer_names_no_product(text: str) -> None:
    assert bare_product(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "请拿照片给我看",
        "找个真正看过照片的人来",
        "my mate sent you the photos",
        "it came off the belt in two pieces",
    ],
)
def test_proofs_and_the_belt_of_the_airport_are_no_product(text: str) -> None:
    assert pick_product(find_products(text)) is None


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("the photos I ordered from you are printed in green", "photos"),
        ("our photos on canvas arrived creased", "photos"),
    ],
)
def test_photos_that_were_ordered_are_a_product(text: str, product: str) -> None:
    picked = pick_product(find_products(text))
    assert picked is not None
    assert product in picked.text


@pytest.mark.parametrize("text", ["等等，更正一下：车次是G21", "wait, correction: it's flight 21"])
def test_a_correction_is_no_answer_to_what_the_product_is(text: str) -> None:
    assert bare_product(text) is None
