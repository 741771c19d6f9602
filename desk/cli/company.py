"""Opens the company's parts for one command: policy, clock, storage and services."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from casework.gate.service import GateService
from casework.informing import Informer
from casework.policy import Policy
from casework.ports import Calendar, Clock, UnitOfWorkFactory
from casework.services.cases import CaseService
from casework.services.filing import FilingService
from casework.services.handling import HandlingService
from casework.services.outbox import OutboxService
from casework.settings import Settings


@dataclass(frozen=True, slots=True)
class Company:
    """What the commands work with."""

    settings: Settings
    policy: Policy
    calendar: Calendar
    clock: Clock
    storage: UnitOfWorkFactory
    cases: CaseService
    filing: FilingService
    handling: HandlingService
    gate: GateService
    outbox: OutboxService


@contextmanager
def opened() -> Iterator[Company]:
    """Yield the company of this folder's settings; its database is brought to today's tables."""
    from casework.aid_files import aids_of
    from casework.calendar_libraries import calendar_for
    from casework.clock import ProductClock
    from casework.numbering import RandomIds
    from casework.policy_yaml import load_policy
    from casework.storage.engine import open_engine
    from casework.storage.migrate import migrate
    from casework.storage.sql import SqlUnitOfWorkFactory
    from desk.cli.environment import current
    from desk.gateway.screening import simplified

    _, settings = current()
    policy = load_policy(settings.policy)
    migrate(settings.database_url)
    storage = SqlUnitOfWorkFactory(open_engine(settings.database_url))
    clock = ProductClock(storage)
    calendar = calendar_for(policy.work.calendar, policy.office_hours.days)
    gate = GateService(storage, policy, clock, RandomIds(), settings.tz, simplified)
    try:
        yield Company(
            settings=settings,
            policy=policy,
            calendar=calendar,
            clock=clock,
            storage=storage,
            cases=CaseService(
                storage, clock, policy.status_lookup, Informer(policy.work, settings.tz)
            ),
            filing=FilingService(
                storage, policy, clock, RandomIds(), settings.tz, calendar, aids_of(settings)
            ),
            handling=HandlingService(storage, policy, clock, calendar, settings.tz, gate),
            gate=gate,
            outbox=OutboxService(storage, clock),
        )
    finally:
        storage.close()
