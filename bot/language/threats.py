"""Finds threats: to go public, to call an authority, to sue, to use force, to leave."""

from __future__ import annotations

import re

from bot.language.evidence import evidence, matches
from bot.language.normalize import fold
from bot.language.spans import Evidence
from bot.language.threat_words import DENIED, THREATS, UPPER_ONLY

_QUOTED_OTHER = re.compile(r"(?:被|遭|让|你们|客服|对方|他|她|商家|店家|老板|他们)(?:还|竟然|居然|反而|就)?(?:威胁|恐吓|说要|扬言|骂)[^,。!?]{0,10}$|(?:threatened(?: me)? (?:with|to)|threatening me with|they (?:said|say) they(?:'ll| will| would))\s?$")
_BROKEN = re.compile(r"\b(?:use|using|do|give|be|go|trust) (?:it|this|that|them)\b.*\b(?:anymore|any more)$|担心")
_WHAT_IS = re.compile(r"^(?:是什么|是啥|电话是多少|怎么打)")


def find_threats(text: str | None) -> list[Evidence]:
    """Return the spans that threaten; a threat that is taken back or quoted from others does not count."""
    folded = fold(text)

    def meant(name: str, match: re.Match[str]) -> bool:
        if name == "churn" and _BROKEN.search(match.group()):
            return False
        left = folded.text[max(0, match.start() - 48) : match.start()]
        clause = re.split(r"[,。!?;\n.]", left)[-1]
        return not (DENIED.search(clause) or _QUOTED_OTHER.search(clause) or _WHAT_IS.match(folded.text[match.end() : match.end() + 8]))

    found = matches(folded, THREATS, "threats", meant)
    for name, pattern in UPPER_ONLY:
        for match in pattern.finditer(folded.cased):
            if folded.cased.upper() != folded.cased and meant(name, match):
                item = evidence(folded, match.start(), match.end(), f"threats.{name}")
                if not any(item.overlaps(other) for other in found if other.label == item.label):
                    found.append(item)
    return sorted(found, key=lambda item: item.start)
