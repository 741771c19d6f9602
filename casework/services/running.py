"""Starts, stops, meets and moves the clocks of a case that its transaction has locked."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from casework.clocks import (
    add_working_days,
    explained_further,
    first_clocks,
    local_text,
    plan_run,
    provisional_year,
    start_clock,
    working_days_between,
)
from casework.model import Case, ClockName, DueClock, Grade
from casework.model.work import ClockRun, Pause, Step
from casework.policy import ClockRule, Policy
from casework.ports import Calendar, UnitOfWork

SEPARATOR: Final = "；"


@dataclass(frozen=True, slots=True)
class ClockStarter:
    """Does what may be done to a clock; nothing here ever starts a running clock again."""

    policy: Policy
    calendar: Calendar
    tz: ZoneInfo

    def run_first(self, uow: UnitOfWork, case: Case, at: datetime) -> None:
        """Let the clocks run with which a case was filed."""
        uow.clock_runs.add_all(
            [
                self._plan(case.case_no, clock, at, self._rule(clock.name, None), None)
                for clock in case.clocks
            ]
        )

    def run_unstarted(self, uow: UnitOfWork, case: Case) -> tuple[ClockName, ...]:
        """Let the unmet clocks run that an earlier release stored, from the filing on."""
        known = {run.clock_id for run in uow.clock_runs.of_case(case.case_no)}
        left = [each for each in case.clocks if each.met_at is None and each.id not in known]
        filed = case.created_at
        uow.clock_runs.add_all(
            [
                self._plan(case.case_no, clock, filed, self._rule(clock.name, None), None)
                for clock in left
            ]
        )
        return tuple(clock.name for clock in left)

    def add_for_grade(self, uow: UnitOfWork, case: Case, grade: Grade, at: datetime) -> None:
        """Start the clocks that a new grade brings; those that run already run on."""
        known = {clock.name for clock in case.clocks}
        for clock in first_clocks(grade, self.policy, at, self.calendar, self.tz):
            if clock.name not in known:
                self._store(uow, case.case_no, clock, at, self._rule(clock.name, None), None)

    def add_later(self, uow: UnitOfWork, case: Case, step: Step, at: datetime) -> None:
        """Start the clocks that this step starts (R161); one that runs unmet runs on."""
        unmet = {clock.name for clock in case.clocks if clock.met_at is None}
        for later in self.policy.work.later_clocks:
            if later.starts is step and later.rule.name not in unmet:
                notes = self.policy.work.clock_notes
                clock = start_clock(later.rule, at, self.calendar, self.tz, notes)
                self._store(uow, case.case_no, clock, at, later.rule, step)

    def announce(
        self, uow: UnitOfWork, case: Case, until: datetime, reason: str, at: datetime
    ) -> None:
        """Start the clock of an announced update (R194, R205); every other clock runs on."""
        note = self.policy.work.clock_notes.announced
        figures = {"due": local_text(until, self.tz), "reason": reason}
        clock = DueClock(
            name=ClockName.NEXT_UPDATE,
            due_at=until,
            explanation={code: text.format(**figures) for code, text in note.items()},
        )
        self._store(uow, case.case_no, clock, at, None, Step.WAIT_ANNOUNCED)

    def meet(self, uow: UnitOfWork, case: Case, step: Step, at: datetime) -> tuple[DueClock, ...]:
        """Meet the clocks that this step meets, and return them; a late one counts as missed."""
        plans = self.policy.work.plans
        runs = {run.clock_id: run for run in uow.clock_runs.of_case(case.case_no)}
        met, ended, paused = [], [], []
        for clock in case.clocks:
            if clock.met_at is not None or step not in plans[clock.name].met_by:
                continue
            run = runs.get(clock.id or 0)
            late = clock.due_at < at and not (run and run.paused)
            missed = clock.breached_at or (clock.due_at if late else None)
            met.append(replace(clock, met_at=at, breached_at=missed))
            if run is not None and run.paused:
                paused.append(replace(run, next_at=None, pauses=_ended(run.pauses, at)))
            elif run is not None and run.next_at is not None:
                ended.append(run.clock_id)
        uow.cases.settle_clocks({case.case_no: met})
        uow.clock_runs.stop(ended)
        uow.clock_runs.put_all(paused)
        return tuple(met)

    def pause(
        self, uow: UnitOfWork, case: Case, author: str, reason: str, at: datetime
    ) -> tuple[ClockName, ...]:
        """Let the clocks stand still that run and are not missed, and return their names."""
        stopped = []
        for clock, run in self._running(uow, case):
            if clock.breached_at is None and not run.paused and clock.due_at > at:
                pauses = (*run.pauses, Pause(at, author, reason))
                uow.clock_runs.put(replace(run, pauses=pauses, next_at=None))
                stopped.append(clock.name)
        return tuple(stopped)

    def resume(self, uow: UnitOfWork, case: Case, at: datetime) -> tuple[ClockName, ...]:
        """Let the clocks run on, later by what they stood still, and return their names."""
        moved = []
        for clock, run in self._running(uow, case):
            if not run.paused:
                continue
            pauses = _ended(run.pauses, at)
            due = self._moved(clock, run, pauses[-1])
            reasons = SEPARATOR.join(dict.fromkeys(pause.reason for pause in pauses))
            shown = replace(clock, due_at=due, explanation=self._original(clock, run))
            shown = explained_further(
                shown,
                self.policy.work.clock_notes.paused,
                count=len(pauses),
                reasons=reasons,
                due=local_text(due, self.tz),
            )
            uow.cases.update_clock(case.case_no, shown)
            uow.clock_runs.put(with_next_instant(replace(run, pauses=pauses), due))
            moved.append(clock.name)
        return tuple(moved)

    def recount(self, uow: UnitOfWork, case: Case) -> tuple[ClockName, ...]:
        """Count provisional clocks again from their start, now that more days may be announced."""
        moved = []
        for clock, run in self._running(uow, case):
            rule = self._rule(clock.name, run.starts)
            if not run.provisional or run.pauses or rule is None or clock.breached_at:
                continue
            notes = self.policy.work.clock_notes
            fresh = start_clock(rule, run.started_at, self.calendar, self.tz, notes)
            year = self._provisional(rule, run.started_at, fresh.due_at)
            if fresh.due_at == clock.due_at and year is not None:
                continue
            again = replace(clock, due_at=fresh.due_at, explanation=fresh.explanation)
            uow.cases.update_clock(case.case_no, again)
            uow.clock_runs.put(
                with_next_instant(replace(run, provisional=year is not None), fresh.due_at)
            )
            moved.append(clock.name)
        return tuple(moved)

    def promised(self, uow: UnitOfWork, case_no: str) -> dict[str, str]:
        """Return when the clocks fall due that run and are not missed, by name (R98)."""
        return {
            str(clock.name): clock.due_at.isoformat()
            for clock, run in self._running(uow, uow.cases.get(case_no))
            if clock.breached_at is None and not run.paused
        }

    def _running(self, uow: UnitOfWork, case: Case) -> list[tuple[DueClock, ClockRun]]:
        runs = {run.clock_id: run for run in uow.clock_runs.of_case(case.case_no)}
        return [
            (clock, runs[clock.id])
            for clock in case.clocks
            if clock.met_at is None and clock.id in runs
        ]

    def _moved(self, clock: DueClock, run: ClockRun, pause: Pause) -> datetime:
        until = pause.until or pause.since
        if run.working_days is None:
            return clock.due_at + (until - pause.since)
        days = working_days_between(pause.since, until, self.calendar, self.tz)
        return add_working_days(clock.due_at, days, self.calendar, self.tz)

    def _original(self, clock: DueClock, run: ClockRun) -> dict[str, str]:
        """Return the explanation as it was before any pause."""
        rule = self._rule(clock.name, run.starts)
        if rule is None:
            note = self.policy.work.clock_notes.paused
            return {code: _before(text, note[code]) for code, text in clock.explanation.items()}
        notes = self.policy.work.clock_notes
        fresh = start_clock(rule, run.started_at, self.calendar, self.tz, notes)
        return dict(fresh.explanation)

    def _store(
        self,
        uow: UnitOfWork,
        case_no: str,
        clock: DueClock,
        at: datetime,
        rule: ClockRule | None,
        starts: Step | None,
    ) -> None:
        stored = uow.cases.update_clock(case_no, clock)
        uow.clock_runs.add_all([self._plan(case_no, stored, at, rule, starts)])

    def _plan(
        self,
        case_no: str,
        clock: DueClock,
        at: datetime,
        rule: ClockRule | None,
        starts: Step | None,
    ) -> ClockRun:
        year = None if rule is None else self._provisional(rule, at, clock.due_at)
        return plan_run(
            clock,
            case_no,
            self.policy,
            at,
            working_days=None if rule is None else rule.working_days,
            starts=starts,
            provisional=year is not None,
        )

    def _provisional(self, rule: ClockRule, start: datetime, due: datetime) -> int | None:
        return provisional_year(rule.working_days, start, due, self.calendar, self.tz)

    def _rule(self, name: ClockName, starts: Step | None) -> ClockRule | None:
        """Return the policy's rule of a clock; an announced update has none."""
        if starts is None:
            return next((rule for rule in self.policy.clocks if rule.name is name), None)
        later = self.policy.work.later_clocks
        found = (each.rule for each in later if each.starts is starts and each.rule.name is name)
        return next(found, None)


def _ended(pauses: tuple[Pause, ...], at: datetime) -> tuple[Pause, ...]:
    if not pauses or pauses[-1].until is not None:
        return pauses
    return (*pauses[:-1], replace(pauses[-1], until=at))


def _before(text: str, note: str) -> str:
    """Return an explanation up to a note that was added to it before."""
    beginning = note.partition("{")[0]
    return text.partition(beginning)[0] if beginning else text


def with_next_instant(run: ClockRun, due: datetime) -> ClockRun:
    """Return the run with the instant of its next tick counted from the due instant."""
    if run.next_tick >= len(run.ticks):
        return replace(run, next_at=None)
    return replace(run, next_at=due + timedelta(seconds=run.ticks[run.next_tick].offset))
