"""Folds what people type into one plain form, and knows the way back to their own characters."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from bot.language.lexicon import sections

# Full-width forms have one-to-one compatibility mappings; these have none or an unhelpful one.
_PLAIN = {
    "‘": "'", "’": "'", "‛": "'", "′": "'", "`": "'", "´": "'", "ʼ": "'",
    "“": '"', "”": '"', "„": '"', "″": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "﹣": "-", "⁃": "-",
    "·": "·", "・": "·", "•": "·", "∙": "·", "‧": "·",
    "〜": "~", "∼": "~", "⁓": "~",
    "¥": "¥", "￥": "¥", "円": "円", "㐅": "㐅",
    "〇": "零", "○": "零", "◯": "零",
    "、": "、", "。": "。", "｡": "。",
    "【": "[", "】": "]", "「": '"', "」": '"', "『": '"', "』": '"', "《": '"', "》": '"',
    "×": "x", "✕": "x", "✖": "x", "／": "/", "∕": "/", "⁄": "/", "﹒": ".", "․": ".",
    "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\x0b": "\n", "\x0c": "\n", "\r": "\n",
}  # fmt: skip


LONGEST = 16_000
"""Readers look at so many characters; what stands further on in a letter that long is not read."""


@dataclass(frozen=True)
class Folded:
    """The stripped text and its plain form: half-width, Simplified, lower case, nothing invisible."""

    source: str
    text: str
    cased: str
    origin: tuple[int, ...] | None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the source of the piece from `start` to `end` of the plain form."""
        if self.origin is None or start >= end:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1

    def forth(self, place: int) -> int:
        """Return the offset in the plain form of an offset in the source."""
        return place if self.origin is None else bisect_left(self.origin, place)

    def piece(self, start: int, end: int) -> str:
        """Return the customer's own characters behind a piece of the plain form."""
        first, last = self.back(start, end)
        return self.source[first:last]


@lru_cache(maxsize=1)
def _simplified() -> dict[str, str]:
    """Return the map from Traditional to Simplified characters."""
    return {
        pair[0]: pair[1] for line in sections("characters.txt")["pairs"] for pair in line.split()
    }


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    """Return the plain form of one character, or nothing when it only decorates others."""
    if character in _PLAIN:
        return _PLAIN[character]
    if character in "\n\t ":
        return character
    category = unicodedata.category(character)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category in ("Cc", "Zs"):
        return " "
    if category == "Cs":
        return "\ufffd"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    compatible = unicodedata.normalize("NFKC", character)
    if len(compatible) != 1:
        # A letter with its accent apart, or a sign such as ㎡ that would change the length.
        return character
    return _PLAIN.get(compatible, compatible)


def fold(text: str | Folded | None) -> Folded:
    """Return the plain form of a text; a form that is already plain is returned as it is."""
    return text if isinstance(text, Folded) else _folded((text or "").strip())


@lru_cache(maxsize=16)
def _folded(source: str) -> Folded:
    """Remember the last few texts: every reader asks for the plain form of the same message."""
    head = source[:LONGEST]
    if head.isascii() and head.isprintable():
        return Folded(source, head.lower(), head, None)
    simplified = _simplified()
    plain = []
    origin = []
    for position, character in enumerate(head):
        form = _plain(character)
        if form:
            plain.append(form)
            origin.append(position)
    cased = "".join(plain)
    lowered = "".join(_lower(simplified.get(form, form)) for form in plain)
    kept = None if len(origin) == len(head) else tuple(origin)
    return Folded(source, lowered, cased, kept)


def _lower(character: str) -> str:
    """Return the small letter, unless it would be longer than the capital."""
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character


@lru_cache(maxsize=1)
def _simplified_only() -> frozenset[str]:
    """Return the Simplified characters that Traditional writing does not use."""
    traditional = frozenset(_simplified())
    return frozenset(_simplified().values()) - traditional


def has_simplified(text: str | None) -> bool:
    """Say whether the text holds a character that only Simplified writing uses."""
    return any(character in _simplified_only() for character in text or "")


_BARE_NT = re.compile(
    r"\b(do|does|did|have|has|had|could|was|were|is|would|should|are|ai|ca|wo)nt\b|\b(i)(m|ve)\b|\b(that|there|it|what|who|let)s(?= (?:not|all|correct|right|it|that|the|what|no|a|none|my|see)\b)"
)


def with_apostrophes(plain: str) -> str:
    """Return a text in small letters with the apostrophes that hasty typing leaves out."""

    def put(found: re.Match[str]) -> str:
        if found[1]:
            return f"{found[1]}n't"
        return f"{found[2]}'{found[3]}" if found[2] else f"{found[4]}'s"

    return _BARE_NT.sub(put, plain)
