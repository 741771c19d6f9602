"""Lets the clocks do by themselves what they are due to do: remind, be missed, escalate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from casework.clocks import ASSIGNEE
from casework.informing import Informer
from casework.model import Case, DueClock
from casework.model.work import SYSTEM, CaseEvent, ClockRun, Handling, Tick, TickKind
from casework.policy import Policy
from casework.ports import Calendar, Clock, UnitOfWork, UnitOfWorkFactory
from casework.services.running import ClockStarter, with_next_instant

CASES_AT_ONCE: Final = 50
DEPARTMENT: Final = "department"
KINDS: Final = {
    TickKind.REMIND: "clock_reminded",
    TickKind.BREACH: "clock_missed",
    TickKind.ESCALATE: "clock_escalated",
}


@dataclass(frozen=True, slots=True)
class Ticked:
    """How many cases were looked at, and how many things their clocks did."""

    cases: int
    ticks: int


class ClockWorker:
    """Claims cases whose clocks are due; several workers on several machines share the work.

    A tick, its event, its notices and the clock's next instant are one transaction, so that each
    happens once, whoever dies when.
    """

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        policy: Policy,
        clock: Clock,
        calendar: Calendar,
        tz: ZoneInfo,
    ) -> None:
        self._uow_factory = uow_factory
        self._policy = policy
        self._clock = clock
        self._informer = Informer(policy.work, tz)
        self._starter = ClockStarter(policy, calendar, tz)

    def work(self, limit: int = CASES_AT_ONCE) -> Ticked:
        """Do what is due on some cases in one transaction."""
        now = self._clock.now()
        with self._uow_factory(read_only=True) as uow:
            next_at = uow.clock_runs.next_at()
        if next_at is None or next_at > now:
            return Ticked(0, 0)
        with self._uow_factory() as uow:
            claimed = uow.clock_runs.claim_cases(now, limit)
            if not claimed:
                return Ticked(0, 0)
            handlings = {each.case_no: each for each in uow.handling.many(claimed)}
            runs: dict[str, list[ClockRun]] = {}
            for run in uow.clock_runs.of_cases(claimed):
                runs.setdefault(run.case_no, []).append(run)
            events: list[CaseEvent] = []
            advanced: list[ClockRun] = []
            missed: dict[str, list[DueClock]] = {}
            for case in uow.cases.many(claimed):
                handling = handlings.get(case.case_no)
                advanced += self._work_on(
                    uow, case, runs[case.case_no], handling, now, events, missed
                )
            uow.cases.settle_clocks(missed)
            uow.events.add_all(events)
            uow.clock_runs.put_all(advanced)
            uow.commit()
        return Ticked(len(claimed), len(events))

    def recount(self) -> int:
        """Count provisional due times again; return how many clocks moved or became certain."""
        with self._uow_factory(read_only=True) as uow:
            found = uow.clock_runs.provisional_cases()
        return sum(self._recount(case_no) for case_no in found)

    def adopt(self) -> int:
        """Let clocks run that a release filed which had none running; return how many."""
        with self._uow_factory(read_only=True) as uow:
            found = uow.clock_runs.unstarted_cases()
        return sum(self._adopt(case_no) for case_no in found)

    def _adopt(self, case_no: str) -> int:
        with self._uow_factory() as uow:
            started = self._starter.run_unstarted(uow, uow.cases.lock(case_no))
            uow.commit()
        return len(started)

    def _recount(self, case_no: str) -> int:
        now = self._clock.now()
        with self._uow_factory() as uow:
            case = uow.cases.lock(case_no)
            moved = self._starter.recount(uow, case)
            if moved:
                uow.events.add(
                    CaseEvent(
                        case_no=case_no,
                        at=now,
                        author=SYSTEM,
                        kind="clocks_recounted",
                        data={"clocks": list(map(str, moved))},
                    )
                )
                uow.commit()
        return len(moved)

    def _work_on(
        self,
        uow: UnitOfWork,
        case: Case,
        runs: Sequence[ClockRun],
        handling: Handling | None,
        now: datetime,
        events: list[CaseEvent],
        missed: dict[str, list[DueClock]],
    ) -> list[ClockRun]:
        """Let the clocks of a case tick, add what happened and which promises were missed, and
        return the runs as they are now."""
        clocks = {clock.id: clock for clock in case.clocks}
        advanced = []
        for run in runs:
            clock = clocks.get(run.clock_id)
            if clock is None or run.next_at is None or run.next_at > now:
                continue
            number = run.next_tick
            while number < len(run.ticks) and _instant(clock, run.ticks[number]) <= now:
                tick = run.ticks[number]
                events.append(self._tick(uow, case, handling, clock, tick, now))
                if tick.kind is TickKind.BREACH:
                    # Nothing is closed.
                    late = replace(clock, breached_at=clock.due_at)
                    missed.setdefault(case.case_no, []).append(late)
                number += 1
            advanced.append(with_next_instant(replace(run, next_tick=number), clock.due_at))
        return advanced

    def _tick(
        self,
        uow: UnitOfWork,
        case: Case,
        handling: Handling | None,
        clock: DueClock,
        tick: Tick,
        now: datetime,
    ) -> CaseEvent:
        role = _told(tick, case, handling)
        data = {"clock": str(clock.name), "clock_id": clock.id, "level": tick.level, "to": role}
        event = CaseEvent(
            case_no=case.case_no, at=now, author=SYSTEM, kind=KINDS[tick.kind], data=data
        )
        if tick.kind is TickKind.BREACH:
            if self._policy.work.plans[clock.name].tells_customer:
                once = f"overdue:{clock.id}"
                self._informer.tell_customer(uow, "update_overdue", case, now, once=once)
            return event
        key = "staff_clock_reminder" if tick.kind is TickKind.REMIND else "staff_clock_escalated"
        self._informer.tell(
            uow,
            role,
            key,
            case,
            now,
            once=f"clock:{clock.id}:{tick.kind}:{tick.offset}:{tick.level}",
            facts={
                "clock": str(clock.name),
                "level": tick.level,
                "instants": {"due": clock.due_at.isoformat()},
                "assignee": (handling.assignee if handling else None) or "",
            },
        )
        return event


def _instant(clock: DueClock, tick: Tick) -> datetime:
    return clock.due_at + timedelta(seconds=tick.offset)


def _told(tick: Tick, case: Case, handling: Handling | None) -> str:
    """Return who is told; a case that nobody has is its department's."""
    if tick.kind is TickKind.BREACH:
        return ""
    if tick.to == ASSIGNEE and handling is not None and handling.assignee:
        return handling.assignee
    return str(case.department) if tick.to in (ASSIGNEE, DEPARTMENT) else tick.to
