"""Reads a bare answer by the question before it, and keeps what does not fit the asked form."""

from __future__ import annotations

import re

from bot.language.answers import is_affirm, is_deny, is_skip
from bot.language.normalize import Folded
from bot.language.numbers import Identifier
from bot.language.products import bare_product
from bot.language.spans import Detail
from bot.language.spelled import spelled_from

_LEAD = re.compile(
    r"(?:嗯+|额|呃|哦|好的?|就|是|就是|应该|大概|可能|我的?|给你|发你|这个|那个|单号|订单号?码?|型号|序列号|编号|的|为|[\s,，:：#.。]|\bit's\b|\bit is\b|\bits\b|\bthe\b|\bmy\b|\bis\b|\bum+\b|\buh+\b|\bso\b|\bsure\b|\bok\b|\bokay\b|\byes\b|\bhere\b|\border\b|\bnumber\b|\bno\b\.?|\bmodel\b|\bserial\b|\bthink\b|\bi\b|\bi think\b|\bit says\b|\bsays\b|\ba\b){0,12}", re.ASCII
)
_CODE = re.compile(r"[a-z0-9](?:[a-z0-9]|[-_/.#* ](?=[a-z0-9])){1,39}", re.ASCII)
_TIME_WORDS = re.compile(r"\d|天|月|年|周|号|时候|多久|前|ago|week|day|month|year|time|since|spring|summer|autumn|winter|recent", re.ASCII)
_COUNT_WORDS = re.compile(r"\d|[零一二三四五六七八九十百千万两几多半]|元|块|钱|few|some|many|several|about|hundred|dollar|pound|lot|bunch", re.ASCII)


def _has(details: list[Detail], *names: str) -> bool:
    return any(item.name in names and item.value is not None for item in details)


def answer_details(
    details: list[Detail], folded: Folded, expecting: str | None, numbers: list[Identifier]
) -> None:
    """Add to the details what a bare answer gives for the slot that was asked for."""
    if expecting is None or is_skip(folded) or is_affirm(folded) or is_deny(folded):
        return
    if expecting == "order_number":
        _order(details, folded, numbers)
    elif expecting in ("serial_number", "model"):
        _code(details, folded, expecting)
    elif expecting == "product":
        _product(details, folded)
    elif expecting in ("amount", "quantity", "incident_date"):
        pattern = _TIME_WORDS if expecting == "incident_date" else _COUNT_WORDS
        if not _has(details, expecting) and not any(item.name == expecting for item in details):
            if len(folded.text) <= 40 and pattern.search(folded.text) and not details:
                problem = "not_a_date" if expecting == "incident_date" else "not_a_number"
                _stated(details, folded, expecting, problem)


def _stated(details: list[Detail], folded: Folded, name: str, problem: str) -> None:
    whole = folded.source
    details.append(Detail(name, None, 0, len(whole), whole, {"stated": whole, "problem": problem}))


def _bare_code(folded: Folded) -> tuple[int, int, str] | None:
    """Return place and value of the one code that a short answer consists of."""
    if len(folded.text) > 60:
        return None
    lead = _LEAD.match(folded.text)
    for start in (lead.end() if lead else 0, 0):
        found = _CODE.match(folded.text, start)
        run = spelled_from(folded, start, letters=True)
        tail = folded.text[found.end() :] if found else ""
        if run and run.spoken >= 2 and len(run.value) >= 4 and len(folded.text) - run.end <= 8 and (not found or run.end > found.end()):
            return start, run.end, run.value
        if found and re.search(r"\d", found.group()) and len(tail.strip()) <= 10:
            value = folded.cased[start : found.end()]
            return start, found.end(), value
        if found and re.fullmatch(r"[A-Z]{5,8}", folded.cased[start : found.end()]) and not tail.strip():
            return start, found.end(), folded.cased[start : found.end()]
    return None


def _order(details: list[Detail], folded: Folded, numbers: list[Identifier]) -> None:
    """Take a bare number, whatever its length, as the order that was asked for."""
    if _has(details, "order_number", "contact_phone"):
        return
    for item in details:
        if item.name in ("reference", "model", "serial_number"):
            if item.name == "model":
                details.remove(item)
            extra = {"from_reference": item.extra["type"]} if item.name == "reference" else {}
            details.append(Detail("order_number", item.value, item.start, item.end, item.text, extra))
            return
    if numbers:
        first = numbers[0]
        details.append(Detail("order_number", first.value, first.start, first.end, first.text))
        return
    bare = _bare_code(folded)
    if bare:
        start, end, said = bare
        value = re.sub(r"\s+", "", said)
        first_place, last_place = folded.back(start, end)
        if len(value) >= 3:
            for item in [item for item in details if item.start < last_place and first_place < item.end]:
                details.remove(item)
            details.append(Detail("order_number", value, first_place, last_place, folded.source[first_place:last_place]))
            return
    if re.search(r"\d", folded.text) and len(folded.text) <= 30 and not details:
        _stated(details, folded, "order_number", "not_a_number")


def _code(details: list[Detail], folded: Folded, expecting: str) -> None:
    """Take a bare code, or for a model any short name, as the slot that was asked for."""
    if _has(details, expecting):
        return
    for item in list(details):
        if item.name in ("model", "serial_number", "order_number", "reference") and item.name != expecting:
            details.remove(item)
            details.append(Detail(expecting, item.value, item.start, item.end, item.text))
            return
    bare = _bare_code(folded)
    if bare:
        start, end, said = bare
        value = said.strip() if expecting == "model" else re.sub(r"\s+", "", said)
        first, last = folded.back(start, end)
        for item in [item for item in details if item.start < last and first < item.end and item.name != "product"]:
            details.remove(item)
        details.append(Detail(expecting, value, first, last, folded.source[first:last]))
    elif expecting == "model":
        named = bare_product(folded)
        if named and len(named.text) <= 24 and len(named.text.split()) <= 4:
            details.append(Detail("model", named.text, named.start, named.end, named.text))


def _product(details: list[Detail], folded: Folded) -> None:
    """Take a short answer as the product that was asked for."""
    named = bare_product(folded)
    given = next((item for item in details if item.name == "product"), None)
    if named is None or _has(details, "order_number", "contact_phone", "contact_email"):
        return
    sentence = len(named.text) > 24 if re.search(r"[\u4e00-\u9fff]", named.text) else len(named.text.split()) > 6
    if given and sentence:
        return
    if not sentence:
        if given:
            details.remove(given)
        details.append(Detail("product", named.text, named.start, named.end, named.text))
