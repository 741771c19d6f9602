"""Reads corrections of the end of a number: 'no wait, it ends in 7', '电话最后一位是7'."""

from __future__ import annotations

import re

from bot.language.normalize import fold
from bot.language.spans import Detail
from bot.language.spelled import spelled_from

_CUE = re.compile(
    r"(?:单号|订单|号码)?的?尾巴(?:不对|错了|写错了?)?,?(?:应该|应当)?是(?:为)?\s?|(?:尾号|末位|末尾(?:数字)?|结尾|(?:最后|后|末|尾)面?[一两二三四1-4](?:位|个数字|个数|个字母|码)(?:数字|号码)?)"
    r"(?:应该|应当|其实)?(?:才?是|应为|应是|该是|为|改成|改为|:|,)\s?"
    r"|(?:it |they |that |number |phone |should |must )?(?:ends?|ending|finish(?:es)?) (?:(?:in|with|on) (?:an? )?|(?=\d{2,6}(?!\d)))"
    r"|(?:the )?last (?:(?:one|two|three|four|1|2|3|4) )?(?:digits?|numbers?|figures?|letters?)?\s?(?:should be|should read|is|are|was|=|:)\s?",
    re.ASCII,
)
_DIGITS = re.compile(
    r"(?=[0-9a-z-]{1,8}(?![0-9a-z-]))[0-9a-z]{1,6}(?:-[0-9a-z]{1,4})?(?![0-9a-z])", re.ASCII
)
_PHONE = re.compile(r"电话|手机|號碼|联系方式|phone|mobile|cell|contact", re.ASCII)
_ORDER = re.compile(r"订单|单号|编号|order|booking|reference|account", re.ASCII)


def find_tail(text: str | None) -> Detail | None:
    """Return the end that a number should have; `extra.of` names the number where it is said."""
    folded = fold(text)
    for cue in _CUE.finditer(folded.text):
        digits = _DIGITS.match(folded.text, cue.end())
        if digits and re.search(r"\d", digits.group()):
            start, end = folded.back(digits.start(), digits.end())
            value = folded.cased[digits.start() : digits.end()]
        else:
            spoken = spelled_from(folded, cue.end(), letters=False)
            if not spoken or not 1 <= len(spoken.value) <= 6:
                continue
            start, end = folded.back(cue.end(), spoken.end)
            value = spoken.value
        around = folded.text[: cue.end()]
        of = "contact" if _PHONE.search(around) else "order_number" if _ORDER.search(around) else ""
        return Detail("tail", value, start, end, folded.source[start:end], {"of": of} if of else {})
    return None
