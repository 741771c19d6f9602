"""Reads the numbers that name something: orders, parcels, contracts, accounts, serials, models."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.language.labels import AFTER, FILLER, LABEL
from bot.language.models import find_models, labelled_model
from bot.language.normalize import Folded, fold
from bot.language.spans import Span
from bot.language.spelled import spelled_from

_VALUE = re.compile(r"[a-z0-9](?:[a-z0-9]|[-_/.#](?=[a-z0-9])|\*+(?=\d)| ?- ?(?=\d{3}))*", re.ASCII)
_SPACED = re.compile(r" ([a-z]{0,2}\d{1,}(?:-?[a-z0-9]+)?)(?![a-z0-9.:/])", re.ASCII)
#: Who answers with nothing but one of these means to call it.
_COMPLAINT_LINES = frozenset("12315 12345 12318 12328 12378 12381 12300 12321 12358 12388".split())
_HOTLINES = frozenset(
    "12315 12345 12318 12328 12300 12321 12331 12358 12378 12363 12365 12388 12306 10086 10010 10000 95588 95533".split()
)
#: Short public numbers: hotlines of the state, of utilities and carriers, and emergency calls.
_PUBLIC = r"12[0-9]{3}|95\d{3}|96\d{3,4}|100\d{2}|11[0249]|12[02]|315"
_CALLED = re.compile(
    r"(?:打(?:了|过|通|爆|给|到|去|一下|个|电话|call)*|拨(?:打|了|通)?|致电|热线|热线电话"
    r"|(?<![a-z])(?:call|ring|phone|dial)(?:s|ed|led|ing)?|(?<![a-z])rang) ?(?:up |on |the )?"
    r"(?P<called>\d{3,12})(?![\da-z]|\s?(?:元|块|多|次|个|遍|年|天|折|times))"
    rf"|(?:[向找去到跟让]|举报|投诉|反映|告|(?<![a-z])(?:report|complain|contact|write|go|turn)[a-z]*"
    rf"(?: [a-z']+){{0,4}}) ?(?P<told>{_PUBLIC})(?![\da-z])"
    rf"|(?<![\da-z])(?P<public>{_PUBLIC})(?= ?(?:热线|投诉|举报|反映|告|受理|平台|消协|见|hotline|helpline))",
    re.ASCII,
)
_PLACE = re.compile(
    r"(?<![a-z])(?:room|rm|suite|apt|apartment|flat|floor|gate|terminal|seat|row|table|platform|aisle"
    r"|bay|house|building|block|door|carriage|coach|stall|booth|cabin|berth)(?: no\.?| number|'s| is)?"
    r"[ #:]{1,3}(?P<en>[a-z]?\d{1,4}[a-z]?)(?![\da-z-])"
    r"|(?:房间号?|房号|门牌号?|登机口|检票口|站台|座位号?|车厢|包厢|包间|桌号)[是为: ]{0,2}(?P<zh>[a-z]?\d{1,4}[a-z]?)(?![\da-z-])"
    r"|(?<![\da-z-])(?P<room>[a-z]?\d{1,4})号?(?:房间?|室|包厢|包间|站台|登机口|车厢|桌|单元|栋|幢|楼)",
    re.ASCII,
)
_ENDS = re.compile(r"\s*(?:$|[,.;!?。)\n])", re.ASCII)
_UNIT = re.compile(
    r"\s?(?:元|块|圆|天|号楼|年|月|日|号(?!码)|点|小时|分钟|次|个|件|台|%|kg|gb|g\b|mb|ml|cm|mm|inch|寸|days?\b|weeks?\b|months?\b|years?\b|hours?\b|hrs?\b|minutes?\b|mins?\b|times\b"
    r"|items?\b|pieces?\b|pcs\b|units?\b|dollars?\b|pounds?\b|euros?\b|bucks\b|quid\b|pm\b|am\b|st\b|nd\b|rd\b|th\b|percent)",
    re.ASCII,
)
_DATE_LIKE = re.compile(
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d|(?:19|20)\d\d",
    re.ASCII,
)
_WORDS = frozenset(
    "number please thanks thank you it the was is not has have been still never yet order refund help update asap and for from via "
    "which what when where confirmation status cancelled canceled today yesterday online nobody anyone with about does didnt haven't says".split()
)
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    # A case number of our own asks after a case; it is no detail of a complaint.
    ("noise", re.compile(r"jy\d{8}-?[0-9a-z]{8}", re.ASCII)),
    ("tracking", re.compile(r"sf\d{12,15}|yt\d{10,15}|jd[a-z]{0,4}\d{9,16}|jt\d{12,15}|zto\d{10,14}|sto\d{10,14}|yd\d{13,15}|dpk\d{9,14}|dbl?\d{9,14}|ht\d{12,15}|lp\d{14,16}|ems\d{9,13}|cai?niao\d+|jdx\d+|tba\d{12}|1z[0-9a-z]{16}|[a-z]{2}\d{9}[a-z]{2}|kf\d{12,15}|dhl\d{8,}|ky\d{10,13}", re.ASCII)),
    ("order", re.compile(r"\d{3}-\d{7}-\d{7}|(?:ord|order|po|so|od|dd|odr|web|inv|shop|mo|tb|jdo|no|num)[-_#]?\d[\da-z-]{3,}", re.ASCII)),
    ("work_order", re.compile(r"(?:wo|sr|rma|inc|case|tkt|ticket|req|bx|gd|wx|cs)[-_#]?\d{4,}[\da-z-]*", re.ASCII)),
    ("contract", re.compile(r"(?:ht|hth|con|ctr|pol)[-_#]\d{4,}[\da-z-]*", re.ASCII)),
)  # fmt: skip
_FLIGHT = re.compile(
    r"(?<![a-z0-9])(?P<code>(?:c[aisxz]|mu|[hk][aeou]|zh|mf|fm|sc|3u|9c|g[5js]|8l|jd|ho|hx|uo|cx|ka|br|ci|b7|it|tr|jx|aa|ua|dl|ba|lh|af|kl|ek|qr|ey|sq|nh|jl|oz|qf|nz|va|jq|ac|ws|b6|nk|f9|wn|as|fr|u2|vs|ei|lx|os|az|ib|tp|sk|ay|lo|tk|su|et|sv|ai|6e|ak|d7|mh|ga|tg|fd|vj|vn|pr|5j|w6|ls|by|be|tom|bx|dr|eu|jr|gs|pn|nz|ta))[ -]?(?P<digits>\d{2,4})(?![a-z0-9-])",
    re.ASCII,
)
_AIR = re.compile(
    r"flight|航班|飞机|飞往|起飞|机场|登机|机票|航空|延误|airport|boarding|gate|airline|airways|\bfly|\bflew|\bflown|layover|luggage|baggage|行李|cancel|air\b|air[a-z]|jet",
    re.ASCII,
)
_TRAIN = re.compile(
    r"(?<![a-z0-9])([gdkctzs]\d{1,4})(?=次|列车|高铁|动车|火车)|(?:高铁|动车|火车|列车|乘坐|坐的?)([gdkctzs]\d{1,4})(?![a-z0-9])",
    re.ASCII,
)
_BARE = re.compile(
    r"(?<![a-z0-9.#*+/_-])#?(?P<value>[a-z]{0,6}-?\d[\da-z]*(?:-[\da-z]+)*)(?![a-z0-9])(?!\.\d|:\d)",
    re.ASCII,
)
_ENDING = re.compile(r"(?:ending|ends|ending in|ends in|尾号)\s?$", re.ASCII)
_GOES_ON = re.compile(
    r"\s*(?:$|[,.;!?)]|\d| (?:is|was|has|have|never|still|not|hasn't|hasnt|arrived|came|from|placed|dated|which|didn't|did|got|and|but|for|on|yesterday|last)\b)",
    re.ASCII,
)
_ORDER_TALK = re.compile(r"订单|下单|单号|定单|\border(?:ed|s)?\b|purchase|bought|买|购", re.ASCII)


@dataclass(frozen=True)
class Identifier(Span):
    """A number that names something, its kind and its plain form.

    `kind` is `order`, `tracking`, `contract`, `account`, `work_order`, `case`, `booking`, `flight`, `plate`,
    `serial_number`, `model`, `noise` for what no case keeps (a barcode, a postcode), or `number`
    when nothing says what it is; `how` tells `label` from `shape`.
    """

    kind: str = "number"
    value: str = ""
    how: str = "label"


def _identifier(
    folded: Folded, start: int, end: int, kind: str, value: str, how: str
) -> Identifier:
    first, last = folded.back(start, end)
    return Identifier(first, last, folded.source[first:last], kind, value, how)


def find_identifiers(text: str | Folded | None) -> list[Identifier]:
    """Return every number that names something, the surest reading of each place."""
    folded = fold(text)
    found = _labelled(folded)
    for more in (
        _shaped(folded),
        _flights(folded),
        find_models_as_identifiers(folded),
        _bare(folded),
    ):
        # A set of taken places keeps this linear in long texts.
        taken = {place for item in found for place in range(item.start, item.end)}
        found += [
            item
            for item in more
            if not any(place in taken for place in range(item.start, item.end))
        ]
    return sorted(found, key=lambda item: item.start)


@lru_cache(maxsize=16)
def find_no_codes(plain: str) -> tuple[tuple[int, int], ...]:
    """Return the places of the figures that one calls or goes to: 打12315, room 309.

    Nothing is found by them, whatever was asked for.
    """
    found = [
        match.span(match.lastgroup or 0)
        for pattern in (_CALLED, _PLACE)
        for match in pattern.finditer(plain)
    ]
    alone = plain.strip(" .,。!?~")
    if alone in _COMPLAINT_LINES:
        start = plain.index(alone)
        found.append((start, start + len(alone)))
    return tuple(found)


def find_models_as_identifiers(folded: Folded) -> list[Identifier]:
    """Return the models that their shape or family name shows."""
    return [
        _identifier(folded, start, end, "model", folded.cased[start:end], "shape")
        for start, end in find_models(folded)
    ]


def _labelled(folded: Folded) -> list[Identifier]:
    found: list[Identifier] = []
    position = 0
    while True:
        label = LABEL.search(folded.text, position)
        if not label:
            return found
        position = label.end()
        kind = next(name for name, value in label.groupdict().items() if value)
        filler = FILLER.match(folded.text, label.end())
        start = filler.end() if filler else label.end()
        item = _value_after(folded, label, kind, start)
        if item:
            found.append(item)
            position = max(position, _plain_end(folded, start, item))
            found += _further(folded, kind, position)
            if found[-1] is not item:
                position = _plain_end(folded, position, found[-1])


def _plain_end(folded: Folded, start: int, item: Identifier) -> int:
    """Return an offset of the plain form that is not before the item's end."""
    if folded.origin is None:
        return item.end
    end = start
    while end < len(folded.text) and folded.origin[end] < item.end:
        end += 1
    return end


def _further(folded: Folded, kind: str, position: int) -> list[Identifier]:
    """Return the numbers that follow the first one in a list (`orders 4471 and 4472`)."""
    items: list[Identifier] = []
    while len(items) < 9:
        joint = re.compile(
            r"\s?(?:,|、|/|和|跟|还有|以及|及|and|&|\+)\s?(?:also )?#?", re.ASCII
        ).match(folded.text, position)
        if not joint:
            return items
        value = _VALUE.match(folded.text, joint.end())
        if (
            not value
            or not re.search(r"\d{4}", value.group())
            or not _fits(kind, folded, value.start(), value.end())
        ):
            return items
        if re.fullmatch(r"1[3-9]\d{9}", value.group()) or LABEL.search(
            folded.text[position : joint.end() + 1]
        ):
            return items
        items.append(
            _identifier(
                folded,
                value.start(),
                value.end(),
                "order" if kind == "order_loose" else kind,
                folded.cased[value.start() : value.end()],
                "label",
            )
        )
        position = value.end()
    return items


def _value_after(folded: Folded, label: re.Match[str], kind: str, start: int) -> Identifier | None:
    """Return the number behind a label, in figures and letters or said sign by sign."""
    if kind == "model":
        span = labelled_model(folded, start)
        return (
            _identifier(folded, *span, "model", folded.cased[slice(*span)], "label")
            if span
            else None
        )
    plate = (
        re.compile(r"[\u4e00-\u9fff]?[a-z][· ]?[a-z0-9]{4,7}", re.ASCII).match(folded.text, start)
        if kind == "plate"
        else None
    )
    if plate:
        return _identifier(folded, *plate.span(), kind, folded.cased[slice(*plate.span())], "label")
    plain = "order" if kind == "order_loose" else kind
    if label.group() in ("单号", "尾号") and _SHAPES[1][1].match(folded.text, start):
        plain = "tracking"
    value = _VALUE.match(folded.text, start)
    end = _with_spaced_groups(folded, value) if value else start
    if value and _SHAPES[0][1].fullmatch(folded.text, start, end):
        return _identifier(folded, start, end, "noise", folded.cased[start:end], "label")
    if value and _fits(kind, folded, start, end):
        written = folded.cased[start:end]
        spaced = spelled_from(folded, start, letters=True)
        if not (spaced and spaced.spoken >= 2 and spaced.end > end):
            return _identifier(folded, start, end, plain, re.sub(r"\s+", "", written), "label")
    run = spelled_from(folded, start, letters=kind != "order_loose")
    digits = sum(c.isdigit() for c in run.value) if run else 0
    if (
        run
        and run.spoken >= 2
        and (digits >= 4 or (kind == "booking" and len(run.value) >= 5))
        and kind != "order_loose"
    ):
        return _identifier(folded, start, run.end, plain, run.value, "label")
    return None


def _with_spaced_groups(folded: Folded, value: re.Match[str]) -> int:
    """Return the end of a number that is written in groups (1234 5678 9012)."""
    end = value.end()
    last = value.group()
    groups = 0
    while groups < 7 and re.fullmatch(r"[a-z]{0,4}\d{0,6}", last):
        following = _SPACED.match(folded.text, end)
        if not following or _UNIT.match(folded.text, following.end()):
            break
        size = len(following.group(1))
        short = (size < 3 and groups == 0 and len(last) > 3) or (
            size == 1 and not _ENDS.match(folded.text, following.end())
        )
        if short or (size > 9 and last[-1].isdigit()):
            break
        end, last, groups = following.end(), following.group(1), groups + 1
    return end


def _fits(kind: str, folded: Folded, start: int, end: int) -> bool:
    """Say whether a piece can be a number of that kind."""
    value = folded.text[start:end]
    cased = folded.cased[start:end]
    if value in _WORDS or "@" in folded.text[end : end + 1] or _DATE_LIKE.fullmatch(value):
        return False
    if _UNIT.match(folded.text, end) and not (len(value) > 9 and value.isdigit()):
        return False
    digits = sum(c.isdigit() for c in value)
    if digits == 0:
        unspeakable = len(value) == 6 and sum(c in "aeiou" for c in value) <= 1
        near = folded.text[max(0, start - 30) : start]
        bare_ref = re.search(r"(?<![a-z])ref(?:erence)?(?: is| was)? ?$", near) and not re.search(
            r"book|reserv|confirm|record|flight|ticket", near
        )
        return (
            kind == "booking"
            and not bare_ref
            and bool(re.fullmatch(r"[a-z]{5,7}", value))
            and (cased.isupper() or unspeakable)
        )
    if re.fullmatch(r"\d+\.\d{1,2}", value) or re.fullmatch(r"\d+(?:k|w)", value):
        return False
    if kind == "order_loose":
        hash_before = "#" in folded.text[max(0, start - 2) : start]
        named = digits >= 4 and bool(
            _ENDING.search(folded.text[max(0, start - 12) : start])
            or _GOES_ON.match(folded.text, end)
        )
        return (
            digits >= 5
            or named
            or (digits >= 3 and hash_before)
            or (digits >= 3 and digits < len(value))
        ) and not re.fullmatch(r"1[3-9]\d{9}", value)
    if kind == "flight":
        return bool(re.fullmatch(r"[a-z][a-z0-9]?-?\d{1,4}", value)) and (
            cased[0].isupper() or digits >= 3
        )
    if value in _HOTLINES:
        return False
    if kind in ("serial_number", "plate", "booking"):
        return digits >= 1 and len(value) >= 4
    return (digits >= 2 and len(value) >= 3) or "#" in folded.text[max(0, start - 2) : start]


def _shaped(folded: Folded) -> list[Identifier]:
    """Return the numbers whose shape alone says what they are."""
    found = []
    for match in re.finditer(
        r"(?<![a-z0-9])[a-z0-9]+(?:[-_#][a-z0-9]+)*(?: \d{4}(?= ))*(?: \d{3,6}(?![a-z0-9]))?",
        folded.text,
    ):
        whole = match.group()
        for written in (re.sub(r"\s+", "", whole), whole.split(" ")[0]):
            kind = next((name for name, shape in _SHAPES if shape.fullmatch(written)), None)
            if (
                kind
                and len(written) >= 6
                and (kind == "tracking" or " " not in whole or written == whole.split(" ")[0])
            ):
                end = (
                    match.end()
                    if len(written) > len(whole.split(" ")[0])
                    else match.start() + len(written)
                )
                value = re.sub(r"\s+", "", folded.cased[match.start() : end])
                found.append(_identifier(folded, match.start(), end, kind, value, "shape"))
                break
    return found


def _flights(folded: Folded) -> list[Identifier]:
    found = []
    for match in _FLIGHT.finditer(folded.text):
        near = folded.text[max(0, match.start() - 40) : match.end() + 40]
        if folded.cased[match.start()].isupper() and _AIR.search(near):
            value = re.sub(r"[ -]", "", folded.cased[match.start() : match.end()])
            found.append(_identifier(folded, match.start(), match.end(), "flight", value, "shape"))
    for match in _TRAIN.finditer(folded.text):
        group = 1 if match.group(1) else 2
        found.append(
            _identifier(
                folded,
                *match.span(group),
                "flight",
                folded.cased[slice(*match.span(group))],
                "shape",
            )
        )
    return found


def _bare(folded: Folded) -> list[Identifier]:
    """Return numbers that only the words behind them, or nothing at all, explain."""
    found = []
    nothing = find_no_codes(folded.text)
    for match in _BARE.finditer(folded.text):
        value = match.group("value")
        if any(first < match.end() and match.start() < last for first, last in nothing):
            continue
        digits = sum(c.isdigit() for c in value)
        if (
            value in _HOTLINES
            or digits < 3
            or len(value) > 40
            or _UNIT.match(folded.text, match.end())
            or _DATE_LIKE.fullmatch(value)
        ):
            continue
        after = AFTER.match(folded.text, match.end())
        kind = (
            next((name for name, words in after.groupdict().items() if words), "number")
            if after
            else "number"
        )
        hashed = match.group().startswith("#")
        if (
            kind == "number"
            and hashed
            and digits >= 3
            and ((digits >= 5 and len(folded.text) <= 24) or _ORDER_TALK.search(folded.text))
        ):
            kind = "order"
        if kind == "number" and (digits < 6 or (digits < 8 and value.isdigit())):
            continue
        if re.fullmatch(r"1[3-9]\d{9}", value) or (kind == "order" and digits < 4):
            continue
        start = match.start("value")
        found.append(
            _identifier(
                folded,
                start,
                match.end(),
                kind,
                folded.cased[start : match.end()],
                "label" if kind != "number" else "bare",
            )
        )
    return found
