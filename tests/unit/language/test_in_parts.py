"""Numbers that are given in parts."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.language.details import read_details

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=timezone.utc)


def order_number(text: str) -> object:
    found = read_details(text, now=NOON, expecting="order_number")
    return next((item.value for item in found if item.name == "order_number"), None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("前面是 TB，后面 7731 0458", "TB77310458"),
        ("单号 QN 开头，0931，再 4402", "QN09314402"),
        ("it starts with LK then 7731 0458", "LK77310458"),
        ("order no is 731 045 then 882", "731045882"),
        ("account number 7731 0458 2210 08. The other one is different.", "77310458221008"),
    ],
)
def test_parts_are_put_together(text: str, number: str) -> None:
    assert order_number(text) == number


def test_years_and_counts_are_no_parts() -> None:
    assert order_number("in 2024 then 2025") != "20242025"
    assert order_number("等了40分钟，然后又等了50分钟") is None


@pytest.mark.parametrize("text", ["since Sunday", "上周日开始的"])
def test_a_day_is_no_model(text: str) -> None:
    found = read_details(text, now=NOON, expecting="model")
    assert [item.name for item in found] == ["incident_date"]


def test_a_switchboard_in_a_story_is_no_order() -> None:
    found = read_details("打去總台2377 0411又轉線轉咗三次", now=NOON)
    assert not [item for item in found if item.name == "order_number"]
