"""Time, working days and identifiers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


class Clock(Protocol):
    """The product's clock."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""


class Calendar(Protocol):
    """Which days are worked."""

    def is_working_day(self, day: date) -> bool:
        """Tell whether this local day is worked."""

    def is_provisional(self, day: date) -> bool:
        """Tell whether that may still change, as the year's holidays are not announced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the company's books know about one order."""

    order_number: str
    product: str | None = None
    model: str | None = None
    serial_number: str | None = None
    quantity: int | None = None
    purchased_on: str | None = None
    delivered_on: str | None = None
    loyalty: str | None = None


class OrderBook(Protocol):
    """The orders that the company knows (R130, R177)."""

    def find(self, order_number: str) -> Order | None:
        """Return the order with this number.

        Raises:
            OrdersUnreadable: the books cannot be read now.
        """


class IdSource(Protocol):
    """Where identifiers come from."""

    def new_id(self) -> str:
        """Return a new unique id."""

    def letters(self, alphabet: str, count: int) -> str:
        """Return `count` letters drawn at random from the alphabet."""
