"""Finds the code that a short answer gives, and tells it from the figures of a story."""

from __future__ import annotations

import re

from bot.language.in_parts import numbers_in_parts
from bot.language.models import is_common_mix
from bot.language.normalize import Folded
from bot.language.number_values import DATE_LIKE, UNIT
from bot.language.numbers import find_no_codes
from bot.language.numbers_put_right import number_instead
from bot.language.spans import Detail
from bot.language.spelled import spelled_from

#: Letters that open a code stand before a hyphen, a slash or a hash: SL/4471/W, TG#26-55810-A.
_PART = (
    r"(?:(?!(?:orders?|ord|no|nr|num|number|ref|acct|acc|account|id|code|case|job|inv|invoice|booking|on|and|or|my|the)[#/])"
    r"[a-z]{1,5}[-/#_]){0,3}[a-z]{0,5}\d[a-z0-9]*(?:[-_/.#*][a-z0-9]+)*|[a-z0-9]*\d[a-z0-9]*(?:[-_/.#*][a-z0-9]+)*"
)
_CODE = re.compile(
    rf"(?<![a-z0-9])(?:(?:{_PART})(?: (?:{_PART})){{0,7}}|(?P<letters>[a-z]{{2,4}})(?: \d[a-z0-9-]{{2,}}){{1,5}})(?![a-z0-9])",
    re.ASCII,
)
#: Small words of two to four letters, which are no letters of a code even in capitals or without a vowel.
_NO_LETTERS = frozenset(
    """was is the it its no my for and ref num nr order about of on at to that this one but in an not just only like
    yes yeah yep nope ok so or as by if up be am we me he us do go hi oh um uh er hmm pm well here wait now say says
    said got was were from with code call case ends also very paid cost then than try room flat gate row seat""".split()
)
#: Letters before figures that people type small and apart as well.
_PREFIXES = frozenset("inv ord odr rma inc tkt req con pol ctr web ems zto sto".split())
#: Denies the code behind it.
DENIED = re.compile(
    r"(?:\bnot|isn't|wasn't|不是|并非)\s?(?:the |on |order |number |订单号?)?$", re.ASCII
)
#: Letters, then figures behind hyphens: MB-FB40, wm-2200-x.
_HYPHENED = re.compile(
    r"(?<![a-z0-9-])(?=[a-z-]{1,12}[0-9])[a-z]{1,6}(?:-[a-z0-9]{1,12}){1,5}(?![a-z0-9-])", re.ASCII
)
_SAID = re.compile(
    r"(?<![a-z0-9])(?:double|triple|\d|zero|oh|one|two|three|four|five|six|seven|eight|nine|[a-z](?=[ ,-]))|[零一二三四五六七八九幺]",
    re.ASCII,
)
_DASHES = {
    "dash": "-",
    "hyphen": "-",
    "minus": "-",
    "slash": "/",
    "underscore": "_",
    "杠": "-",
    "横杠": "-",
}
_DASH = re.compile(
    r"\s*(?:(?P<sign>横杠|杠|(?<![a-z])(?:dash|hyphen|minus|slash|underscore)(?![a-z])))\s*",
    re.IGNORECASE,
)
_DASHED = re.compile(
    r"(?<![a-z0-9])[a-z0-9]+(?: (?:dash|hyphen|minus|slash|underscore) [a-z0-9]+)+(?![a-z0-9])",
    re.ASCII,
)
_PRICE_AFTER = re.compile(
    r"\s?(?:多?块|多?元|买|買|入手|拿下|bucks|dollars|quid|pounds|usd|rmb|euros?)"
)
_PRICE_BEFORE = re.compile(r"(?:paid|cost(?: me)?|花了?|价格|价钱|[$£€¥￥])\s?$")
#: An ordinal is a day, two decimals are money: neither is a number to find anything by.
_NO_CODE = re.compile(r"\d{1,2}(?:st|nd|rd|th)|\d+\.\d{1,2}", re.IGNORECASE)
#: 4,300 is money; neither half of it is a code.
_THOUSANDS = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?!\d|,\d)", re.ASCII)
#: What says that a short code is the answer, wherever it stands.
_INTRODUCED = re.compile(
    r"(?:[号码單单]|尾数|[是为写印标][着的]?|\b(?:is|it's|its|that's|thats|says|said|reads|number|no|nr|num|ref|reference|code|id|order|booking|account|invoice|ticket|receipt)\b)"
    r"[\s:,.…#\"'(-]*$",
    re.ASCII,
)
#: Where one says so, the code is no story's.
_SMALL_WORDS = re.compile(
    r"(?:[\s:,.…#\"'()~-]|在这里?|喏|诺|找到了?|查到了?|看到了?|给你|嗯|好的?|对|应该|就|可能|吧|呀|啊|哦|噢|呢|哈|的|了"
    r"|\b(?:here|ok|okay|think|maybe|yes|yeah|yep|um+|uh+|er+|oh|ah|well|i|found|got|it|this|one|try|just|so|right|please|thanks)\b)*",
    re.ASCII,
)
#: A clause ends here, but not within 4.5 or 4,300.
_CLAUSE = re.compile(r"[,.;!?。…\n—]+(?!\d)|(?<!\d)[,.]|(?<=[\u4e00-\u9fff]) ", re.ASCII)
#: In a message with so much beside the code, it must be said to be the answer, or look like one.
_MUCH_BESIDE = {"zh": 14, "en": 36}
#: Figures alone, or signs with letters among them, that look like an order's number.
_LONG_FIGURES, _LONG_CODE, _FEW = 8, 6, 3
#: From here on a message tells a story, in which only letters and so many figures are a code.
_LONGEST_ANSWER, _LONGEST_TOLD, _SURE_FIGURES = 80, 240, 5
#: Figures that were read as one of these are no code.
_OTHER_FIELDS = frozenset(
    {"incident_date", "amount", "contact_phone", "contact_email", "contact_other", "quantity"}
)


def bare_code(details: list[Detail], folded: Folded) -> tuple[int, int, str] | None:
    """Return place and value of the code that a short answer gives, the longest of several."""
    if len(folded.text) > _LONGEST_TOLD:
        return None
    candidates: list[tuple[int, int, str]] = []
    nothing = find_no_codes(folded.text)
    for found in _CODE.finditer(folded.text):
        start, letters = found.start(), found["letters"]
        if letters and not _are_letters(folded.cased, start, start + len(letters)):
            start += len(letters) + 1
        candidates.append((start, found.end(), folded.cased[start : found.end()]))
    for found in _HYPHENED.finditer(folded.text):
        candidates.append((found.start(), found.end(), folded.cased[found.start() : found.end()]))
    for found in _SAID.finditer(folded.text):
        run = spelled_from(folded, found.start(), letters=True)
        digits = sum(c.isdigit() for c in run.value) if run else 0
        if run and run.spoken >= 2 and digits >= 3:
            candidates.append((found.start(), run.end, run.value))
    for found in _DASHED.finditer(folded.text):
        said = _DASH.sub(
            lambda match: _DASHES[match.group("sign").lower()],
            folded.cased[found.start() : found.end()],
        )
        candidates.append((found.start(), found.end(), said))
    candidates += numbers_in_parts(folded)
    capitals = re.fullmatch(r"\s*(?:it's |its |is )?([A-Z]{5,8})[.\s]*", folded.cased)
    if capitals:
        candidates.append((*capitals.span(1), capitals.group(1)))
    candidates = [
        item
        for item in candidates
        if not any(first < item[1] and item[0] < last for first, last in nothing)
        and not DENIED.search(folded.text[max(0, item[0] - 16) : item[0]])
        and not is_price(folded, *folded.back(item[0], item[1]))
        and not _NO_CODE.fullmatch(item[2])
        and not _is_elsewhere(details, folded, item)
        and _is_answer(folded, item)
    ]
    meant = max(candidates, key=lambda item: (item[1] - item[0], -item[0]), default=None)
    if meant is None:
        return None
    # "5512, sorry, 5521": the later one of both stands.
    return number_instead(folded, "order", meant[1], meant[2]) or meant


def _are_letters(cased: str, start: int, end: int) -> bool:
    """Say whether letters before figures belong to a code: SF 1234, inv 2026, not "just 4471"."""
    word, small = cased[start:end], cased[start:end].lower()
    # In a message all in capitals they show nothing.
    shouted = cased.isupper() and len(re.findall("[A-Z]{2,}", cased)) > 1
    if small in _NO_LETTERS:
        return False
    return (
        (word.isupper() and not shouted)
        or small in _PREFIXES
        or len(small) == 2
        or not re.search("[aeiouy]", small)
    )


def _is_elsewhere(details: list[Detail], folded: Folded, candidate: tuple[int, int, str]) -> bool:
    """Say whether a piece of a longer message is the date, price or phone that was read there."""
    start, end = folded.back(candidate[0], candidate[1])
    if end - start >= len(folded.source) - 1:
        return False
    return any(
        item.name in _OTHER_FIELDS and item.start < end and start < item.end for item in details
    )


def _is_answer(folded: Folded, item: tuple[int, int, str]) -> bool:
    """Say whether a code is what was asked for, and no figure of a story that was told instead.

    It is where the message is hardly more than the code, says that this is it, or the code has the
    shape of an order's number.
    """
    start, end, value = item
    if any(
        found.start() < end and start < found.end() for found in _THOUSANDS.finditer(folded.text)
    ):
        return False
    signs = re.sub(r"[\W_]", "", value)
    digits = sum(sign.isdigit() for sign in signs)
    shaped = digits >= _LONG_FIGURES or (len(signs) >= _LONG_CODE and _FEW <= digits < len(signs))
    if len(folded.text) > _LONGEST_ANSWER:
        return digits >= _SURE_FIGURES and signs[:2].isalpha()
    if shaped and "." not in value:
        return True
    counted = UNIT.match(folded.text, end) and folded.text[end : end + 1] != "号"
    if is_short_beside(folded, start, end):
        return True
    if counted or is_common_mix(value) or DATE_LIKE.fullmatch(value.lower()):
        return False
    before = _CLAUSE.split(folded.text[:start])[-1]
    behind = _CLAUSE.split(folded.text[end:])[0]
    alone = _SMALL_WORDS.fullmatch(before) and _SMALL_WORDS.fullmatch(behind)
    return bool(alone or _INTRODUCED.search(folded.text[:start]))


def is_short_beside(folded: Folded, start: int, end: int) -> bool:
    """Say whether a message is hardly more than a piece of its plain form."""
    beside = folded.text[:start] + " " + folded.text[end:]
    written = "zh" if re.search(r"[\u4e00-\u9fff]", beside) else "en"
    return len(re.sub(r"\W", "", beside)) <= _MUCH_BESIDE[written]


def is_price(folded: Folded, start: int, end: int) -> bool:
    """Say whether the words round a number make it money: '699买的', 'paid 59 bucks'."""
    source = folded.source.lower()
    return bool(
        _PRICE_AFTER.match(source[end : end + 12])
        or _PRICE_BEFORE.search(source[max(0, start - 12) : start])
    )
