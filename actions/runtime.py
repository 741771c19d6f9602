"""What the actions share: rasa-sdk builds each of them without arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from casework.aids import NO_AIDS, Aids
from casework.clock import ProductClock
from casework.informing import Informer
from casework.policy import Policy
from casework.policy_yaml import load_policy
from casework.ports import Calendar, Clock, IdSource, UnitOfWorkFactory
from casework.services.cases import CaseService
from casework.services.filing import FilingService
from casework.services.handover import HandoverService
from casework.services.intake import IntakeService
from casework.services.turns import TurnService
from casework.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """The services of casework, wired once a process."""

    policy: Policy
    tz: ZoneInfo
    clock: Clock
    intakes: IntakeService
    filing: FilingService
    cases: CaseService
    handovers: HandoverService
    turns: TurnService


_current: list[Services] = []


def build(
    policy: Policy,
    tz: ZoneInfo,
    uow_factory: UnitOfWorkFactory,
    clock: Clock,
    ids: IdSource,
    calendar: Calendar | None = None,
    aids: Aids = NO_AIDS,
) -> Services:
    """Wire the services over a store, a clock, a source of ids and the working days."""
    return Services(
        policy=policy,
        tz=tz,
        clock=clock,
        intakes=IntakeService(uow_factory, clock, ids),
        filing=FilingService(uow_factory, policy, clock, ids, tz, calendar, aids),
        cases=CaseService(uow_factory, clock, policy.status_lookup, Informer(policy.work, tz)),
        handovers=HandoverService(uow_factory, clock),
        turns=TurnService(uow_factory, clock),
    )


def from_settings(environ: Mapping[str, str]) -> Services:
    """Wire the services as the settings say; raise SettingsError or PolicyError."""
    from casework.aid_files import aids_of
    from casework.calendar_libraries import calendar_for
    from casework.numbering import RandomIds
    from casework.storage.engine import open_engine
    from casework.storage.sql import SqlUnitOfWorkFactory

    settings = Settings.from_env(environ)
    uow_factory = SqlUnitOfWorkFactory(open_engine(settings.database_url))
    clock = ProductClock(uow_factory)
    policy = load_policy(settings.policy)
    calendar = calendar_for(policy.work.calendar, policy.office_hours.days)
    aids = aids_of(settings)
    return build(policy, settings.tz, uow_factory, clock, RandomIds(), calendar, aids)


def use(services: Services) -> None:
    """Let the actions of this process work with these services."""
    _current[:] = [services]


def services() -> Services:
    """Return the services of this process."""
    return _current[0]
