"""Reads the numbers that name something: orders, parcels, contracts, accounts, serials, models."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from bot.language.labels import AFTER, FILLER, LABEL, kept_as
from bot.language.models import find_models
from bot.language.normalize import Folded, fold
from bot.language.number_values import (
    DATE_LIKE,
    HOTLINES,
    SHAPES,
    UNIT,
    VALUE,
    Identifier,
    fits,
    identifier,
    value_after,
)
from bot.language.numbers_put_right import number_instead, put_right

#: Who answers with nothing but one of these means to call it.
_COMPLAINT_LINES = frozenset("12315 12345 12318 12328 12378 12381 12300 12321 12358 12388".split())
#: Short public numbers: hotlines of the state, of utilities and carriers, and emergency calls.
_PUBLIC = r"12[0-9]{3}|95\d{3}|96\d{3,4}|100\d{2}|11[0249]|12[02]|315"
_CALLED = re.compile(
    r"(?:打(?:了|过|通|爆|给|到|去|一下|个|电话|call)*|拨(?:打|了|通)?|致电|热线|热线电话"
    r"|(?<![a-z])(?:call|ring|phone|dial)(?:s|ed|led|ing)?|(?<![a-z])rang) ?(?:up |on |the )?"
    r"(?P<called>\d{3,12})(?![\da-z]|\s?(?:元|块|多|次|个|遍|年|天|折|times))"
    rf"|(?:[向找去到跟让]|举报|投诉|反映|告|(?<![a-z])(?:report|complain|contact|write|go|turn)[a-z]*"
    rf"(?: [a-z']+){{0,4}}) ?(?P<told>{_PUBLIC})(?![\da-z])"
    r"|(?:总台|前台|总机|热线|专线|客服)(?:电话|热线|号码)?[是: ]{0,2}(?P<desk>\d(?:[\d -]{5,14})\d)(?![\da-z])"
    rf"|(?<![\da-z])(?P<public>{_PUBLIC})(?= ?(?:热线|投诉|举报|反映|告|受理|平台|消协|见|hotline|helpline|(?:我|俺|咱)?们?(?:可|也|马上|现在|这)?就?(?:要|会|去)?打(?!折)))",
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
#: "The order number is not 4471, it's 4417": the words before both.
_NOT = re.compile(
    r"(?:[发写打报说看搞弄]?错了?[\s,.。]*)?(?:不是|并非|唔系|不系|not|isn't|isnt|wasn't)\s?",
    re.ASCII,
)
_BUT = re.compile(
    r"[\s,.;…-]*(?:(?:而是|应该是|是|系|but|it's|its|it is|that's|rather)[\s,]*){0,2}", re.ASCII
)
_IS = re.compile(r"[\s,)]*(?:是|就|这|is\b|it's|that|this|was\b)", re.ASCII)
_ORDER_TALK = re.compile(r"订单|下单|单号|定单|\border(?:ed|s)?\b|purchase|bought|买|购", re.ASCII)


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
    return put_right(folded, sorted(found, key=lambda item: item.start))


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
        identifier(folded, start, end, "model", folded.cased[start:end], "shape")
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
        kind = label.lastgroup or ""
        filler = FILLER.match(folded.text, label.end())
        start = filler.end() if filler else label.end()
        item = value_after(folded, kind, start, label.group())
        if item is None:
            found += _denied(folded, kind, start)
        else:
            found.append(item)
            position = max(position, _plain_end(folded, start, item))
            found += _further(folded, kind, position)
            if found[-1] is not item:
                position = _plain_end(folded, position, found[-1])


def _denied(folded: Folded, kind: str, start: int) -> list[Identifier]:
    """Return what a label is denied to name, as noise, and what it names instead."""
    words = _NOT.match(folded.text, start)
    item = value_after(folded, kind, words.end(), "") if words else None
    if item is None:
        return []
    end = folded.forth(item.end)
    found = [replace(item, kind="noise")]
    instead = number_instead(folded, item.kind, end, item.value, denied=True)
    if instead and _BUT.fullmatch(folded.text[end : instead[0]]):
        found.append(identifier(folded, *instead[:2], item.kind, instead[2], item.how))
    return found


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
        value = VALUE.match(folded.text, joint.end())
        if (
            not value
            or not re.search(r"\d{4}", value.group())
            or not fits(kind, folded, value.start(), value.end())
        ):
            return items
        if re.fullmatch(r"1[3-9]\d{9}", value.group()) or LABEL.search(
            folded.text[position : joint.end() + 1]
        ):
            return items
        items.append(
            identifier(
                folded,
                value.start(),
                value.end(),
                kept_as(kind),
                folded.cased[value.start() : value.end()],
                "label",
            )
        )
        position = value.end()
    return items


def _shaped(folded: Folded) -> list[Identifier]:
    """Return the numbers whose shape alone says what they are."""
    found = []
    for match in re.finditer(
        r"(?<![a-z0-9])[a-z0-9]+(?:[-_#][a-z0-9]+)*(?: \d{4}(?= ))*(?: \d{3,6}(?![a-z0-9]))?",
        folded.text,
    ):
        whole = match.group()
        for written in (re.sub(r"\s+", "", whole), whole.split(" ")[0]):
            kind = next((name for name, shape in SHAPES.items() if shape.fullmatch(written)), None)
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
                found.append(identifier(folded, match.start(), end, kind, value, "shape"))
                break
    return found


def _flights(folded: Folded) -> list[Identifier]:
    found = []
    for match in _FLIGHT.finditer(folded.text):
        near = folded.text[max(0, match.start() - 40) : match.end() + 40]
        if folded.cased[match.start()].isupper() and _AIR.search(near):
            value = re.sub(r"[ -]", "", folded.cased[match.start() : match.end()])
            found.append(identifier(folded, match.start(), match.end(), "flight", value, "shape"))
    for match in _TRAIN.finditer(folded.text):
        group = 1 if match.group(1) else 2
        found.append(
            identifier(
                folded,
                *match.span(group),
                "flight",
                folded.cased[slice(*match.span(group))],
                "shape",
            )
        )
    return found


def _kind_behind(folded: Folded, end: int) -> str:
    """Return the kind that the words behind a number give it, unless they name the next one."""
    after = AFTER.match(folded.text, end)
    if after is None:
        return "number"
    filler = FILLER.match(folded.text, after.end())
    following = VALUE.match(folded.text, filler.end() if filler else after.end())
    if following and re.search(r"\d{3}", following.group()) and not _IS.match(after.group()):
        # "My mobile is 07700 900123 order is ZX-1182".
        return "number"
    return after.lastgroup or "number"


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
            value in HOTLINES
            or digits < 3
            or len(value) > 40
            or UNIT.match(folded.text, match.end())
            or DATE_LIKE.fullmatch(value)
        ):
            continue
        kind = _kind_behind(folded, match.end())
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
            identifier(
                folded,
                start,
                match.end(),
                kind,
                folded.cased[start : match.end()],
                "label" if kind != "number" else "bare",
            )
        )
    return found
