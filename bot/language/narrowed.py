"""Spares texts in one script the alternatives of a pattern that only another script can match.

A pattern is a list of alternatives, most of which need a Chinese character or a Latin letter. In a
text that has none of them they cannot match, so a text without Chinese is searched by what is left
of the Chinese pattern, and the other way round. What is found is the same.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

# Python's own parser of patterns, under the name that each version gives it.
_NEW = sys.version_info >= (3, 11)
parser: Any = importlib.import_module("re._parser" if _NEW else "sre_parse")
constants: Any = importlib.import_module("re._constants" if _NEW else "sre_constants")

HAN, LATIN = "han", "latin"
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z]")


class Narrowed:
    """A pattern, and what is left of it for texts without Chinese and for texts without Latin."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.whole = re.compile(pattern, flags)
        parts = branches(pattern)
        self._without = {
            script: self._left(parts, [part for part in parts if not needs(part, script)], flags)
            for script in (HAN, LATIN)
        }

    def _left(self, parts: list[str], left: list[str], flags: int) -> re.Pattern[str] | None:
        if len(left) == len(parts):
            return self.whole
        return re.compile("|".join(left), flags) if left else None

    def fit(self, scripts: frozenset[str]) -> re.Pattern[str] | None:
        """Return the pattern for a text in these scripts; None where nothing of it can match."""
        if HAN not in scripts:
            return self._without[HAN]
        return self.whole if LATIN in scripts else self._without[LATIN]


@lru_cache(maxsize=8)
def scripts_of(text: str) -> frozenset[str]:
    """Return which of `HAN` and `LATIN` a text holds."""
    found = ((HAN, _HAN), (LATIN, _LATIN))
    return frozenset(script for script, pattern in found if pattern.search(text))


def branches(pattern: str) -> list[str]:
    """Return the alternatives of a pattern that has no numbered groups."""
    parts, depth, start, place, in_set = [], 0, 0, 0, False
    while place < len(pattern):
        sign = pattern[place]
        if sign == "\\":
            place += 1
        elif in_set:
            in_set = sign != "]"
        elif sign == "[":
            in_set = True
            # A bracket right behind the opening one, or behind its ^, stands for itself.
            after = place + 1 + (pattern[place + 1 : place + 2] == "^")
            if pattern[after : after + 1] == "]":
                place = after
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        elif sign == "|" and not depth:
            parts.append(pattern[start:place])
            start = place + 1
        place += 1
    return [*parts, pattern[start:]]


def needs(pattern: str, script: str) -> bool:
    """Return whether every match of a pattern holds a character of the script."""
    return _needs(parser.parse(pattern), script)


def _needs(items: Iterable[tuple[Any, Any]], script: str) -> bool:
    return any(_one_needs(kind, value, script) for kind, value in items)


def _one_needs(kind: Any, value: Any, script: str) -> bool:
    if kind is constants.LITERAL:
        return _is_of(value, script)
    if kind is constants.IN:
        return all(_set_is_of(part, content, script) for part, content in value)
    if kind is constants.BRANCH:
        return all(_needs(branch, script) for branch in value[1])
    if kind in (constants.MAX_REPEAT, constants.MIN_REPEAT):
        least, _, repeated = value
        return least > 0 and _needs(repeated, script)
    return kind is constants.SUBPATTERN and _needs(value[-1], script)


def _set_is_of(kind: Any, value: Any, script: str) -> bool:
    if kind is constants.LITERAL:
        return _is_of(value, script)
    return kind is constants.RANGE and all(_is_of(end, script) for end in value)


def _is_of(code: int, script: str) -> bool:
    return bool((_HAN if script == HAN else _LATIN).match(chr(code)))
