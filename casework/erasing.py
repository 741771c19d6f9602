"""What is looked for and found before a customer is erased; nothing here touches a store."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

CASE_NO: Final = re.compile(r"JY\d{8}-[0-9A-HJKMNP-TV-Z]{8}", re.IGNORECASE)
EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE: Final = re.compile(r"\+?[\d\s().\-]{7,30}")
PHONE_MARKS: Final = "+-(). "
LEAST_DIGITS: Final = 7
#: From so many digits on, a number with its country's code is the same as one without.
WHOLE_NUMBER: Final = 8
LONGEST_COUNTRY_CODE: Final = 3
#: A shorter word stands in too many other lines to be told from them.
LEAST_LETTERS: Final = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """By what a person is looked for; each field that is not None is tried."""

    conversation_id: str | None = None
    case_no: str | None = None
    phone: str | None = None
    email: str | None = None

    @classmethod
    def read(cls, value: str) -> "Wanted":
        """Return all that a value may be: an id is tried as it is, a number also as a phone."""
        value = value.strip()
        if CASE_NO.fullmatch(value):
            return cls(case_no=value.upper())
        digits = only_digits(value) if PHONE.fullmatch(value) else ""
        return cls(
            conversation_id=value,
            phone=digits if len(digits) >= LEAST_DIGITS else None,
            email=value.casefold() if EMAIL.fullmatch(value) else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """One case of the person, as far as it may be shown before and stays after."""

    case_no: str
    status: str
    grade: str
    created_at: datetime
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What is stored of one person, and the words by which it is found again."""

    conversations: tuple[str, ...] = ()
    cases: tuple[KnownCase, ...] = ()
    #: How many rows each table holds of them.
    rows: Mapping[str, int] = field(default_factory=dict)
    #: How many messages are being answered just now.
    in_flight: int = 0
    #: What names this person and nobody else: ids, phones, addresses.
    identifiers: frozenset[str] = frozenset()
    #: What may stand near them: names, orders, numbers.
    traces: frozenset[str] = frozenset()

    @property
    def is_known(self) -> bool:
        """Whether anything was found."""
        return bool(self.conversations or self.cases or sum(self.rows.values()))

    @property
    def case_nos(self) -> tuple[str, ...]:
        """The numbers of the cases."""
        return tuple(case.case_no for case in self.cases)

    @property
    def words(self) -> frozenset[str]:
        """All words that a log or a file must not hold any more."""
        return self.identifiers | self.traces


def only_digits(text: str) -> str:
    """Return a phone number without what people write between its digits."""
    return "".join(letter for letter in text if letter.isascii() and letter.isdigit())


def same_phone(one: str, other: str) -> bool:
    """Tell whether two numbers of digits are one phone, with or without a country's code."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    extra = len(long) - len(short)
    return len(short) >= WHOLE_NUMBER and extra <= LONGEST_COUNTRY_CODE and long.endswith(short)


def telling(words: Iterable[str | None]) -> frozenset[str]:
    """Return the words that are long enough to be looked for in texts of others.

    Two Chinese letters are a whole name; of other scripts six letters are asked for.
    """
    found = (word.strip() for word in words if word)
    return frozenset(word for word in found if len(word) >= (2 if _is_han(word) else LEAST_LETTERS))


def spellings(words: Iterable[str]) -> frozenset[str]:
    """Return the words as they stand in texts and, escaped, in JSON."""
    return frozenset(
        spelt for word in words for spelt in (word, json.dumps(word)[1:-1]) if spelt.strip()
    )


def _is_han(word: str) -> bool:
    return all("\u4e00" <= letter <= "\u9fff" for letter in word)
