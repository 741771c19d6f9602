"""Time, working days and identifiers."""

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


class IdSource(Protocol):
    """Where identifiers come from."""

    def new_id(self) -> str:
        """Return a new unique id."""

    def letters(self, alphabet: str, count: int) -> str:
        """Return `count` letters drawn at random from the alphabet."""
