"""A year of a company in minutes: cases filed, clocks and ladders run, notices delivered."""

import multiprocessing
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any, Final

import sqlalchemy as sa

from casework.storage.engine import open_engine
from casework.storage.migrate import migrate
from casework.storage.sql import SqlUnitOfWorkFactory
from casework.storage.tables_work import case_events
from desk.cli.stories import Stories
from tools.bench.company import DAYS, END, SHANGHAI, due_next
from tools.bench.office import Filing, Part, Share, keep_office

# So often the clocks and the outbox are looked after; a running desk does it every second.
SLOT: Final = timedelta(minutes=30)
SLOT_SECONDS: Final = SLOT.total_seconds()
#: So many processes share the work, as two gateways beside one database do.
PROCESSES: Final = 2
SEED: Final = 7


@dataclass(slots=True)
class Year:
    """What happened in the year, and how long each part of it took."""

    cases: int
    seconds: float = 0.0
    #: Processor seconds of all processes; those of PostgreSQL come on top.
    cpu: float = 0.0
    steps: int = 0
    ticks: int = 0
    missed: int = 0
    escalated: int = 0
    delivered: int = 0
    #: The mean of the processes, so that the parts are the whole year.
    spent: dict[str, float] = field(default_factory=dict)


class Crew:
    """The processes of a company, which keep step with each other."""

    def __init__(self, orders: Sequence[Connection]) -> None:
        self._orders = orders
        self.next_at = self._heard()

    def work(self, part: Part, until: datetime) -> None:
        """Let all of them work until an instant, and wait for the last one."""
        for each in self._orders:
            each.send((part, until))
        self.next_at = self._heard()

    def end(self) -> list[Share]:
        """End them, and return what each of them did."""
        for each in self._orders:
            each.send(None)
        return [each.recv() for each in self._orders]

    def _heard(self) -> datetime | None:
        found = [each.recv() for each in self._orders]
        return min((at for at in found if at is not None), default=None)


def run_year(url: str, cases: int, processes: int = PROCESSES) -> Year:
    """Let a year pass over an empty database and return what it took."""
    migrate(url)
    draw = random.Random(SEED)
    stories = Stories(draw, SHANGHAI)
    filings = sorted(stories.instant(END, DAYS) for _ in range(cases))
    storage = SqlUnitOfWorkFactory(open_engine(url))
    year = Year(cases)
    with _crew(url, [(at, number) for number, at in enumerate(filings)], processes) as crew:
        started = time.perf_counter()
        # What still runs at the end of the year: two weeks bring every ladder to its top.
        _pass(crew, storage, filings[0], END + timedelta(days=14))
        year.seconds = time.perf_counter() - started
        for share in crew.end():
            _add(year, share, processes)
    _count(storage, year)
    storage.close()
    return year


def _pass(crew: Crew, storage: SqlUnitOfWorkFactory, since: datetime, until: datetime) -> None:
    """Let time pass in slots, jumping over those in which nothing is due."""
    reached = end_of_slot(since) - SLOT
    while True:
        # A notice that is due may wait for an earlier one of its lane: time goes on all the same.
        at = following = reached + SLOT
        planned = crew.next_at
        if planned is None or planned > following:
            due = due_next(storage)
            ahead = min((each for each in (planned, due) if each is not None), default=until)
            at = max(end_of_slot(ahead), following)
        if at > until:
            return
        crew.work(Part.PEOPLE, at)
        crew.work(Part.MACHINES, at)
        reached = at


def end_of_slot(at: datetime) -> datetime:
    """Return the end of the slot in which an instant lies; the slot's start belongs to it."""
    return datetime.fromtimestamp((at.timestamp() // SLOT_SECONDS + 1) * SLOT_SECONDS, UTC)


@contextmanager
def _crew(url: str, filings: Sequence[Filing], processes: int) -> Iterator[Crew]:
    """Start the processes, each with its own cases, and end them."""
    fresh = multiprocessing.get_context("spawn")
    orders, workers = [], []
    try:
        for number in range(processes):
            ours, theirs = fresh.Pipe()
            mine = filings[number::processes]
            given: tuple[Any, ...] = (theirs, url, SEED + number, mine)
            worker = fresh.Process(target=keep_office, args=given, daemon=True)
            worker.start()
            # Where it dies, nobody else holds its end, and the pipe tells it.
            theirs.close()
            orders.append(ours)
            workers.append(worker)
        yield Crew(orders)
        for worker in workers:
            worker.join()
    finally:
        for worker in workers:
            worker.kill()


def _add(year: Year, share: Share, processes: int) -> None:
    year.cpu += share.cpu
    year.steps += share.steps
    year.ticks += share.ticks
    year.delivered += share.delivered
    for part, seconds in share.spent.items():
        year.spent[part] = year.spent.get(part, 0.0) + seconds / processes


def _count(storage: SqlUnitOfWorkFactory, year: Year) -> None:
    query = sa.select(case_events.c.kind, sa.func.count().label("many")).group_by(
        case_events.c.kind
    )
    with storage(read_only=True) as uow:
        found = {row["kind"]: int(row["many"]) for row in uow._session.all(query)}
    year.missed = found.get("clock_missed", 0)
    year.escalated = found.get("clock_escalated", 0)
