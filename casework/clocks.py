"""Starts the promises that run on a case (C1 to C3)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from casework.model import DueClock, Grade
from casework.policy import ClockRule, Policy
from casework.ports import Calendar


def first_clocks(
    grade: Grade, policy: Policy, filed_at: datetime, calendar: Calendar, tz: ZoneInfo
) -> tuple[DueClock, ...]:
    """Return the clocks that start when a case of this grade is filed, the soonest first."""
    clocks = [
        _start(rule, filed_at, calendar, tz)
        for rule in policy.clocks
        if not rule.grades or grade in rule.grades
    ]
    return tuple(sorted(clocks, key=lambda clock: clock.due_at))


def add_working_days(start: datetime, count: int, calendar: Calendar, tz: ZoneInfo) -> datetime:
    """Return the same local time on the count-th working day after the local day of `start`."""
    local = start.astimezone(tz)
    day = local.date()
    while count > 0:
        day += timedelta(days=1)
        count -= calendar.is_working_day(day)
    return datetime.combine(day, local.time(), tzinfo=tz).astimezone(UTC)


def _start(rule: ClockRule, filed_at: datetime, calendar: Calendar, tz: ZoneInfo) -> DueClock:
    if rule.working_days is not None:
        due = add_working_days(filed_at, rule.working_days, calendar, tz)
    else:
        due = filed_at.astimezone(UTC) + timedelta(hours=rule.hours or 0)
    figures = {
        "hours": rule.hours,
        "working_days": rule.working_days,
        "due": f"{due.astimezone(tz):%Y-%m-%d %H:%M}",
    }
    return DueClock(
        name=rule.name,
        due_at=due,
        explanation={code: text.format(**figures) for code, text in rule.explanation.items()},
    )
