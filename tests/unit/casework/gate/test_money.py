"""Sums of money."""

from decimal import Decimal

import pytest

from casework.gate.money import amounts, number


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("补您200元", "200", "CNY"),
        ("¥1,299.50", "1299.50", "CNY"),
        ("三百五十块钱", "350", "CNY"),
        ("两万三千元", "23000", "CNY"),
        ("£84", "84", "GBP"),
        ("$30", "30", None),
        ("20 euros", "20", "EUR"),
    ],
)
def test_a_sum_is_read_with_its_currency(text: str, value: str, currency: str | None) -> None:
    ((_, _, amount),) = amounts(text)
    assert (amount.value, amount.currency) == (Decimal(value), currency)


@pytest.mark.parametrize("text", ["第3页", "订单88213", "五个工作日", "model 200"])
def test_a_bare_number_is_no_sum(text: str) -> None:
    assert list(amounts(text)) == []


@pytest.mark.parametrize(("written", "value"), [("十五", 15), ("一百零五", 105), ("两千", 2000)])
def test_chinese_numerals_are_read(written: str, value: int) -> None:
    assert number(written) == value
    assert number("几") is None
