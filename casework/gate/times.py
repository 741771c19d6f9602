"""Reads the times that a text promises, and compares them with those that the policy sets."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Final, Protocol

from casework.gate.lexicon import Lexicon
from casework.gate.money import number

_ENGLISH: Final = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": 1, "an": 1, "twenty-four": 24, "forty-eight": 48}
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DURATION: Final = re.compile(
    r"(?P<count>\d+|[零一二两三四五六七八九十]+|半|\b(?:an?|one|two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve|twenty-four|forty-eight)\b)[\s-]?(?:full )?(?:个)?"
    r"(?P<unit>小时|钟头|工作日|working[\s-]days?|business[\s-]days?|hours?\b|hrs?\b)",
    re.IGNORECASE,
)
_SPAN: Final = re.compile(
    _DURATION.pattern.replace(
        "(?P<unit>", r"(?P<unit>周|星期|礼拜|天|日(?=之?内|以内)|weeks?\b|days?\b|"
    ),
    re.IGNORECASE,
)
_INSTANT_ZH: Final = re.compile(
    r"(?:(?P<month>\d{1,2})月)(?P<day>\d{1,2})[日号]?\s*(?:(?P<hour>\d{1,2})[:：点](?P<minute>\d{2})?)?"
)
_MONTH: Final = rf"(?:{'|'.join(_MONTHS)})[a-z]*"
_INSTANT_EN: Final = re.compile(
    rf"(?:\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})"
    rf"|\b(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b)"
    r"(?:,? (?:at )?(?P<hour>\d{1,2}):(?P<minute>\d{2}))?",
    re.IGNORECASE,
)
_TODAY: Final = re.compile(r"今天|今日|今晚|\btoday\b|\btonight\b", re.IGNORECASE)
_TOMORROW: Final = re.compile(r"明天|明日|\btomorrow\b", re.IGNORECASE)
_WEEKDAY_ZH: Final = re.compile(r"(?:本|这|下)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
_DAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAY_EN: Final = re.compile(rf"\b(?P<day>{'|'.join(_DAYS)})\b", re.IGNORECASE)


class ClockFigure(Protocol):
    """A promise of the policy, as `casework.policy.ClockRule` holds it."""

    @property
    def name(self) -> str:
        """Which clock it is."""

    @property
    def hours(self) -> int | None:
        """So many hours by the wall clock."""

    @property
    def working_days(self) -> int | None:
        """So many working days by the calendar."""


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock of a case falls due."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PromisedTimes:
    """The times that may be named: the policy's figures, and when a case's clocks fall due."""

    figures: Sequence[ClockFigure] = ()
    dues: Sequence[Due] = ()
    tz: tzinfo = UTC
    now: datetime | None = None
    office_hours: tuple[str, str] = ("", "")

    def allows(self, words: str, clocks: Iterable[str]) -> bool:
        """Tell whether these words name a time that the policy sets for one of the clocks."""
        names = set(clocks)
        duration = _DURATION.search(words)
        if duration is not None:
            return self._is_figure(duration, names)
        return any(self._is_due(words, due) for due in self.dues if due.name in names)

    def is_exact_due(self, words: str) -> bool:
        """Tell whether these words name, to the minute, when a clock of the case falls due."""
        read = _instant(words)
        if read is None or read[2] is None:
            return False
        local = [due.at.astimezone(self.tz) for due in self.dues]
        return read in {(at.month, at.day, at.hour, at.minute) for at in local}

    def _is_figure(self, duration: re.Match[str], names: set[str]) -> bool:
        count = _count(duration["count"])
        is_hours = re.match("小时|钟头|h", duration["unit"], re.IGNORECASE) is not None
        return any(
            (figure.hours if is_hours else figure.working_days) == count
            for figure in self.figures
            if figure.name in names
        )

    def _is_due(self, words: str, due: Due) -> bool:
        local = due.at.astimezone(self.tz)
        read = _instant(words)
        if read is not None:
            return read in {
                (local.month, local.day, None, None),
                (local.month, local.day, local.hour, local.minute),
            }
        if self.now is None or re.search(r"\d", words):
            return False
        today = self.now.astimezone(self.tz).date()
        if _TODAY.search(words):
            return today == local.date()
        if _TOMORROW.search(words):
            return today + timedelta(days=1) == local.date()
        weekday = _weekday(words)
        return weekday == local.isoweekday() and timedelta(0) <= local.date() - today < timedelta(7)


def _instant(words: str) -> tuple[int, int, int | None, int | None] | None:
    chinese = _INSTANT_ZH.search(words)
    if chinese is not None:
        return int(chinese["month"]), int(chinese["day"]), *_clock_time(chinese)
    match = _INSTANT_EN.search(words)
    if match is None:
        return None
    month = _MONTHS.index((match["month"] or match["month2"])[:3].lower()) + 1
    return month, int(match["day"] or match["day2"]), *_clock_time(match)


def _clock_time(match: re.Match[str]) -> tuple[int | None, int | None]:
    if match["hour"] is None:
        return None, None
    return int(match["hour"]), int(match["minute"] or 0)


def _weekday(words: str) -> int | None:
    chinese = _WEEKDAY_ZH.search(words)
    if chinese is not None:
        return min("一二三四五六日天".index(chinese["day"]) + 1, 7)
    english = _WEEKDAY_EN.search(words)
    return None if english is None else _DAYS.index(english["day"].lower()) + 1


def _count(written: str) -> Decimal | int | None:
    return _ENGLISH.get(written.lower()) or number(written)


def clocks_about(clause: str, lexicon: Lexicon) -> set[str]:
    """Return the names of the clocks that may set the time of what a clause is about.

    What is about a final result is set by no clock: the policy promises replies, not outcomes.
    """
    if lexicon.final.search(clause):
        return set()
    return {
        name for about, names in lexicon.topics.items() if about.search(clause) for name in names
    }


def day_meant(words: str, today: date) -> date | None:
    """Return the local day that words name; None where they name none that can be told.

    A span of working days counts from Monday to Friday alone, so that it never ends too late.
    """
    duration = _SPAN.search(words)
    if duration is not None:
        return _after(duration, today)
    if _TODAY.search(words):
        return today
    if _TOMORROW.search(words):
        return today + timedelta(days=1)
    instant = _instant(words)
    if instant is not None:
        return _next_day(today, instant[0], instant[1])
    weekday = _weekday(words)
    if weekday is None or re.search("下|next", words, re.IGNORECASE):
        return None
    return today + timedelta(days=(weekday - today.isoweekday()) % 7)


def _after(span: re.Match[str], today: date) -> date | None:
    count, unit = _count(span["count"]), span["unit"].lower()
    if count is None or count != int(count) or count > 1000:
        return None
    if re.match("小时|钟头|h", unit):
        return today + timedelta(days=int(count) // 24)
    if re.match("周|星期|礼拜|week", unit):
        return today + timedelta(days=7 * int(count))
    if re.match("天|日|day", unit):
        return today + timedelta(days=int(count))
    day = today
    for _ in range(int(count)):
        day += timedelta(days=1)
        while day.isoweekday() > 5:
            day += timedelta(days=1)
    return day


def _next_day(today: date, month: int, day: int) -> date | None:
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None
