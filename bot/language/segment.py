"""Splits text into tokens with exact offsets."""

from __future__ import annotations

import re

from bot.language.spans import Span


def segment(text: str | None) -> list[Span]:
    """Return the tokens of the stripped text."""
    stripped = (text or "").strip()
    return [
        Span(m.start(), m.end(), m.group())
        for m in re.finditer(r"[A-Za-z0-9]+|[^\sA-Za-z0-9]", stripped)
    ]
