"""Reads all details of one message: numbers, dates, amounts, contacts, names and products."""

from __future__ import annotations

import re
from datetime import datetime

from bot.language.answered import answer_details
from bot.language.contacts import find_handles
from bot.language.corrections import without_corrected
from bot.language.dates import (
    DateSpan,
    days_told,
    find_dates,
    is_day_of_purchase,
    pick_incident_date,
)
from bot.language.detect import detect_locale
from bot.language.emails import find_emails
from bot.language.explained import find_explained
from bot.language.labels import REFERENCE_TYPES, STANDS_FOR_ORDER
from bot.language.masks import find_masks
from bot.language.money import Amount, find_amounts, pick_amount, without_retracted
from bot.language.names import find_names
from bot.language.normalize import Folded, fold
from bot.language.number_values import Identifier
from bot.language.numbers import find_identifiers, find_no_codes
from bot.language.numerals import value_of
from bot.language.phones import Phone, find_phones
from bot.language.products import find_products, pick_product
from bot.language.quantity import find_quantities, pick_quantity, tells_of_later
from bot.language.spans import Detail, Span

__all__ = ["Detail", "read_details"]

_NOT_THIS = re.compile(
    r"(?:\bnot|rather than|instead of|wasn't|isn't)\s+(?:the\s+)?$|(?:不是|并非|不该是)\s?$",
    re.ASCII,
)
#: Words that make a bare number in the same message an amount: "金额应该是439".
_MONEY_TOPIC = re.compile(r"金额|amount (?:is|should|was)|价格(?:是|应该)")
#: Letters and groups of figures, six figures or more: a number that something is found by.
_SHAPED = re.compile(r"[A-Za-z]{1,5}\d*(?:-[A-Za-z0-9]{1,10}){1,4}", re.ASCII)
#: Two letters and so many figures are no telephone, even where one was asked for.
_CERTAIN_FIGURES = 8
_COUNT_BEFORE = re.compile(
    r"(?:^|(?<!number)(?<!route)(?<!line)(?<!no\.)(?<!size)[\s,(])(?P<n>\d{1,3}|two|three|four"
    r"|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|eighty|a hundred|one hundred)\s"
    r"(?!(?:days?|weeks?|months?|years?|hours?|minutes?|times|of)\b)(?:[a-z-]{2,12}\s){0,2}$",
    re.IGNORECASE,
)
_SHORT_LINES = frozenset(("110", "114", "119", "120", "122", "315"))
MOST_PIECES = 999
_FULL_NAME = re.compile(r"[A-Z][a-z'’-]+(?: [A-Z][A-Za-zÀ-ÿ'’-]+){1,3}[.!]? ?")
_QUANTITY_BEFORE = re.compile(
    r"(?:数量|數量|件数|个数|台数|quantity|how many|number of (?:items|pieces))(?:那[里裡儿兒边邊]|[那这這]?一?[行栏欄项項格]|[这這][里裡])?[\s:：是应该應該为]*(?:should be|改成|改为|is|was|=)?\s*(?:每.|一.|each)?\s*$"
)
_WAY_TO_REACH = re.compile(
    r"(?:(?:home|mobile|cell|house|work|land) ?)?(?:phone|mobile|line|cell|e-?mail)s?"
    r"|手机号?|手機|电话|電話|座机|座機|微信|邮箱|郵箱|邮件|短信",
    re.IGNORECASE,
)
_LOCAL_CURRENCY = {"zh-Hant-TW": "TWD", "zh-Hant-HK": "HKD", "zh-Hans": "CNY"}


class _Places:
    """The places of the text that a reader has taken, so that no other takes them again."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length + 1)

    def free(self, span: Span) -> bool:
        """Say whether no reader took any part of the span."""
        return not any(self._taken[span.start : span.end])

    def take(self, start: int, end: int) -> None:
        """Mark a span as taken."""
        self._taken[start:end] = b"\x01" * (end - start)


class _Reading:
    """One message with what was found in it so far."""

    def __init__(self, folded: Folded, now: datetime, tz: str, expecting: str | None) -> None:
        self.folded, self.now, self.tz, self.expecting = folded, now, tz, expecting
        self.places = _Places(len(folded.source))
        self.masks = _Places(len(folded.source))
        for start, end in find_masks(folded.text):
            self.masks.take(*folded.back(start, end))
        #: Hotlines and rooms, which are no value of any field.
        self.called = _Places(len(folded.source))
        self.details: list[Detail] = []
        self.numbers: list[Identifier] = []
        #: The name with the words that explain its characters, which tell nothing else.
        self.explained: Span | None = None

    def add(
        self, name: str, value: str | int | float | None, span: Span, **extra: str | None
    ) -> None:
        """Add a detail and take its place."""
        self.places.take(span.start, span.end)
        kept = {key: said for key, said in extra.items() if said}
        self.details.append(Detail(name, value, span.start, span.end, span.text, kept))

    def plain(self, span: Span) -> bool:
        """Say whether a span is neither taken nor a time, a size or the like."""
        return self.places.free(span) and self.masks.free(span)


def read_details(
    text: str | None, *, now: datetime, tz: str = "Asia/Shanghai", expecting: str | None = None
) -> list[Detail]:
    """Return the details that the text states, in the order in which they stand.

    `now` is an aware instant, `expecting` the slot that was asked for just before.
    """
    folded = fold(text)
    if not folded.text:
        return []
    reading = _Reading(folded, now, tz, expecting)
    if expecting == "contact_name" and _FULL_NAME.fullmatch(folded.source):
        # Every word of a name may be a brand as well; asked for a name, it is one.
        whole = folded.source.rstrip(".! ")
        return [Detail("contact_name", whole, 0, len(whole), whole)]
    _explained_name(reading)
    for span, address in find_emails(folded):
        reading.add("contact_email", address, span)
    identifiers = find_identifiers(folded)
    _identifiers(reading, [item for item in identifiers if item.how == "label"])
    for handle in find_handles(folded):
        if reading.places.free(handle):
            reading.add("contact_other", handle.value, handle, type=handle.kind)
    phones = find_phones(folded, expected=expecting == "contact")
    _phones(reading, [phone for phone in phones if phone.certain])
    dates = find_dates(folded, now, tz, expected=expecting == "incident_date")
    _dates(reading, dates)
    _identifiers(reading, [item for item in identifiers if item.how == "shape"])
    for start, end in find_no_codes(folded.text):
        reading.called.take(*folded.back(start, end))
    amounts = [
        item
        for item in find_amounts(
            folded, expected=expecting == "amount" or bool(_MONEY_TOPIC.search(folded.text))
        )
        if reading.places.free(item) and reading.called.free(item)
    ]
    # A code of letters and figures is no phone, however its figures are grouped.
    _identifiers(reading, [item for item in identifiers if _is_code(item)])
    _phones(reading, [phone for phone in phones if not phone.certain])
    _amounts(reading, [item for item in amounts if _is_money(reading, item)])
    _quantities(reading)
    _identifiers(
        reading, [item for item in identifiers if item.how == "bare" and reading.plain(item)]
    )
    for name in find_names(folded, expected=expecting == "contact_name"):
        if not reading.explained and reading.places.free(name):
            reading.add("contact_name", name.value, name)
    _product(reading)
    answer_details(reading.details, folded, expecting, reading.numbers)
    _order_from_reference(reading)
    return sorted(without_corrected(reading.details, folded), key=lambda item: item.start)


def _explained_name(reading: _Reading) -> None:
    """Take a name whose characters are explained before 春天的春 can be read as a season."""
    folded = reading.folded
    explained = find_explained(folded, expected=reading.expecting == "contact_name")
    if explained is None:
        return
    for name in find_names(folded, expected=True):
        reading.add("contact_name", name.value, name)
    start, end = folded.back(explained.start, explained.stop)
    reading.explained = Span(start, end, folded.source[start:end])
    reading.places.take(start, end)


def _identifiers(reading: _Reading, items: list[Identifier]) -> None:
    for item in items:
        if not reading.places.free(item):
            continue
        how = "label" if item.how == "label" else None
        if item.kind in ("serial_number", "model"):
            reading.add(item.kind, item.value, item, how=how)
        elif item.kind == "order":
            reading.add("order_number", item.value, item, how=how)
        elif item.kind in REFERENCE_TYPES:
            stands = "yes" if item.kind in STANDS_FOR_ORDER else None
            reading.add(
                "reference",
                item.value,
                item,
                type=REFERENCE_TYPES[item.kind],
                kind=item.kind,
                stands_for_order=stands,
            )
        elif item.kind == "noise":
            reading.places.take(item.start, item.end)
        else:
            reading.numbers.append(item)
            digits = sum(c.isdigit() for c in item.value)
            lettered = digits >= _CERTAIN_FIGURES and item.value[:2].isalpha()
            asked = reading.expecting == "contact" and not lettered
            if (digits >= 10 or _is_code(item)) and not asked:
                reading.add("order_number", item.value, item, how="bare")


def _is_code(item: Identifier) -> bool:
    """Say whether a number without a label has the shape of an order's: IE55-2098-114."""
    digits = sum(c.isdigit() for c in item.value)
    return item.how == "bare" and digits >= 6 and bool(_SHAPED.fullmatch(item.value))


def _phones(reading: _Reading, phones: list[Phone]) -> None:
    for phone in phones:
        if not reading.places.free(phone):
            continue
        if phone.owner == "other":
            reading.places.take(phone.start, phone.end)
        elif phone.value is None:
            reading.add("contact_phone", None, phone, stated=phone.text, problem="phone_length")
        elif not any(
            item.name == "contact_phone" and item.value == phone.value for item in reading.details
        ):
            reading.add("contact_phone", phone.value, phone, extension=phone.extension)
        else:
            reading.places.take(phone.start, phone.end)


def _dates(reading: _Reading, dates: list[DateSpan]) -> None:
    free = [item for item in dates if reading.places.free(item)]
    chosen = pick_incident_date(reading.folded, free)
    if chosen is None and reading.expecting == "incident_date":
        chosen = next(iter(days_told(reading.folded, free)), None)
    for item in free:
        reading.places.take(item.start, item.end)
    if chosen is None or (
        reading.expecting != "incident_date"
        and chosen.kind == "festival"
        and is_day_of_purchase(reading.folded, free, chosen)
    ):
        # 双十一抢的: when it went wrong is still to be asked.
        return
    if chosen.iso and not (chosen.future and chosen.iso > _today(reading)):
        reading.add("incident_date", chosen.iso, chosen, stated=chosen.text)
    else:
        problem = (
            "future_date"
            if chosen.iso
            else "impossible_date"
            if chosen.kind == "impossible"
            else "vague_date"
        )
        reading.add("incident_date", None, chosen, stated=chosen.text, problem=problem)


def _today(reading: _Reading) -> str:
    from bot.language.dates import local_today

    return local_today(reading.now, reading.tz).isoformat()


def _amounts(reading: _Reading, amounts: list[Amount]) -> None:
    meant = without_retracted(amounts, reading.folded)
    stated = [item for item in meant if not _denied(reading, item)]
    chosen = pick_amount(stated or meant)
    for item in amounts:
        reading.places.take(item.start, item.end)
    if chosen:
        reading.add(
            "amount", chosen.value, chosen, currency=_currency(reading, chosen), role=chosen.role
        )


def _is_money(reading: _Reading, amount: Amount) -> bool:
    """Say whether an amount is none of the figures that no reader takes.

    In 退我120 it is money: nobody calls it, and a word says what it is for.
    """
    short = amount.role != "unknown" and amount.text in _SHORT_LINES
    return amount.sure or reading.plain(amount) or short


def _denied(reading: _Reading, amount: Amount) -> bool:
    """Say whether the customer names an amount only to say that it is wrong."""
    before = reading.folded.source[max(0, amount.start - 12) : amount.start].lower()
    return bool(_NOT_THIS.search(before))


def _currency(reading: _Reading, amount: Amount) -> str | None:
    """Return the currency, reading 元 and $ by the country whose script the text shows."""
    locale = detect_locale(reading.folded.source)
    said = reading.folded.source[amount.start : amount.end]
    if (
        amount.currency == "CNY"
        and any(sign in said for sign in "元块塊圓圆角毛")
        and locale
        and locale.startswith("zh-Hant")
    ):
        return _LOCAL_CURRENCY.get(locale)
    if amount.currency == "USD" and "$" in said and locale in ("zh-Hant-TW", "zh-Hant-HK"):
        return _LOCAL_CURRENCY[locale]
    if amount.currency == "USD" and said.lstrip().startswith("$") and locale == "zh-Hant":
        return None
    return amount.currency or _LOCAL_CURRENCY.get(locale or "")


def _quantities(reading: _Reading) -> None:
    told = pick_quantity([item for item in find_quantities(reading.folded) if reading.plain(item)])
    if told:
        reading.add("quantity", told.value, told)
        return
    if reading.expecting == "quantity":
        found = find_quantities(reading.folded, expected=True)
        chosen = pick_quantity([item for item in found if reading.plain(item)])
        if chosen:
            reading.add("quantity", chosen.value, chosen)
            return
    for item in list(reading.details):
        before = reading.folded.source[max(0, item.start - 28) : item.start].lower()
        asked = reading.expecting == "quantity"
        if item.name == "amount" and (asked or _QUANTITY_BEFORE.search(before)):
            # A price given for a number of pieces.
            reading.details.remove(item)
            extra = {"stated": item.text, "problem": "price"}
            reading.details.append(Detail("quantity", None, item.start, item.end, item.text, extra))
            return


def _product(reading: _Reading) -> None:
    blocked = [
        (item.start, item.end) for item in reading.details if item.name not in ("model", "quantity")
    ]
    if reading.explained:
        blocked.append((reading.explained.start, reading.explained.end))
    found = [
        item
        for item in find_products(reading.folded)
        if not any(item.start < end and start < item.end for start, end in blocked)
    ]
    chosen = pick_product(found)
    # An answer with a name or a number seldom names the product as well.
    least = (
        2.0
        if reading.expecting in ("contact_name", "contact", "order_number", "serial_number")
        else 0.0
    )
    if reading.expecting == "contact" and chosen and _WAY_TO_REACH.fullmatch(chosen.text):
        # "Best use my home phone" tells of no phone that is broken.
        return
    if chosen and chosen.weight >= least:
        reading.details.append(
            Detail("product", chosen.text, chosen.start, chosen.end, chosen.text)
        )
        _counted_products(reading, chosen)


def _counted_products(reading: _Reading, product: Span) -> None:
    """Take the number right before a product in the plural: "the 40 desk lamps"."""
    if any(item.name == "quantity" for item in reading.details) or not product.text.endswith("s"):
        return
    head = reading.folded.source[: product.start]
    found = _COUNT_BEFORE.search(head)
    if found is None:
        return
    value = value_of(found["n"].lower())
    span = Span(found.start("n"), found.end("n"), found["n"])
    if (
        value
        and 1 < value <= MOST_PIECES
        and reading.plain(span)
        and not tells_of_later(head[: span.start])
    ):
        reading.add("quantity", int(value), span)


def _order_from_reference(reading: _Reading) -> None:
    """Add a reference that stands for the order as order number where no other is given."""
    if any(item.name == "order_number" for item in reading.details):
        return
    for item in reading.details:
        if item.name == "reference" and item.extra.get("stands_for_order"):
            extra = {"from_reference": item.extra["type"]}
            reading.details.append(
                Detail("order_number", item.value, item.start, item.end, item.text, extra)
            )
            return
