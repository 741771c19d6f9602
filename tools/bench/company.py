"""The product's services over one database, with a clock that is set by hand."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from casework.calendar_libraries import calendar_for
from casework.gate.service import GateService
from casework.informing import CONVERSATION
from casework.model.work import OutgoingState
from casework.numbering import RandomIds
from casework.policy_yaml import load_policy
from casework.services.clockwork import ClockWorker
from casework.services.filing import FilingService
from casework.services.handling import HandlingService
from casework.settings import ROOT
from casework.storage.engine import open_engine
from casework.storage.sql import SqlUnitOfWorkFactory
from casework.storage.tables_work import clock_runs, is_outgoing, outbox
from desk.cli.demo import MovableClock
from desk.cli.stories import Stories
from desk.gateway.screening import simplified

DAYS: Final = 365
END: Final = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
CHANNELS: Final = ("console", "email", "webhook", "chat", CONVERSATION)
#: So long a notice is its courier's alone.
LEASE: Final = timedelta(minutes=30)
NEXT_CLOCK: Final = sa.select(sa.func.min(clock_runs.c.next_at)).scalar_subquery()
NEXT_NOTICE: Final = sa.select(sa.func.min(outbox.c.next_at)).where(is_outgoing).scalar_subquery()
DUE_NEXT: Final = sa.select(NEXT_CLOCK.label("clock"), NEXT_NOTICE.label("notice"))


class Company:
    """A company that works on a database which is migrated."""

    def __init__(self, url: str, draw: random.Random) -> None:
        self.storage = SqlUnitOfWorkFactory(open_engine(url))
        self.clock = MovableClock(END - timedelta(days=DAYS + 1))
        policy, tz = load_policy(ROOT / "policy.yml"), SHANGHAI
        calendar = calendar_for(policy.work.calendar, policy.office_hours.days)
        gate = GateService(self.storage, policy, self.clock, RandomIds(), tz, simplified)
        self.filing = FilingService(self.storage, policy, self.clock, RandomIds(), tz, calendar)
        self.handling = HandlingService(self.storage, policy, self.clock, calendar, tz, gate)
        self.worker = ClockWorker(self.storage, policy, self.clock, calendar, tz)
        self.stories = Stories(draw, tz)

    def deliver(self) -> int:
        """Take every notice that is due and mark it as delivered; nobody is written to."""
        now, count = self.clock.now(), 0
        while True:
            # As the courier does: who only looks keeps nobody waiting.
            with self.storage(read_only=True) as uow:
                if uow.outbox.count(OutgoingState.PENDING) == 0:
                    return count
            with self.storage() as uow:
                claimed = uow.outbox.claim(now, now + LEASE, 500, CHANNELS)
                uow.outbox.update_all(
                    [replace(each, state=OutgoingState.SENT, sent_at=now) for each in claimed]
                )
                uow.commit()
            if not claimed:
                return count
            count += len(claimed)


def due_next(storage: SqlUnitOfWorkFactory) -> datetime | None:
    """Return when the next clock ticks or the next notice may go out."""
    with storage(read_only=True) as uow:
        (found,) = uow._session.all(DUE_NEXT)
    return min((each for each in found.values() if each is not None), default=None)
