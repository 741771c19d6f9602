"""Reads numbers in figures and in Chinese and English words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.normalize import Folded, fold
from bot.language.spans import Span

ZH_DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "两": 2, "俩": 2, "仨": 3, "幺": 1, "壹": 1, "贰": 2, "弐": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6,
    "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_ZH_UNITS = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "拾": 10,
    "佰": 100,
    "仟": 1000,
    "万": 10_000,
    "亿": 10**8,
}
_ZH_TENS = {"廿": 20, "卅": 30}

EN_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
EN_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "ninty": 90,
}  # fmt: skip
_EN_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "grand": 1000}
_EN_WORD = "|".join([*EN_UNITS, *EN_TENS, *_EN_SCALES])

FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
"""A number in figures, with thousands separators or a decimal point."""

ZH_NUMBER = (
    r"(?:(?:\d+(?:\.\d+)?)?[零一二三四五六七八九十百千万亿两俩仨廿卅壹贰叁肆伍陆柒捌玖拾佰仟]"
    r"(?:[零一二三四五六七八九十百千万亿两廿卅壹贰叁肆伍陆柒捌玖拾佰仟\d]|点(?=[零一二三四五六七八九\d])){0,24})"
)
"""A number written with Chinese characters, alone or after figures (4.2万)."""

EN_NUMBER = (
    rf"(?:(?:an?|half an?|a couple(?: of)?) (?=hundred|thousand|million|grand))?(?:{_EN_WORD})\b"
    rf"(?:(?:[\s-]+(?:and[\s-]+)?|(?<=hundred)and )(?:{_EN_WORD})\b){{0,8}}"
    r"(?: point(?: (?:oh|zero|one|two|three|four|five|six|seven|eight|nine)\b){1,6})?"
)
"""A number in English words."""

_ANY = re.compile(
    rf"(?P<zh>{ZH_NUMBER})|(?P<fig>(?<![\d.])(?:{FIGURES})(?:\s?(?P<scale>[kwm])(?![a-z0-9]))?)|(?P<en>\b{EN_NUMBER})",
    re.ASCII,
)
_ZH_TOKEN = re.compile(r"\d+(?:\.\d+)?|.", re.ASCII)
_LARGEST = 1e15
_SCALES = {"k": 1000, "w": 10_000, "m": 10**6}


@dataclass(frozen=True)
class Number(Span):
    """A number and its value; `kind` is `figures`, `zh` or `en`."""

    value: float = 0
    kind: str = "figures"


def tidy(value: float) -> int | float:
    """Return a whole number as an int and any other rounded to four places."""
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def zh_value(words: str) -> int | float | None:
    """Return the value of Chinese number words such as 两千八 (2800), 四万二, 三点五 or 1万2."""
    whole, point, decimals = words.partition("点")
    if point:
        fraction = "".join(str(ZH_DIGITS.get(c, c)) for c in decimals)
        units = ""
        while fraction and fraction[-1] in "万千百亿":
            units, fraction = fraction[-1] + units, fraction[:-1]
        base = zh_value(whole)
        if base is None or not fraction.isdigit():
            return None
        value = float(f"{int(base)}.{fraction}")
        for unit in units:
            value *= _ZH_UNITS[unit]
        return tidy(value) if value < _LARGEST else None
    if words and all(c in ZH_DIGITS or c.isdigit() for c in words):
        return int("".join(str(ZH_DIGITS.get(c, c)) for c in words[:30]))
    return _zh_composed(words)


def _zh_composed(words: str) -> int | float | None:
    """Return the value of number words that hold units."""
    total = section = 0.0
    current: float | None = None
    last_unit = 1.0
    gap = False
    for token in _ZH_TOKEN.findall(words[:40]):
        if token in ("零", "〇"):
            gap = True
        elif token in _ZH_TENS:
            section += _ZH_TENS[token]
            last_unit, current, gap = 10, None, False
        elif token in ("万", "亿"):
            unit = _ZH_UNITS[token]
            section += current or 0
            if section == 0 and total and token == "亿":
                total *= unit
            else:
                total += (section or 1) * unit
            section, current, last_unit, gap = 0, None, unit, False
        elif token in _ZH_UNITS:
            unit = _ZH_UNITS[token]
            section += (1 if current is None else current) * unit
            current, last_unit, gap = None, unit, False
        else:
            digit = ZH_DIGITS.get(token)
            figure = float(token) if digit is None and token[0].isdigit() else digit
            if figure is None or current is not None:
                return None
            current = figure
    if current is not None:
        # 两千八 is 2800: a digit right after a unit counts the next smaller one.
        short = last_unit >= 100 and not gap and current < 10 and current == int(current)
        section += current * last_unit / 10 if short else current
    return tidy(total + section) if total + section < _LARGEST else None


def en_value(words: str) -> int | float | None:
    """Return the value of English number words such as three hundred and twenty or two grand."""
    total = 0.0
    current: float | None = None
    lowered = words.lower().replace("-", " ")
    start, _, decimals = lowered.partition(" point ")
    for token in start.split()[:16]:
        if token in EN_UNITS or token in EN_TENS:
            figure = EN_UNITS.get(token, EN_TENS.get(token, 0))
            room = (
                current is None
                or current % 100 == 0
                or (current % 10 == 0 and current % 100 >= 20 and figure < 10)
            )
            if not room:
                return None
            current = (current or 0) + figure
        elif token == "hundred":
            current = (1 if current is None else current) * 100
        elif token in _EN_SCALES:
            total += (1 if current is None else current) * _EN_SCALES[token]
            current = None
        elif token in ("half", "couple"):
            current = 0.5 if token == "half" else 2
        elif token not in ("a", "an", "and", "of"):
            return None
    value = total + (current or 0)
    if decimals:
        digits = "".join("0" if w == "oh" else str(EN_UNITS.get(w, "")) for w in decimals.split())
        value = float(f"{int(value)}.{digits or 0}")
    return tidy(value) if value < _LARGEST else None


def en_pair(words: str) -> float | None:
    """Return the price behind two numbers said one after the other, 49.99 for forty nine ninety nine."""
    tokens = words.lower().replace("-", " ").split()
    for cut in range(1, len(tokens)):
        pounds, pence = en_value(" ".join(tokens[:cut])), en_value(" ".join(tokens[cut:]))
        if pounds is None or pence is None or not 10 <= pence < 100 or pounds == 0:
            continue
        if "and" in tokens or en_value(" ".join(tokens)) is not None:
            return None
        return round(pounds + pence / 100, 2)
    return None


def value_of(words: str) -> int | float | None:
    """Return the value of a number in figures or words; None when it is none."""
    plain = words.strip()
    found = _ANY.fullmatch(plain)
    if not found:
        return None
    return _value(found)


def _value(found: re.Match[str]) -> int | float | None:
    if found.group("zh"):
        return zh_value(found.group("zh"))
    if found.group("en"):
        return en_value(found.group("en"))
    scale = found.group("scale")
    figures = found.group("fig").rstrip("kwm ").replace(",", "")
    if len(figures) > 30:
        return None
    return (
        tidy(float(figures) * _SCALES.get(scale or "", 1))
        if scale or "." in figures
        else int(figures)
    )


def find_numbers(text: str | Folded | None) -> list[Number]:
    """Return all numbers of the text with their values."""
    folded = fold(text)
    numbers = []
    for found in _ANY.finditer(folded.text):
        value = _value(found)
        if value is None:
            continue
        start, end = folded.back(*found.span())
        kind = "zh" if found.group("zh") else "en" if found.group("en") else "figures"
        numbers.append(Number(start, end, folded.source[start:end], value, kind))
    return numbers
