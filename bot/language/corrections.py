"""Drops values that the customer takes back in the same message."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.language.normalize import Folded
from bot.language.spans import Detail

_BETWEEN = re.compile(
    r"不对|错了|打错|说错|写错|输错|搞错|记错|更正|纠正|改成|改为|换成|应该是|应为|哦不|啊不|噢不|(?<!是)不是|抱歉|不好意思|才对|少打|多打|[旧老]号|旧的|以前的号|停用|不用了|换号"
    r"|no wait|wait no|\bwait\b|hang on|hold on|\bold (?:one|number|phone|address|e-?mail)|\bsorry\b|actually|correction|i mean|i meant|make that|scratch that|typo|oops|whoops|\bno,|\brather\b|should be|should read|wrong|mistyped|instead",
    re.ASCII,
)
_FURTHEST = 48
_DENIED = re.compile(
    r"(?:不是|并非|(?:别|不要)再?[用打拨发]|(?:don't|do not|dont|stop|not to) (?:use|using|call|calling|ring|ringing|text|try|trying)|wasn't|isn't|is not|was not|not)\s?(?:the |on |order |number |订单号?|电话)?\s?$",
    re.ASCII,
)
_SINGLE = frozenset(
    (
        "order_number",
        "contact_phone",
        "contact_email",
        "contact_name",
        "contact_other",
        "serial_number",
        "model",
    )
)


def without_corrected(details: list[Detail], folded: Folded) -> list[Detail]:
    """Return the details without those that a later one of the same name replaces."""
    kept = list(details)
    source = folded.source.lower()
    for name in _SINGLE:
        same = sorted(
            (item for item in kept if item.name == name and item.value is not None),
            key=lambda item: item.start,
        )
        for earlier, later in pairwise(same):
            denied = _DENIED.search(source[max(0, earlier.start - 16) : earlier.start])
            if denied or takes_back(source[earlier.end : later.start]):
                kept = [item for item in kept if item is not earlier]
    return kept


def takes_back(between: str) -> bool:
    """Say whether the words between two values (in lower case) put the second in the first's place."""
    return len(between) <= _FURTHEST and bool(_BETWEEN.search(between))
