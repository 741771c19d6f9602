"""Puts the agents' desk together round the gateway."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import socketio
from fastapi import FastAPI

from casework.gate.service import GateService
from casework.numbering import RandomIds
from casework.policy import Policy
from casework.ports import Clock, UnitOfWorkFactory
from casework.ports.passwords import Passwords
from casework.services.accounts import AccountService
from casework.services.cases import CaseService
from casework.services.filing import FilingService
from casework.services.queue import QueueService
from casework.services.takeover import TakeoverService
from casework.settings import ROOT, Settings
from desk.console import conversations_api, pages, people_api
from desk.console.customer_events import CustomerEvents
from desk.console.events import DeskEvents
from desk.console.floor import Floor
from desk.console.handling import Handling
from desk.console.keeper import LOOK_EVERY, Keeper
from desk.console.limits import Limits
from desk.console.parts import Console
from desk.console.passwords import Argon2Passwords
from desk.console.phrases import PhraseBook
from desk.console.promises import PromiseDesk
from desk.gateway.dispatcher import Dispatcher
from desk.gateway.mind import BotMind
from desk.storing import StorageThreads

PHRASES = ROOT / "data" / "phrases" / "desk.yml"


def build_console(
    settings: Settings,
    *,
    server: socketio.AsyncServer,
    floor: Floor,
    takeover: TakeoverService,
    queue: QueueService,
    dispatcher: Dispatcher,
    mind: BotMind,
    gate: GateService,
    filing: FilingService,
    uow_factory: UnitOfWorkFactory,
    storage: StorageThreads,
    clock: Clock,
    policy: Policy,
    passwords: Passwords | None = None,
    look_every: float = LOOK_EVERY,
) -> Console:
    """Return the desk's parts, with their events registered on the server."""
    keeper = Keeper(
        takeover=takeover,
        queue=queue,
        floor=floor,
        mind=mind,
        uow_factory=uow_factory,
        storage=storage,
        resume=dispatcher.resume,
        look_every=look_every,
    )
    promises = PromiseDesk(gate, uow_factory, clock)
    console = Console(
        secret=settings.jwt_secret,
        origins=frozenset(settings.allowed_origins),
        tz=settings.tz,
        policy=policy,
        clock=clock,
        uow_factory=uow_factory,
        storage=storage,
        slow=StorageThreads(2),
        accounts=AccountService(
            uow_factory, clock, RandomIds(), passwords or Argon2Passwords(), policy.desk
        ),
        takeover=takeover,
        queue=queue,
        cases=CaseService(uow_factory, clock, policy.status_lookup),
        filing=filing,
        floor=floor,
        keeper=keeper,
        mind=mind,
        handling=Handling(
            takeover=takeover,
            queue=queue,
            floor=floor,
            keeper=keeper,
            dispatcher=dispatcher,
            mind=mind,
            promises=promises,
            storage=storage,
            policy=policy.desk,
            clock=clock,
        ),
        promises=promises,
        phrases=PhraseBook.load(PHRASES),
        limits=Limits(policy.desk.sessions),
    )
    DeskEvents(server, console)
    CustomerEvents(server, console)
    return console


def install(app: FastAPI, console: Console) -> None:
    """Add the desk's routes and pages to the application."""
    app.state.console = console
    app.include_router(conversations_api.router)
    app.include_router(people_api.router)
    pages.install(app)


@asynccontextmanager
async def at_work(console: Console) -> AsyncIterator[None]:
    """Keep the desk at work while inside."""
    console.floor.start()
    console.keeper.start()
    try:
        yield
    finally:
        await console.keeper.stop()
        await console.floor.stop()
