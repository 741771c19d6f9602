"""Working days of the mainland, of other regions, and a company's own."""

from datetime import date

import pytest

from casework.calendar_libraries import calendar_for
from casework.errors import PolicyError
from casework.policy_work import CalendarKind, CalendarRule

WEEK = (1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-10-01", False),
        ("2026-10-08", True),
        ("2026-10-10", True),
        ("2026-10-11", False),
        ("2026-02-28", True),
        ("2026-11-23", True),
        ("2026-11-22", False),
    ],
)
def test_the_mainland_has_holidays_and_make_up_workdays(day: str, worked: bool) -> None:
    """C3."""
    calendar = calendar_for(CalendarRule(kind=CalendarKind.CHINA), WEEK)
    assert calendar.is_working_day(date.fromisoformat(day)) is worked
    assert not calendar.is_provisional(date.fromisoformat(day))


def test_a_year_that_is_not_announced_follows_the_week_for_the_time_being() -> None:
    calendar = calendar_for(CalendarRule(kind=CalendarKind.CHINA), WEEK)
    monday, saturday = date(2040, 1, 2), date(2040, 1, 7)
    assert (calendar.is_working_day(monday), calendar.is_working_day(saturday)) == (True, False)
    assert calendar.is_provisional(monday)


def test_the_companys_own_days_outrank_the_library_and_are_certain() -> None:
    overrides = {date(2040, 1, 2): False, date(2026, 11, 22): True}
    calendar = calendar_for(CalendarRule(kind=CalendarKind.CHINA, overrides=overrides), WEEK)
    assert not calendar.is_working_day(date(2040, 1, 2))
    assert not calendar.is_provisional(date(2040, 1, 2))
    assert calendar.is_provisional(date(2040, 1, 3))
    assert calendar.is_working_day(date(2026, 11, 22))


@pytest.mark.parametrize(
    ("region", "subdivision", "day", "worked"),
    [
        ("US", None, "2026-07-03", False),
        ("US", None, "2026-07-02", True),
        ("HK", None, "2026-07-01", False),
        ("DE", "BY", "2026-01-06", False),
        ("DE", None, "2026-01-06", True),
    ],
)
def test_other_regions_come_by_configuration(
    region: str, subdivision: str | None, day: str, worked: bool
) -> None:
    rule = CalendarRule(kind=CalendarKind.REGION, region=region, subdivision=subdivision)
    calendar = calendar_for(rule, WEEK)
    assert calendar.is_working_day(date.fromisoformat(day)) is worked
    assert not calendar.is_provisional(date.fromisoformat(day))


@pytest.mark.parametrize(("region", "subdivision"), [("XX", None), ("US", "ZZ")])
def test_a_region_that_nobody_knows_is_named(region: str, subdivision: str | None) -> None:
    rule = CalendarRule(kind=CalendarKind.REGION, region=region, subdivision=subdivision)
    with pytest.raises(PolicyError, match=f"{region}"):
        calendar_for(rule, WEEK)
