"""What a customer puts in the place of something else."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.language.contrast import find_contrasts

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=timezone.utc)


def contrasts(text: str) -> list[tuple[str, str]]:
    found = find_contrasts(text, now=NOW, tz="Asia/Shanghai")
    for item in found:
        assert text.strip()[item.start : item.end] == item.text
    return [(str(item.value), item.extra["old"]) for item in found]


@pytest.mark.parametrize(
    ("text", "new", "old"),
    [
        ("the floor was 430 not 340, sorry", "430", "340"),
        # The full stop is none of the value.
        ("my mobile ends 2207 not 2270.", "2207", "2270"),
        ("no, it's not 340, it's 430", "430", "340"),
        ("change 340 to 430 please", "430", "340"),
        ("order should be A-17 instead of A-71", "A-17", "A-71"),
        ("I wrote May 3 but it was May 5", "May 5", "May 3"),
        ("Sorry it's Niamh not Neve", "Niamh", "Neve"),
        ("my email is jo@x.com not joe@x.com", "jo@x.com", "joe@x.com"),
        ("not two but three boxes", "three boxes", "two"),
        ("sorry, make that six glasses, not four", "six glasses", "four"),
        ("写错了，是三台不是两台", "三台", "两台"),
        ("应该是439，不是429", "439", "429"),
        ("金额写错了，439块，不是429块", "439块", "429块"),
        ("不是两台，是三台", "三台", "两台"),
        ("把429改成439", "439", "429"),
        ("我写的是王芳，其实是王方", "王方", "王芳"),
        ("手机尾号是7不是1", "7", "1"),
    ],
)
def test_both_sides_are_found_in_the_customers_words(text: str, new: str, old: str) -> None:
    assert contrasts(text) == [(new, old)]


@pytest.mark.parametrize(
    "text", ["", "订单号是88213", "It doesn't work", "我要退款", "not good", "the 9th"]
)
def test_where_nothing_is_put_right_nothing_is_found(text: str) -> None:
    assert contrasts(text) == []


def test_numbers_and_dates_come_with_their_values() -> None:
    (count,) = find_contrasts("是三台不是两台", now=NOW, tz="Asia/Shanghai")
    assert (count.extra["old_number"], count.extra["new_number"]) == ("2", "3")
    (day,) = find_contrasts("不是上周二，是上周三", now=NOW, tz="Asia/Shanghai")
    assert (day.extra["old_date"], day.extra["new_date"]) == ("2026-11-17", "2026-11-18")
