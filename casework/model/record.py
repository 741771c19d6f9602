"""What an intake collected: the input of filing."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from casework.errors import RecordInvalid
from casework.model.case import Reference
from casework.model.codes import Category, Channel, Demand, Mindset, ReferenceType, Threat, Tone
from casework.text import storable

MAX_QUANTITY: Final = 1_000_000_000
MAX_AMOUNT: Final = 1e15
MAX_ANGER: Final = 3.0
PHONE_DIGITS: Final = range(5, 21)
PHONE_MARKS: Final = str.maketrans("", "", "+-() .")

Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One complaint as told by the customer and read by the readers.

    Code words must be known ones and the complaint must say something. A detail that does not
    fit its form never stops the filing: it moves to `stated` in the words that were given.
    """

    complaint_text: str
    language: str | None = None
    locale: str | None = None
    category: Sequence[str] = ()
    tone: str = Tone.NONE
    anger: float = 0.0
    threats: Sequence[str] = ()
    mindset: str | None = None
    demand: Sequence[str] = ()
    product: str | None = None
    model: str | None = None
    serial_number: str | None = None
    quantity: int | None = None
    order_number: str | None = None
    references: Sequence[Reference] = ()
    incident_date: str | None = None
    amount: float | None = None
    currency: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    contact_email: str | None = None
    contact_other: str | None = None
    stated: Mapping[str, str] = field(default_factory=dict)
    channel: str = Channel.REST
    facts: Mapping[str, bool] = field(default_factory=dict)
    reader_version: str | None = None

    def __post_init__(self) -> None:
        self._clean_texts()
        self._set("category", _codes(Category, "category", self.category))
        self._set("threats", _codes(Threat, "threats", self.threats))
        self._set("demand", _codes(Demand, "demand", self.demand))
        self._set("tone", _code(Tone, "tone", self.tone))
        self._set("channel", _code(Channel, "channel", self.channel))
        if self.mindset is not None:
            self._set("mindset", _code(Mindset, "mindset", self.mindset))
        if not self.complaint_text:
            raise RecordInvalid("complaint_text", "it says nothing")
        self._set("anger", _bounded(self.anger))
        self._set("references", tuple(_reference(item) for item in self.references))
        self._set("stated", {storable(k): storable(v) for k, v in self.stated.items()})
        self._state_what_does_not_fit()

    def _set(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)

    def _clean_texts(self) -> None:
        for spec in fields(self):
            value = getattr(self, spec.name)
            if type(value) is str:
                self._set(spec.name, storable(value).strip() or None)

    def _state_what_does_not_fit(self) -> None:
        if self.incident_date is not None and not _is_date(self.incident_date):
            self._state("incident_date")
        if self.quantity is not None and not _is_quantity(self.quantity):
            self._state("quantity")
        if self.amount is not None and not _is_amount(self.amount):
            self._state("amount")
        if self.contact_phone is not None:
            digits = self.contact_phone.translate(PHONE_MARKS)
            if _is_phone(digits):
                self._set("contact_phone", digits)
            else:
                self._state("contact_phone")

    def _state(self, name: str) -> None:
        self._set("stated", {name: storable(str(getattr(self, name))), **self.stated})
        self._set(name, None)


def _code(kind: type[Code], name: str, value: str) -> Code:
    try:
        return kind(value)
    except ValueError as error:
        raise RecordInvalid(name, f"{value!r} is none of {', '.join(kind)}") from error


def _codes(kind: type[Code], name: str, values: Iterable[str]) -> tuple[Code, ...]:
    return tuple(dict.fromkeys(_code(kind, name, value) for value in values))


def _reference(item: Reference) -> Reference:
    return Reference(_code(ReferenceType, "references", item.type), storable(item.value))


def _bounded(anger: float) -> float:
    return min(max(float(anger), 0.0), MAX_ANGER) if math.isfinite(anger) else 0.0


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_quantity(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MAX_QUANTITY


def _is_amount(value: float) -> bool:
    return math.isfinite(value) and 0 <= value <= MAX_AMOUNT


def _is_phone(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) in PHONE_DIGITS
