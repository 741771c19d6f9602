"""Finds threats: to go public, to call an authority, to sue, to use force, to leave."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.language.evidence import evidence, matches
from bot.language.normalize import fold
from bot.language.spans import Evidence
from bot.language.threat_context import only_mentioned
from bot.language.threat_words import DENIED, THREATS, UPPER_ONLY

_QUOTED_OTHER = re.compile(
    r"(?:被|遭|让|你们|客服|对方|他|她|商家|店家|老板|他们)(?:还|竟然|居然|反而|就)?(?:威胁|恐吓|说要|扬言|骂)[^,。!?]{0,10}$|(?:threatened(?: me)? (?:with|to)|threatening me with|they (?:said|say) they(?:'ll| will| would))\s?$"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NEWS = re.compile(
    r"\s?(?:平台官微|官微|官网|网站|今日|今天公布|发布|公布|通报|回应|提醒|提示|点评|宣判|判的|判决|部门(?:提示|回应|已现场|检查)|已现场|队来|演练|办证|办理|窗口|每次转接|每次|的电话一上午|态度|与物业|都说|说管不了|规定|要求(?:各|商家|企业)|:|：)|"
    r" ?(?:clears|clear|cleared|says|said|have approved|approved|approves|announced|announces|rules|ruled|wins|report shows|piece|interesting)\b",
    re.ASCII,
)
_THANKED = re.compile(
    r"(?:感谢|谢谢|多亏|表扬|点赞|新闻|模拟|thanks to|thank you to|piece in|article in|my friend is a|i am a|i'm a|work as a|forward [^.]{0,30}to my|speak to|interesting)[^,。]{0,8}$"
)
_BROKEN = re.compile(
    r"\b(?:use|using|do|give|be|go|trust) (?:it|this|that|them)\b.*\b(?:anymore|any more)$|担心"
)
_DONE_TO_ME = re.compile(r"(?:被|把我|将我|商家|客服|卖家|店家|对方|群主)[^,。!?]{0,8}$")
_BY_OTHERS = re.compile(r"拉黑|删了|卸|注销|退了|踢")
_TRIED = re.compile(
    r"(?:tried|trying|attempted|attempting|failed|unable|how|impossible|forgot|asked|want(?:ed)? me|told me|made me|can't|cannot|couldn't|won't let me) (?:to )?$"
)
_WHAT_IS = re.compile(r"^(?:是什么|是啥|电话是多少|怎么打)")


def find_threats(text: str | None) -> list[Evidence]:
    """Return the spans that threaten; a threat that is taken back or quoted from others does not count."""
    return list(_found(text))


@lru_cache(maxsize=8)
def _found(text: str | None) -> tuple[Evidence, ...]:
    """Remember the last few texts: one reading asks for the threats of a text more than once."""
    folded = fold(text)

    def meant(name: str, match: re.Match[str]) -> bool:
        if name == "churn" and _BROKEN.search(match.group()):
            return False
        if (
            name == "churn"
            and _BY_OTHERS.search(match.group())
            and _DONE_TO_ME.search(folded.text, max(0, match.start() - 16), match.start())
        ):
            return False
        left = folded.text[max(0, match.start() - 48) : match.start()]
        if name == "churn" and _TRIED.search(left):
            return False
        if only_mentioned(name, folded.text, match.start(), match.end()):
            return False
        clause = re.split(r"[,。!?;\n.]", left)[-1]
        if match.group().isdigit() and not _HAN.search(folded.text):
            return False
        if name in ("regulator", "legal", "media") and (
            _NEWS.match(folded.text[match.end() : match.end() + 12]) or _THANKED.search(clause)
        ):
            return False
        return not (
            DENIED.search(clause)
            or _QUOTED_OTHER.search(clause)
            or _WHAT_IS.match(folded.text[match.end() : match.end() + 8])
        )

    found = matches(folded, THREATS, "threats", meant)
    for name, pattern in UPPER_ONLY:
        for match in pattern.finditer(folded.cased):
            if folded.cased.upper() != folded.cased and meant(name, match):
                item = evidence(folded, match.start(), match.end(), f"threats.{name}")
                if not any(item.overlaps(other) for other in found if other.label == item.label):
                    found.append(item)
    return tuple(sorted(found, key=lambda item: item.start))
