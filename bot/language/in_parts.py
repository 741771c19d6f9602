"""Reads a number that is given in parts: "starts with GB, then 8834 0192", 前面是 JD，后面 8834 0192."""

from __future__ import annotations

import re

from bot.language.normalize import Folded

_LETTERS = r"[a-z]{1,5}(?![a-z0-9])"
_FIGURES = r"\d{2,20}(?: \d{2,20}){0,5}(?![a-z0-9]|\.\d|:\d)"
#: What leads from one part to the next.
_NEXT = r"(?:然后|再|接着|后面|后头|后边|最后)(?:是|接|加|跟着?)?|(?:and )?then|followed by|and after that"
_JOINT = rf"[\s,、]{{0,3}}(?:{_NEXT})[\s,:是]{{0,3}}"
#: Letters in front of all: JD 开头, starts with JD.
_HEAD = (
    rf"(?:(?:前面|前头|前边|开头|打头)(?:是|为)?[\s:]*(?P<front>{_LETTERS})"
    rf"|(?<![a-z0-9])(?P<first>{_LETTERS})\s?(?:开头|打头|在前)的?"
    rf"|(?:starts?|starting|begins?|beginning) with (?P<begins>{_LETTERS}))"
)
_PARTS = re.compile(
    rf"{_HEAD}(?:{_JOINT}|[\s,、]{{1,3}})(?P<headed>{_FIGURES}(?:{_JOINT}{_FIGURES}){{0,4}})"
    rf"|(?<![\da-z])(?P<figures>{_FIGURES}(?:{_JOINT}{_FIGURES}){{1,4}})",
    re.ASCII,
)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
#: Fewer figures than this, all together, name nothing.
FEWEST_FIGURES = 5


def number_in_parts(folded: Folded, start: int) -> tuple[int, str] | None:
    """Return the end in the plain form, and the value, of a number given in parts at a place."""
    match = _PARTS.match(folded.text, start)
    value = _value(match, folded) if match else None
    return (match.end(), value) if match and value else None


def numbers_in_parts(folded: Folded) -> list[tuple[int, int, str]]:
    """Return place and value of every number that is given in parts."""
    read = ((match, _value(match, folded)) for match in _PARTS.finditer(folded.text))
    return [(match.start(), match.end(), value) for match, value in read if value]


def _value(match: re.Match[str], folded: Folded) -> str | None:
    """Return letters and figures of all parts, None where they are too few or years."""
    parts = re.findall(r"\d+", match["headed"] or match["figures"])
    figures = "".join(parts)
    if len(figures) < FEWEST_FIGURES or all(_YEAR.fullmatch(part) for part in parts):
        return None
    head = next((name for name in ("front", "first", "begins") if match[name]), None)
    letters = folded.cased[slice(*match.span(head))].upper() if head else ""
    return letters + figures
