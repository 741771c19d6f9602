"""Reads the dates that Chinese sentences name, absolute and relative, solar and lunar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.language.calendar_days import (
    day,
    days_back,
    lunar,
    months_back,
    recent,
    recent_in_month,
    weekday_back,
    weekday_of_week,
)
from bot.language.festivals import ZH, ZH_SHY, in_year, last_occurrence
from bot.language.lexicon import alternatives
from bot.language.numerals import zh_value


@dataclass(frozen=True)
class Found:
    """A date at offsets of the plain form; `kind` says how it was named and whether it can be one."""

    start: int
    end: int
    day: date | None
    kind: str


_N = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_YEAR = r"(?:(?P<year>\d{4}|[零一二三四五六七八九]{4}|(?<!\d)\d{2}|[零一二三四五六七八九]{2})年(?:的)?|(?P<yearword>今年|去年|前年|大前年|上年|旧年|明年|本年)的?)"
_MONTH = r"(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])\s?月(?:份)?的?"
_PLACE = r"(?![楼院线店仓库窗桌门机厢房技厅馆球桥口柜台座床电员公工厂站铺屋栋线路码码头井选种配文色样货油段候枪泵充])(?!车(?!坏|祸|到))"
_YEARS = {"今年": 0, "本年": 0, "去年": 1, "上年": 1, "旧年": 1, "前年": 2, "大前年": 3, "明年": -1}
_ABSOLUTE = re.compile(
    rf"(?<![\d.])(?:{_YEAR}\s?)?(?<![\d.]){_MONTH}\s?(?P<day>{_N})(?:\s?日|\s?号{_PLACE}|(?<=\d)(?![\d个天月.台件元块点:%])|(?<=[一二三四五六七八九十])(?=\s?(?:$|[,。;!?吧的那])))"
)
_NUMERIC = re.compile(
    r"(?<![\da-z._-])(?P<year>(?:19|20)\d\d)\s?(?P<sep>[-/.])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<day>\d{1,2})(?![\d-])(?!\.\d)"
    r"|(?<![\da-z._/-])(?P<year2>[12]\d)(?P<sep2>[-/.])(?P<month2>\d{1,2})(?P=sep2)(?P<day2>\d{1,2})(?![\d./-])"
    r"|(?<![\da-z._-])(?P<year3>20[0-4]\d)(?P<month3>0[1-9]|1[0-2])(?P<day3>0[1-9]|[12]\d|3[01])(?![\da-z-])"
)
_MONTH_WORD = re.compile(
    rf"(?P<word>上上个?月|上个?月|这个?月|本月|当月|下个?月)的?\s?(?P<day>{_N})(?:日|号{_PLACE}|(?=$|[,。\s]))"
)
_DAY = re.compile(
    rf"(?:(?<![\d.#a-z第一二三四五六七八九十百-])|(?<=[周期拜][一二三四五六日]))(?<!\d,)(?<![型账编单票卡序几月排尺号小大])(?P<day>{_N})(?P<unit>号|日)(?![\d本元常用韩系产内])(?!期(?!间)){_PLACE}"
)
_SLASH = re.compile(
    r"(?<![\d./:-])(?<![a-z])(?P<month>\d{1,2})(?P<sep>[/.-])(?P<day>\d{1,2})(?P<unit>号|日|那天|当天)?(?![\d./%:-])(?![a-z个元块倍米斤寸折分折度万])"
)
_WORDS = {
    "今天": 0, "今日": 0, "今儿": 0, "今早": 0, "今晚": 0, "今晨": 0, "今朝": 0, "今个": 0, "今儿个": 0, "今天早上": 0, "今午": 0,
    "昨天": 1, "昨日": 1, "昨儿": 1, "昨儿个": 1, "昨晚": 1, "昨夜": 1, "昨早": 1, "昨晨": 1, "昨个": 1, "昨晚上": 1, "昨午": 1, "昨下午": 1, "咋天": 1, "作天": 1, "寻日": 1, "噚日": 1,
    "琴日": 1, "寻晚": 1, "琴晚": 1, "夜儿个": 1,
    "前天": 2, "前日": 2, "前儿": 2, "前晚": 2, "前儿个": 2, "前夜": 2, "前个": 2, "大前天": 3, "大前日": 3, "大前儿": 3, "大前晚": 3, "大前儿个": 3,
    "大大前天": 4, "明天": -1, "明日": -1, "明儿": -1, "明早": -1, "明晚": -1, "听日": -1, "后天": -2, "后日": -2, "大后天": -3,
}  # fmt: skip
_RELATIVE = re.compile(
    rf"(?<![目以之])(?<!工(?=作)){'(?:' + alternatives(list(_WORDS)) + ')'}(?!气|(?<=今个)(?:星期|礼拜|月|周))"
    r"|(?:刚刚|刚才|方才)(?!.{0,2}?[讲说问提发查看数想翻写填])|就在刚|当天晚上(?=我)"
)
_BEFORE_FESTIVAL = re.compile(r"(?:国庆|节|春节|中秋|元旦|端午|圣诞|双十一|五一|十一|清明)$")
_AGO = re.compile(
    r"(?P<n>\d{1,4}|[零一二三四五六七八九十百两俩]{1,4}|半)(?P<half1>个半|年半)?(?P<half2>多)?\s?(?P<unit>天|日|个?星期|个?礼拜|周|个?月|年|个?小时|个?钟头|个?钟|分钟)(?P<half3>半)?(?:多)?(?:之前|以前|前(?!后|儿|天(?![气猫津台空黑亮冷热花])|日(?!本|常)|[晚夜](?![上里间饭])))"
)
_LASTING = re.compile(
    r"(?:都|已经|有|大概|差不多|快|坏了|得有|嗯|大约|[\s,])*(?P<span>(?P<n>\d{1,3}|[一二三四五六七八九十两]{1,3}|半)(?P<half1>个半|年半)?\s?(?P<unit>天|日|个?星期|个?礼拜|周|个?月|年|个?小时)(?P<half3>半)?(?:多)?)(?:了|吧|啊|[\s。.])*"
)
_WEEKDAY = re.compile(
    r"(?<![一二两三四五六七八九十\d每几多半整逢隔]|个)(?P<weeks>上上上|上上|上|这|今(?=个)|本|下下|下)?(?:一)?(?:个)?(?:周|星期|礼拜|拜)(?P<weekday>[一二三四五六日天末](?!次|天(?!早|晚|上|下)|个|起|家|款|年|内|到(?=周|星期|礼拜|拜|[一二三四五六日天\d])|周|线|遍|篇|节课)|[1-7](?![\d天个年周次月号.:到至-]))"
)
#: A weekend like any other: 周末房间难找, 周末人多.
_ANY_WEEKEND = re.compile(
    r"(?:的?(?:房|票|价|人(?:多|山)|车|位|班|档|高峰|时段|时候|期间)|一般|总是?|都|才有空|经常|往往)"
)
#: As many days as a term that is named has: 等14个工作天, 14日!
_TERM = re.compile(r"(?<!\d)(?P<n>\d{1,2})个?(?:工作天|工作日|天)")
_WAITED = re.compile(r"(?:等(?:唔到|不到|不了|足|了|咗|上|够)?|足足|超过|长达|整整|拖了?|要)\s?$")
_WEEKS_AGO_DAY = re.compile(
    r"(?P<n>[一二两三四\d])(?:个)?(?:周|星期|礼拜)前的?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
)
_FESTIVAL = re.compile(
    rf"(?:(?P<yearword>今年|去年|前年|大前年|上年|明年)的?|(?P<year>20\d\d|\d\d)年?的?)?(?<!\d)(?P<name>{alternatives(list(ZH))})(?!元|块|\d|路|街|广场|小区|个|%|晚会|标准|中学|医院|大厦|版|款|影|公寓|奖|月(?!月)|届|师|纪念碑|快乐|礼盒|套装|价)"
    r"(?:的|节|那天的)?(?P<shift>前夕|前夜|前天|前一天|前一晚|前一日|头一天|前两天|前二天|前三天|后一天|第二天|次日|隔天|翌日|后两天|后三天|第三天|第四天|第五天|第六天|第七天|当天|那天|当日|当晚|期间|假期|那几天|前后|前|之前|以前|后|之后|以后|过后|的时候|活动|大促|下单|买|抢|期|那会儿?|时)?"
)
_ELEVEN = re.compile(
    r"(?<![\d二三四五六七八九十双])(?P<year>今年|去年)?十一(?P<shift>期间|假期|那天|当天|那几天|前一天|第二天|回来|出去|出行|放假|长假|出游|去玩)"
)
_SHIFTS = {
    "前夕": -1, "前夜": -1, "前天": -1, "前一天": -1, "前一晚": -1, "前一日": -1, "头一天": -1, "前两天": -2, "前二天": -2, "前三天": -3, "后一天": 1, "第二天": 1,
    "次日": 1, "隔天": 1, "翌日": 1, "后两天": 2, "后三天": 3, "第三天": 2, "第四天": 3, "第五天": 4, "第六天": 5, "第七天": 6,
}  # fmt: skip
_LUNAR_DAY = r"(?P<tens>初|十|二十|廿|三十)(?P<ones>[一二三四五六七八九十])?"
_LUNAR = re.compile(
    rf"(?:(?:农历|阴历|旧历)(?:的)?(?P<month>[正一二三四五六七八九十冬腊]{{1,2}})月{_LUNAR_DAY}|(?P<first>大年|正月|(?<![去今前明每半成几\d])年(?=初|三十|廿)|腊月){_LUNAR_DAY.replace('tens', 'tens2').replace('ones', 'ones2')}(?!级|中|班))"
)
_VAGUE = re.compile(
    r"(?<!每)(?:上上个?|上个?|这个?|本)(?:周末|星期末|礼拜末)|(?:上上个?|上个?)(?:周|星期|礼拜)(?![一二三四五六日天末\d])|上上个?月|上个?月|(?:这个?|本)月(?:初|中|底|上旬|中旬|下旬)|月初|月底|上半年|下半年|年初|年底|前几天|前两天|前些天|前些日子|前阵子|前段时间|几天前|好几天前|"
    r"几个月前|几周前|大前年|去年|前年|上年|最近|这几天|这两天|近期|近日|不久前|前几日|上学期|暑假|寒假|夏天|冬天|春天|秋天"
)
_MONTH_ALONE = re.compile(
    rf"(?<![\d.第])(?:{_YEAR}\s?)?(?<![\d.个])(?:\d{{1,2}}|十[一二]?|[一二三四五六七八九])月(?:份|初|中旬?|底|上旬|下旬)?(?![\d一二三四五六七八九十饼球租费卡光])|(?<!\d)20\d\d年"
)


def _number(words: str) -> int:
    value = zh_value(words) if not words.isdigit() else int(words)
    return int(value) if value is not None else -1


def _year(found: re.Match[str], today: date) -> int | None:
    """Return the year that a date names, or None when it names none."""
    groups = found.groupdict()
    if groups.get("yearword"):
        return today.year - _YEARS[groups["yearword"]]
    if groups.get("year"):
        year = _number(groups["year"])
        return year if year > 99 else 2000 + year
    return None


def _dated(found: re.Match[str], today: date) -> Found | None:
    """Return the date behind a year, month and day, the year being the last one when none is named."""
    month, number = _number(found.group("month")), _number(found.group("day"))
    year = _year(found, today)
    if month < 1 or number < 1 or month > 12 or number > 31:
        if month > 40 or number > 99:
            return None
        return Found(*found.span(), None, "impossible")
    value = day(year, month, number) if year else recent(today, month, number)
    return Found(*found.span(), value, "day" if value else "impossible")


def find_dates_zh(text: str, today: date, *, expected: bool = False) -> Iterator[Found]:
    """Yield the dates of a plain text in the order of the patterns, the surest first."""
    for found in _NUMERIC.finditer(text):
        suffix = "" if found.group("year") else "2" if found.group("year2") else "3"
        year, month, number = (int(found.group(name + suffix)) for name in ("year", "month", "day"))
        year += 2000 if year < 100 else 0
        if suffix == "2" and (
            month > 12 or number > 31 or not today.year - 6 <= year <= today.year + 1
        ):
            continue
        value = day(year, month, number)
        yield Found(*found.span(), value, "day" if value else "impossible")
    for found in _ABSOLUTE.finditer(text):
        dated = _dated(found, today)
        if dated:
            yield dated
    for found in _MONTH_WORD.finditer(text):
        yield _in_named_month(found, today)
    yield from _lunar_days(text, today)
    yield from _festivals(text, today)
    yield from _weekdays(text, today)
    for found in _AGO.finditer(text):
        ago = _ago(found, today)
        if ago:
            yield ago
    for found in _RELATIVE.finditer(text):
        if found.group() in ("前天", "前日", "前晚", "前夜") and _BEFORE_FESTIVAL.search(
            text[max(0, found.start() - 4) : found.start()]
        ):
            continue
        back = _WORDS.get(found.group(), 0)
        yield Found(*found.span(), days_back(today, back), "relative")
    terms = {found["n"] for found in _TERM.finditer(text)}
    for found in _DAY.finditer(text):
        number = _number(found.group("day"))
        if found.group("unit") == "日" and not found.group("day").isdigit() and number < 4:
            continue
        if found.group("unit") == "日" and (
            found.group("day") in terms
            or _WAITED.search(text, max(0, found.start() - 5), found.start())
        ):
            continue
        if 1 <= number <= 31:
            yield Found(*found.span(), recent_in_month(today, number), "day_of_month")
    yield from _slashed(text, today, expected)
    for found in _VAGUE.finditer(text):
        if found.group().endswith("末"):
            weeks = (
                -2
                if found.group().startswith("上上")
                else -1
                if found.group().startswith("上")
                else 0
            )
            yield Found(*found.span(), weekday_of_week(today, 5, weeks), "weekday")
        else:
            yield Found(*found.span(), None, "vague")
    lasting = _LASTING.fullmatch(text) if expected else None
    if lasting:
        ago = _ago(lasting, today)
        if ago:
            yield Found(*lasting.span("span"), ago.day, "relative")
    for found in _MONTH_ALONE.finditer(text):
        yield Found(*found.span(), None, "vague")


def _in_named_month(found: re.Match[str], today: date) -> Found:
    word = found.group("word")
    back = (
        2
        if word.startswith("上上")
        else 1
        if word.startswith("上")
        else -1
        if word.startswith("下")
        else 0
    )
    base = months_back(today.replace(day=1), back)
    number = _number(found.group("day"))
    value = day(base.year, base.month, number) if base else None
    return Found(*found.span(), value, "day" if value else "impossible")


def _weekdays(text: str, today: date) -> Iterator[Found]:
    for found in _WEEKS_AGO_DAY.finditer(text):
        weekday = "一二三四五六日".find(found.group("weekday").replace("天", "日"))
        yield Found(
            *found.span(),
            weekday_of_week(today, weekday, -_number(found.group("n").replace("两", "二"))),
            "weekday",
        )
    for found in _WEEKDAY.finditer(text):
        name = found.group("weekday")
        weekday = (
            5
            if name == "末"
            else int(name) - 1
            if name.isdigit()
            else "一二三四五六日".find(name.replace("天", "日"))
        )
        weeks = found.group("weeks")
        if name == "末" and weeks is None and _ANY_WEEKEND.match(text, found.end()):
            continue
        if weeks is None and "拜" in found.group() and "礼拜" not in found.group():
            continue
        if weeks is None:
            value: date | None = weekday_back(today, weekday)
        else:
            value = weekday_of_week(
                today,
                weekday,
                {"上上上": -3, "上上": -2, "上": -1, "下": 1, "下下": 2}.get(weeks, 0),
            )
        yield Found(*found.span(), value, "weekday")


def _ago(found: re.Match[str], today: date) -> Found | None:
    """Return the day some days, weeks, months or years ago; hours count as today."""
    amount: float = (
        0.5 if found.group("n") == "半" else _number(found.group("n").replace("俩", "两"))
    )
    if amount <= 0:
        return None
    if found.group("half1") or found.group("half3"):
        amount += 0.5
    unit = found.group("unit").lstrip("个")
    if found.group("half1") == "年半":
        unit = "年"
    if unit in ("天", "日"):
        value = days_back(today, amount)
    elif unit in ("星期", "礼拜", "周"):
        value = days_back(today, int(amount * 7))
    elif unit == "月":
        whole = months_back(today, int(amount))
        value = days_back(whole, 15 if amount % 1 else 0) if whole else None
    elif unit == "年":
        value = months_back(today, int(amount * 12))
    else:
        value = today
    return Found(*found.span(), value, "relative")


def _festivals(text: str, today: date) -> Iterator[Found]:
    for found in _FESTIVAL.finditer(text):
        name, shift = found.group("name"), found.group("shift")
        dated = found.group("year") or found.group("yearword")
        if name in ZH_SHY and not shift and not dated:
            continue
        if found.group("year") and len(found.group("year")) == 2 and "年" not in found.group()[:4]:
            continue
        days = _SHIFTS.get(shift or "", 0)
        year = _year(found, today)
        value = in_year(ZH[name], year, days) if year else last_occurrence(ZH[name], today, days)
        unsure = shift in ("前后", "前", "之前", "以前", "后", "之后", "以后", "过后")
        end = (
            found.start("shift")
            if unsure or shift in ("买", "抢", "下单", "活动", "大促", "时", "的时候")
            else found.end()
        )
        yield Found(
            found.start(), end, None if unsure else value, "vague" if unsure else "festival"
        )
    for found in _ELEVEN.finditer(text):
        days = _SHIFTS.get(found.group("shift"), 0)
        value = (
            in_year(ZH["国庆"], today.year - 1, days)
            if found.group("year") == "去年"
            else last_occurrence(ZH["国庆"], today, days)
        )
        yield Found(*found.span(), value, "festival")


def _lunar_days(text: str, today: date) -> Iterator[Found]:
    for found in _LUNAR.finditer(text):
        tens, ones = (
            found.group("tens") or found.group("tens2"),
            found.group("ones") or found.group("ones2"),
        )
        number = {"初": 0, "十": 10, "二十": 20, "廿": 20, "三十": 30}[tens] + (
            _number(ones) if ones else 0
        )
        first = found.group("first")
        name = found.group("month") or ("腊" if first == "腊月" else "正")
        month = {"正": 1, "冬": 11, "腊": 12}.get(name) or _number(name)
        if number < 1 or number > 30 or (first == "年" and number > 15):
            continue
        if first in ("大年", "年") and tens == "三十":
            value = last_occurrence(ZH["除夕"], today)
        else:
            candidates = [
                lunar(year, month, number) for year in range(today.year, today.year - 3, -1)
            ]
            value = next(
                (found_day for found_day in candidates if found_day and found_day <= today), None
            )
        yield Found(*found.span(), value, "festival")


def _slashed(text: str, today: date, expected: bool) -> Iterator[Found]:
    for found in _SLASH.finditer(text):
        month, number, separator = (
            int(found.group("month")),
            int(found.group("day")),
            found.group("sep"),
        )
        if not (1 <= month <= 12 and 1 <= number <= 31):
            continue
        named = bool(found.group("unit")) or expected
        cued = re.search(
            r"(?:在|于|从|自|到|日期|时间|今年|去年)[:\s]?$",
            text[max(0, found.start() - 6) : found.start()],
        ) or re.match(
            r"\s?(?:买|购|下单|到货|收货|发货|签收|收到|安装|入住|开始|那天|晚|早|上午|下午|左右|付|订|拍|出发|当天)",
            text[found.end() : found.end() + 4],
        )
        fraction = month < number < 10 and month <= 4
        if not (
            named or (separator == "/" and (cued or not fraction)) or (cued and separator != "-")
        ):
            continue
        value = recent(today, month, number)
        yield Found(*found.span(), value, "day" if value else "impossible")
