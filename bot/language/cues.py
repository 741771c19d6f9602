"""Plain signs of tone in a message, as numbers: marks, capitals, swearing, threats, demands."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from bot.language.demands import find_demands
from bot.language.lexicon import sections
from bot.language.normalize import fold
from bot.language.swearing import find_swearing
from bot.language.threats import find_threats

THREATS = ("media", "regulator", "legal", "violence", "churn")
DEMANDS = (
    "refund", "return", "replacement", "repair", "compensation", "apology", "explanation",
    "improvement", "punish_staff", "delivery", "other",
)  # fmt: skip
_LEXICONS = ("cues_zh.txt", "cues_en.txt")
_LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
_LATIN = re.compile(r"[a-z]")
_NO_WORD = re.compile(r"[^a-z0-9]+")
#: So many letters at least has every entry whose end is open.
_HEAD = 3


def cue_names() -> list[str]:
    """Return the names of the numbers that `cues` gives, in its order."""
    lexical = sorted({name for file in _LEXICONS for name in sections(file) if name})
    return [
        "length", "exclamations", "questions", "capitals", "repeated", "dots", "digits", "emoji",
        "swearing",
        *(f"threats.{name}" for name in THREATS),
        *(f"demand.{name}" for name in DEMANDS),
        *(f"lexicon.{name}" for name in lexical),
    ]  # fmt: skip


def cues(text: str) -> list[float]:
    """Return the signs of one message, each from 0 to about 1."""
    text = text[:20_000]
    length = max(len(text), 1)
    latin = _LATIN_WORD.findall(text)
    threats = {evidence.name for evidence in find_threats(text)}
    demands = {evidence.name for evidence in find_demands(text)}
    numbers = [
        min(math.log1p(length) / 7, 1.5),
        _saturate(sum(text.count(mark) for mark in "!！"), 3),
        _saturate(sum(text.count(mark) for mark in "?？"), 3),
        sum(word.isupper() for word in latin) / max(len(latin), 1),
        _saturate(len(re.findall(r"(.)\1{2,}", text)), 2),
        _saturate(len(re.findall(r"…|\.\.\.|。。", text)), 2),
        min(sum(character.isdigit() for character in text) * 5 / length, 1.0),
        _saturate(sum(ord(character) > 0x1F000 for character in text), 2),
        _saturate(len(find_swearing(text)), 2),
    ]
    numbers += [float(name in threats) for name in THREATS]
    numbers += [float(name in demands) for name in DEMANDS]
    return numbers + _lexical(text)


def _lexical(text: str) -> list[float]:
    plain = fold(text).text
    # Latin entries match whole words: everything that is no letter or digit parts words.
    words = f" {_NO_WORD.sub(' ', plain)} "
    entries = _entries()
    counts = [0] * entries.sections
    # Most entries begin with a sign or a word that the text does not hold: they are not looked for.
    for first in set(plain):
        for section, entry in entries.han.get(first, ()):
            counts[section] += entry in plain
    for start in {word[:_HEAD] for word in words.split()}:
        for section, entry in entries.latin.get(start, ()):
            counts[section] += entry in words
    return [_saturate(count, 2) for count in counts]


def _saturate(count: float, most: float) -> float:
    return min(count, most) / most


@dataclass(frozen=True)
class _Entries:
    """The lexicons' entries with the number of their section, by what they begin with."""

    sections: int
    #: By the first sign.
    han: dict[str, list[tuple[int, str]]]
    #: Between blanks, by the first `_HEAD` letters of the first word.
    latin: dict[str, list[tuple[int, str]]]


@lru_cache(maxsize=1)
def _entries() -> _Entries:
    joined: dict[str, set[str]] = {}
    for file in _LEXICONS:
        for name, entries in sections(file).items():
            if name:
                joined.setdefault(name, set()).update(fold(entry).text for entry in entries)
    han: dict[str, list[tuple[int, str]]] = {}
    latin: dict[str, list[tuple[int, str]]] = {}
    for section, name in enumerate(sorted(joined)):
        for entry in joined[name]:
            if _LATIN.search(entry):
                whole = _whole(entry)
                latin.setdefault(whole.split()[0][:_HEAD], []).append((section, whole))
            else:
                han.setdefault(entry[0], []).append((section, entry))
    return _Entries(len(joined), han, latin)


def _whole(entry: str) -> str:
    """Return a Latin entry between blanks; a star leaves its end open."""
    open_ended = entry.endswith("*")
    plain = _NO_WORD.sub(" ", entry.rstrip("*")).strip()
    return f" {plain}" if open_ended else f" {plain} "
