"""Reads a bare answer by the question before it, and keeps what does not fit the asked form."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.answered_codes import DENIED, bare_code, is_price, is_short_beside
from bot.language.answers import is_affirm, is_deny, is_skip, skips_first
from bot.language.corrections import takes_back
from bot.language.declined import declines, threw_away
from bot.language.labels import LABEL, kind_of
from bot.language.models import is_family, looks_like_model
from bot.language.normalize import Folded
from bot.language.number_values import Identifier
from bot.language.numbers import find_no_codes
from bot.language.products import bare_product
from bot.language.spans import Detail

_TIME_WORDS = re.compile(
    r"^[\s./-]*\d[\d\s./。-]*$|\d\s*(?:天|个?月|年|周|日|号|点|h|hr|min|d\b|[/.-]\d)|初|昨|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|天|月|年|周|号|时候|多久|前|ago|week|day|month|year|time|since|spring|summer|autumn|winter|recent",
    re.ASCII,
)
_COUNT_WORDS = re.compile(
    r"\d|[零一二三四五六七八九十百千万两几多半]|元|块|钱|few|some|many|several|about|hundred|dollar|pound|lot|bunch",
    re.ASCII,
)
#: "How should I know", 我哪知道: what says that one does not know states nothing.
_UNKNOWN = re.compile(
    r"(?<!你们)(?<!他们)(?:[哪谁鬼天]会?(?:知道|晓得|记得)|[不没](?:太|大|是很|怎么)?(?:知道|晓得|清楚|记得|确定|记住)|记不[清得住起]|想不起|说不[上清准好]|忘(?:了|记)|没(?:有)?印象|点知|唔(?:知|记得))(?!你们|吗|么)"
    r"|\b(?:i|we) (?:really |honestly |just )?(?:don't|dont|do not|didn't|can't|cant|cannot|couldn't) (?:really |even |quite )?(?:know|remember|recall|say|tell)\b|\b(?:no idea|no clue|not (?:\w+ )?sure|haven't a clue|beats me|(?:who|god|heaven|lord) knows|forgot|forgotten|how (?:should|would|am|the \w+ should) i)\b",
    re.ASCII,
)
_PRICE_ALONE = re.compile(r"\s*(\d{1,6}\.\d{2})\s*", re.ASCII)
_ORDER_BEFORE = re.compile(
    r"(?:order|booking|account|acct|reference|订单号?|單號|訂單|单号|账号)[\s:：#是]{0,4}$"
)
_GOES_ON = re.compile(
    r"\b(?:carry on|keep going|let's (?:go on|continue))\b|(?:我们|还是|那就|咱们)(?:继续|接着)",
    re.ASCII,
)
#: A day within a code: orders are numbered so, models are not.
_DATED = re.compile(r"(?<!\d)20[12]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)", re.ASCII)
_NEAR_LABEL = 12
#: Numbers that stand for the order.
_FOR_ORDER = frozenset("order tracking booking work_order contract account case".split())
#: What a story tells of, a train or a car, answers only where little else is said.
_IN_PASSING = frozenset(("flight", "plate"))


def _has(details: list[Detail], *names: str) -> bool:
    return any(item.name in names and item.value is not None for item in details)


def answer_details(
    details: list[Detail], folded: Folded, expecting: str | None, numbers: list[Identifier]
) -> None:
    """Add to the details what a bare answer gives for the slot that was asked for."""
    if expecting is None:
        return
    if expecting in ("model", "product") and _GOES_ON.search(folded.text):
        # "Actually no, let's carry on" names nothing.
        return
    nothing = declines(folded, expecting)
    if nothing and expecting != "incident_date" and threw_away(folded):
        # "The receipt went in the bin weeks ago" dates nothing but the receipt.
        details[:] = [
            item for item in details if item.name != "incident_date" or item.value is not None
        ]
    if nothing or is_skip(folded) or is_affirm(folded) or is_deny(folded):
        return
    if expecting not in ("amount", "confirm", "complaint_text") and not details:
        # Two decimals and nothing else are a price, whatever was asked for.
        price = _PRICE_ALONE.fullmatch(folded.text)
        if price:
            start, end = folded.back(*price.span(1))
            value = float(price.group(1))
            details.append(Detail("amount", value, start, end, folded.source[start:end]))
            return
    if expecting == "order_number":
        _order(details, folded, numbers)
    elif expecting in ("serial_number", "model"):
        _code(details, folded, expecting)
    elif expecting == "product":
        _product(details, folded)
    elif expecting in ("amount", "quantity", "incident_date"):
        pattern = _TIME_WORDS if expecting == "incident_date" else _COUNT_WORDS
        told = len(folded.text) <= 40 and pattern.search(_without_no_codes(folded))
        if told and not details and not _UNKNOWN.search(folded.text):
            problem = "not_a_date" if expecting == "incident_date" else "not_a_number"
            _stated(details, folded, expecting, problem)


def _without_no_codes(folded: Folded) -> str:
    """Return the plain form without the figures that one calls or goes to."""
    plain = folded.text
    for start, end in find_no_codes(plain):
        plain = plain[:start] + " " * (end - start) + plain[end:]
    return plain


def _stated(details: list[Detail], folded: Folded, name: str, problem: str) -> None:
    whole = folded.source
    details.append(Detail(name, None, 0, len(whole), whole, {"stated": whole, "problem": problem}))


def _has_little_beside(folded: Folded, item: Detail) -> bool:
    return is_short_beside(folded, folded.forth(item.start), folded.forth(item.end))


def _label_before(folded: Folded, place: int) -> str | None:
    """Return the kind of number that words shortly before a place of the source name."""
    start = folded.forth(place)
    window = folded.text[max(0, start - 32) : start]
    labels = list(LABEL.finditer(window))
    if not labels:
        return None
    between = window[labels[-1].end() :]
    if len(between) > _NEAR_LABEL or re.search(r"[\d。!?;\n]", between):
        return None
    return kind_of(labels[-1])


def _order(details: list[Detail], folded: Folded, numbers: list[Identifier]) -> None:
    """Take a bare number, whatever its length, as the order that was asked for."""
    if _has(details, "order_number", "contact_phone"):
        return
    for item in details:
        labelled = item.extra.get("how") == "label"
        coded = item.name in ("model", "serial_number") and not (labelled or _is_family(item))
        if item.extra.get("kind") in _IN_PASSING and not _has_little_beside(folded, item):
            continue
        if item.name == "reference" or coded:
            if item.name == "model":
                details.remove(item)
            extra = {"from_reference": item.extra["type"]} if item.name == "reference" else {}
            details.append(
                Detail("order_number", item.value, item.start, item.end, item.text, extra)
            )
            return
    numbers = [
        item
        for item in numbers
        if not is_price(folded, item.start, item.end)
        and not DENIED.search(folded.source[max(0, item.start - 16) : item.start].lower())
    ]
    if numbers:
        meant = _last_meant(folded, numbers)
        details.append(Detail("order_number", meant.value, meant.start, meant.end, meant.text))
        return
    bare = bare_code(details, folded)
    if bare:
        start, end, said = bare
        value = re.sub(r"\s+", "", said)
        first_place, last_place = folded.back(start, end)
        if len(value) >= 3:
            for item in [
                item for item in details if item.start < last_place and first_place < item.end
            ]:
                details.remove(item)
            details.append(
                Detail(
                    "order_number",
                    value,
                    first_place,
                    last_place,
                    folded.source[first_place:last_place],
                )
            )
            return
    figures = re.search(r"\d", _without_no_codes(folded))
    if figures and len(folded.text) <= 30 and not details:
        _stated(details, folded, "order_number", "not_a_number")


def _is_family(item: Detail) -> bool:
    """Say whether a model is one of a family that everybody knows: a PS5 is no order."""
    return item.name == "model" and is_family(item.text)


def _last_meant(folded: Folded, numbers: list[Identifier]) -> Identifier:
    """Return the first number, or the one of its length that the customer puts in its place."""
    meant = numbers[0]
    for later in numbers[1:]:
        between = folded.text[folded.forth(meant.end) : folded.forth(later.start)]
        if len(later.value) == len(meant.value) and takes_back(between):
            meant = later
    return meant


def _is_named_otherwise(folded: Folded, item: Detail) -> bool:
    """Say whether the customer says what the number is: "order 1182-AB"."""
    before = folded.source[max(0, item.start - 16) : item.start].lower()
    # A reference is one because of the word before it.
    labelled = item.name == "reference" or item.extra.get("how") == "label"
    named = _label_before(folded, item.start) in _FOR_ORDER
    return labelled or named or bool(_ORDER_BEFORE.search(before))


def _code(details: list[Detail], folded: Folded, expecting: str) -> None:
    """Take a bare code, or for a model any short name, as the slot that was asked for."""
    if expecting == "model":
        for place, item in enumerate(details):
            if item.name in ("model", "order_number") and _DATED.search(str(item.value)):
                details[place] = replace(item, name="order_number")
                return
    if _has(details, expecting):
        return
    for item in list(details):
        if item.name in ("model", "serial_number", "order_number", "reference") and not (
            item.name == expecting or _is_named_otherwise(folded, item)
        ):
            details.remove(item)
            details.append(Detail(expecting, item.value, item.start, item.end, item.text))
            return
    bare = bare_code(details, folded)
    if bare:
        start, end, said = bare
        value = said.strip() if expecting == "model" else re.sub(r"\s+", "", said)
        first, last = folded.back(start, end)
        over = [
            item
            for item in details
            if item.start < last and first < item.end and item.name != "product"
        ]
        if any(item.name == "reference" for item in over):
            return
        for item in over:
            details.remove(item)
        says_order = (
            _ORDER_BEFORE.search(folded.source[max(0, first - 16) : first].lower())
            or _label_before(folded, first) in _FOR_ORDER
        )
        dated = expecting == "model" and _DATED.search(value)
        name = "order_number" if says_order or dated else expecting
        details.append(Detail(name, value, first, last, folded.source[first:last]))
    elif expecting == "model":
        named = bare_product(folded)
        # "Since Sunday" answers another question.
        if named is None or any(
            item.name.startswith(("contact", "incident"))
            and item.start < named.end
            and named.start < item.end
            for item in details
        ):
            return
        short = len(named.text) <= 24 and len(named.text.split()) <= 4
        if short and looks_like_model(named.text):
            details.append(Detail("model", named.text, named.start, named.end, named.text))


def _product(details: list[Detail], folded: Folded) -> None:
    """Take a short answer as the product that was asked for."""
    if skips_first(folded) or is_skip(re.split(r"[,，]", folded.text)[0]):
        return
    named = bare_product(folded)
    given = next((item for item in details if item.name == "product"), None)
    model = next((item for item in details if item.name == "model"), None)
    if model and named and model.text == named.text and not re.search(r"\d", model.text):
        details.remove(model)
    if named is None or _has(details, "order_number", "contact_phone", "contact_email"):
        return
    troubled = given is not None and re.match(
        r"\s?(?:又|就|都|不|坏|漏|没|有问题|出|is|was|that|broke|which|doesn|won|has|stopp)",
        folded.source[given.end :],
    )
    if given and troubled:
        return
    sentence = (
        len(named.text) > 24
        if re.search(r"[\u4e00-\u9fff]", named.text)
        else len(named.text.split()) > 6
    )
    if given and sentence:
        return
    if not sentence:
        if given:
            details.remove(given)
        details.append(Detail("product", named.text, named.start, named.end, named.text))
