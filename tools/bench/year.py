"""A year of a company in minutes: cases filed, clocks and ladders run, notices delivered."""

import heapq
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from casework.calendar_libraries import calendar_for
from casework.gate.service import GateService
from casework.informing import CONVERSATION
from casework.model import Case, Grade
from casework.model.work import OutgoingState, Step
from casework.numbering import RandomIds
from casework.policy_yaml import load_policy
from casework.services.clockwork import ClockWorker
from casework.services.doing import StepDetails
from casework.services.filing import FilingService
from casework.services.handling import HandlingService
from casework.settings import ROOT
from casework.storage.engine import open_engine
from casework.storage.migrate import migrate
from casework.storage.sql import SqlUnitOfWorkFactory
from casework.storage.tables_work import case_events, is_outgoing, outbox
from desk.cli.demo import MovableClock
from desk.cli.stories import Stories
from desk.gateway.screening import simplified

DAYS: Final = 365
END: Final = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
# So often the clocks and the outbox are looked after; a running desk does it every second.
SLOT: Final = timedelta(minutes=30)
SLOT_SECONDS: Final = SLOT.total_seconds()
CHANNELS: Final = ("console", "email", "webhook", "chat", CONVERSATION)
#: Of so many cases the first is answered in time, the second late, the third never.
PUNCTUALITY: Final = (17, 2, 1)
SEED: Final = 7

Planned = tuple[datetime, int, str, Step, str | None]


@dataclass(slots=True)
class Year:
    """What happened in the year, and how long each part of it took."""

    cases: int
    seconds: float = 0.0
    #: Processor seconds of this process; those of PostgreSQL come on top.
    cpu: float = 0.0
    steps: int = 0
    ticks: int = 0
    missed: int = 0
    escalated: int = 0
    delivered: int = 0
    #: When a clock or a notice has something to do next, as far as the database knows.
    due: datetime | None = None
    #: The end of the slot that was worked on last.
    reached: datetime = END - timedelta(days=DAYS + 2)
    spent: dict[str, float] = field(default_factory=dict)


class Company:
    """The product's services over one database, with a clock that is set by hand."""

    def __init__(self, url: str, draw: random.Random) -> None:
        migrate(url)
        self.storage = SqlUnitOfWorkFactory(open_engine(url))
        self.clock = MovableClock(END - timedelta(days=DAYS + 1))
        policy, tz = load_policy(ROOT / "policy.yml"), SHANGHAI
        calendar = calendar_for(policy.work.calendar, policy.office_hours.days)
        gate = GateService(self.storage, policy, self.clock, RandomIds(), tz, simplified)
        self.filing = FilingService(self.storage, policy, self.clock, RandomIds(), tz, calendar)
        self.handling = HandlingService(self.storage, policy, self.clock, calendar, tz, gate)
        self.worker = ClockWorker(self.storage, policy, self.clock, calendar, tz)
        self.stories = Stories(draw, tz)

    def due_next(self) -> datetime | None:
        """Return when the next clock ticks or the next notice may go out."""
        query = sa.select(sa.func.min(outbox.c.next_at)).where(is_outgoing)
        with self.storage(read_only=True) as uow:
            found = (uow.clock_runs.next_at(), uow._session.scalar(query))
        return min((each for each in found if each is not None), default=None)

    def deliver(self) -> int:
        """Take every notice that is due and mark it as delivered; nobody is written to."""
        now, count = self.clock.now(), 0
        while True:
            with self.storage() as uow:
                claimed = uow.outbox.claim(now, now + SLOT, 500, CHANNELS)
                uow.outbox.update_all(
                    [replace(each, state=OutgoingState.SENT, sent_at=now) for each in claimed]
                )
                uow.commit()
            if not claimed:
                return count
            count += len(claimed)


def run_year(url: str, cases: int) -> Year:
    """Let a year pass over an empty database and return what it took."""
    draw = random.Random(SEED)
    company, year = Company(url, draw), Year(cases)
    filings = sorted(company.stories.instant(END, DAYS) for _ in range(cases))
    started, used = time.perf_counter(), time.process_time()
    todo: list[Planned] = []
    for number, at in enumerate(filings):
        _pass(company, year, todo, at)
        company.clock.at = at
        with _timed(year, "filing"):
            record = company.stories.record(at)
            case = company.filing.file_entered(record, f"year-{number}").case
        for planned in _planned(company, case, at, number, draw):
            heapq.heappush(todo, planned)
        year.due = at
    # What still runs at the end of the year: two weeks bring every ladder to its top.
    _pass(company, year, todo, END + timedelta(days=14))
    year.seconds = time.perf_counter() - started
    year.cpu = time.process_time() - used
    _count(company, year)
    company.storage.close()
    return year


def _pass(company: Company, year: Year, todo: list[Planned], until: datetime) -> None:
    """Let time pass in slots, jumping over those in which nothing is due."""
    while True:
        planned = todo[0][0] if todo else until
        at = end_of_slot(min(planned, year.due or until))
        # A notice that is due may wait for an earlier one of its lane: time goes on all the same.
        at = max(at, year.reached + SLOT)
        if at > until:
            return
        _work(company, year, todo, at)
        year.reached = at


def end_of_slot(at: datetime) -> datetime:
    """Return the end of the slot in which an instant lies; the slot's start belongs to it."""
    return datetime.fromtimestamp((at.timestamp() // SLOT_SECONDS + 1) * SLOT_SECONDS, UTC)


def _work(company: Company, year: Year, todo: list[Planned], until: datetime) -> None:
    """Do what people had planned, let the clocks tick and the notices go out."""
    while todo and todo[0][0] <= until:
        at, _, case_no, step, text = heapq.heappop(todo)
        company.clock.at = at
        with _timed(year, "steps"):
            company.handling.do(case_no, step, "li.wei", StepDetails(text=text))
        year.steps += 1
    company.clock.at = until
    with _timed(year, "clocks"):
        while (ticked := company.worker.work()).cases:
            year.ticks += ticked.ticks
    with _timed(year, "outbox"):
        year.delivered += company.deliver()
    year.due = company.due_next()


def _planned(
    company: Company, case: Case, at: datetime, number: int, draw: random.Random
) -> Iterator[Planned]:
    """Yield what people will do on a case: in time, late or never."""
    (course,) = draw.choices(("in_time", "late", "never"), PUNCTUALITY)
    if course == "never":
        return
    late = 40.0 if course == "late" else 0.0
    heavy = case.grade in (Grade.MAJOR, Grade.BATCH)
    hours = {
        Step.AGENT_REPLIED: draw.uniform(0.1, 0.9) + late,
        **({Step.CALLED_BACK: draw.uniform(2, 20) + late} if heavy else {}),
        Step.CUSTOMER_ANSWERED: draw.uniform(2, 22) + late,
        **({Step.COMPLETED: draw.uniform(23, 46) + late} if heavy else {}),
    }
    for place, (step, after) in enumerate(hours.items()):
        text = company.stories.words(case.language, str(step))
        yield at + timedelta(hours=after), number * 8 + place, case.case_no, step, text


class _timed:
    """Adds the time of a block to a part of the year."""

    def __init__(self, year: Year, part: str) -> None:
        self._year, self._part = year, part

    def __enter__(self) -> None:
        self._started = time.perf_counter()

    def __exit__(self, *details: object) -> None:
        taken = time.perf_counter() - self._started
        self._year.spent[self._part] = self._year.spent.get(self._part, 0.0) + taken


def _count(company: Company, year: Year) -> None:
    query = sa.select(case_events.c.kind, sa.func.count().label("many")).group_by(
        case_events.c.kind
    )
    with company.storage(read_only=True) as uow:
        found = {row["kind"]: int(row["many"]) for row in uow._session.all(query)}
    year.missed = found.get("clock_missed", 0)
    year.escalated = found.get("clock_escalated", 0)
