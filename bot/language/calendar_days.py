"""Calendar arithmetic for dates that people name: recent days, months back, festivals, the lunar year."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import cache

# One word a year from 2000: bits 16 is the length of the leap month, 15 to 4 those of the months, 3 to 0 the leap month.
_LUNAR = (
    0x0C960, 0x0D954, 0x0D4A0, 0x0DA50, 0x07552, 0x056A0, 0x0ABB7, 0x025D0, 0x092D0, 0x0CAB5,
    0x0A950, 0x0B4A0, 0x0BAA4, 0x0AD50, 0x055D9, 0x04BA0, 0x0A5B0, 0x15176, 0x052B0, 0x0A930,
    0x07954, 0x06AA0, 0x0AD50, 0x05B52, 0x04B60, 0x0A6E6, 0x0A4E0, 0x0D260, 0x0EA65, 0x0D530,
    0x05AA0, 0x076A3, 0x096D0, 0x04AFB, 0x04AD0, 0x0A4D0, 0x1D0B6, 0x0D250, 0x0D520, 0x0DD45,
)  # fmt: skip
_LUNAR_START = date(2000, 2, 5)


def day(year: int, month: int, number: int) -> date | None:
    """Return the date, or None where the calendar has no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def recent(today: date, month: int, number: int) -> date | None:
    """Return the last occurrence of a day of the year that is not after today."""
    for year in range(today.year, today.year - 5, -1):
        found = day(year, month, number)
        if found and found <= today:
            return found
    return None


def recent_in_month(today: date, number: int) -> date | None:
    """Return the last occurrence of a day of the month that is not after today."""
    year, month = today.year, today.month
    for _ in range(3):
        found = day(year, month, number)
        if found and found <= today:
            return found
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return None


def months_back(today: date, months: int) -> date | None:
    """Return the same day some months ago, or the month's last day where it has none."""
    index = today.year * 12 + today.month - 1 - months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def days_back(today: date, days: float) -> date | None:
    """Return the day some days ago, or None beyond the calendar."""
    try:
        return today - timedelta(days=days)
    except OverflowError:
        return None


def weekday_back(today: date, weekday: int) -> date:
    """Return the last such day of the week before today."""
    return today - timedelta(days=(today.weekday() - weekday) % 7 or 7)


def weekday_of_week(today: date, weekday: int, weeks: int) -> date | None:
    """Return a day of the week that lies some weeks from this one; weeks begin on Monday."""
    return days_back(today, today.weekday() - weekday - 7 * weeks)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """Return the nth such weekday of a month, counted from the end when negative."""
    days = [
        date(year, month, number)
        for number in range(1, calendar.monthrange(year, month)[1] + 1)
        if date(year, month, number).weekday() == weekday
    ]
    return days[nth - 1 if nth > 0 else nth]


def easter(year: int) -> date:
    """Return Easter Sunday by the anonymous Gregorian rule."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, number = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, number + 1)


@cache
def lunar_months(year: int) -> tuple[tuple[int, date, int], ...]:
    """Return the months of a lunar year as number, first day and length; a leap month has a negative number."""
    start = _LUNAR_START
    for index, word in enumerate(_LUNAR):
        leap = word & 0xF
        months = []
        for month in range(1, 13):
            length = 30 if word & (0x10000 >> month) else 29
            months.append((month, start, length))
            start += timedelta(days=length)
            if month == leap:
                length = 30 if word & 0x10000 else 29
                months.append((-month, start, length))
                start += timedelta(days=length)
        if 2000 + index == year:
            return tuple(months)
    return ()


def lunar(year: int, month: int, number: int) -> date | None:
    """Return the date of a day of the lunar calendar; day 0 means the eve before the month."""
    for found, start, length in lunar_months(year):
        if found == month and number <= length:
            return start + timedelta(days=number - 1)
    return None
