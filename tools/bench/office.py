"""One process of a company: it files and handles its own cases, and looks after all clocks."""

import heapq
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from multiprocessing.connection import Connection
from typing import Final

from casework.model import Case, Grade
from casework.model.work import Step
from casework.services.doing import StepDetails
from tools.bench.company import Company

#: Of so many cases the first is answered in time, the second late, the third never.
PUNCTUALITY: Final = (17, 2, 1)

Filing = tuple[datetime, int]
Planned = tuple[datetime, int, str, Step, str | None]


class Part(StrEnum):
    """Who works until an instant: people on cases, then clocks and couriers by themselves."""

    PEOPLE = "people"
    MACHINES = "machines"


@dataclass(slots=True)
class Share:
    """What one process did, and how long each part of it took."""

    #: Processor seconds of this process; those of PostgreSQL come on top.
    cpu: float = 0.0
    steps: int = 0
    ticks: int = 0
    delivered: int = 0
    spent: dict[str, float] = field(default_factory=dict)


class Office:
    """Does its share of a year, as far as it is told."""

    def __init__(self, url: str, seed: int, filings: Sequence[Filing]) -> None:
        self._draw = random.Random(seed)
        self._company = Company(url, self._draw)
        self._filings = list(reversed(filings))
        self._planned: list[Planned] = []
        self.share = Share()

    def next_at(self) -> datetime | None:
        """Return when a case is filed or a step is done next."""
        ahead = [self._filings[-1][0]] if self._filings else []
        ahead += [self._planned[0][0]] if self._planned else []
        return min(ahead, default=None)

    def let_people_work(self, until: datetime) -> None:
        """File the cases and do the steps of these hours, one after the other."""
        while (at := self.next_at()) is not None and at <= until:
            self._company.clock.at = at
            if self._planned and self._planned[0][0] == at:
                self._step()
            else:
                self._file(*self._filings.pop())

    def let_machines_work(self, until: datetime) -> None:
        """Let the clocks tick and the notices go out; other processes do the same."""
        self._company.clock.at = until
        with Timed(self.share, "clocks"):
            while (ticked := self._company.worker.work()).cases:
                self.share.ticks += ticked.ticks
        with Timed(self.share, "outbox"):
            self.share.delivered += self._company.deliver()

    def close(self) -> None:
        """Close the connections."""
        self._company.storage.close()

    def _file(self, at: datetime, number: int) -> None:
        with Timed(self.share, "filing"):
            record = self._company.stories.record(at)
            case = self._company.filing.file_entered(record, f"year-{number}").case
        for planned in self._plan(case, at, number):
            heapq.heappush(self._planned, planned)

    def _step(self) -> None:
        _, _, case_no, step, text = heapq.heappop(self._planned)
        with Timed(self.share, "steps"):
            self._company.handling.do(case_no, step, "li.wei", StepDetails(text=text))
        self.share.steps += 1

    def _plan(self, case: Case, at: datetime, number: int) -> Iterator[Planned]:
        """Yield what people will do on a case: in time, late or never."""
        draw = self._draw
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
            text = self._company.stories.words(case.language, str(step))
            yield at + timedelta(hours=after), number * 8 + place, case.case_no, step, text


class Timed:
    """Adds the time of a block to a part of a share."""

    def __init__(self, share: Share, part: str) -> None:
        self._share, self._part = share, part

    def __enter__(self) -> None:
        self._started = time.perf_counter()

    def __exit__(self, *details: object) -> None:
        taken = time.perf_counter() - self._started
        self._share.spent[self._part] = self._share.spent.get(self._part, 0.0) + taken


def keep_office(orders: Connection, url: str, seed: int, filings: Sequence[Filing]) -> None:
    """Work as ordered, a part and an instant at a time, and tell what comes next; then the share.

    This is what a process of its own does; it ends when it is sent None.
    """
    office = Office(url, seed, filings)
    orders.send(office.next_at())
    # To wait for the first order is no part of the year.
    order, used = orders.recv(), time.process_time()
    while order is not None:
        part, until = order
        if part is Part.PEOPLE:
            office.let_people_work(until)
        else:
            office.let_machines_work(until)
        orders.send(office.next_at())
        with Timed(office.share, "waiting"):
            order = orders.recv()
    office.share.cpu = time.process_time() - used
    orders.send(office.share)
    office.close()
