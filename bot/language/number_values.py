"""Reads the number that stands at a place: its signs, its end, and whether it can be of a kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.in_parts import number_in_parts
from bot.language.labels import kept_as
from bot.language.models import labelled_model
from bot.language.normalize import Folded
from bot.language.spans import Span
from bot.language.spelled import spelled_from

VALUE = re.compile(r"[a-z0-9](?:[a-z0-9]|[-_/.#](?=[a-z0-9])|\*+(?=\d)| ?- ?(?=\d{3}))*", re.ASCII)
_SPACED = re.compile(r" ([a-z]{0,2}\d{1,}(?:-?[a-z0-9]+)?)(?![a-z0-9:/]|\.[a-z0-9])", re.ASCII)
HOTLINES = frozenset(
    "12315 12345 12318 12328 12300 12321 12331 12358 12378 12363 12365 12388 12306 10086 10010 10000 95588 95533".split()
)
#: Figures one by one, and a parcel's number as the posts write it: 4 4 7 1 2, LX 220 771 902 GB.
_APART = re.compile(
    r"\d(?: \d){3,30}(?![a-z0-9]| [a-z0-9])|[a-z]{2} ?\d{3} ?\d{3} ?\d{3} ?[a-z]{2}(?![a-z0-9])",
    re.ASCII,
)
#: Letters before figures that are said: TB二零二六一一.
_HEAD = re.compile(r"[a-z]{2,5}[- ]?(?=[零一二三四五六七八九幺])", re.ASCII)
_ENDS = re.compile(r"\s*(?:$|[,.;!?。)\n])", re.ASCII)
UNIT = re.compile(
    r"\s?(?:元|块|圆|天|号楼|年|月|日|号(?!码)|点|小时|分钟|次|个|件|台|%|kg|gb|g\b|mb|ml|cm|mm|inch|寸|days?\b|weeks?\b|months?\b|years?\b|hours?\b|hrs?\b|minutes?\b|mins?\b|times\b"
    r"|items?\b|pieces?\b|pcs\b|units?\b|dollars?\b|pounds?\b|euros?\b|bucks\b|quid\b|pm\b|am\b|st\b|nd\b|rd\b|th\b|percent)",
    re.ASCII,
)
DATE_LIKE = re.compile(
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d|(?:19|20)\d\d",
    re.ASCII,
)
_WORDS = frozenset(
    "number please thanks thank you it the was is not has have been still never yet order refund help update asap and for from via "
    "which what when where confirmation status cancelled canceled today yesterday online nobody anyone with about does didnt haven't says".split()
)
#: The shapes that say alone what a number is; the first that fits counts.
SHAPES: dict[str, re.Pattern[str]] = {
    # A case number of our own asks after a case; it is no detail of a complaint.
    "noise": re.compile(r"jy\d{8}-?[0-9a-z]{8}", re.ASCII),
    "tracking": re.compile(r"sf\d{12,15}|yt\d{10,15}|jd[a-z]{0,4}\d{9,16}|jt\d{12,15}|zto\d{10,14}|sto\d{10,14}|yd\d{13,15}|dpk\d{9,14}|dbl?\d{9,14}|ht\d{12,15}|lp\d{14,16}|ems\d{9,13}|cai?niao\d+|jdx\d+|tba\d{12}|1z[0-9a-z]{16}|[a-z]{2}\d{9}[a-z]{2}|kf\d{12,15}|dhl\d{8,}|ky\d{10,13}", re.ASCII),
    "order": re.compile(r"\d{3}-\d{7}-\d{7}|(?:ord|order|po|so|od|dd|odr|web|inv|shop|mo|tb|jdo|no|num)[-_#]?\d[\da-z-]{3,}", re.ASCII),
    "work_order": re.compile(r"(?:wo|sr|rma|inc|case|tkt|ticket|req|bx|gd|wx|cs)[-_#]?\d{4,}[\da-z-]*", re.ASCII),
    "contract": re.compile(r"(?:ht|hth|con|ctr|pol)[-_#]\d{4,}[\da-z-]*", re.ASCII),
}  # fmt: skip
_ENDING = re.compile(r"(?:ending|ends|ending in|ends in|尾号)\s?$", re.ASCII)
_GOES_ON = re.compile(
    r"\s*(?:$|[,.;!?)]|\d| (?:is|was|has|have|never|still|not|hasn't|hasnt|arrived|came|from|placed|dated|which|didn't|did|got|and|but|for|on|yesterday|last)\b)",
    re.ASCII,
)


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


def identifier(folded: Folded, start: int, end: int, kind: str, value: str, how: str) -> Identifier:
    """Return an identifier by its offsets in the plain form."""
    first, last = folded.back(start, end)
    return Identifier(first, last, folded.source[first:last], kind, value, how)


def value_after(folded: Folded, kind: str, start: int, label: str) -> Identifier | None:
    """Return the number behind a label, in figures and letters or said sign by sign."""
    if kind == "model":
        span = labelled_model(folded, start)
        return (
            identifier(folded, *span, "model", folded.cased[slice(*span)], "label")
            if span
            else None
        )
    plate = (
        re.compile(r"[\u4e00-\u9fff]?[a-z][· ]?[a-z0-9]{4,7}", re.ASCII).match(folded.text, start)
        if kind == "plate"
        else None
    )
    if plate:
        return identifier(folded, *plate.span(), kind, folded.cased[slice(*plate.span())], "label")
    plain = kept_as(kind)
    if label in ("单号", "尾号") and SHAPES["tracking"].match(folded.text, start):
        plain = "tracking"
    parts = number_in_parts(folded, start)
    if parts is not None:
        return identifier(folded, start, parts[0], plain, parts[1], "label")
    value = VALUE.match(folded.text, start)
    end = end_of_groups(folded, value) if value else start
    if value and SHAPES["noise"].fullmatch(folded.text, start, end):
        return identifier(folded, start, end, "noise", folded.cased[start:end], "label")
    if value and fits(kind, folded, start, end):
        written = folded.cased[start:end]
        spaced = spelled_from(folded, start, letters=True)
        if not (spaced and spaced.spoken >= 2 and spaced.end > end):
            return identifier(folded, start, end, plain, re.sub(r"\s+", "", written), "label")
    head = _HEAD.match(folded.text, start)
    said = spelled_from(folded, head.end(), letters=True) if head else None
    if head and said and said.spoken >= 3:
        return identifier(
            folded, start, said.end, plain, folded.cased[start : head.end()] + said.value, "label"
        )
    run = spelled_from(folded, start, letters=kind != "order_loose")
    digits = sum(c.isdigit() for c in run.value) if run else 0
    if (
        run
        and run.spoken >= 2
        and (digits >= 4 or (kind == "booking" and len(run.value) >= 5))
        and kind != "order_loose"
    ):
        return identifier(folded, start, run.end, plain, run.value, "label")
    return None


def end_of_groups(folded: Folded, value: re.Match[str]) -> int:
    """Return the end of a number that is written in groups (1234 5678 9012)."""
    apart = _APART.match(folded.text, value.start())
    if apart:
        return apart.end()
    end = value.end()
    last = value.group()
    groups = 0
    while groups < 7 and re.fullmatch(r"[a-z]{0,4}\d{0,6}", last):
        following = _SPACED.match(folded.text, end)
        if not following or UNIT.match(folded.text, following.end()):
            break
        size = len(following.group(1))
        short = (size < 3 and groups == 0 and len(last) > 3) or (
            size == 1 and not _ENDS.match(folded.text, following.end())
        )
        if short or (size > 9 and last[-1].isdigit()):
            break
        end, last, groups = following.end(), following.group(1), groups + 1
    return end


def fits(kind: str, folded: Folded, start: int, end: int) -> bool:
    """Say whether a piece can be a number of that kind."""
    value = folded.text[start:end]
    cased = folded.cased[start:end]
    if value in _WORDS or "@" in folded.text[end : end + 1] or DATE_LIKE.fullmatch(value):
        return False
    if UNIT.match(folded.text, end) and not (len(value) > 9 and value.isdigit()):
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
    if value in HOTLINES:
        return False
    if kind in ("serial_number", "plate", "booking"):
        return digits >= 1 and len(value) >= 4
    return (digits >= 2 and len(value) >= 3) or "#" in folded.text[max(0, start - 2) : start]
