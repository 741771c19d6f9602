"""Finds vulgar words and insults."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.language.evidence import matches
from bot.language.lexicon import sections
from bot.language.narrowed import Narrowed
from bot.language.normalize import fold
from bot.language.spans import Evidence


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, Narrowed], ...]:
    """Return the patterns of the lexicon; ASCII word limits, so that words stand free beside Chinese."""
    lists = sections("swearing.txt")
    return tuple((name, Narrowed("|".join(lists[name]), re.ASCII)) for name in ("vulgar", "insult"))


def find_swearing(text: str | None) -> list[Evidence]:
    """Return the spans that swear (`swearing.vulgar`) or insult (`swearing.insult`)."""
    return matches(fold(text), _patterns(), "swearing", lambda _name, _match: True)
