"""Finds what the customer wants: refund, return, replacement, repair, compensation and so on."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.language.demand_sayings import (
    ADVISED,
    BY_COUNSEL,
    NOTHING_BEFORE,
    SAID_BY_OTHERS,
    TOLD_BEFORE,
    TURNED_FROM,
)
from bot.language.demand_words import ALONE, DENIED, REFUSED_AFTER, WANT_EN, WITH_WANT
from bot.language.evidence import matches
from bot.language.normalize import Folded, fold
from bot.language.spans import Evidence

_CLAUSE = re.compile(r"[。!?;\n]|(?<!\d)\.(?!\d)")
_TAKEN_BACK = re.compile(
    r"不(?:是|用|必|需要|想|要)(?:要|想|来|为|你|求|说|再|任何|什么|我|人|赔|补偿|道歉|退)"
    r"|不(?:图|稀罕|指望|打算|在乎|奢求|贪图|贪)"
)
_SELF_WANTING = re.compile(
    r"(?:want|need|get|have|like|give|giving|take|i want|you owe|where|i'll take|i expect|claim|pay (?:me|us)|who|you(?:'ll| will| can| should))\b",
    re.ASCII,
)
_ALWAYS = frozenset(("explanation", "improvement", "punish_staff", "other"))
_HAD = re.compile(
    r"\b(?:was|were|been|got|already|had (?:it|them|this|to be)|they(?:'ve)?|he|she|finally|eventually|once|twice|times) $|\bafter (?:the|a|my|two|three|several) $"
)
_GLAD = re.compile(
    r"二话不说|真快|挺快|很快|给力|敞亮|讲究|秒到|秒退|到账了|收到了|修好了|退给我了|认了|有心了|no questions|much appreciated|was quick|landed|wizardry|flawless|same afternoon|was back within|deserves a raise"
)
_ASKED_HOW = re.compile(r"(?:请问|问一下|想问|请教)[^。!?]{0,16}$")
_TOLD = re.compile(TOLD_BEFORE, re.ASCII)
_ADVISED = re.compile(ADVISED)
_BY_OTHERS = re.compile(SAID_BY_OTHERS)
_TURNED = re.compile(TURNED_FROM)
_COUNSEL = re.compile(BY_COUNSEL)
#: Words that ask for whatever may be due; beside a demand with a name of its own they say no more.
_WHATEVER = re.compile(
    r"(?:(?:and|or|please|pls|then|just|also|so|kindly|now|to|you) )?"
    r"(?:sort(?:ed)? (?:it|this|that|them|these|both|out|the|my)|put (?:it|this|that|things) right"
    r"|(?:resolv|solv|rectif|address|handl)\w* (?:it|this|my|out|the)|resolution|solution|please help|do something about"
    r"|(?:please|must|to) (?:reply|respond)|someone (?:to )?(?:help|respond|reply))"
    r"|(?:尽快|赶紧|马上|立刻|立即|请|抓紧|早日|速|及时|赶快|帮我|帮忙|快点?)(?:处理|解决|回复|联系|答复|落实|跟进|给|搞定|想办法)"
    r"|[给想]我?(?:个|一个)?(?:解决|处理)(?:方案|办法|意见)"
)
_EITHER = re.compile(r"[^.!?]{0,12}\bor\b")
_NO_DELIVERY = re.compile(
    r"(?:unlock|reinstate|restore|reactivate)\b|[^.!?]{0,30}\bback\b$", re.ASCII
)
#: 重新派人来 sends somebody, "send the parcel out" sends something.
_SENDS_SOMEBODY = re.compile(r"派(?:个|一个|一位|位)?(?:人|师傅|工程|技术|维修|员工|专)")
_SENDS_GOODS = re.compile(
    r"(?:send|get) (?:me )?(?:the|another|an?) (?:parcel|package|order|letter|item|goods|box|card|rest|set|pair)\b.*"
)
#: "I want $50,000 in compensation" wants no price back.
_IS_COMPENSATION = re.compile(r"[\d.,]*(?:k| \w+)? (?:in|of|as|for) (?:compensation|damages)\b")
#: 周四那天还没到货 tells of a day that is over.
_BACK_THEN = re.compile(r"(?:那天|当天|当时|那时候?)[^,，。]{0,4}$")
_NOTHING = re.compile(NOTHING_BEFORE, re.ASCII)
_REMEDIES = frozenset(("refund", "return", "replacement", "repair", "delivery", "compensation"))
_STATEMENT = re.compile(
    r"^ (?:was|were|took|is (?:easy|quick)|arrived|came|went|has been (?:issued|processed|received)|got here|also (?:broke|failed|died|stopped|arrived)|broke|failed|died)(?![a-z])"
)


def find_demands(text: str | None) -> list[Evidence]:
    """Return the spans that ask for something; what the customer expressly does not want is left out."""
    return list(_found(text))


@lru_cache(maxsize=8)
def _found(text: str | None) -> tuple[Evidence, ...]:
    """Remember the last few texts: one reading asks for the demands of a text more than once."""
    folded = fold(text)
    plain = folded.text

    def clause_before(start: int) -> str:
        return _CLAUSE.split(plain[max(0, start - 90) : start])[-1]

    def advised(left: str, match: re.Match[str]) -> bool:
        """Say whether others say that one should ask for it, and the customer does not take it up."""
        said = re.split(r"[,，]", left)[-1]
        if _ADVISED.search(said) or _ADVISED.search(said + match.group()):
            return not _COUNSEL.search(left)
        return bool(
            _BY_OTHERS.search(said) and _TURNED.match(plain[match.end() : match.end() + 40])
        )

    def meant(name: str, match: re.Match[str]) -> bool:
        left = clause_before(match.start())
        if name in _REMEDIES and (_TOLD.search(left) or advised(left, match)):
            return False
        if name == "delivery" and _NO_DELIVERY.match(plain[match.start() : match.end() + 6]):
            return False
        if name == "delivery" and _SENDS_SOMEBODY.match(plain, match.end() - 1):
            return False
        if name == "repair" and _SENDS_GOODS.fullmatch(match.group()):
            return False
        if name == "refund" and _IS_COMPENSATION.match(plain, match.end()):
            return False
        if name == "delivery" and _BACK_THEN.search(left):
            return False
        if name == "apology" and _NOTHING.search(left):
            return False
        if name in _REMEDIES and (
            _GLAD.search(plain, max(0, match.start() - 24), match.end() + 24)
            or _ASKED_HOW.search(left + match.group()[:2])
        ):
            return False
        if (
            name in _REMEDIES
            and match.group().isascii()
            and (_HAD.search(left) or _STATEMENT.match(plain[match.end() : match.end() + 32]))
        ):
            return False
        head = re.match(r"(?:要求|我要|想要?|要|给|不给|请|必须|应该|不|没)", match.group())
        if _TAKEN_BACK.match(match.group()) or (
            match.group()[0] in "要想使" and left[-1:] in ("不", "没", "别", "唔", "甭")
        ):
            return False
        if DENIED.search(re.split(r"[,，]", left)[-1]) and not (
            head and head.group() in ("不给", "没")
        ):
            return False
        return not REFUSED_AFTER.match(plain[match.end() : match.end() + 24])

    def wanted(name: str, match: re.Match[str]) -> bool:
        left = clause_before(match.start())
        if not meant(name, match):
            return False
        if _SELF_WANTING.match(match.group()):
            return True
        if name == "explanation":
            return (
                not re.search(
                    r"\b(?:reason|that's|thats|which is|this is|is|exactly|see|know|understand|and that's|don't wonder) $",
                    left,
                )
                or "?" in plain[match.end() : match.end() + 80]
            )
        if name in ("repair", "replacement", "refund", "return", "delivery") and (
            _HAD.search(left) or _STATEMENT.match(plain[match.end() : match.end() + 32])
        ):
            return False
        if re.fullmatch(
            r"(?:refunded|repaired|fixed|mended|replaced (?:it|this|them|my|the)|delivered.*|exchanged|shipped.*|apologi[sz]ed|explained|compensated)",
            match.group(),
        ):
            return bool(
                re.search(
                    r"\b(?:want|need|like|be|get|getting|demand|expect|must be|please)(?: \w+){0,4} $",
                    left,
                )
            ) and not re.search(r"\b(?:have|has|had|was|were|been) (?:been )?$", left)
        return bool(
            WANT_EN.search(left[-70:])
            or not left.strip()
            or name in _ALWAYS
            or re.match(
                r"[^.!?\n]{0,30}(?:please|asap|now|immediately|!)",
                plain[match.end() : match.end() + 40],
            )
        )

    found = [
        *matches(folded, ALONE, "demand", meant),
        *matches(folded, WITH_WANT, "demand", wanted),
    ]
    return tuple(sorted(_named(found, folded), key=lambda item: (item.start, item.end)))


def _named(found: list[Evidence], folded: Folded) -> list[Evidence]:
    """Return the demands without words that say the same with less: "sort that", 尽快处理."""
    names = {item.name for item in found} - {"other"}
    firm, all_but_other = (bytearray(len(folded.source) + 1) for _ in range(2))
    for item in found:
        if item.name != "other":
            all_but_other[item.start : item.end] = b"\x01" * (item.end - item.start)
        if item.name not in ("other", "improvement"):
            firm[item.start : item.end] = b"\x01" * (item.end - item.start)
    kept = []
    for item in found:
        said = folded.text[folded.forth(item.start) : folded.forth(item.end)]
        if item.name == "other" and any(all_but_other[item.start : item.end]):
            continue
        # 能不能换台新的 asks for no change of the company's ways.
        asked = item.name == "improvement" and said.startswith("能不能")
        if asked and any(firm[item.start : item.end]):
            continue
        whatever = item.name in ("other", "repair") and _WHATEVER.fullmatch(said)
        # "Sort it or refund me" names two ways, "sort that, and refund me" one.
        either = _EITHER.match(folded.source, item.end, item.end + 20)
        if not (whatever and names - {item.name} and not either):
            kept.append(item)
    return kept
