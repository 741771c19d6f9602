"""Starts the promises that run on a case and plans what each of them does (C1 to C3)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from casework.model import DueClock, Grade
from casework.model.work import ClockRun, Step, Tick, TickKind
from casework.policy import ClockRule, Policy
from casework.policy_work import ClockNotes, ClockPlan, Rung
from casework.ports import Calendar

ASSIGNEE: Final = "assignee"
LOCAL: Final = "%Y-%m-%d %H:%M"


def first_clocks(
    grade: Grade, policy: Policy, filed_at: datetime, calendar: Calendar, tz: ZoneInfo
) -> tuple[DueClock, ...]:
    """Return the clocks that start when a case gets this grade, the soonest first."""
    clocks = [
        start_clock(rule, filed_at, calendar, tz, policy.work.clock_notes)
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


def working_days_between(start: datetime, end: datetime, calendar: Calendar, tz: ZoneInfo) -> int:
    """Count the working days that began after `start` and not after `end`."""
    day, last = start.astimezone(tz).date(), end.astimezone(tz).date()
    count = 0
    while day < last:
        day += timedelta(days=1)
        count += calendar.is_working_day(day)
    return count


def start_clock(
    rule: ClockRule, started_at: datetime, calendar: Calendar, tz: ZoneInfo, notes: ClockNotes
) -> DueClock:
    """Return a clock that starts at this instant; its explanation tells what is not certain."""
    if rule.working_days is not None:
        due = add_working_days(started_at, rule.working_days, calendar, tz)
    else:
        due = started_at.astimezone(UTC) + timedelta(hours=rule.hours or 0)
    figures = {
        "hours": rule.hours,
        "working_days": rule.working_days,
        "due": local_text(due, tz),
    }
    explanation = {code: text.format(**figures) for code, text in rule.explanation.items()}
    clock = DueClock(name=rule.name, due_at=due, explanation=explanation)
    year = provisional_year(rule.working_days, started_at, due, calendar, tz)
    return clock if year is None else explained_further(clock, notes.provisional, year=year)


def explained_further(clock: DueClock, note: Mapping[str, str], **figures: object) -> DueClock:
    """Return the clock with a sentence added to its explanation in every language."""
    texts = {code: text + note[code].format(**figures) for code, text in clock.explanation.items()}
    return replace(clock, explanation=texts)


def provisional_year(
    working_days: int | None, start: datetime, due: datetime, calendar: Calendar, tz: ZoneInfo
) -> int | None:
    """Return the first year whose days were counted although they are not announced."""
    if working_days is None:
        return None
    day, last = start.astimezone(tz).date(), due.astimezone(tz).date()
    while day < last:
        day += timedelta(days=1)
        if calendar.is_provisional(day):
            return day.year
    return None


def local_text(instant: datetime, tz: ZoneInfo) -> str:
    """Return an instant as local day and time."""
    return f"{instant.astimezone(tz):{LOCAL}}"


def plan_run(
    clock: DueClock,
    case_no: str,
    policy: Policy,
    started_at: datetime,
    *,
    working_days: int | None = None,
    starts: Step | None = None,
    provisional: bool = False,
) -> ClockRun:
    """Return what a stored clock will do by itself.

    Reminders that would lie before the start are left out.

    Raises:
        ValueError: the clock has no id, as it was not stored.
    """
    if clock.id is None:
        raise ValueError("a clock runs once it is stored")
    plan = policy.work.plans[clock.name]
    ladder = policy.work.ladders[plan.ladder] if plan.ladder else ()
    runs_for = (clock.due_at - started_at).total_seconds()
    ticks = tuple(tick for tick in _ticks(plan, ladder) if -tick.offset < runs_for)
    return ClockRun(
        clock_id=clock.id,
        case_no=case_no,
        started_at=started_at,
        ticks=ticks,
        next_at=clock.due_at + timedelta(seconds=ticks[0].offset),
        working_days=working_days,
        starts=starts,
        provisional=provisional,
    )


def _ticks(plan: ClockPlan, ladder: Iterable[Rung]) -> list[Tick]:
    before = sorted(plan.remind_before, reverse=True)
    return [
        *(Tick(-int(each.total_seconds()), TickKind.REMIND, ASSIGNEE) for each in before),
        Tick(0, TickKind.BREACH),
        *(
            Tick(int(rung.after.total_seconds()), TickKind.ESCALATE, rung.to, level)
            for level, rung in enumerate(ladder, start=1)
        ),
    ]
