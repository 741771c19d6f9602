"""The public holidays of the mainland and of other regions, from libraries that know them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from casework.calendars import OverriddenCalendar, WeekCalendar
from casework.errors import PolicyError
from casework.policy_work import CalendarKind, CalendarRule
from casework.ports import Calendar


@dataclass(frozen=True, slots=True)
class ChinaCalendar:
    """The mainland's working days, make-up workdays (调休) included.

    The State Council announces a year's days in the autumn before. `chinese_calendar` raises for a
    year that it does not know yet: the week is then taken, and the day is provisional.
    """

    week: WeekCalendar = field(default_factory=WeekCalendar)

    def is_working_day(self, day: date) -> bool:
        """Ask the library, and the week where it knows nothing."""
        known = _china_workday(day)
        return self.week.is_working_day(day) if known is None else known

    def is_provisional(self, day: date) -> bool:
        """Tell whether the year is not announced yet, as far as the library knows."""
        return _china_workday(day) is None


@dataclass(frozen=True, slots=True)
class RegionCalendar:
    """The office's week without the public holidays of a region."""

    week: WeekCalendar
    holidays: Mapping[Any, str]

    def is_working_day(self, day: date) -> bool:
        """Leave the holidays out."""
        return self.week.is_working_day(day) and day not in self.holidays

    def is_provisional(self, day: date) -> bool:
        """Never: these holidays follow from rules."""
        return False


def calendar_for(rule: CalendarRule, week: tuple[int, ...]) -> Calendar:
    """Return the calendar of a policy.

    Raises:
        PolicyError: the region or its subdivision is not known.
    """
    base: Calendar = WeekCalendar(week)
    if rule.kind is CalendarKind.CHINA:
        base = ChinaCalendar(WeekCalendar(week))
    elif rule.kind is CalendarKind.REGION:
        base = RegionCalendar(WeekCalendar(week), _region(rule.region or "", rule.subdivision))
    return OverriddenCalendar(base, rule.overrides) if rule.overrides else base


@lru_cache(maxsize=4096)
def _china_workday(day: date) -> bool | None:
    from chinese_calendar import is_workday

    try:
        return bool(is_workday(day))
    except NotImplementedError:
        # What chinese_calendar raises for a year that it does not know.
        return None


def _region(region: str, subdivision: str | None) -> Mapping[Any, str]:
    from holidays import country_holidays

    try:
        return country_holidays(region, subdiv=subdivision)
    except NotImplementedError as error:
        # What holidays raises for a country or a part of one that it does not know.
        place = f"{region} {subdivision}" if subdivision else region
        raise PolicyError(f"calendar.region: {place!r} is not known ({error})") from error
