"""Finds the dates of a message in both languages and picks the day on which it happened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timezone, tzinfo
from zoneinfo import ZoneInfo

from bot.language.dates_en import find_dates_en
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
    r"^\s?(?:之前|以前|前)(?![天台面往后几夕])|^.{0,4}点(?:半|钟)?(?:之|以)?前|^\s?(?:能|可以|会(?!员)|给我|必须|就会|应该|到期|截止)|^\s?(?:at the latest|or i\b|or else|please|if not)",
    re.ASCII,
)
_HAPPENED = re.compile(
    r"坏|破|裂|漏|故障|问题|失灵|不能用|用不了|开不了|打不开|死机|黑屏|爆|起火|冒烟|烧|着火|断|掉|停电|停水|停|异味|受伤|烫|中毒|拉肚子|过敏|发现|出现|发生|开始|收到|到货|签收|送到|送来|取消|延误|晚点|误|丢|少|扣|被盗|泄露|骂|态度|吵|摔|卡|堵|渗|塌|响"
    r"|broke|break|broken|died|dead|stopp?ed|fail|fault|crash|leak|crack|burn|burst|fire|smoke|explod|arriv|received|receive|came|turned up|deliver|show(?:ed)? up|happen|start|notic|found|discover|cancel|delay|late|miss|lost|charged|debited|taken|took|rude|shout|insult|hurt|injur|sick|ill|outage|went down|went off|gave up|packed (?:up|in)|was left|hung up|incident|refused|since",
    re.ASCII,
)
_BOUGHT = re.compile(
    r"买|购|下单|订的|订了|定的|拍的|拍了|入手|付款|付了|交了|办的|办理|报名|签的|签了|签约|合同|注册|充值|预订|预定|入住|装修|bought|buy|purchas|order|paid|pay|placed|signed|booked|booking|sign(?:ed)? up|subscrib|joined|renew|upgraded",
    re.ASCII,
)
_CONTACTED = re.compile(
    r"打电话|打过|打了|致电|联系|投诉|反馈|反映|报修|申请|寄回|退回|咨询|客服说|回复|催|call|rang|phone|email|e-mailed|contact|complain|report|wrote|messag|chat|sent (?:it )?back|returned|spoke|told|chas|raised|follow",
    re.ASCII,
)
_NOW_WAITING = re.compile(r"(?:到|至|直到|到了|as of|until|even)\s?$", re.ASCII)
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
    start, end = folded.back(item.start, item.end)
    future = bool(value and (value > today or ahead))
    return DateSpan(
        start,
        end,
        folded.source[start:end],
        value.isoformat() if value else None,
        item.kind,
        future,
    )


def pick_incident_date(text: str | Folded | None, dates: list[DateSpan]) -> DateSpan | None:
    """Return the date on which it happened: not a promised one, and rather the damage than the purchase."""
    folded = fold(text)
    source = folded.source.lower()
    candidates = [item for item in dates if not item.future]
    if not candidates:
        return None
    ranked = [
        (_weight(source, item, dates) - index * 0.01, item)
        for index, item in enumerate(candidates[:40])
    ]
    return max(ranked, key=lambda pair: pair[0])[1]


def _weight(text: str, item: DateSpan, dates: list[DateSpan]) -> float:
    """Return how likely the date is the day of the incident."""
    before = text[max(0, item.start - 40) : item.start]
    after = text[item.end : item.end + 40]
    left = _CLAUSE.split(before)[-1]
    right = _CLAUSE.split(after)[0]
    if not re.search(r"\w{2}", right):
        right = " ".join(_CLAUSE.split(after)[:2])
    if not re.search(r"[\u4e00-\u9fff]", left + right) and not re.search(r"[a-z]{3}", left):
        left = " ".join(_CLAUSE.split(before)[-2:])
    weight = 0.0
    weight += 2.0 if _HAPPENED.search(right) or _HAPPENED.search(left) else 0.0
    weight -= 1.5 if _BOUGHT.search(right[:14]) or _BOUGHT.search(left[-24:]) else 0.0
    weight -= 1.2 if _CONTACTED.search(right[:14]) or _CONTACTED.search(left[-24:]) else 0.0
    if item.iso is None:
        weight -= 1.8 if item.kind == "vague" else 0.6
    if item.text in ("今天", "今日", "today", "Today") or _NOW_WAITING.search(before):
        weight -= 0.8
    return weight
