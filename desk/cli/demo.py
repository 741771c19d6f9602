"""Fills a believable company: three months of complaints in both languages, and their handling."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from casework.gate.service import GateService
from casework.informing import CONVERSATION
from casework.model import Case, Grade
from casework.model.work import OutgoingState, Step
from casework.services.clockwork import ClockWorker
from casework.services.doing import StepDetails
from casework.services.filing import FilingService
from casework.services.handling import HandlingService
from desk.cli.company import Company
from desk.cli.stories import STORIES, Stories
from desk.gateway.screening import simplified

CHANNELS: Final = ("console", "email", "webhook", "chat", CONVERSATION)
DAYS: Final = 91
SOON: Final = 1.0
STAFF: Final = ("chen.jing", "li.wei", "wang.fang", "ann.moore", "tom.reed")


@dataclass(slots=True)
class MovableClock:
    """Shows the instant that the demonstration has reached."""

    at: datetime

    def now(self) -> datetime:
        """Return that instant."""
        return self.at


class Demo:
    """Lets three months pass before the product's present."""

    def __init__(self, company: Company, ids: Any, seed: int, folder: Path = STORIES) -> None:
        self._random = random.Random(seed)
        self._stories = Stories(self._random, company.settings.tz, folder)
        self._clock = MovableClock(company.clock.now())
        self._end = self._clock.at
        tz, policy, storage = company.settings.tz, company.policy, company.storage
        gate = GateService(storage, policy, self._clock, ids, tz, simplified)
        self._filing = FilingService(storage, policy, self._clock, ids, tz, company.calendar)
        self._handling = HandlingService(storage, policy, self._clock, company.calendar, tz, gate)
        self._worker = ClockWorker(storage, policy, self._clock, company.calendar, tz)
        self._storage = storage
        self._run = self._random.randrange(16**6)

    def fill(self, count: int) -> Iterator[int]:
        """File and handle so many cases, yielding how many there are so far.

        What the company would have sent is marked as sent: nobody is written to.
        """
        instants = sorted(self._stories.instant(self._end, DAYS) for _ in range(count))
        todo: list[tuple[datetime, int, Case, Step]] = []
        for number, at in enumerate(instants):
            self._until(at, todo)
            todo += self._plan(self._file(number, at), number)
            todo.sort(key=lambda each: each[:2])
            yield number + 1
        self._until(self._end, todo)
        # Quiet hours put notices off into the next morning; these are sent, too.
        self._clock.at = self._end + timedelta(days=1)
        self._settle()

    def _until(self, at: datetime, todo: list[tuple[datetime, int, Case, Step]]) -> None:
        """Do what was planned before an instant, and let the clocks do theirs."""
        while todo and todo[0][0] <= at:
            when, _, case, step = todo.pop(0)
            self._advance(when)
            author = self._random.choice(STAFF)
            details = self._details(step, case)
            self._handling.do(case.case_no, step, author, details)
        self._advance(at)
        self._settle()

    def _advance(self, at: datetime) -> None:
        self._clock.at = at
        while self._worker.work().cases:
            pass

    def _settle(self) -> None:
        now = self._clock.at
        with self._storage() as uow:
            while claimed := uow.outbox.claim(now, now, 200, CHANNELS):
                uow.outbox.update_all(
                    [replace(each, state=OutgoingState.SENT, sent_at=now) for each in claimed]
                )
            uow.commit()

    def _file(self, number: int, at: datetime) -> Case:
        self._clock.at = at
        record = self._stories.record(at)
        return self._filing.file_entered(record, f"demo-{self._run:06x}-{number}").case

    def _plan(self, case: Case, number: int) -> list[tuple[datetime, int, Case, Step]]:
        """Return the steps of a case: most in time, some late, some never."""
        draw, at = self._random, self._clock.at
        course: list[tuple[float, Step]] = [
            (draw.uniform(0.1, 0.5), Step.ASSIGNED),
            (draw.choices((draw.uniform(0.2, 0.9), draw.uniform(1.2, 20)), (8, 2))[0],
             Step.AGENT_REPLIED),
            (draw.uniform(1, 10), Step.ADMITTED),
            (draw.uniform(4, 22), Step.CALLED_BACK),
            (draw.uniform(6, 30), Step.TRANSMITTED),
            (draw.uniform(10, 26), Step.SOLUTION_SENT),
            (draw.uniform(24, 80), Step.DEPARTMENT_REPLIED),
            (draw.uniform(60, 150), Step.CUSTOMER_ANSWERED),
            (draw.uniform(90, 200), Step.IMPLEMENTED),
            (draw.uniform(92, 210), Step.COMPLETED),
            (draw.uniform(220, 320), Step.REVISITED),
        ]  # fmt: skip
        # Some cases nobody takes up, and some stop on the way.
        reached = draw.choices((0, draw.randrange(2, len(course)), len(course)), (1, 3, 8))[0]
        # A general case is soon done; a heavy one takes its time.
        pace = draw.uniform(0.08, 0.3) if case.grade is Grade.GENERAL else draw.uniform(0.2, 0.8)
        planned = [
            (at + timedelta(hours=after * (pace if after > SOON else 1)), number, case, step)
            for after, step in course[:reached]
        ]
        planned.sort(key=lambda each: each[0])
        return [each for each in planned if each[0] <= self._end]

    def _details(self, step: Step, case: Case) -> StepDetails:
        if step is Step.ASSIGNED:
            return StepDetails(to=(self._random.choice(STAFF),))
        return StepDetails(text=self._stories.words(case.language, str(step)))
