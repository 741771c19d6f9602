"""Which days are worked."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class WeekCalendar:
    """A week that is always the same; days are ISO weekdays from 1, Monday."""

    days: tuple[int, ...] = (1, 2, 3, 4, 5)

    def is_working_day(self, day: date) -> bool:
        """Tell whether this weekday is worked."""
        return day.isoweekday() in self.days
