"""Reads phone numbers of the mainland, Hong Kong, Taiwan and abroad, typed or said digit by digit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.language.normalize import Folded, fold
from bot.language.spans import Span
from bot.language.spelled import find_spelled_digits

_GROUP = re.compile(r"(?<![a-z0-9_#])(?<![a-z]-)(?<!\d\.)(?:\+ ?|\bplus )?\(?\+?\d+\)?", re.ASCII)
_NEXT = re.compile(r"(?:[ ]{0,2}[-./·~]?[ ]{0,2})(\(?\d+\)?)", re.ASCII)
# Some type the letter O for a nought.
_LETTER_O = re.compile(
    r"(?<![a-z0-9])(?=[o\d -]{9,20}(?![a-z]))(?=\D{0,2}\d)(?:[\d-]|o(?![a-z])| (?=[\do])){7,20}(?![a-z])",
    re.ASCII,
)
_EXTENSION = re.compile(r"\s*(?:转|分机|ext\.?|extension|x|#)\s*(\d{1,6})(?!\d)", re.ASCII)
_OWN = re.compile(
    r"(?:电话|手机|手提|联系方式|联系号码|联络|座机|固话|打给我|打我|回拨|回电|回复我|找我|call我|微信同号|号码|我的号|我号"
    r"|\btel\b|\bphone|mobile\b|\bmob\b|\bcell|call me|ring me|reach me|text me|contact me|contact (?:number|no|details|is|info)"
    r"|number(?: is|'s|:)|my number|my no\b|whatsapp|viber|landline|call ?back|get (?:hold of|back to) me|give me a (?:call|ring|bell|buzz)|📞|☎)"
    r"[^。!?;\n]{0,26}$",
    re.ASCII,
)
_RIGHT_OWN = re.compile(
    r"^[\s,)]{0,3}(?:是|这是)?(?:我|本人)?(?:的)?(?:电话|手机|联系方式|手机号|微信同号|打这个|这个号|找我|随时打)"
    r"|^[\s,.)]{0,3}(?:is|that's)?\s?(?:mine|(?:my|the best|best) (?:number|phone|mobile|cell|contact))|^[\s,]{0,2}(?:call|text|ring) me",
    re.ASCII,
)
_STRANGER = re.compile(
    r"(?:客服|热线|你们|你司|贵司|贵公司|公司|店里|门店|商家|卖家|店家|快递|骑手|司机|师傅|物业|维修|送货|派送|官方|总部|对方"
    r"|骗子|他给的|陌生|网点|站点|售后|前台|经理|拨打|打了|打过|打通|拨了|接到|来电显示|一个叫)"
    r"[^,。;!?\n]{0,12}$"
    r"|\b(?:your|their|its (?:customer|support|service|help|office|main|head)|customer (?:service|care|support)(?:'s)?|support|help ?(?:line|desk)|hotline|dispatch"
    r"|(?:the )?(?:driver|courier|shop|store|seller|office|bank|agent|technician|fitter|engineer|manager|scammer|hotel)(?:'s)?"
    r"|called|rang|dialled|dialed|phoned|tried|(?:calls?|texts?|sms|message|rang me|called me|texted me) from)\b[^.,!?;\n]{0,22}$",
    re.ASCII,
)
#: Somebody else, unless a way to reach the customer was asked for: "ring my mum, her number is …".
_THIRD = re.compile(
    r"(?:他的|她的)[^,。;!?\n]{0,12}$|\b(?:his|her|its)\b(?! *$)[^.,!?;\n]{0,22}$", re.ASCII
)
_MINE = re.compile(
    r"(?:我的|我|本人|自己|打给我|打我|回电|联系我|my|call me|me on|me at|me back|mine|called me on|rang me on|reach me)[^,。;!?\n]{0,14}$",
    re.ASCII,
)
_NOT_PHONE = re.compile(
    r"(?:订单|单号|运单|工单|合同|账号|账户|户号|序列|编号|会员|卡号|流水|保单|票号|身份证|qq|order|tracking|reference|ref|serial|account|booking"
    r"|invoice|policy|contract|ticket|case|confirmation|parcel|waybill|card|sn|imei)"
    r"(?:号码?|编号|尾号|后四位| ?(?:number|no|num|code|id|#))?[.:\s]*(?:是|为|呢|的话|is|was|:|#|,|-|it's|\s)*$",
    re.ASCII,
)
_MID_RUN = re.compile(r"\d[ .·-]{1,2}$", re.ASCII)
_TOLL = re.compile(
    r"^(?:400|800)\d{7}$|^(?:0800|0808|0300|0330|0333|0345|0344|0843|0844|0845|0870|0871)\d{6,7}$|^1?8(?:00|88|77|66|55|44|33)\d{7}$|^1[38]00\d{6}$",
    re.ASCII,
)


@dataclass(frozen=True)
class Phone(Span):
    """A phone number in digits; `value` is None when its length fits no number.

    `certain` says whether its shape or the words beside it leave no doubt, `owner` is `other` when it
    is the number of the company, a courier or a stranger.
    """

    value: str | None = None
    certain: bool = True
    owner: str = "customer"
    extension: str = ""


def _written(digits: str, plus: bool) -> str:
    """Return the digits without an international prefix."""
    if digits.startswith("0086") or (
        digits.startswith("00") and len(digits) >= 11 and not digits.startswith("000")
    ):
        digits = digits[2:]
    elif digits.startswith("011") and len(digits) >= 13:
        digits = digits[3:]
    elif not plus:
        return digits
    # "+44 (0)7700" keeps a trunk zero that nobody dials from abroad.
    return re.sub(r"^(44|61|64|353|49|33|27|31|41|43|32)0(?=\d{8,})", r"\1", digits)


def _shape(digits: str, groups: tuple[int, ...], plus: bool) -> str:
    """Say how surely the digits are a phone: `sure`, `maybe` or nothing."""
    n = len(digits)
    if re.fullmatch(r"(?:(?:00)?86)?1[3-9]\d{9}", digits):
        return "sure"
    if plus:
        return "sure" if 8 <= n <= 15 else ""
    if re.fullmatch(r"00[1-9]\d{8,13}", digits):
        return "sure"
    if re.fullmatch(r"852[2-9]\d{7}|8869\d{8}|8536\d{7}|447\d{9}", digits):
        return "sure" if len(groups) > 1 else "maybe"
    if re.fullmatch(r"09\d{8}|07\d{9}|04\d{8}", digits):
        return "sure"
    if (
        digits.startswith("0")
        and n in (10, 11, 12)
        and len(groups) > 1
        and groups[0] in (2, 3, 4, 5)
    ):
        return "sure"
    if groups in ((3, 3, 4), (1, 3, 3, 4)) and re.fullmatch(r"1?[2-9]\d{2}[2-9]\d{6}", digits):
        return "sure"
    if groups in ((3, 3, 4), (3, 4, 3), (3, 7)) and _TOLL.match(digits):
        return "sure"
    if groups == (2, 4, 4) and re.fullmatch(r"0\d{9}", digits):
        return "sure"
    if re.fullmatch(
        r"0\d{8,11}|[2-9]\d{6,7}|[2-9]\d{9}|1[2-9]\d{9}|1?[2-9]\d{9}|[3-9]\d{8}", digits
    ):
        return "maybe"
    return ""


def _owner(left: str, right: str, digits: str) -> str:
    """Say whose number it is by the words before it."""
    if _MINE.search(left) or re.match(r"^[\s,)]{0,3}(?:是|这是)?(?:我|本人)", right):
        return "customer"
    if _TOLL.match(digits) or _STRANGER.search(left) or _THIRD.search(left):
        return "other"
    return "customer"


def find_phones(text: str | Folded | None, *, expected: bool = False) -> list[Phone]:
    """Return the phone numbers of the text; `expected` says that one was just asked for."""
    folded = fold(text)
    folded = replace(
        folded, text=_LETTER_O.sub(lambda match: match.group().replace("o", "0"), folded.text)
    )
    found = _typed(folded, expected)
    for run in find_spelled_digits(folded):
        if any(
            phone.start < folded.back(run.start, run.end)[1]
            and folded.back(run.start, run.end)[0] < phone.end
            and phone.value
            for phone in found
        ):
            continue
        phone = _judge(
            folded,
            run.start,
            run.end,
            run.value,
            (len(run.value),),
            _plus_before(folded, run.start),
            expected,
        )
        if phone:
            found = [other for other in found if not other.overlaps(phone)]
            found.append(phone)
    return sorted(found, key=lambda phone: phone.start)


def _plus_before(folded: Folded, start: int) -> bool:
    return bool(re.search(r"(?:\bplus|加号|\+)\s*$", folded.text[max(0, start - 6) : start]))


def _typed(folded: Folded, expected: bool) -> list[Phone]:
    found: list[Phone] = []
    position = 0
    while True:
        first = _GROUP.search(folded.text, position)
        if not first:
            return found
        groups = [(first.start(), first.end(), re.sub(r"\D", "", first.group()))]
        while len(groups) < 13 and sum(len(g[2]) for g in groups) < 20:
            following = _NEXT.match(folded.text, groups[-1][1])
            if not following or following.end() == groups[-1][1]:
                break
            groups.append(
                (following.start(1), following.end(1), re.sub(r"\D", "", following.group(1)))
            )
        phone, position = _longest(
            folded, groups, "+" in first.group() or "plus" in first.group(), expected
        )
        if phone:
            found.append(phone)


def _longest(
    folded: Folded, groups: list[tuple[int, int, str]], plus: bool, expected: bool
) -> tuple[Phone | None, int]:
    """Return the best phone that begins with the first group, and where to read on."""
    start = groups[0][0]
    for count in range(len(groups), 0, -1):
        digits = "".join(g[2] for g in groups[:count])
        end = groups[count - 1][1]
        if not 8 <= len(digits) <= 17:
            continue
        sizes = tuple(len(g[2]) for g in groups[:count])
        if _shape(digits, sizes, plus) == "sure" and not _cut_short(folded, end):
            phone = _judge(folded, start, end, digits, sizes, plus, expected)
            return phone, phone_end(phone, folded, end)
    count = len(groups)
    digits = "".join(g[2] for g in groups)
    end = groups[-1][1]
    if (
        not _cut_short(folded, end)
        and 4 <= len(digits) <= 20
        and "." not in folded.text[start:end].strip(".")
    ):
        phone = _judge(folded, start, end, digits, tuple(len(g[2]) for g in groups), plus, expected)
        if phone:
            return phone, end
    # A chain of short groups holds no phone at any of its places.
    return None, groups[-1][1] if count > 8 and all(len(g[2]) < 3 for g in groups) else groups[0][1]


def phone_end(phone: Phone | None, folded: Folded, end: int) -> int:
    """Return where to read on after a phone that ends at an offset of the plain form."""
    extension = _EXTENSION.match(folded.text, end) if phone and phone.extension else None
    return extension.end() if extension else end


def _cut_short(folded: Folded, end: int) -> bool:
    """Say whether the digits go on as something else: a unit, a decimal, a code."""
    return bool(
        re.match(r"[a-z_%°]|-[a-z]|\.\d|:\d|\d|元|块|万", folded.text[end : end + 2])
    ) and not _EXTENSION.match(folded.text, end)


def _judge(
    folded: Folded,
    start: int,
    end: int,
    digits: str,
    sizes: tuple[int, ...],
    plus: bool,
    expected: bool,
) -> Phone | None:
    """Return the phone that stands there, weighing its shape and the words round it."""
    shape = _shape(digits, sizes, plus)
    if not shape and not (expected or 7 <= len(digits) <= 13):
        return None
    left, right = folded.text[max(0, start - 44) : start], folded.text[end : end + 16]
    if _NOT_PHONE.search(left) or (
        _MID_RUN.search(left) and not re.fullmatch(r"(?:86)?1[3-9]\d{9}", digits)
    ):
        return None
    labelled = bool(_OWN.search(left) or _RIGHT_OWN.search(right))
    value: str | None = _written(digits, plus)
    if shape != "sure":
        if not (labelled or expected):
            return None
        if not shape:
            # Something was given as a phone that is too short or too long to be one.
            asked = expected and len(digits) >= 5 and len(folded.text) <= end - start + 24
            if len(digits) < 5 or not (
                asked or (labelled and re.match(r"1[3-9]|0|\+", digits) and len(digits) >= 7)
            ):
                return None
            value = None
    if value is not None and re.fullmatch(r"1[3-9]\d{8}", value):
        value = None
    extension = _EXTENSION.match(folded.text, end)
    stop = (
        extension.end()
        if extension
        and value
        and not plus
        and shape == "sure"
        and digits.startswith(("0", "4", "8"))
        else end
    )
    first, last = folded.back(start, stop)
    source = folded.source[first:last]
    owner = "customer" if expected and not _STRANGER.search(left) else _owner(left, right, digits)
    return Phone(
        first,
        last,
        source,
        value,
        shape == "sure" or labelled,
        owner,
        extension.group(1) if extension and stop != end else "",
    )
