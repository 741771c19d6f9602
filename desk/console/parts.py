"""The parts of the agents' desk, put together."""

from dataclasses import dataclass
from typing import cast
from zoneinfo import ZoneInfo

from fastapi import Request

from casework.policy import Policy
from casework.ports import Clock, UnitOfWorkFactory
from casework.services.accounts import AccountService
from casework.services.cases import CaseService
from casework.services.filing import FilingService
from casework.services.queue import QueueService
from casework.services.takeover import TakeoverService
from desk.console.floor import Floor
from desk.console.handling import Handling
from desk.console.keeper import Keeper
from desk.console.limits import Limits
from desk.console.phrases import PhraseBook
from desk.console.promises import PromiseDesk
from desk.gateway.mind import BotMind
from desk.storing import StorageThreads


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """What the desk's routes and events work with."""

    secret: str
    origins: frozenset[str]
    tz: ZoneInfo
    policy: Policy
    clock: Clock
    uow_factory: UnitOfWorkFactory
    storage: StorageThreads
    #: Hashing a password takes a while: it must not keep the database's threads.
    slow: StorageThreads
    accounts: AccountService
    takeover: TakeoverService
    queue: QueueService
    cases: CaseService
    filing: FilingService
    floor: Floor
    keeper: Keeper
    mind: BotMind
    handling: Handling
    promises: PromiseDesk
    phrases: PhraseBook
    limits: Limits


def console_of(request: Request) -> Console:
    """Return the agents' desk that serves a request."""
    return cast(Console, request.app.state.console)
