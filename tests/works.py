"""A company at work for tests: filing, steps, clocks and the outbox over one storage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from casework.calendar_libraries import calendar_for
from casework.gate.service import GateService
from casework.model import Case, Channel, Record
from casework.model.work import CaseEvent, Outgoing, Step
from casework.numbering import RandomIds
from casework.policy import Policy
from casework.ports import Calendar, UnitOfWorkFactory
from casework.services.clockwork import ClockWorker
from casework.services.doing import StepDetails
from casework.services.filing import FilingService
from casework.services.handling import CaseView, HandlingService
from casework.services.outbox import OutboxService
from desk.gateway.screening import simplified
from tests.doubles import FixedClock

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHANNELS = ("conversation", "console", "email", "webhook", "chat")


@dataclass
class Works:
    """What the tests do, in few words."""

    storage: UnitOfWorkFactory
    policy: Policy
    clock: FixedClock = field(default_factory=FixedClock)
    tz: ZoneInfo = SHANGHAI
    numbers: int = 0

    def __post_init__(self) -> None:
        rule = self.policy.work.calendar
        self.calendar: Calendar = calendar_for(rule, self.policy.office_hours.days)
        self.filing = FilingService(
            self.storage, self.policy, self.clock, RandomIds(), self.tz, self.calendar
        )
        self.gate = GateService(
            self.storage, self.policy, self.clock, RandomIds(), self.tz, simplified
        )
        self.steps = HandlingService(
            self.storage, self.policy, self.clock, self.calendar, self.tz, self.gate
        )
        self.outbox = OutboxService(self.storage, self.clock)

    def worker(self) -> ClockWorker:
        """Return a worker as another process would start it."""
        return ClockWorker(self.storage, self.policy, self.clock, self.calendar, self.tz)

    def file(self, text: str = "客服态度很差", **fields: Any) -> Case:
        """File a complaint from a conversation of its own, unless one is named."""
        self.numbers += 1
        conversation_id = fields.pop("conversation_id", f"c-{self.numbers}")
        record = Record(complaint_text=text, **{"language": "zh", **fields})
        return self.filing.file(conversation_id, f"t-{self.numbers}", record)

    def enter(self, text: str = "客服态度很差", **fields: Any) -> Case:
        """Enter a complaint that has no conversation."""
        self.numbers += 1
        record = Record(complaint_text=text, channel=str(Channel.STAFF), **fields)
        return self.filing.file_entered(record, f"key-{self.numbers}").case

    def do(self, case: Case, step: Step, author: str = "li", **details: Any) -> CaseView:
        """Do a step on a case."""
        return self.steps.do(case.case_no, step, author, StepDetails(**details))

    def later(self, **units: float) -> int:
        """Let time pass, and the clocks do what is due; return how much that was."""
        self.clock.advance(**units)
        return self.tick()

    def tick(self) -> int:
        """Let the clocks do what is due."""
        worker, done = self.worker(), 0
        while (ticked := worker.work()).cases:
            done += ticked.ticks
        return done

    def case(self, case: Case) -> Case:
        """Return the case as it is stored now."""
        return self.steps.view(case.case_no).case

    def due(self, case: Case, name: str) -> datetime:
        """Return when a clock of the case is due now."""
        return next(clock.due_at for clock in self.case(case).clocks if clock.name == name)

    def events(self, case: Case, kind: str | None = None) -> list[CaseEvent]:
        """Return what happened to the case."""
        found = self.steps.view(case.case_no).events
        return [event for event in found if kind is None or event.kind == kind]

    def notices(self, case: Case | None = None, **wanted: Any) -> list[Outgoing]:
        """Return notices by their attributes, the oldest first."""
        found = self.outbox.list(case_no=case.case_no if case else None, limit=10_000)
        return [
            each
            for each in reversed(found)
            if all(getattr(each, name) == value for name, value in wanted.items())
        ]


def hours(count: float) -> timedelta:
    """Return so many hours."""
    return timedelta(hours=count)


def decision(works: Works, case: Case) -> Mapping[str, Any]:
    """Return what was decided on the case when it was filed, and by which rules."""
    return works.events(case, "filed")[0].data
