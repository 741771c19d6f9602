"""Drops values that the customer takes back in the same message."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.language.normalize import Folded
from bot.language.spans import Detail

CUE = re.compile(
    r"不对|错了|[打说写输搞记看念抄弄]错|[口笔手]误|手滑|唔系|唔好意思|更正|纠正|改成|改为|换成|应该是|应为|哦不|啊不|噢不|(?<!是)不是|抱歉|不好意思|才对|少打|多打|[旧老]号|旧的|以前的号|停用|不用了|换号"
    r"|no wait|wait no|\bwait\b|hang on|hold on|\bold (?:one|number|phone|address|e-?mail)|\bsorry\b|actually|correction|i mean|i meant|make that|scratch that|typo|oops|whoops|\bno,|\brather\b|should be|should read|wrong|mistyped|instead",
    re.ASCII,
)
"""Words that take back what was said before them."""

#: Small English words between a value and the one in its place, which tell nothing else.
SMALL_EN = (
    "it|that|this|was|is|it's|that's|should|have|been|be|the|on|in|so|of|i|a|an|mean|meant|no|wait|hang|hold|tell|lie|fact|make"
    "|say|rather|correct|think|believe|checked|just|looked|and|but|right|real|really|now|yes|er|um|uh|oh|well"
)
#: Words that take a value back from behind the next one: "the 3rd. The 4th, sorry".
SORRY_BEHIND = "sorry|i mean|i meant|rather|correction"
#: Before these they are about something else: "sorry about", "I mean that".
ABOUT_ELSE = "for|to|about|but|if|that"

#: A way to reach somebody may also be one that is no more: "old@mail.com is dead, use …".
_NO_MORE = re.compile(
    r"停机|作废|注销|空号|丢了|掉了|\b(?:is dead|no longer|any ?more|doesn't work|don't use|out of use)\b",
    re.ASCII,
)
#: Words that do so only where nothing else stands between two values, as an asterisk in a chat.
_NO_ALONE = re.compile(r"[\s,.?!;…(~-]*(?:(?:no|nope|nah|不)[\s,.!:;-]*是?|\*)\s*", re.ASCII)
#: The first is somebody else's, and the next is to be used in its place; or one thinks again: 等等.
_MINE_INSTEAD = re.compile(
    r"(?:打|用|拨|发|记|写)我(?:自己|本人)?的|我(?:自己|本人)的(?:号码?|电话|手机号?|邮箱)?[是:, ]|等一?[下等]|慢着|稍等|且慢"
    r"|\b(?:use|call|ring|take|put|try) mine\b|\bmine(?:'s| is)\b",
    re.ASCII,
)
_BOTH = re.compile(
    r"也|或|都(?:可以|行|能)|备用|另一|另外|\b(?:or|also|too|both|either|as well|and if)\b",
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
    for name in _SINGLE:
        same = sorted(
            (item for item in kept if item.name == name and item.value is not None),
            key=lambda item: item.start,
        )
        for earlier, later in pairwise(same):
            start, end = folded.forth(earlier.start), folded.forth(earlier.end)
            denied = _DENIED.search(folded.text[max(0, start - 16) : start])
            between = folded.text[end : folded.forth(later.start)]
            gone = name.startswith("contact_") and _NO_MORE.search(between[:_FURTHEST])
            mine = name.startswith("contact_") and _uses_mine(between)
            if denied or gone or mine or takes_back(between):
                kept = [item for item in kept if item is not earlier]
    return kept


def _uses_mine(between: str) -> bool:
    """Say whether the words between two contacts prefer the second, and do not give both."""
    # With more between them, the second is no longer told in place of the first.
    near = between if len(between) <= _FURTHEST else ""
    return bool(_MINE_INSTEAD.search(near)) and not _BOTH.search(near)


def takes_back(between: str) -> bool:
    """Say whether the words between two values (in plain form) put the second in the first's place."""
    if len(between) > _FURTHEST:
        return False
    return bool(CUE.search(between) or _NO_ALONE.fullmatch(between))
