"""The festivals and shopping days of both worlds, and the date of their last occurrence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bot.language.calendar_days import day, easter, lunar, nth_weekday

_Rule = Callable[[int], "date | None"]


def _fixed(month: int, number: int) -> _Rule:
    return lambda year: day(year, month, number)


def _lunar(month: int, number: int) -> _Rule:
    return lambda year: lunar(year, month, number)


def _nth(month: int, weekday: int, nth: int, shift: int = 0) -> _Rule:
    return lambda year: nth_weekday(year, month, weekday, nth) + timedelta(days=shift)


def _easter(shift: int) -> _Rule:
    return lambda year: easter(year) + timedelta(days=shift)


def _solar_term(century: float, month: int) -> _Rule:
    """Return the rule of a solar term; the formula holds for the twenty-first century."""
    return lambda year: day(year, month, int((year % 100) * 0.2422 + century) - (year % 100) // 4)


def _eve(year: int) -> date | None:
    first = lunar(year, 1, 1)
    return first - timedelta(days=1) if first else None


ZH: dict[str, _Rule] = {
    **dict.fromkeys(("元旦节", "元旦"), _fixed(1, 1)),
    **dict.fromkeys(
        ("大年初一", "正月初一", "年初一", "春节", "农历新年", "过年", "新春"), _lunar(1, 1)
    ),
    **dict.fromkeys(
        ("除夕夜", "除夕", "年三十", "大年三十", "年三十晚", "年夜饭", "年廿九晚"), _eve
    ),
    **dict.fromkeys(("元宵节", "元宵", "正月十五"), _lunar(1, 15)),
    **dict.fromkeys(("清明节", "清明"), _solar_term(4.81, 4)),
    **dict.fromkeys(
        ("五一劳动节", "五一黄金周", "五一节", "五一假期", "五一小长假", "劳动节", "五一"),
        _fixed(5, 1),
    ),
    **dict.fromkeys(("端午节", "端午", "端阳"), _lunar(5, 5)),
    **dict.fromkeys(("七夕节", "七夕", "情人节七夕"), _lunar(7, 7)),
    **dict.fromkeys(("中元节", "鬼节"), _lunar(7, 15)),
    **dict.fromkeys(("中秋节", "中秋", "八月十五"), _lunar(8, 15)),
    **dict.fromkeys(("重阳节", "重阳"), _lunar(9, 9)),
    **dict.fromkeys(("腊八节", "腊八"), _lunar(12, 8)),
    **dict.fromkeys(("冬至",), _solar_term(21.94, 12)),
    **dict.fromkeys(
        (
            "国庆节",
            "国庆黄金周",
            "国庆长假",
            "国庆假期",
            "国庆",
            "十一长假",
            "十一黄金周",
            "十一假期",
            "十一国庆",
        ),
        _fixed(10, 1),
    ),
    **dict.fromkeys(
        ("双十一", "双11", "双十壹", "双1 1", "光棍节", "11.11大促", "11.11"), _fixed(11, 11)
    ),
    **dict.fromkeys(("双十二", "双12", "12.12"), _fixed(12, 12)),
    **dict.fromkeys(("六一八", "618大促", "618活动", "618年中", "618"), _fixed(6, 18)),
    **dict.fromkeys(("三八妇女节", "三八节", "妇女节", "女神节", "女王节", "38节"), _fixed(3, 8)),
    **dict.fromkeys(("六一儿童节", "儿童节", "六一"), _fixed(6, 1)),
    **dict.fromkeys(("圣诞节", "圣诞", "耶诞节", "耶诞"), _fixed(12, 25)),
    **dict.fromkeys(("平安夜", "圣诞前夜"), _fixed(12, 24)),
    **dict.fromkeys(("跨年夜", "跨年"), _fixed(12, 31)),
    **dict.fromkeys(("情人节",), _fixed(2, 14)),
    **dict.fromkeys(("五二零", "520那天", "520当天", "520"), _fixed(5, 20)),
    **dict.fromkeys(("万圣节", "万圣夜"), _fixed(10, 31)),
    **dict.fromkeys(("感恩节",), _nth(11, 3, 4)),
    **dict.fromkeys(("黑色星期五", "黑五"), _nth(11, 3, 4, 1)),
    **dict.fromkeys(("网络星期一", "网一"), _nth(11, 3, 4, 4)),
    **dict.fromkeys(("教师节",), _fixed(9, 10)),
    **dict.fromkeys(("父亲节",), _nth(6, 6, 3)),
    **dict.fromkeys(("母亲节",), _nth(5, 6, 2)),
    **dict.fromkeys(("青年节", "五四"), _fixed(5, 4)),
    **dict.fromkeys(("建军节", "八一"), _fixed(8, 1)),
    **dict.fromkeys(("双十国庆", "双十节"), _fixed(10, 10)),
    **dict.fromkeys(("愚人节",), _fixed(4, 1)),
    **dict.fromkeys(("复活节",), _easter(0)),
}

# Bare figures and words that mean something else more often need a word of time behind them.
ZH_SHY = frozenset(
    {
        "618",
        "520",
        "五四",
        "八一",
        "六一",
        "五一",
        "过年",
        "新春",
        "年夜饭",
        "跨年",
        "11.11",
        "12.12",
        "六一八",
        "五二零",
        "网一",
    }
)

EN: dict[str, _Rule] = {
    **dict.fromkeys(("new year's eve", "new years eve", "nye"), _fixed(12, 31)),
    **dict.fromkeys(("new year's day", "new years day", "new year's", "new year"), _fixed(1, 1)),
    **dict.fromkeys(("chinese new year", "lunar new year", "spring festival"), _lunar(1, 1)),
    **dict.fromkeys(
        ("valentine's day", "valentines day", "valentine's", "valentines"), _fixed(2, 14)
    ),
    **dict.fromkeys(
        ("st patrick's day", "st patricks day", "st. patrick's day", "paddy's day"), _fixed(3, 17)
    ),
    **dict.fromkeys(("good friday",), _easter(-2)),
    **dict.fromkeys(("easter monday",), _easter(1)),
    **dict.fromkeys(("easter sunday", "easter day", "easter"), _easter(0)),
    **dict.fromkeys(("mother's day", "mothers day"), _nth(5, 6, 2)),
    **dict.fromkeys(("father's day", "fathers day"), _nth(6, 6, 3)),
    **dict.fromkeys(("memorial day",), _nth(5, 0, -1)),
    **dict.fromkeys(("labor day",), _nth(9, 0, 1)),
    **dict.fromkeys(("juneteenth",), _fixed(6, 19)),
    **dict.fromkeys(
        ("independence day", "fourth of july", "4th of july", "july fourth"), _fixed(7, 4)
    ),
    **dict.fromkeys(("mlk day", "martin luther king day"), _nth(1, 0, 3)),
    **dict.fromkeys(("presidents day", "presidents' day", "president's day"), _nth(2, 0, 3)),
    **dict.fromkeys(("columbus day",), _nth(10, 0, 2)),
    **dict.fromkeys(("veterans day", "remembrance day", "armistice day"), _fixed(11, 11)),
    **dict.fromkeys(("halloween", "hallowe'en"), _fixed(10, 31)),
    **dict.fromkeys(("bonfire night", "guy fawkes night"), _fixed(11, 5)),
    **dict.fromkeys(("thanksgiving day", "thanksgiving", "turkey day"), _nth(11, 3, 4)),
    **dict.fromkeys(("black friday",), _nth(11, 3, 4, 1)),
    **dict.fromkeys(("cyber monday",), _nth(11, 3, 4, 4)),
    **dict.fromkeys(("christmas eve", "xmas eve"), _fixed(12, 24)),
    **dict.fromkeys(("christmas day", "xmas day", "christmas", "xmas"), _fixed(12, 25)),
    **dict.fromkeys(("boxing day",), _fixed(12, 26)),
    **dict.fromkeys(
        ("singles' day", "singles day", "single's day", "double eleven", "double 11"),
        _fixed(11, 11),
    ),
    **dict.fromkeys(("canada day",), _fixed(7, 1)),
    **dict.fromkeys(("australia day",), _fixed(1, 26)),
    **dict.fromkeys(("anzac day",), _fixed(4, 25)),
    **dict.fromkeys(
        ("mid-autumn festival", "mid autumn festival", "mooncake festival"), _lunar(8, 15)
    ),
    **dict.fromkeys(("dragon boat festival",), _lunar(5, 5)),
    **dict.fromkeys(
        ("april fools' day", "april fools day", "april fool's day", "april fools"), _fixed(4, 1)
    ),
    **dict.fromkeys(("national day golden week",), _fixed(10, 1)),
    **dict.fromkeys(("leap day",), _fixed(2, 29)),
}


def last_occurrence(rule: _Rule, today: date, shift: int = 0) -> date | None:
    """Return the last time that a festival, or the day so far from it, was not after today."""
    for year in (
        today.year + 1,
        today.year,
        today.year - 1,
        today.year - 2,
        today.year - 3,
        today.year - 4,
    ):
        found = rule(year)
        if found and found + timedelta(days=shift) <= today:
            return found + timedelta(days=shift)
    return None


def in_year(rule: _Rule, year: int, shift: int = 0) -> date | None:
    """Return a festival's day, or the day so far from it, in one year."""
    found = rule(year)
    return found + timedelta(days=shift) if found else None
