"""Finds the dates of a message in both languages and picks the day on which it happened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timezone, tzinfo
from zoneinfo import ZoneInfo

from bot.language.dates_en import find_dates_en
from bot.language.dates_put_right import Told, stand
from bot.language.dates_zh import Found, find_dates_zh
from bot.language.normalize import Folded, fold
from bot.language.spans import Span

_AHEAD_LEFT = re.compile(
    r"(?:预计|说好|承诺|答应|保证|约定|约好|约了|约在|改到|改约|推迟到|延期到|最晚|最迟|截止|有效期|到期|至迟|通知我|要等到|等到)[^,。;!?\n]{0,10}$|(?:说是?|告诉我|请于|务必在|限)\s?$"
    r"|(?:promised|expected|estimated|supposed to|should (?:have )?(?:arrived?|come|been?)|due|scheduled|rescheduled|delivery date|guaranteed?|expires?|valid|deadline|will|would|eta|postponed to|moved to|'ll)\b[^,.;!?\n]{0,24}$"
    r"|\b(?:by|before|until|till|til|not until|next|for|fly|flying|leaving|book|reserve|appointment|shall we say|party's|wedding is|wedding on)\s*(?:on\s+)?(?:the\s+)?$",
    re.ASCII,
)
_AHEAD_RIGHT = re.compile(
    r"^\s?(?:之前|以前|前)(?![天台面往后几夕])|^.{0,4}点(?:半|钟)?(?:之|以)?前|^\s?(?:能|可以|会(?!员)|给我|必须|一定|务必|就会|应该|到期|截止|作废|失效|过期|(?:晚上|之前)?(?:要(?:还|再|是)|再不)|来修(?![了过好完])|到不了)|^\s?(?:at the latest|or i\b|or else|please|if not)",
    re.ASCII,
)
#: What went wrong beyond doubt, in a plain form; its day is the one that is looked for.
TROUBLE = re.compile(
    r"坏|破|裂|漏|故障|失灵|不能用|用不了|开不了|打不开|死机|黑屏|爆|起火|冒烟|烧|着火|断|掉|停电|停水|异味|受伤|烫|中毒|拉肚子|过敏|取消|延误|晚点|丢|扣|被盗|泄露|骂|摔|堵|渗|塌|碎|烂|霉|臭|馊|虫|卡住|卡死"
    r"|broke|broken|died|dead|stopped\b(?! by)|fault|crash|leak|crack|burn|burst|\bfire\b|smoke|explod|cancell?ed|lost|charged|debited|\bdrip|rude|shout|insult|hurt|injur|sick|outage|went down|went off|gave up|packed (?:up|in)|hung up|snapped|collaps|damaged|torn|mould|mold|shattered|gone off",
    re.ASCII,
)
_HAPPENED = re.compile(
    r"问题|停|发现|出现|发生|开始|误|少|态度|吵|卡|响"
    r"|break|stop|fail|happen|start|notic|found|discover|cancel|delay|late|miss|taken|took|ill\b|was left|incident|refused|since",
    re.ASCII,
)
_ARRIVED = re.compile(
    r"收到|到货|签收|送到|送来|arriv|received|receive|came|turned up|deliver|show(?:ed)? up",
    re.ASCII,
)
_WELL = re.compile(
    r"好好的|[蛮挺很]好|都好|正常|没(?:有|什么|啥)?(?:问题|事|毛病|坏)|\b(?:was|were|been|worked|working) (?:fine|perfect|perfectly|well|ok|okay|great)\b|\bno (?:problems?|issues?|damage)\b",
    re.ASCII,
)
_BOUGHT = re.compile(
    r"买|购|下单|订(?:的|了|咗|张|个|台|购)|定的|拍的|拍了|入手|付款|付了|(?<!提)交了|抢的|抢到|抢了|蹲点|抽中|中奖|抽奖|办的|办理|报名|签的|签了|签约|合同|注册|充值|预订|预定|入住|装修|bought|buy|purchas|order|paid|pay|placed|signed|booked|booking|sign(?:ed)? up|subscrib|joined|renew|upgraded",
    re.ASCII,
)
_CONTACTED = re.compile(
    r"打电话|打过|打了|致电|联系|投诉|反馈|反映|报修|申请|寄回|退回|咨询|客服说|回复|催|call|rang|phone|email|e-mailed|contact|complain|report|wrote|messag|chat|sent (?:it )?back|returned|spoke|told|chas|raised|follow",
    re.ASCII,
)
#: A date of this weight or less tells of a purchase and of nothing that went wrong.
_ONLY_BOUGHT = -1.5
#: Days before today from which a day without a year more likely lies ahead.
_LONG_AGO = 240
_EVENT_LEFT = re.compile(
    r"(?:考试|面试|婚礼|婚期|手术|演出|航班|机票|生日|活动|出发|签证|搬家|开学|开业|入学|年会)[^,。;!?\n过了]{0,6}$"
    r"|\b(?:exam|test|interview|wedding|surgery|operation|flight|trip|holiday|birthday|party|event|visa|lease|contract|course|launch|concert|move|anniversary)(?: date)?(?: is|'s| are| starts| begins| ends| runs out)(?: on| until)?(?: the)?\s$",
    re.ASCII,
)
_EVENT_RIGHT = re.compile(
    r"\s?(?:就?要|才|的?(?:考试|面试|婚礼|手术|演出|航班|机票|生日))(?![^,。]{0,6}[了过])|\s(?:exam|test|interview|wedding|flight|trip|deadline)\b",
    re.ASCII,
)
#: The day of a repair is not the day on which it broke once more.
_MENDED = re.compile(
    r"修好|修过|修了|来修|换过|装好|\b(?:fixed|repaired|mended|serviced?|servicing|replaced|patched)\b",
    re.ASCII,
)
_NOW_WAITING = re.compile(r"(?:到|至|直到|到了|as of|until|even)\s?$", re.ASCII)
#: This day, said as the end of a wait: 到今日都未见影, "up to today".
_THIS_DAY = re.compile(
    r"今[天日早晚晨]?(?:早上|个|儿)?|today|tonight|this (?:very )?(?:morning|afternoon|evening)"
)
_TILL = re.compile(
    r"(?:(?<![收拿买送看接见])到了?|至|截至|截止到?|等到|拖到)\s?$"
    r"|\b(?:as of|as at|up to|until|till|til|up until|even|to)\s$",
    re.ASCII,
)
_JOINS = re.compile(
    r"\s*(?:(?:to|till|until|through|and|or|[-~&]|到|至|和|跟|或)\s*(?:the\s*)?|[,、]\s*(?:the\s*)?)?"
)
#: Which of the days it is to be: 改成十月八号, 按8号算, "put the 8th", "count the 8th".
_PREFERRED = re.compile(
    r"(?:改成|改为|改到|改做|(?<![打清结推计])算|按|写成?)(?:是|作)?\s?$"
    r"|\b(?:count|put(?: it)? down|change (?:it|that|the date) to|should be|make it)(?: as| from)?(?: the)?\s$",
    re.ASCII,
)
_PREFERRED_BEHIND = re.compile(
    r"(?:那[天个])?(?:为准|算起?)|\s(?:is|was) the (?:right|correct) (?:one|date|day)", re.ASCII
)
_SENTENCE = re.compile(r"[。!?\n]|\.(?=\s)", re.ASCII)
_DAY_FIRST = (
    "Europe/",
    "Africa/",
    "Australia/",
    "Pacific/Auckland",
    "Asia/Singapore",
    "Asia/Kolkata",
    "Asia/Dubai",
)
"""The zones in which people write the day before the month."""
_CLAUSE = re.compile(
    r"[,，。;；!?！？\n.]|\band\b|\bbut\b|\bthen\b|然后|结果|但是|可是|后来", re.ASCII
)


@dataclass(frozen=True)
class DateSpan(Span):
    """A date that the text names.

    `iso` is None where it names no single day (`kind` is `vague`) or one that does not exist
    (`impossible`); `future` marks a day after today or one that was promised or set as a term.
    """

    iso: str | None = None
    kind: str = "day"
    future: bool = False


def local_today(now: datetime, tz: str) -> date:
    """Return the date of an instant in a time zone; an unknown zone counts as UTC."""
    zone: tzinfo
    try:
        zone = ZoneInfo(tz)
    except (KeyError, ValueError, OSError):
        zone = timezone.utc
    return now.astimezone(zone).date() if now.tzinfo else now.date()


def find_dates(
    text: str | Folded | None, now: datetime, tz: str = "Asia/Shanghai", *, expected: bool = False
) -> list[DateSpan]:
    """Return the dates of the text; `expected` says that one was just asked for."""
    folded = fold(text)
    today = local_today(now, tz)
    plain = folded.text
    han = bool(re.search(r"[\u4e00-\u9fff]", plain))
    found = [*find_dates_zh(plain, today, expected=expected)] if han else []
    if not han or re.search(r"[a-z]{3}", plain):
        found += find_dates_en(plain, today, expected=expected, british=tz.startswith(_DAY_FIRST))
    taken = bytearray(len(plain) + 1)
    spans = []
    for item in _widest(found):
        if any(taken[item.start : item.end]):
            continue
        taken[item.start : item.end] = b"\x01" * (item.end - item.start)
        spans.append(_span(folded, item, today))
    return sorted(spans, key=lambda span: span.start)


def _widest(found: list[Found]) -> list[Found]:
    """Return the finds so that one which holds another comes before it, else in their own order."""
    vague = [item for item in found if item.kind == "vague"]
    clear = [item for item in found if item.kind != "vague"]
    return sorted(clear, key=lambda item: item.start - item.end) + sorted(
        vague, key=lambda item: item.start - item.end
    )


def _span(folded: Folded, item: Found, today: date) -> DateSpan:
    left = folded.text[max(0, item.start - 30) : item.start]
    right = folded.text[item.end : item.end + 14]
    ahead = bool(_AHEAD_LEFT.search(left) or _AHEAD_RIGHT.match(right))
    if item.day and not ahead and (today - item.day).days > _LONG_AGO:
        # The exam, the wedding: with no year, a day that comes soon is still to come.
        ahead = bool(_EVENT_LEFT.search(left) or _EVENT_RIGHT.match(right))
    value = item.day
    if value and ahead and item.kind == "day_of_month" and value.month != today.month:
        # A promised "the 25th" lies in this month even when it is still to come.
        this_month = value.replace(day=1)
        try:
            value = today.replace(day=value.day)
        except ValueError:
            value = this_month.replace(day=item.day.day) if item.day else None
    if (
        value
        and ahead
        and item.kind == "day"
        and (today - value).days > 240
        and str(value.year) not in folded.piece(item.start, item.end)
    ):
        value = value.replace(year=value.year + 1) if (value.month, value.day) != (2, 29) else value
    last = item.end - folded.text[item.start : item.end].endswith(".")
    start, end = folded.back(item.start, last)
    future = bool(value and (value > today or ahead))
    return DateSpan(
        start,
        end,
        folded.source[start:end],
        value.isoformat() if value else None,
        item.kind,
        future,
    )


def days_told(text: str | Folded | None, dates: list[DateSpan]) -> list[DateSpan]:
    """Return the dates that stand: none that is denied, taken back, or says "till today"."""
    return [item.date for item in _told(fold(text), dates)]


def _told(folded: Folded, dates: list[DateSpan]) -> list[Told]:
    named = [Told(item, folded.forth(item.start), folded.forth(item.end)) for item in dates]
    return [
        item
        for item in stand(folded.text, named)
        if not (
            _THIS_DAY.fullmatch(item.date.text.lower())
            and _TILL.search(folded.text[max(0, item.start - 12) : item.start])
        )
    ]


def pick_incident_date(text: str | Folded | None, dates: list[DateSpan]) -> DateSpan | None:
    """Return the date on which it happened: not a promised one, and rather the damage than the purchase."""
    folded = fold(text)
    told = _told(folded, dates)
    ranked = [
        (_weight(folded.text, told, index) - index * 0.01, item.date)
        for index, item in enumerate(told[:40])
        if not item.date.future
    ]
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


def is_day_of_purchase(text: str | Folded | None, dates: list[DateSpan], chosen: DateSpan) -> bool:
    """Say whether a date tells only when something was bought or won, and of no trouble."""
    folded = fold(text)
    told = _told(folded, dates)
    return any(
        item.date == chosen and _weight(folded.text, told, index) <= _ONLY_BOUGHT
        for index, item in enumerate(told)
    )


def _weight(text: str, told: list[Told], index: int) -> float:
    """Return how likely the date at that place of the list is the day of the incident."""
    item = told[index]
    # "3 to 5 November it leaked": what is told of one of them is told of all.
    first = last = index
    while first and _JOINS.fullmatch(text[told[first - 1].end : told[first].start]):
        first -= 1
    while last + 1 < len(told) and _JOINS.fullmatch(text[told[last].end : told[last + 1].start]):
        last += 1
    start, end = told[first].start, told[last].end
    earlier = told[first - 1].end if first else 0
    later = told[last + 1].start if last + 1 < len(told) else len(text)
    before = text[max(earlier, start - 40, 0) : start]
    after = text[end : max(end, min(later, end + 40))]
    left = _CLAUSE.split(before)[-1]
    right = _CLAUSE.split(after)[0]
    if not re.search(r"\w{2}", right):
        right = " ".join(_CLAUSE.split(after)[:2])
    if not re.search(r"[\u4e00-\u9fff]", left + right) and not re.search(r"[a-z]{3}", left):
        left = " ".join(_CLAUSE.split(before)[-2:])
    clause = _WELL.sub(" ", f"{left} {right}")
    weight = 0.0
    if TROUBLE.search(clause):
        weight += 2.6
    elif _HAPPENED.search(clause):
        weight += 2.0
    else:
        weight += 1.0 if _ARRIVED.search(clause) else 0.0
        # The day stands at the head of its sentence, what broke at its end.
        rest = _SENTENCE.split(text[end : max(end, min(later, end + 70))])[0][len(right) :]
        weight += 1.4 if TROUBLE.search(_WELL.sub(" ", rest)) else 0.0
    weight -= 1.5 if _BOUGHT.search(right[:14]) or _BOUGHT.search(left[-24:]) else 0.0
    weight -= 1.2 if _CONTACTED.search(right[:14]) or _CONTACTED.search(left[-24:]) else 0.0
    weight -= 1.2 if _tells_of_repair(text, told, index) else 0.0
    if item.date.iso is None:
        weight -= 1.8 if item.date.kind == "vague" else 0.6
    weight -= 0.3 if item.date.kind == "festival" else 0.0
    weight += 4.0 if _PREFERRED.search(before) or _PREFERRED_BEHIND.match(after) else 0.0
    if _THIS_DAY.fullmatch(item.date.text.lower()) or _NOW_WAITING.search(before):
        weight -= 0.8
    return weight


def _tells_of_repair(text: str, told: list[Told], index: int) -> bool:
    """Say whether a date, and not one that is joined to it, is the day of a repair."""
    item = told[index]
    before = text[max(told[index - 1].end if index else 0, item.start - 24) : item.start]
    after = text[item.end : item.end + 14]
    return bool(_MENDED.search(_CLAUSE.split(before)[-1]) or _MENDED.match(after.lstrip(" 才就")))
