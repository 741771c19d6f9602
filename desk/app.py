"""Puts the desk together: the one place where its parts meet."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

import socketio
from fastapi import FastAPI

from casework.aid_files import aids_of
from casework.calendar_libraries import calendar_for
from casework.clock import ProductClock
from casework.gate.service import GateService
from casework.informing import Informer
from casework.notify.couriers import Courier
from casework.notify.postman import Postman
from casework.notify.texts import NoticeTexts
from casework.numbering import RandomIds
from casework.policy import Policy
from casework.policy_yaml import load_policy
from casework.ports import Clock, UnitOfWorkFactory
from casework.ports.passwords import Passwords
from casework.services.cases import CaseService
from casework.services.clockwork import ClockWorker
from casework.services.filing import FilingService
from casework.services.handling import HandlingService
from casework.services.outbox import OutboxService
from casework.services.queue import QueueService
from casework.services.takeover import TakeoverService
from casework.settings import ROOT, Settings
from casework.storage.engine import open_engine
from casework.storage.sql import SqlUnitOfWorkFactory
from desk import health
from desk.api import articles, cases, conversations, gate, operations, problems, work
from desk.api.guards import BearerGuard, BodyLimit, SafeHeaders
from desk.background import Background
from desk.console import building
from desk.console.floor import Floor
from desk.console.keeper import LOOK_EVERY
from desk.console.parts import Console
from desk.context import Desk
from desk.couriers import TEXTS, couriers_of
from desk.gateway import rest
from desk.gateway.assistant import Assistant, RasaAssistant
from desk.gateway.chat import Chat, SocketDelivery
from desk.gateway.claims import RedisClaims
from desk.gateway.dispatcher import Dispatcher
from desk.gateway.doorkeeper import Doorkeeper
from desk.gateway.events import SharedServer, create_socket_server
from desk.gateway.inbox import Inbox
from desk.gateway.limits import ChatLimits
from desk.gateway.mind import BotMind, RasaMind
from desk.gateway.notices import NoticeBook
from desk.gateway.pace import Pace
from desk.gateway.reminders import Reminders, keep_reminding
from desk.gateway.resuming import Resumption
from desk.gateway.screening import REPLACED, ReplyScreen, simplified
from desk.gateway.sessions import WebSessions
from desk.gateway.turns import Turns
from desk.metrics import Metrics
from desk.storing import StorageThreads
from desk.tidying import Tidier
from desk.web import page

NOTICES = ROOT / "data" / "responses" / "notices.yml"
GATE_WORDINGS = ROOT / "data" / "responses" / "gate.yml"
DESCRIPTION = "Cases and conversations of the complaint desk."


class DeskApp(socketio.ASGIApp):
    """The ASGI application: Socket.IO round the web interface."""

    def __init__(self, server: socketio.AsyncServer, web: FastAPI, desk: Desk) -> None:
        super().__init__(server, web)
        self.web = web
        self.desk = desk

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Desk]:
        """Keep the desk at work while inside, as a server's lifespan does."""
        async with self.web.router.lifespan_context(self.web):
            yield self.desk


def create_app(
    settings: Settings,
    *,
    uow_factory: UnitOfWorkFactory | None = None,
    assistant: Assistant | None = None,
    clock: Clock | None = None,
    policy: Policy | None = None,
    pace: Pace | None = None,
    probes: dict[str, health.Probe] | None = None,
    couriers: Mapping[str, Courier] | None = None,
    mind: BotMind | None = None,
    look_every: float = LOOK_EVERY,
    passwords: Passwords | None = None,
    tidier: Tidier | None = None,
) -> DeskApp:
    """Return the desk's application; nothing is connected before its lifespan starts.

    Args:
        settings: the settings; the database must have today's tables.
        uow_factory: another storage than the settings' database.
        assistant: another assistant than Rasa.
        clock: another clock than the product's.
        policy: another policy than the settings' file.
        pace: other times for the gateway; the turn's time-out is the settings' by default.
        probes: what readiness asks, instead of database, Rasa and action server.
        couriers: who carries notices, instead of those that the settings set up.
        mind: another way to the bot's mind than Rasa's interface.
        look_every: seconds between two looks of the desk at what nobody else looks after.
        passwords: another way to keep passwords than argon2.
        tidier: what lets go of what is kept no longer; nothing does by default.
    """
    closing = AsyncExitStack()
    if uow_factory is None:
        sql = SqlUnitOfWorkFactory(open_engine(settings.database_url))
        closing.callback(sql.close)
        uow_factory = sql
    if assistant is None:
        rasa = RasaAssistant(settings.rasa_url, settings.rasa_token, settings.turn_timeout)
        closing.push_async_exit(rasa)
        assistant = rasa
    pace = pace or Pace(turn_timeout=settings.turn_timeout)
    clock = clock or ProductClock(uow_factory)
    policy = policy or load_policy(settings.policy)
    storage = StorageThreads.for_database(settings.database_url)
    metrics = Metrics()
    if mind is None:
        rasa_mind = RasaMind(settings.rasa_url, settings.rasa_token, settings.turn_timeout)
        closing.push_async_exit(rasa_mind)
        mind = rasa_mind
    notices = NoticeBook.load(NOTICES)
    ids = RandomIds()
    promise_gate = GateService(uow_factory, policy, clock, ids, settings.tz, simplified)
    screen = ReplyScreen(promise_gate, NoticeBook.load(GATE_WORDINGS, (REPLACED,)))
    queue = QueueService(uow_factory, clock, policy, settings.tz)
    calendar = calendar_for(policy.work.calendar, policy.office_hours.days)
    handling = HandlingService(uow_factory, policy, clock, calendar, settings.tz, promise_gate)
    takeover = TakeoverService(uow_factory, clock, ids, policy, queue, handling)
    inbox = Inbox(uow_factory, clock, notices, screen, queue)
    server = create_socket_server(settings.allowed_origins, settings.redis_url)
    claims = RedisClaims(settings.redis_url) if settings.redis_url else None
    if claims is not None:
        closing.push_async_exit(claims)
    floor = Floor(
        server, SocketDelivery(server, inbox, storage), uow_factory, storage, queue, clock
    )
    reminders = Reminders(uow_factory, clock, notices, policy.silent_reminder)
    dispatcher = Dispatcher(
        inbox=inbox,
        storage=storage,
        turns=Turns(assistant, metrics, settings.timezone, pace),
        delivery=floor,
        metrics=metrics,
        pace=pace,
        resumption=Resumption(takeover, mind, storage, floor),
        watcher=floor,
        claims=claims,
    )
    aids = aids_of(settings)
    filing = FilingService(uow_factory, policy, clock, ids, settings.tz, calendar, aids)
    outbox = OutboxService(uow_factory, clock)
    texts = NoticeTexts.load(TEXTS, settings.tz)
    background = Background(
        worker=ClockWorker(uow_factory, policy, clock, calendar, settings.tz),
        postman=Postman(outbox, texts, couriers or couriers_of(settings), speaks=True),
        server=server,
        storage=storage,
        every=pace.tick_every,
        tidier=tidier,
    )
    console = building.build_console(
        settings,
        server=server,
        floor=floor,
        takeover=takeover,
        queue=queue,
        dispatcher=dispatcher,
        mind=mind,
        gate=promise_gate,
        filing=filing,
        uow_factory=uow_factory,
        storage=storage,
        clock=clock,
        policy=policy,
        look_every=look_every,
        passwords=passwords,
    )
    sessions = WebSessions(uow_factory, clock, settings.jwt_secret)
    limits = ChatLimits()
    Chat(
        server,
        dispatcher=dispatcher,
        inbox=inbox,
        doorkeeper=Doorkeeper(
            sessions=sessions,
            inbox=inbox,
            storage=storage,
            clock=clock,
            limits=limits,
            widget_secret=settings.widget_secret,
        ),
        storage=storage,
        metrics=metrics,
        limits=limits,
    )
    if probes is None:
        client = health.probing_client()
        closing.push_async_exit(client)
        probes = health.probes(settings, uow_factory, storage, client, claims)
    desk = Desk(
        settings=settings,
        uow_factory=uow_factory,
        clock=clock,
        storage=storage,
        inbox=inbox,
        dispatcher=dispatcher,
        sessions=sessions,
        cases=CaseService(
            uow_factory, clock, policy.status_lookup, Informer(policy.work, settings.tz)
        ),
        filing=filing,
        handling=handling,
        outbox=outbox,
        articles=aids.articles,
        policy=policy,
        background=background,
        limits=limits,
        gate=promise_gate,
        health=health.Health(probes),
        metrics=metrics,
    )
    reminding = partial(keep_reminding, reminders, storage, floor)
    return DeskApp(server, _web(settings, desk, console, server, closing, reminding), desk)


def _web(
    settings: Settings,
    desk: Desk,
    console: Console,
    server: SharedServer,
    closing: AsyncExitStack,
    reminding: Callable[[], Coroutine[Any, Any, None]],
) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with closing:
            await desk.dispatcher.start()
            await desk.background.start()
            reminder = asyncio.create_task(reminding())
            async with building.at_work(console):
                try:
                    yield
                finally:
                    reminder.cancel()
                    await server.close()
                    await desk.background.stop()
                    await desk.dispatcher.stop()

    web = FastAPI(
        title="Jieyou",
        description=DESCRIPTION,
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    web.state.desk = desk
    problems.install(web)
    routers = (
        rest.router,
        conversations.router,
        cases.router,
        work.router,
        articles.router,
        gate.router,
        operations.router,
    )
    for router in routers:
        web.include_router(router)
    building.install(web, console)
    page.install(web, settings)
    middleware: list[tuple[Any, dict[str, Any]]] = [
        (BodyLimit, {}),
        (BearerGuard, {"token": settings.api_token}),
        (SafeHeaders, {}),
    ]
    # The last one added is the first that a request meets.
    for kind, arguments in middleware:
        web.add_middleware(kind, **arguments)
    return web
