"""Which days are worked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from casework.ports import Calendar


@dataclass(frozen=True, slots=True)
class WeekCalendar:
    """A week that is always the same; days are ISO weekdays from 1, Monday."""

    days: tuple[int, ...] = (1, 2, 3, 4, 5)

    def is_working_day(self, day: date) -> bool:
        """Tell whether this weekday is worked."""
        return day.isoweekday() in self.days

    def is_provisional(self, day: date) -> bool:
        """Never: a week is known for all time."""
        return False


@dataclass(frozen=True, slots=True)
class OverriddenCalendar:
    """Another calendar with the company's own days, which are certain (C3)."""

    base: Calendar
    overrides: Mapping[date, bool] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        """Look among the company's own days first."""
        return self.overrides.get(day, self.base.is_working_day(day))

    def is_provisional(self, day: date) -> bool:
        """Tell whether the day may still change; one of the company's own never does."""
        return day not in self.overrides and self.base.is_provisional(day)
