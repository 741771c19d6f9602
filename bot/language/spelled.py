"""Reads numbers and codes that are said one sign after the other, as voice input writes them down."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.normalize import Folded
from bot.language.numerals import EN_TENS, EN_UNITS, ZH_DIGITS

_WORD_DIGITS = {
    **{w: str(v) for w, v in EN_UNITS.items() if v < 10},
    "oh": "0",
    "nought": "0",
    "naught": "0",
    "nil": "0",
}
_TEENS = {w: str(v) for w, v in EN_UNITS.items() if v >= 10}
TENS = {w: str(v) for w, v in EN_TENS.items()}
_TIMES = {"double": 2, "dubble": 2, "triple": 3, "treble": 3, "quadruple": 4}
_NATO = (
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november "
    "oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu"
)
_NATO_LETTERS = {word: word[0] for word in _NATO.split()}
_SIGNS = {
    "dash": "-", "hyphen": "-", "minus": "-", "slash": "/", "underscore": "_", "横杠": "-", "横线": "-", "中划线": "-",
    "杠": "-", "斜杠": "/", "下划线": "_", "减号": "-", "减": "-",
}  # fmt: skip
_HAN = "".join(ZH_DIGITS)
_DIGIT_WORD = "|".join(_WORD_DIGITS)
#: "I think", "a week": a word, and no letter of a code.
_A_WORD = (
    rf"[ai] (?!(?:{_DIGIT_WORD}|{'|'.join(_TEENS)}|{'|'.join(TENS)}|{'|'.join(_TIMES)}|{'|'.join(_NATO_LETTERS)}"
    r"|dash|hyphen|minus|slash|underscore|as|for|like|then|and|capital)(?![a-z]))[a-z]{2,}"
)
_TOKEN = re.compile(
    rf"(?P<times>[二两三四五六2-6])个(?P<repeated>[{_HAN}\d])(?![个])"
    rf"|(?P<double>double|dubble|triple|treble|quadruple)[\s-]+(?P<doubled>{_DIGIT_WORD}|o|\d|[a-z])(?![a-z0-9])"
    rf"|(?P<figures>\d+)"
    rf"|(?P<han>[{_HAN}])"
    rf"|(?<![a-z])(?P<pair>(?:{'|'.join(TENS)})[\s-]+(?:one|two|three|four|five|six|seven|eight|nine))(?![a-z])"
    rf"|(?<![a-z])(?P<word>{_DIGIT_WORD}|{'|'.join(_TEENS)}|{'|'.join(TENS)}|hundred|thousand)(?![a-z'])"
    rf"|(?<![a-z])(?P<letter>(?!{_A_WORD})[a-z])(?:[\s-]+(?:as in|for|like)[\s-]+[a-z]+)?(?![a-z0-9'])"
    rf"|(?<![a-z])(?P<nato>{'|'.join(_NATO_LETTERS)})(?![a-z])"
    rf"|(?P<sign>{'|'.join(sorted(_SIGNS, key=len, reverse=True))})(?<![a-z](?=[a-z]))"
    rf"|(?P<bare>[-/_])",
    re.ASCII,
)
_GAP = re.compile(r"(?:[ ,.、…·]|\bthen\b|\band\b|字母|大写|小写|capital ){0,4}", re.ASCII)


@dataclass(frozen=True)
class Spelled:
    """Signs that were said one by one, at offsets of the plain form.

    `spoken` counts the parts that were words, not figures.
    """

    start: int
    end: int
    value: str
    spoken: int


def _sign(found: re.Match[str], after: str) -> tuple[str, bool]:
    """Return what one token stands for, and whether it was a word."""
    kind = found.lastgroup or ""
    groups = found.groupdict()
    if groups["repeated"]:
        times = ZH_DIGITS.get(groups["times"]) or int(groups["times"])
        return str(ZH_DIGITS.get(groups["repeated"], groups["repeated"])) * times, True
    if groups["double"]:
        sign = groups["doubled"]
        return ("0" if sign == "o" else _WORD_DIGITS.get(sign, sign)) * _TIMES[
            groups["double"]
        ], True
    if kind == "figures" or kind == "bare":
        return found.group(), False
    if kind == "han":
        return str(ZH_DIGITS[found.group()]), True
    if kind == "pair":
        tens, unit = re.split(r"[\s-]+", found.group())
        return str(int(TENS[tens]) + int(_WORD_DIGITS[unit])), True
    if kind == "word":
        word = found.group()
        if word in ("hundred", "thousand"):
            return "00" if word == "hundred" else "000", True
        return _WORD_DIGITS.get(word) or _TEENS.get(word) or TENS[word], True
    if groups["letter"]:
        return groups["letter"].upper(), True
    if kind == "nato":
        return _NATO_LETTERS[found.group()].upper(), True
    return _SIGNS[found.group()], False


def spelled_from(folded: Folded, start: int, *, letters: bool, limit: int = 60) -> Spelled | None:
    """Return the run of said signs that begins exactly at an offset of the plain form, if there is one."""
    position = start
    end = start
    parts: list[str] = []
    spoken = 0
    while len(parts) < limit:
        found = _TOKEN.match(folded.text, position)
        if not found:
            break
        is_letter = bool(found.group("letter") or found.group("nato"))
        if not letters and (is_letter and found.group() != "o"):
            break
        if not letters and found.group("sign") in (
            "减",
            "minus",
            "slash",
            "斜杠",
            "underscore",
            "下划线",
        ):
            break
        sign, word = _sign(found, "")
        if is_letter and not letters:
            sign = "0"
        parts.append(sign)
        spoken += word
        end = found.end()
        gap = _GAP.match(folded.text, end)
        position = gap.end() if gap else end
    value = "".join(parts)
    while value and value[-1] in "-/_":
        value = value[:-1]
        end -= 1
    return Spelled(start, end, value, spoken) if value else None


_START = re.compile(
    rf"(?<![a-z0-9])(?:o(?=[\s-]+(?:double|triple|\d|{_DIGIT_WORD}))|double|triple|treble|\d|{_DIGIT_WORD}|{'|'.join(_TEENS)}|{'|'.join(TENS)})|[{_HAN}]|(?<=[^\x00-\x7f])\d",
    re.ASCII,
)


def find_spelled_digits(folded: Folded, *, least: int = 7) -> list[Spelled]:
    """Return all runs of at least so many digits of which some were said as words."""
    runs: list[Spelled] = []
    position = 0
    while True:
        found = _START.search(folded.text, position)
        if not found:
            return runs
        run = spelled_from(folded, found.start(), letters=False)
        if run is None:
            position = found.end()
            continue
        position = max(run.end, found.end())
        digits = re.sub(r"[-/_]", "", run.value)
        if len(digits) >= least and run.spoken >= 2:
            runs.append(Spelled(run.start, run.end, digits, run.spoken))
