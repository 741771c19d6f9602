"""Reads the dates that English sentences name, absolute and relative."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.language.calendar_days import (
    day,
    days_back,
    months_back,
    recent,
    recent_in_month,
    weekday_back,
    weekday_of_week,
)
from bot.language.dates_zh import Found
from bot.language.festivals import EN, in_year, last_occurrence
from bot.language.lexicon import alternatives
from bot.language.numerals import EN_NUMBER, en_value

_MONTHS = {
    "january": 1, "jan": 1, "february": 2, "febuary": 2, "feburary": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6, "jun": 6,
    "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "septemeber": 9, "sept": 9, "sep": 9, "october": 10, "ocotber": 10, "oct": 10, "november": 11,
    "novemeber": 11, "novemebr": 11, "nov": 11, "december": 12, "decemeber": 12, "dec": 12,
}  # fmt: skip
_WEEKDAYS = {
    "monday": 0, "mon": 0, "munday": 0, "tuesday": 1, "teusday": 1, "tues": 1, "tue": 1, "wednesday": 2, "wensday": 2, "wendsday": 2, "wednsday": 2, "weds": 2, "wed": 2,
    "thursday": 3, "thrusday": 3, "thurs": 3, "thur": 3, "thu": 3, "friday": 4, "firday": 4, "fri": 4, "saturday": 5, "satuday": 5, "sat": 5, "sunday": 6, "sun": 6,
}  # fmt: skip
_SHORT_DAYS = frozenset(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
    "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
    "twenty-first": 21, "twenty first": 21, "twenty-second": 22, "twenty second": 22, "twenty-third": 23, "twenty third": 23, "twenty-fourth": 24,
    "twenty fourth": 24, "twenty-fifth": 25, "twenty fifth": 25, "twenty-sixth": 26, "twenty sixth": 26, "twenty-seventh": 27, "twenty seventh": 27,
    "twenty-eighth": 28, "twenty eighth": 28, "twenty-ninth": 29, "twenty ninth": 29, "thirtieth": 30, "thirty-first": 31, "thirty first": 31,
}  # fmt: skip
_M = rf"(?P<month>{alternatives(list(_MONTHS))})\b\.?"
_W = rf"(?:{alternatives(list(_WEEKDAYS))})\b\.?"
_ORDINAL = alternatives(list(_ORDINALS))
_D = rf"(?P<day>\d{{1,2}}(?:\s?(?:st|nd|rd|th))?(?![\d:])|{_ORDINAL})"
_YEAR = r"(?:,?\s*(?:of\s+)?(?P<year>(?:19|20)\d\d|'\d\d|this year|last year|(?:the )?year before last|twenty twenty[ -](?:two|three|four|five|six|seven|eight|nine))(?![\d:]))?"
_MONTH_DAY = re.compile(
    rf"\b(?:(?:{_W}),?\s+(?:the\s+)?)?{_M}\s*(?:the\s+)?{_D}(?!\s?(?:am|pm|%|dollars|pounds|euros|people|times|of us)\b)(?![\d/]|\.\d){_YEAR}",
    re.ASCII,
)
_DAY_MONTH = re.compile(
    rf"(?<![\d.,/:$£€-])\b(?:(?:{_W}),?\s+(?:the\s+)?)?{_D}\s*(?:of\s+)?[-/ ]?\s*{_M}(?![a-z]|\s+(?:street|st\b|road|rd\b|ave|lane|close|court)){_YEAR}(?:-(?P<dashyear>(?:20)?\d\d)\b)?",
    re.ASCII,
)
#: "from 6 to 10 November": the month stands behind the last day alone.
_FROM_DAY = re.compile(
    rf"(?<![\d.,/:$£€#-])\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s?(?:-|–|to|till|until|through)\s?(?:the )?\d{{1,2}}(?:st|nd|rd|th|\.)?\s?(?:of\s+)?{_M}(?![a-z]){_YEAR}",
    re.ASCII,
)
_ISO = re.compile(
    r"(?<![\w.-])(?P<y>(?:19|20)\d\d)\s?(?P<s>[-/.])\s?(?P<m>\d{1,2})\s?(?P=s)\s?(?P<d>\d{1,2})(?![\d-])(?!\.\d)|(?<![\w.-])(?P<y2>20[0-4]\d)(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?![\w-])",
    re.ASCII,
)
_FIGURES = re.compile(
    r"(?<![\w./:-])(?P<a>\d{1,2})\s?(?P<s>[-/.])\s?(?P<b>\d{1,2})\s?(?P=s)\s?(?P<y>(?:19|20)\d\d|\d\d)(?![\w/-])(?!\.\d)",
    re.ASCII,
)
_SLASHED = re.compile(r"(?<![\w./:$£€-])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?![\w/%]|\.\d)", re.ASCII)
_DOTTED = re.compile(r"(?:(?<=\bon )|^)(?P<a>\d{1,2})[.-](?P<b>\d{1,2})\.?(?![\w.:-])", re.ASCII)
_DAY_NUMBER = re.compile(
    rf"\b(?:the|on|since|from|until|till|by|around|about)\s+(?:the\s+)?(?P<day>\d{{1,2}}\s?(?:st|nd|rd|th)|(?:(?<=on the )|(?<=since the )|(?<=day the ))(?:{_ORDINAL})(?=\s*(?:$|[,.;!?]|of\b|and\b|i\b|we\b|my\b|it\b|they\b|you\b|but\b)))\b(?P<last>\s+(?:of\s+)?(?:last|this) month)?"
    r"(?!\s+(?:time|floor|day|street|st\b|ave|avenue|week|month|year|call|email|e-mail|attempt|person|agent|one|order|item|generation|gen\b|grade|anniversary|birthday|century|largest|biggest|"
    r"guy|rep|representative|visit|engineer|letter|message|phone|replacement|unit|try|occasion|hour|party|place|class|hand|delivery|driver|complaint|page|line|row|night|morning|repair|"
    r"technician|instal?lment|payment|bill|quarter|edition|season|episode|chapter|step|hole|gear|bedroom|bus|train|flight|parcel|package|box|half|round|case|instance|issue|problem|fault|incident|charge|refund|"
    r"version|try|straight|consecutive|such|pair|set|piece|bottle|device|machine|screen|battery|tv|laptop|manager|supervisor|of (?!november|december|january|february|march|april|may\b|june|july|august|september|october|this|last|nov|dec|jan|feb|mar|apr|jun|jul|aug|sep|oct)))",
    re.ASCII,
)
_RELATIVE_WORDS = {
    "today": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "tonight": 0, "just now": 0, "earlier today": 0, "this very morning": 0,
    "yesterday": 1, "yesteday": 1, "yesturday": 1, "yesterda": 1, "ystrday": 1, "last night": 1, "last nite": 1, "last evening": 1, "yday": 1, "the day before yesterday": 2, "day before yesterday": 2,
    "the night before last": 2, "night before last": 2, "tomorrow": -1, "tommorow": -1, "tomorow": -1, "the day after tomorrow": -2,
}  # fmt: skip
_RELATIVE = re.compile(rf"\b(?:{alternatives(list(_RELATIVE_WORDS))})\b", re.ASCII)
_AGO = re.compile(
    rf"\b(?:(?P<n>\d{{1,3}}|(?:{EN_NUMBER})|an?|a couple(?: of)?|couple(?: of)?|half an?)(?P<half>(?: and a half|\.5))?[\s-]*(?P<unit>hours?|hrs?|minutes?|mins?|nights?|days?|weeks?|wks?|fortnights?|months?|mths?|years?|yrs?)(?P<half2> and a half)?)"
    r"\s+(?:ago|back|earlier|prior|previously|before (?:now|today))(?P<weekday>\s+(?:last|on|this past)?\s*(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday))?\b",
    re.ASCII,
)
_WEEKDAY = re.compile(
    rf"\b(?:(?P<before>last week|this week|(?:the )?week before last)(?:'s)?(?: on)?\s+|(?P<lead>last|this past|past|this|next|coming|this coming|on|since|every|each|until|by|from)\s+)?(?P<name>{alternatives(list(_WEEKDAYS))})\b"
    r"(?!s\b)(?P<after>\s+(?:of\s+)?(?:last week|this week|next week|the week before last|the week before|before last|just gone|last|past|gone|a week ago|week)\b)?(?!\s+(?:roast|papers?|night football|times|glasses|cream|roof|nav|burn))",
    re.ASCII,
)
_WEEKDAYS_AGO = re.compile(
    r"\b(?P<n>two|three|four|five|\d)\s+(?P<name>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s\s+ago\b",
    re.ASCII,
)
_NOT_THIS = re.compile(
    rf"\bnot this (?:past |last )?(?P<name>{alternatives(list(_WEEKDAYS))})\b,? (?:but )?the (?:one|week) before(?: (?:that|last))?",
    re.ASCII,
)
_WEEKEND = re.compile(
    r"\b(?:(?P<lead>last|this past|past|over the|at the|this|the)\s+weekend|weekend before last)(?P<last> before last)?\b",
    re.ASCII,
)
_FESTIVAL = re.compile(
    rf"\b(?:(?P<shift>the day before|the day after|day before|day after|the night before|two days before|two days after|the week before|the week after|a week before|a week after|just before|just after|shortly before|shortly after|before|after|around)\s+)?"
    rf"(?:(?P<year>last year's|this year's|last|this)\s+)?(?P<name>{alternatives(list(EN))})(?:'s)?\b(?:\s+(?P<year2>(?:19|20)\d\d|last year|this year))?(?!\s+(?:sales?\s+price|present|gift|tree|dinner|party|card|decorations?|jumper|balance|wishes))",
    re.ASCII,
)
_SHIFTS = {
    "day before": -1,
    "the day before": -1,
    "the night before": -1,
    "day after": 1,
    "the day after": 1,
    "two days before": -2,
    "two days after": 2,
    "the week before": -7,
    "the week after": 7,
    "a week before": -7,
    "a week after": 7,
}
_VAGUE = re.compile(
    rf"\b(?:last (?:week|month|year|spring|summer|autumn|fall|winter)|a few (?:days|weeks|months|nights|hours) ago|few (?:days|weeks|months) (?:ago|back)|several (?:days|weeks|months|years) ago|(?:days|weeks|months|ages) ago|the other (?:day|night|week)|"
    rf"recently|the week before last|(?:early|late|mid|end of|start of|beginning of|the end of|the start of|(?:the )?(?:last|first|middle|final) (?:few |couple of )?(?:days?|weeks?|part|half) (?:of|in)|some ?(?:time|where)? in|in|since)[- ](?:{alternatives([m for m in _MONTHS if m not in ('may', 'mar', 'sep', 'dec')])})(?:\s+(?:20\d\d|last year|this year))?)\b",
    re.ASCII,
)
_BRITISH = re.compile(
    r"£|\bquid\b|\bgbp\b|colour|favour|\bmum\b|whilst|\bpostcode|\bmobile\b|apologis|organis|realis|\bfortnight|\bcheque|centre|royal mail|argos|tesco|currys|john lewis|trading standards|ombudsman|€|\+44|\bau\$|\ba\$|\b07\d{3}",
    re.ASCII,
)


#: Lit up like the Fourth of July; have a blessed Thanksgiving: no day of the story.
_LIKENED = re.compile(
    r"(?:\b(?:like|than) (?:it(?:'s| was| were) )?(?:the |a )?|\b(?:happy|merry|blessed|good|great|nice|lovely|day of) )$",
    re.ASCII,
)


def _day(words: str) -> int:
    return _ORDINALS.get(words) or int(re.sub(r"\D", "", words) or 0)


def _year(words: str | None, today: date) -> int | None:
    """Return the year behind 2026, '26, last year or twenty twenty-six."""
    if not words:
        return None
    if words == "this year":
        return today.year
    if words in ("last year", "year before last", "the year before last"):
        return today.year - (1 if words == "last year" else 2)
    if words.startswith("twenty"):
        return 2020 + int(en_value(words.replace("-", " ").rpartition(" ")[2]) or 0)
    number = int(words.strip("'"))
    return number if number > 99 else 2000 + number


def find_dates_en(
    text: str, today: date, *, expected: bool = False, british: bool = False
) -> Iterator[Found]:
    """Yield the dates of a plain text, the surest patterns first."""
    for found in _ISO.finditer(text):
        suffix = "" if found.group("y") else "2"
        value = day(*(int(found.group(name + suffix)) for name in "ymd"))
        yield Found(*found.span(), value, "day" if value else "impossible")
    for pattern in (_MONTH_DAY, _DAY_MONTH):
        for found in pattern.finditer(text):
            likened = _LIKENED.search(text[max(0, found.start() - 14) : found.start()])
            dated = _named(found, text, today)
            if dated and not (likened and _FESTIVAL.search(found.group())):
                yield dated
    for found in _FROM_DAY.finditer(text):
        dated = _named(found, text, today)
        if dated:
            yield Found(*found.span("day"), dated.day, dated.kind)
    yield from _in_figures(text, today, expected, british)
    yield from _festivals(text, today)
    yield from _agos(text, today)
    yield from _weekdays(text, today)
    for found in _RELATIVE.finditer(text):
        yield Found(*found.span(), days_back(today, _RELATIVE_WORDS[found.group()]), "relative")
    for found in _DAY_NUMBER.finditer(text):
        number = _day(found.group("day"))
        if 1 <= number <= 31:
            last = found.group("last") or ""
            base = months_back(today.replace(day=1), 1 if "last" in last else 0)
            value = (
                day(base.year, base.month, number)
                if last and base
                else recent_in_month(today, number)
            )
            # Without its preposition: "by the 9th" and "until the 9th" are terms.
            start = found.start("day")
            start = text.rindex("the", 0, start) if text[:start].rstrip().endswith("the") else start
            yield Found(start, found.end(), value, "day_of_month" if value else "impossible")
    if expected:
        bare = re.fullmatch(
            rf"(?:it was |on |the |about |around )*(?P<day>\d{{1,2}}(?:st|nd|rd|th)|{_ORDINAL})(?: i think| maybe)?[. ]*(?:[,;(-] ?(?:in the |around |about |at |early |late )*(?:morning|afternoon|evening|night|noon|lunch|midnight|\d{{1,2}}(?:[.:]\d\d)?)\b.{{0,30}})?",
            text,
        )
        value = recent_in_month(today, _day(bare.group("day"))) if bare else None
        if bare and value:
            yield Found(*bare.span("day"), value, "day_of_month")
    for found in _VAGUE.finditer(text):
        yield Found(*found.span(), None, "vague")


def _named(found: re.Match[str], text: str, today: date) -> Found | None:
    """Return the date behind a named month and a day."""
    name, said = found.group("month"), found.group("day")
    number = _day(said)
    if (
        name == "may"
        and not re.match(r"[^a-z]*(?:may)\s*(?:the\s+)?\d", found.group())
        and not re.search(r"\d(?:st|nd|rd|th)?\s*(?:of\s+)?[-/]?may$|\d.*may", found.group())
    ):
        return None
    if said == "second" and name in ("mar", "may"):
        return None
    if number > 31:
        return None
    month = _MONTHS[name]
    groups = found.groupdict()
    year = _year(groups.get("year") or groups.get("dashyear"), today)
    value = day(year, month, number) if year else recent(today, month, number)
    return Found(*found.span(), value, "day" if value else "impossible")


def _in_figures(text: str, today: date, expected: bool, british: bool) -> Iterator[Found]:
    """Yield dates such as 11/03/2026; an uncertain order follows what the text shows of its country."""
    british = british or bool(_BRITISH.search(text))
    for found in _FIGURES.finditer(text):
        year = _year(found.group("y"), today) or today.year
        if (
            found.group("s") in ".-"
            and len(found.group("y")) == 2
            and not today.year - 6 <= year <= today.year + 1
        ):
            continue
        if re.search(
            r"(?:\bv|version|ver|ios|android|firmware|windows|build)\.? ?$",
            text[max(0, found.start() - 10) : found.start()],
        ):
            continue
        value = _ordered(
            int(found.group("a")),
            int(found.group("b")),
            year,
            today,
            british or found.group("s") == ".",
        )
        if value or int(found.group("a")) <= 31:
            yield Found(*found.span(), value, "day" if value else "impossible")
    for found in [
        *_SLASHED.finditer(text),
        *(m for m in _DOTTED.finditer(text) if m.start() or expected),
    ]:
        a, b = int(found.group("a")), int(found.group("b"))
        cued = re.search(
            r"(?:\bon|since|from|until|by|of|dated?|bought|ordered|delivered|purchased|arrived|between|and|to|-|:)\s*(?:the\s+)?$",
            text[max(0, found.start() - 14) : found.start()],
        ) or re.match(
            r"\s+(?:bought|ordered|delivered|arrived|placed|purchased)",
            text[found.end() : found.end() + 12],
        )
        if (
            not (1 <= a <= 31 and 1 <= b <= 31 and (a <= 12 or b <= 12))
            or not (cued or expected or (a > 9 and b > 9))
            or (a, b) == (24, 7)
        ):
            continue
        if a == b == 10 and not expected and not cued:
            continue
        candidates = [
            value
            for value in (_recent(a, b, today, british), _recent(a, b, today, not british))
            if value
        ]
        if candidates:
            yield Found(*found.span(), _likelier(candidates, today), "day")


def _recent(a: int, b: int, today: date, british: bool) -> date | None:
    month, number = (b, a) if british else (a, b)
    return recent(today, month, number) if 1 <= month <= 12 else None


def _ordered(a: int, b: int, year: int, today: date, british: bool) -> date | None:
    """Return the date of two figures whose order is uncertain, a past one before one to come."""
    orders = [(b, a), (a, b)] if british else [(a, b), (b, a)]
    candidates = [value for month, number in orders if (value := day(year, month, number))]
    past = [value for value in candidates if value <= today]
    return _likelier(past, today) if past else next(iter(candidates), None)


def _likelier(candidates: list[date], today: date) -> date:
    """Return the first reading, unless only the other one is recent: people complain of what just happened."""
    first, other = candidates[0], candidates[-1]
    return other if (today - first).days > 120 and (today - other).days <= 60 else first


def _festivals(text: str, today: date) -> Iterator[Found]:
    for found in _FESTIVAL.finditer(text):
        if _LIKENED.search(text[max(0, found.start() - 14) : found.start()]):
            continue
        shift = found.group("shift")
        unsure = shift in (
            "before",
            "after",
            "around",
            "just before",
            "just after",
            "shortly before",
            "shortly after",
        )
        days = _SHIFTS.get(shift or "", 0)
        said = (found.group("year") or "").replace("'s", "")
        year = _year(found.group("year2") or (said if "year" in said else None), today)
        rule = EN[found.group("name")]
        value = in_year(rule, year, days) if year else last_occurrence(rule, today, days)
        yield Found(*found.span(), None if unsure else value, "vague" if unsure else "festival")


def _agos(text: str, today: date) -> Iterator[Found]:
    for found in _AGO.finditer(text):
        said = found.group("n")
        amount: float | None
        if said.startswith("half"):
            amount = 0.5
        elif "couple" in said:
            amount = 2
        elif said in ("a", "an"):
            amount = 1
        else:
            amount = int(said) if said.isdigit() else en_value(said)
        if amount is None:
            continue
        if found.group("half") or found.group("half2"):
            amount += 0.5
        unit = found.group("unit")
        if unit[0] in "h" or unit.startswith("min"):
            value: date | None = today
        elif unit[0] in "dn":
            value = days_back(today, amount)
        elif unit[0] == "w":
            value = days_back(today, int(amount * 7))
        elif unit[0] == "f":
            value = days_back(today, 14 * amount)
        elif unit[0] == "m":
            whole = months_back(today, int(amount))
            value = days_back(whole, 15 if amount % 1 else 0) if whole else None
        else:
            value = months_back(today, int(amount * 12))
        weekday = found.group("weekday")
        if weekday and unit[0] == "w":
            value = days_back(weekday_back(today, _WEEKDAYS[weekday.split()[-1]]), 7 * amount)
        yield Found(*found.span(), value, "relative")


def _weekdays(text: str, today: date) -> Iterator[Found]:
    for found in _WEEKDAYS_AGO.finditer(text):
        amount = (
            int(found.group("n"))
            if found.group("n").isdigit()
            else int(en_value(found.group("n")) or 1)
        )
        yield Found(
            *found.span(),
            days_back(weekday_back(today, _WEEKDAYS[found.group("name")]), 7 * (amount - 1)),
            "weekday",
        )
    for found in _WEEKEND.finditer(text):
        before = found.group("last") or "before last" in found.group()
        back = weekday_back(today, 5)
        if today.weekday() == 6 and found.group("lead") in ("last", "past"):
            back = days_back(back, 7) or back
        yield Found(*found.span(), days_back(back, 7 if before else 0), "weekday")
    for found in _NOT_THIS.finditer(text):
        this_week = weekday_of_week(today, _WEEKDAYS[found.group("name")], 0)
        yield Found(*found.span(), days_back(this_week, 7) if this_week else None, "weekday")
    for found in _WEEKDAY.finditer(text):
        name, lead, after = (
            found.group("name"),
            found.group("lead"),
            (found.group("after") or "").strip(),
        )
        if lead in ("every", "each") or (
            name in _SHORT_DAYS and not (lead or found.group("before"))
        ):
            continue
        weekday = _WEEKDAYS[name]
        ahead = (
            lead in ("next", "coming", "this coming")
            or after.endswith("next week")
            or after == "week"
        )
        value: date | None = weekday_back(today, weekday)
        weeks = (found.group("before") or after).replace("of ", "")
        if ahead:
            value = weekday_of_week(today, weekday, 1 if lead == "next" or "next" in after else 0)
        elif weeks == "last week":
            value = weekday_of_week(today, weekday, -1)
        elif "week before" in weeks:
            value = weekday_of_week(today, weekday, -2)
        elif weeks == "this week" or lead == "this":
            value = weekday_of_week(today, weekday, 0)
        elif weeks == "before last" or weeks == "a week ago":
            value = days_back(weekday_back(today, weekday), 7)
        start = (
            found.start("name") if lead in ("on", "since", "until", "by", "from") else found.start()
        )
        yield Found(start, found.end(), value, "weekday")
