"""No text, however odd or long, makes a reader raise or take out of proportion."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest

from bot.language.agreeing import agrees
from bot.language.answers import is_affirm, is_deny, is_skip
from bot.language.contacts import find_handles
from bot.language.contrast import find_contrasts
from bot.language.dates import find_dates
from bot.language.declined import declines, find_declined
from bot.language.demands import find_demands
from bot.language.details import read_details
from bot.language.detect import detect_language, detect_locale
from bot.language.emails import find_emails
from bot.language.explained import find_explained
from bot.language.money import find_amounts
from bot.language.names import find_names
from bot.language.normalize import fold
from bot.language.numbers import find_identifiers
from bot.language.numerals import find_numbers
from bot.language.phones import find_phones
from bot.language.products import bare_product, find_products
from bot.language.quantity import find_quantities
from bot.language.swearing import find_swearing
from bot.language.threats import find_threats
from bot.language.withdrawing import disclaims, lets_go

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=timezone.utc)
SLOTS = (
    None, "complaint_text", "product", "model", "serial_number", "quantity", "order_number", "incident_date", "demand", "amount", "contact_name", "contact", "confirm", "no_such_slot",
)  # fmt: skip
READERS: dict[str, Callable[[str], Any]] = {
    "agreeing": agrees,
    "answers": lambda text: (is_affirm(text), is_deny(text), is_skip(text)),
    "contrasts": lambda text: find_contrasts(text, now=NOW, tz="Asia/Shanghai"),
    "declined": find_declined,
    "declining": lambda text: [declines(text, str(slot)) for slot in SLOTS],
    "explained": lambda text: find_explained(text, expected=True),
    "handles": find_handles,
    "dates": lambda text: find_dates(text, NOW),
    "demands": find_demands,
    "details": lambda text: read_details(text, now=NOW),
    "language": detect_language,
    "locale": detect_locale,
    "emails": find_emails,
    "amounts": lambda text: find_amounts(text, expected=True),
    "names": lambda text: find_names(text, expected=True),
    "identifiers": find_identifiers,
    "numbers": find_numbers,
    "phones": lambda text: find_phones(text, expected=True),
    "products": lambda text: (find_products(text), bare_product(text)),
    "quantities": lambda text: find_quantities(text, expected=True),
    "swearing": find_swearing,
    "threats": find_threats,
    "withdrawing": lambda text: (lets_go(text), disclaims(text)),
}
ODD = [
    "", " ", "\n\t\r", "null", "None", "NaN", "undefined", "0", "-1", "1e309", "9" * 400, "\x00", "\x00\x01\x02\x1b[31m", "\ud800", "\udfff\ud800abc", "订单\ud83d号123456", "\ufeff订单号12345", "\u202e12345 redro", "\u200b\u200c\u200d", "a\u0300\u0301\u0302" * 40,
    "Z̷̢͈̈́a̸̰͝l̶̨̛g̵̡͑o̷͎͝ 订̷单̸号̵1̶2̷3̸4̵5", "😀" * 300, "👨‍👩‍👧‍👦" * 50, "1️⃣2️⃣3️⃣", "مرحبا طلبي رقم ١٢٣٤٥٦", "שלום ההזמנה שלי 12345", "ฉันสั่งซื้อ 12345", "१२३४५६७८९०", "𝟙𝟛𝟠𝟘𝟘𝟙𝟛𝟠𝟘𝟘𝟘", "①③⑧⓪", "ﷺ", "㊙️㍿℡", "İıſK", "ß" * 100, "<script>alert(1)</script>", "'; DROP TABLE cases; --",
    "{{7*7}} ${jndi:ldap://x}", "/restart", "(((((((((", "[[[[]]]]", "\\\\\\d+", "%s%n%x", "@" * 100, "." * 100, "-" * 200, "+" * 60, "，。！？" * 40, "年月日" * 60, "零" * 90, "万亿" * 40, "点" * 60, "2026-99-99", "0000-00-00", "31/02/2026", "99:99", "10000000000000000000000年1月1日",
    "9999999天前", "999 years ago", "亿年前", "一百亿天前", "2月29号", "第零号", "¥" * 30, "$$$$$", "1,2,3,4,5,6,7,8,9", "1.1.1.1.1.1.1.1", "no." * 30, "order order order", "我叫", "姓", "name is", "call me", "at dot at dot", "@.@.@", "SF", "#", "x", "double double double", "plus plus", "。",
]  # fmt: skip
UNITS = [
    "1", "1 ", "1-", "1,", "1.", "1/", "一", "千", "万", "亿", "点一", "年", "周", "上", "前", "我", "我叫", "姓张", "订单", "订单号", "单号 ", "型号", "微信", "买", "花", "块", "元", "的", "不", "再也不", "曝光", "a", "a ", "A1 ", "a1-", "one ", "one hundred ", "double ", "order ", "order number ", "my name is ", "I'm ",
    "John ", "call me ", "last ", "monday ", "nov ", "the ", "may ", "for ", "paid ", "$", "£1", "at ", "a@", "a@b.", "at gmail dot ", "never ", "i will not ", "post ", "why ", "refund ", "iphone ", "SF1234567890123 ", "13800138000 ", "+", "(", "#", "@", "-", ".", " ", "\n", "\t", "😀", "\u0301", "\u200b", "\ud800", "م", "é", "ﬁ",
]  # fmt: skip


@pytest.mark.parametrize("reader", sorted(READERS))
def test_odd_text_raises_nothing(reader: str) -> None:
    for text in ODD:
        READERS[reader](text)
        READERS[reader](f"我的订单{text}坏了 my order {text} broke")


@pytest.mark.parametrize(
    "reader",
    [
        find_handles,
        find_demands,
        detect_language,
        detect_locale,
        find_emails,
        find_names,
        find_identifiers,
        find_numbers,
        find_phones,
        find_products,
        find_swearing,
        find_threats,
        fold,
        is_skip,
    ],
)
def test_no_text_counts_as_empty(reader: Callable[[str | None], Any]) -> None:
    assert reader(None) == reader("")
    assert read_details(None, now=NOW) == []
    assert find_dates(None, NOW) == []


@pytest.mark.parametrize("slot", SLOTS)
def test_odd_answers_raise_nothing_whatever_was_asked(slot: str | None) -> None:
    for text in ODD:
        for item in read_details(text, now=NOW, expecting=slot):
            assert 0 <= item.start <= item.end <= len(text.strip())


def _seconds(read: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    read(text)
    return time.process_time() - started


@pytest.mark.parametrize("reader", sorted(READERS))
def test_time_grows_no_faster_than_the_text(reader: str) -> None:
    """A reader that looks back over all it has read would take a hundred times as long for ten times the text."""
    read = READERS[reader]
    read("warm up 一二三")
    for unit in UNITS:
        short, long = (unit * (size // len(unit)) for size in (800, 8_000))
        # The best of three (each a new text: readers remember) leaves out a garbage collection;
        # no further try is needed where one was fast enough.
        most = max(40 * min(_seconds(read, f"{head}{short}x") for head in "xyz"), 0.25)
        assert any(_seconds(read, f"{head}{long}x") < most for head in "xyz"), unit


@pytest.mark.parametrize("reader", sorted(READERS))
def test_a_letter_of_a_hundred_kilobytes_costs_no_more_than_its_head(reader: str) -> None:
    """All readers stop at the same length; only the script of a text is counted to its end."""
    read = READERS[reader]
    for unit in ("1", "一", "order 12345 ", "我要投诉，", "a", " ", "😀"):
        head, whole = (unit * (size // len(unit)) for size in (16_000, 100_000))
        started = time.process_time()
        read(head)
        between = time.process_time()
        read(whole)
        ended = time.process_time()
        assert ended - between < max(20 * (between - started), 0.5), unit


def test_random_mixtures_raise_nothing() -> None:
    source = random.Random(20261123)
    pieces = [*UNITS, *ODD]
    for _ in range(300):
        text = "".join(source.choice(pieces) for _ in range(source.randint(1, 30)))
        for item in read_details(text, now=NOW, expecting=source.choice(SLOTS)):
            assert text.strip()[item.start : item.end] == item.text
        for found in (*find_threats(text), *find_demands(text), *find_swearing(text)):
            assert text.strip()[found.start : found.end] == found.text
