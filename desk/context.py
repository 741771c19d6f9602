"""The parts of one running desk."""

from dataclasses import dataclass
from typing import cast

from fastapi import Request

from casework.gate.service import GateService
from casework.help import HelpIndex
from casework.policy import Policy
from casework.ports import Clock, UnitOfWorkFactory
from casework.services.cases import CaseService
from casework.services.filing import FilingService
from casework.services.handling import HandlingService
from casework.services.outbox import OutboxService
from casework.settings import Settings
from desk.background import Background
from desk.gateway.dispatcher import Dispatcher
from desk.gateway.inbox import Inbox
from desk.gateway.limits import ChatLimits
from desk.gateway.sessions import WebSessions
from desk.health import Health
from desk.metrics import Metrics
from desk.storing import StorageThreads


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the routes work with."""

    settings: Settings
    uow_factory: UnitOfWorkFactory
    clock: Clock
    storage: StorageThreads
    inbox: Inbox
    dispatcher: Dispatcher
    sessions: WebSessions
    limits: ChatLimits
    cases: CaseService
    filing: FilingService
    handling: HandlingService
    outbox: OutboxService
    articles: HelpIndex | None
    policy: Policy
    background: Background
    gate: GateService
    health: Health
    metrics: Metrics


def desk_of(request: Request) -> Desk:
    """Return the desk that serves a request."""
    return cast(Desk, request.app.state.desk)
