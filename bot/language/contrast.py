"""Reads what a customer puts in place of something else: 'it was 430 not 340', '是三台不是两台'."""

from __future__ import annotations

import re
from datetime import datetime

from bot.language.dates import days_told, find_dates
from bot.language.normalize import Folded, fold
from bot.language.numerals import find_numbers
from bot.language.spans import Detail

#: One side of a contrast: short, and within one clause.
_SIDE_ZH = r"[^\s,，。.;；!！?？:：而不是改]{1,24}?"
_SIDE_EN = r"[^\s,;!?:]+(?: [^\s,;!?:]+){0,3}?"
_END = r"(?=\s*(?:$|[,，。;；!！?？]|\.(?:\s|$)|吧|哦|啊|呢|哈|的话|才对|对吧|sorry|my mistake|my bad|please|thanks|actually|as i))"
_BE_ZH = r"(?:应该是|应该|应为|其实是|明明是|而是|才是|就是|是|改成|改为|换成|更正为)"
_BE_EN = r"(?:(?:it's|its|it is|it was|that's|that is|they're|was|is|should be|should read|make it|i meant|i mean|but|rather|actually)\s+)*"
_PATTERNS = tuple(
    re.compile(pattern, re.ASCII | re.MULTILINE)
    for pattern in (
        # 是三台不是两台 · 应该是439，不是429
        rf"{_BE_ZH}(?P<new>{_SIDE_ZH})[,，\s]?(?:而|，)?(?:不是|并非|并不是)(?P<old>{_SIDE_ZH}){_END}",
        # 439块，不是429块
        rf"(?:^|[,，\s])(?P<new>{_SIDE_ZH})[,，\s]{{1,2}}(?:而)?(?:不是|并非|并不是)(?P<old>{_SIDE_ZH}){_END}",
        # 不是两台，是三台
        rf"(?:不是|并非)(?P<old>{_SIDE_ZH})[,，\s]{{0,2}}(?:{_BE_ZH})(?P<new>{_SIDE_ZH}){_END}",
        # 把429改成439 · 429应该改成439
        rf"(?:把|将)?(?P<old>{_SIDE_ZH})(?:应该|请|给我|帮我)?(?:改成|改为|换成|更正为|更正成|改到)(?P<new>{_SIDE_ZH}){_END}",
        # the floor was 430 not 340 · 430, not 340
        rf"(?<![^\s,;!?:])(?P<new>{_SIDE_EN}),? (?:and )?(?:not|rather than|instead of) (?P<old>{_SIDE_EN}){_END}",
        # not 340 but 430 · it's not 340, it's 430
        rf"\bnot (?P<old>{_SIDE_EN})(?:,|;| -)? {_BE_EN}(?P<new>{_SIDE_EN}){_END}",
        rf"\bisn't (?P<old>{_SIDE_EN})(?:,|;| -) {_BE_EN}(?P<new>{_SIDE_EN}){_END}",
        # change 340 to 430 · 340 should be 430
        rf"(?:change|replace|correct|swap) (?:the )?(?P<old>{_SIDE_EN}) (?:to|with|into|by|for) (?P<new>{_SIDE_EN}){_END}",
        rf"(?<![\w@.+-])(?P<old>[\w@.+-]+) (?:should be|should have been|should read) (?P<new>{_SIDE_EN}){_END}",
        # I wrote 340 but it's 430 · 我写的是429，其实是439
        rf"\bi (?:said|wrote|typed|put|told you) (?P<old>{_SIDE_EN}),? (?:but|when) {_BE_EN}(?P<new>{_SIDE_EN}){_END}",
        rf"(?:写|说|填|打|发)(?:的是|成了?|了)(?P<old>{_SIDE_ZH})[,，\s]{{1,2}}(?:实际上?|其实|但)?{_BE_ZH}(?P<new>{_SIDE_ZH}){_END}",
    )
)  # fmt: skip
_LEADING_EN = re.compile(
    r"^(?:(?:it|it's|its|that's|that|this|the|a|an|my|was|is|are|were|to|of|i|meant|mean|should|be|make|sorry|no|wait|actually|for|in|on|at)\s+)+"
)
_SMALL_EN = re.compile(
    r"(?:it's|its|it|that's|is|was|are|sorry|no|actually|just|really|only|but|so|very)+"
)
_DAY_EN = re.compile(r"\d{1,2}(?:st|nd|rd|th)", re.IGNORECASE)
_MOST = 4


def find_contrasts(text: str | Folded | None, *, now: datetime, tz: str) -> list[Detail]:
    """Return each pair of an old and a new value, in the order of the text.

    The value is the new side in the customer's words. `extra` holds the old side under `old`, and
    where both are numbers or dates their values under `old_number`, `new_number`, `old_date` and
    `new_date`. Which field is meant follows from the old value, which the record knows.
    """
    folded = fold(text)
    found: list[Detail] = []
    read: list[tuple[int, int]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(folded.text):
            start, end = match.span()
            if len(found) == _MOST or any(start < last and first < end for first, last in read):
                continue
            detail = _contrast(folded, match, now, tz)
            if detail:
                found.append(detail)
                read.append((start, end))
    return sorted(found, key=lambda item: item.start)


def _contrast(folded: Folded, match: re.Match[str], now: datetime, tz: str) -> Detail | None:
    old_start, old_end = match.span("old")
    new_start, new_end = match.span("new")
    new_start += _leading(folded.text[new_start:new_end])
    old_start += _leading(folded.text[old_start:old_end])
    old_end, new_end = (
        end - len(side) + len(side.rstrip("."))
        for end, side in (
            (old_end, folded.text[old_start:old_end]),
            (new_end, folded.text[new_start:new_end]),
        )
    )
    old, new = folded.piece(old_start, old_end), folded.piece(new_start, new_end)
    surplus = len(new.split()) - len(old.split())
    if surplus > 0 and new_start < old_start and new.isascii():
        # "order should be A-17 instead of A-71": what stands before the value says what it is.
        shorter = len(" ".join(new.split()[:surplus])) + 1
        last = folded.piece(new_start + shorter, new_end)
        # In "make that six glasses, not four" the number is the value, not what it counts.
        if find_numbers(last) or not find_numbers(old):
            new_start, new = new_start + shorter, last
    if not old.strip() or not new.strip() or old == new or _SMALL_EN.fullmatch(new.lower()):
        return None
    extra = {"old": old}
    for name, said in (("old", old), ("new", new)):
        numbers = find_numbers(said)
        if len(numbers) == 1:
            extra[f"{name}_number"] = str(numbers[0].value)
        spoken = f"the {said}" if _DAY_EN.fullmatch(said) else said
        dates = [item.iso for item in days_told(spoken, find_dates(spoken, now, tz)) if item.iso]
        if len(dates) == 1:
            extra[f"{name}_date"] = str(dates[0])
    start, end = folded.back(new_start, new_end)
    return Detail("contrast", new, start, end, folded.source[start:end], extra)


def _leading(side: str) -> int:
    """Return how many characters of small words stand before the value itself."""
    found = _LEADING_EN.match(side)
    return found.end() if found and found.end() < len(side) else 0
