"""Reads sums of money out of a text, as far as a promise needs them."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from casework.gate.findings import Amount

_NUMBER: Final = r"\d{1,9}(?:[,，]\d{3})*(?:\.\d{1,2})?"
_HAN: Final = "零一二两三四五六七八九十百千万半"
_SIGNS: Final = {
    "¥": "CNY", "￥": "CNY", "rmb": "CNY", "cny": "CNY", "元": "CNY", "块": "CNY", "块钱": "CNY",
    "人民币": "CNY", "yuan": "CNY", "kuai": "CNY", "€": "EUR", "eur": "EUR", "euro": "EUR",
    "euros": "EUR", "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP",
    "hk$": "HKD", "hkd": "HKD", "港币": "HKD", "nt$": "TWD", "新台币": "TWD", "usd": "USD",
    "us$": "USD", "美元": "USD", "$": None, "dollar": None, "dollars": None, "bucks": None,
}  # fmt: skip
_BEFORE: Final = r"hk\$|nt\$|us\$|[¥￥€£$]|rmb|cny|usd|eur|gbp|人民币"
_AFTER: Final = (
    r"元|块钱|块|人民币|美元|港币|新台币|rmb|cny|usd|eur|gbp|hkd|yuan|kuai|euros?|pounds?|quid|"
    r"dollars?|bucks"
)
MONEY: Final = re.compile(
    rf"(?P<sign>{_BEFORE})\s?(?P<first>{_NUMBER})|"
    rf"(?P<second>{_NUMBER}|[{_HAN}]+)\s?(?P<unit>{_AFTER})",
    re.IGNORECASE,
)
_DIGITS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}


def amounts(text: str) -> Iterator[tuple[int, int, Amount]]:
    """Yield the sums of money of a text with their places."""
    for match in MONEY.finditer(text):
        value = number(match["first"] or match["second"])
        if value is not None:
            sign = (match["sign"] or match["unit"]).lower()
            yield match.start(), match.end(), Amount(value, _SIGNS.get(sign))


def number(written: str) -> Decimal | None:
    """Return a number in digits or in Chinese numerals; None for what is neither."""
    try:
        return Decimal(re.sub("[,，]", "", written))
    except InvalidOperation:
        return _from_han(written)


def _from_han(written: str) -> Decimal | None:
    total, section, digit = 0, 0, 0
    if not written or "半" in written:
        return Decimal("0.5") if written == "半" else None
    for sign in written:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        elif sign in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[sign], 0
        else:
            return None
    return Decimal(total + section + digit)
