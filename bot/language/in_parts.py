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
_FRONT = rf"(?:前面|前头|前边|开头|打头)(?:是|为)?[\s:]*({_LETTERS})"
_FIRST = rf"(?<![a-z0-9])({_LETTERS})\s?(?:开头|打头|在前)的?|(?:starts?|starting|begins?|beginning) with ({_LETTERS})"
_HEADED = re.compile(
    rf"(?:{_FRONT}|{_FIRST})(?:{_JOINT}|[\s,、]{{1,3}})(?P<figures>{_FIGURES}(?:{_JOINT}{_FIGURES}){{0,4}})",
    re.ASCII,
)
_GOES_ON = re.compile(
    rf"(?<![\da-z])(?P<figures>{_FIGURES}(?:{_JOINT}{_FIGURES}){{1,4}})", re.ASCII
)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
#: Fewer figures than this, all together, name nothing.
FEWEST_FIGURES = 5


def number_in_parts(folded: Folded, start: int) -> tuple[int, str] | None:
    """Return the end in the plain form, and the value, of a number given in parts at a place."""
    for pattern in (_HEADED, _GOES_ON):
        match = pattern.match(folded.text, start)
        if match is None:
            continue
        letters = ""
        for group in range(1, (match.re.groups or 1)):
            if match.group(group) and match.span(group) != match.span("figures"):
                letters = folded.cased[slice(*match.span(group))].upper()
        figures = re.sub(r"\D", "", match["figures"])
        years = all(_YEAR.fullmatch(part) for part in re.findall(r"\d+", match["figures"]))
        if len(figures) >= FEWEST_FIGURES and not years:
            return match.end(), letters + figures
    return None


def numbers_in_parts(folded: Folded) -> list[tuple[int, int, str]]:
    """Return place and value of every number that is given in parts."""
    found: list[tuple[int, int, str]] = []
    for pattern in (_HEADED, _GOES_ON):
        for match in pattern.finditer(folded.text):
            if any(match.start() < end and start < match.end() for start, end, _ in found):
                continue
            read = number_in_parts(folded, match.start())
            if read is not None:
                found.append((match.start(), *read))
    return found
