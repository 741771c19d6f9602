"""Drops the dates that a message takes back, denies or names a second time by their weekday."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bot.language.corrections import ABOUT_ELSE, SMALL_EN, SORRY_BEHIND

if TYPE_CHECKING:
    from bot.language.dates import DateSpan

#: Two names of one day: "Friday the 6th", 15日(星期日), "the Sunday, so the 4th".
_SAME_DAY = re.compile(
    r"[\s,(:-]*(?:(?:so|that's|it was|i think|being|the|(?:也)?就是|即|是|那个|当天)[\s,]*)*",
    re.ASCII,
)
_BESIDE = re.compile(r"[\s(]*(?:the )?", re.ASCII)
_DAYS = ("day", "day_of_month", "festival")
_DENIED = re.compile(
    r"(?:(?<!是)不是|并非|而非|不该是)\s?(?:在|于)?$"
    r"|(?:\bnot|wasn't|wasnt|isn't|isnt|rather than|instead of)\s(?:(?:on|in|the|for|from|last)\s)*$",
    re.ASCII,
)
#: 不是昨天才修好的吗: a question that means the opposite, or "not Friday yet".
_MEANT_ALL_THE_SAME = re.compile(r"\s?[才刚就还都]|[^,。.!\n]{0,24}(?:吗|么|嘛|\?)")
_START = r"(?:^|[.,;!?…(~\n-])\s*(?:(?:oh|ah|er|um|uh|well|but|and|actually),? )*"
_CUE_EN = (
    rf"(?:{_START}(?:no|nope|sorry|wait|oops|whoops|correction|actually)\b(?! (?:for|to|until|till|if|about)\b)"
    r"|\b(?:hang on|hold on|i tell a lie|i lie|i mean|i meant|make that|scratch that|or rather|my mistake|my bad|typo)\b"
    r"|\bwrong (?:date|day)\b|\b(?:date|day)s? (?:was |is )?wrong\b|\bmix(?:ed|ing)\b[^.]{0,16}\bup\b|\bmisremember)"
)
_SMALL_EN = (
    rf"(?:{SMALL_EN}|must|would|sorry|actually|correction|date|day|definitely|happened|arrived|came"
    r"|got|up)\b"
)
#: "No, hang on, that was when you phoned. It was …": what the first date was instead.
_EXPLAINED = r"(?:[\s,.;:!-]*(?:that|which)(?: was|'s| is) [^.;!?\n]{1,60}[.;!?,\n])?"
_BETWEEN_EN = re.compile(
    rf"{_CUE_EN}(?:[\s,.;:!?…(~-]|{_SMALL_EN}){{0,20}}{_EXPLAINED}(?:[\s,.;:!?…(~-]|{_SMALL_EN}){{0,20}}$",
    re.ASCII,
)
_OTHERS = r"[你他她]们?|客服|商家|店家|卖家|师傅|快递|仓库|司机|平台"
_ERR = r"(?:说|写|记|打|搞|弄|输|看|算)(?:错|岔|混|反|差)"
_CUE_ZH = (
    rf"(?:(?:^|[,。…!?\s~-]|[哦啊噢呀哎诶])不对|^应该是|(?:^|[,。…!?\s~-])不是(?=[,。…!\s~])|(?<![说声道])(?:不好意思|抱歉)|更正|纠正|[哦啊噢喔]不|口误|笔误|准确(?:地)?说"
    rf"|(?:(?<!们)(?<!他)(?<!她)(?<!你)(?:{_ERR})|(?:{_OTHERS})[^,。]{{0,6}}{_ERR}(?=.*是$)))"
)
_SMALL_ZH = (
    r"(?:[\s,。.:;!?~…\"'(-]|[了的地得是在于我啊呀哦噢哎嗯那其实才也应该说就为成条]|一下|日期|时间|日子|准确|刚才|刚刚|对不起|不好意思|抱歉|不对"
    rf"|{_ERR}|更正|[寄买收送发坏出][到事]?的?|当天|好像|想起来)"
)
_BETWEEN_ZH = re.compile(rf"{_CUE_ZH}{_SMALL_ZH}{{0,24}}$")
#: "the 3rd. The 4th, sorry": the word stands behind the second date.
_BARE_BETWEEN = re.compile(
    r"[\s,.;…!?(~-]*(?:(?:no|the|on|it was|er|um|or|哦|噢|啊|不|应该|是)[\s,]*)*", re.ASCII
)
_FROM_BEHIND = re.compile(
    rf"[\s,.(-]*(?:{SORRY_BEHIND}|my mistake)\b(?! (?:{ABOUT_ELSE}))|\s?(?:才对|才是对的)", re.ASCII
)
_FURTHEST = 120


@dataclass(frozen=True)
class Told:
    """A date that stands, and the place in the plain form where what happened then is told."""

    date: DateSpan
    start: int
    end: int


def stand(plain: str, named: list[Told]) -> list[Told]:
    """Return the dates of a plain text that nothing takes back."""
    denied = [item for item in named if _denied(plain, item.start, item.end)]
    # "It was Friday, not Thursday; on Thursday it had not come yet": the denied day is gone.
    days = {item.date.iso for item in denied if item.date.iso}
    told = [item for item in named if item not in denied and item.date.iso not in days]
    told = _once(plain, told)
    gone: set[str] = set()
    kept: list[Told] = []
    for index, item in enumerate(told):
        before = told[index - 1] if index else None
        if before and kept and not item.date.future and _puts_right(plain, before, item):
            wrong = kept.pop()
            if wrong.date.iso:
                gone.add(wrong.date.iso)
            gone.discard(item.date.iso or "")
            # What was told of the first date is told of the second.
            item = replace(item, start=wrong.start, end=wrong.end)
        kept.append(item)
    return [item for item in kept if item.date.iso not in gone]


def _denied(plain: str, start: int, end: int) -> bool:
    """Say whether the words before a date say that it is not the one."""
    return bool(_DENIED.search(plain[max(0, start - 24) : start])) and not (
        _MEANT_ALL_THE_SAME.match(plain[end : end + 28])
    )


def _once(plain: str, told: list[Told]) -> list[Told]:
    """Return the dates without the weekday of a day that is named beside it."""
    kept: list[Told] = []
    for item in told:
        last = kept[-1] if kept else None
        if last and _one_day(last, item, plain[last.end : item.start]):
            day = last if item.date.kind == "weekday" else item
            kept[-1] = Told(day.date, last.start, item.end)
        else:
            kept.append(item)
    return kept


def _one_day(first: Told, second: Told, gap: str) -> bool:
    """Say whether one of two dates is a weekday, and the other the same day by its number."""
    kinds = {first.date.kind, second.date.kind}
    if "weekday" not in kinds or kinds.isdisjoint(_DAYS):
        return False
    return bool(
        _BESIDE.fullmatch(gap) or (_SAME_DAY.fullmatch(gap) and _weekday(first) == _weekday(second))
    )


def _weekday(item: Told) -> int | None:
    return date.fromisoformat(item.date.iso).weekday() if item.date.iso else None


def _puts_right(plain: str, wrong: Told, right: Told) -> bool:
    """Say whether the words between two dates, or behind them, put the second for the first."""
    between = plain[wrong.end : right.start]
    if len(between) > _FURTHEST:
        return False
    return bool(
        _BETWEEN_EN.search(between)
        or _BETWEEN_ZH.search(between)
        or (
            _BARE_BETWEEN.fullmatch(between)
            and _FROM_BEHIND.match(plain[right.end : right.end + 24])
        )
    )
