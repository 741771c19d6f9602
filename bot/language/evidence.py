"""Turns matches of labelled patterns into evidence, leaving out what the words before take back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bot.language.narrowed import Narrowed, scripts_of
from bot.language.normalize import Folded
from bot.language.spans import Evidence

_EDGE = ' \n\t,;:.!?。、…~-+&"()'
"""What stands around the words of a piece of evidence and is none of it."""


def evidence(folded: Folded, start: int, end: int, label: str) -> Evidence:
    """Return the evidence at a place of the plain form."""
    piece = folded.text[start:end]
    start, end = (
        start + len(piece) - len(piece.lstrip(_EDGE)),
        end - (len(piece) - len(piece.rstrip(_EDGE))),
    )
    first, last = folded.back(start, end)
    return Evidence(first, last, folded.source[first:last], label)


def matches(
    folded: Folded,
    patterns: Iterable[tuple[str, Narrowed]],
    reader: str,
    kept: Callable[[str, re.Match[str]], bool],
) -> list[Evidence]:
    """Return one piece of evidence for every match that is kept, without overlaps of one label."""
    found: list[Evidence] = []
    ends: dict[str, int] = {}
    scripts = scripts_of(folded.text)
    for name, narrowed in patterns:
        pattern = narrowed.fit(scripts)
        for match in pattern.finditer(folded.text) if pattern else ():
            if (
                match.start() >= ends.get(name, 0)
                and match.end() > match.start()
                and kept(name, match)
            ):
                found.append(evidence(folded, match.start(), match.end(), f"{reader}.{name}"))
                ends[name] = match.end()
        ends.pop(name, None)
    unique: dict[tuple[int, int, str], Evidence] = {
        (item.start, item.end, item.label): item for item in found
    }
    kept_items: list[Evidence] = []
    for item in sorted(unique.values(), key=lambda item: (item.start, -item.end)):
        if not kept_items or all(
            other.label != item.label or not other.overlaps(item) for other in kept_items[-8:]
        ):
            kept_items.append(item)
    return kept_items
