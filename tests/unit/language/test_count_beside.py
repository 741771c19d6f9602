"""The count that stands right beside a product."""

import pytest

from bot.language.normalize import fold
from bot.language.quantity import count_beside


@pytest.mark.parametrize(
    ("text", "product", "count"),
    [
        ("买了三台小米空气炸锅都坏了", "小米空气炸锅", ("三", 3)),
        ("椅子买了四把有两把断了", "椅子", ("四", 4)),
        ("两箱樱桃烂了", "樱桃", ("两", 2)),
        ("买了一台洗衣机", "洗衣机", ("一", 1)),
        ("Ｉ bought ２ kettles", "kettles", ("２", 2)),
        ("two new oak chairs wobble", "chairs", ("two", 2)),
        ("half a dozen wine glasses broken", "wine glasses", ("half a dozen", 6)),
        ("买了两打鸡蛋", "鸡蛋", ("两", 24)),
        ("处理好了我们再订30把椅子", "椅子", None),
        ("the next 30 stools come from you", "stools", None),
        ("用了两个月的手机", "手机", None),
        ("冰箱两个月就坏了", "冰箱", None),
        ("这一台洗衣机", "洗衣机", None),
        ("第三次修洗衣机", "洗衣机", None),
        ("three times my washing machines broke", "washing machines", None),
        ("paid $40 kettles", "kettles", None),
        ("after 3 weeks the chairs broke", "chairs", None),
        ("one chair", "chair", None),
        ("the number 12 buses are late", "buses", None),
        ("route 9 buses never come", "buses", None),
    ],
)
def test_a_count_beside_a_product(text: str, product: str, count: tuple[str, int] | None) -> None:
    start = text.index(product)
    found = count_beside(fold(text), start, start + len(product))
    assert (None if found is None else (found.text, found.value)) == count
    if found is not None:
        assert text[found.start : found.end] == found.text
