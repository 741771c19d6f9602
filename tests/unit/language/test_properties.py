"""Properties that hold for every text, tried with hypothesis where it is installed."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

pytest.importorskip("hypothesis")

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.dates import find_dates
from bot.language.details import read_details
from bot.language.money import find_amounts
from bot.language.normalize import fold
from bot.language.numerals import en_value, zh_value
from bot.language.phones import find_phones

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=timezone.utc)
TODAY = date(2026, 11, 23)
_DIGITS = "零一二三四五六七八九"
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def _zh(number: int) -> str:
    """Return a number below ten thousand in Chinese words."""
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return words or "零"


def _en(number: int) -> str:
    """Return a number below a thousand in English words."""
    if number >= 100:
        rest = f" and {_en(number % 100)}" if number % 100 else ""
        return f"{_ONES[number // 100]} hundred{rest}"
    if number >= 20:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    return _ONES[number]


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_details_point_into_the_text(text: str) -> None:
    stripped = text.strip()
    for item in read_details(text, now=NOW):
        assert stripped[item.start : item.end] == item.text


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_the_plain_form_knows_the_way_back(text: str) -> None:
    folded = fold(text)
    assert folded.source == text.strip()
    assert len(folded.text) == len(folded.cased)
    for index in range(len(folded.text)):
        start, end = folded.back(index, index + 1)
        assert end == start + 1


@given(st.integers(min_value=1, max_value=9999))
def test_chinese_number_words_have_their_value(number: int) -> None:
    assert zh_value(_zh(number)) == number


@given(st.integers(min_value=0, max_value=999))
def test_english_number_words_have_their_value(number: int) -> None:
    assert en_value(_en(number)) == number


@given(
    st.integers(min_value=10**8, max_value=10**9 - 1),
    st.sampled_from("3456789"),
    st.sampled_from(["", " ", "-", "."]),
)
def test_a_mobile_number_is_exact_in_any_grouping(tail: int, second: str, joint: str) -> None:
    digits = f"1{second}{tail}"
    text = f"我的手机是{joint.join((digits[:3], digits[3:7], digits[7:]))}，请回电"
    assert [phone.value for phone in find_phones(text)] == [digits]


@given(st.integers(min_value=0, max_value=3000))
def test_a_day_is_found_in_every_notation(back: int) -> None:
    day = TODAY - timedelta(days=back)
    for text in (
        f"{day.year}年{day.month}月{day.day}日坏的",
        f"broke on {day.isoformat()}",
        f"broke on {day.day} {day:%B} {day.year}",
        f"broke on {day:%b} {day.day}, {day.year}",
    ):
        assert [item.iso for item in find_dates(text, NOW)] == [day.isoformat()]


@given(st.integers(min_value=1, max_value=999_999), st.integers(min_value=0, max_value=99))
def test_an_amount_is_exact_in_every_notation(whole: int, cents: int) -> None:
    value = round(whole + cents / 100, 2)
    for text, currency in (
        (f"¥{whole:,}.{cents:02d}", "CNY"),
        (f"£{whole}.{cents:02d}", "GBP"),
        (f"{whole}.{cents:02d}元", "CNY"),
    ):
        assert [(item.value, item.currency) for item in find_amounts(text)] == [(value, currency)]
