"""The desk's loops go on whatever happens to the database or to a courier."""

import asyncio
import threading
from typing import Any

import pytest

from casework.clock import ProductClock
from casework.errors import StorageUnavailable
from casework.model.work import Outgoing, OutgoingState
from casework.notify.postman import Postman
from casework.notify.texts import Letter, NoticeTexts
from casework.policy import Policy
from casework.services.clockwork import ClockWorker, Ticked
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.background import Background
from desk.couriers import TEXTS
from desk.storing import StorageThreads
from tests.desks import shipped_policy
from tests.works import SHANGHAI, Works


class Rooms:
    """Stands where the pages are; nobody has one open."""

    def __init__(self) -> None:
        self.emitted: list[Any] = []

    async def emit(self, _event: str, message: Any, room: str) -> None:
        self.emitted.append((room, message))


class Moody:
    """A courier that fails as often as it is told, by an error that nobody knows."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.delivered: list[str] = []

    def deliver(self, outgoing: Outgoing, letter: Letter) -> None:
        if self.failures:
            self.failures -= 1
            raise ZeroDivisionError
        self.delivered.append(letter.subject)


class Faltering(ClockWorker):
    """A worker whose database is away for the first attempts."""

    away = 3

    def work(self, limit: int = 50) -> Ticked:
        if self.away:
            self.away -= 1
            raise StorageUnavailable("OperationalError")
        return super().work(limit)


class Shortening:
    """A tidier whose logs are so big that they take until the test lets them go."""

    def __init__(self) -> None:
        self.started, self.let_go = threading.Event(), threading.Event()
        self.passes = 1

    def work(self) -> bool:
        self.passes -= 1
        return self.passes >= 0

    def shorten_logs(self) -> None:
        self.started.set()
        assert self.let_go.wait(10)


@pytest.fixture
def policy() -> Policy:
    return shipped_policy()


def background(
    works: Works, courier: Moody, worker: ClockWorker, rooms: Rooms, **more: Any
) -> Background:
    texts = NoticeTexts.load(TEXTS, SHANGHAI)
    return Background(
        worker=worker,
        postman=Postman(works.outbox, texts, {"console": courier}, speaks=True),
        server=rooms,  # type: ignore[arg-type]
        every=0.01,
        **{"storage": StorageThreads(1), **more},
    )


async def until(condition: Any) -> None:
    for _ in range(300):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


async def test_a_database_that_was_away_costs_time_and_no_tick(policy: Policy) -> None:
    works = Works(MemoryUnitOfWorkFactory(), policy)
    case = works.file()
    works.clock.advance(hours=2)
    worker = Faltering(works.storage, policy, works.clock, works.calendar, works.tz)
    loops = background(works, Moody(0), worker, Rooms())
    await loops.start()
    await until(lambda: works.events(case, "clock_missed"))
    await loops.stop()
    assert worker.away == 0
    assert len(works.events(case, "clock_missed")) == 1


async def test_a_courier_that_fails_is_asked_again_and_nothing_is_lost(policy: Policy) -> None:
    works = Works(MemoryUnitOfWorkFactory(), policy)
    case = works.file()
    courier, rooms = Moody(1), Rooms()
    loops = background(works, courier, works.worker(), rooms)
    await loops.start()
    await until(lambda: works.notices(case, error="ZeroDivisionError"))
    works.clock.advance(seconds=11)
    await until(lambda: courier.delivered)
    await loops.stop()
    (told,) = works.notices(case)
    assert (told.state, told.attempts, told.error) == (OutgoingState.SENT, 2, None)


async def test_what_is_said_reaches_the_open_page(policy: Policy) -> None:
    works = Works(MemoryUnitOfWorkFactory(), policy)
    case = works.file(conversation_id="web-1")
    works.do(case, "admitted")  # type: ignore[arg-type]
    rooms = Rooms()
    loops = background(works, Moody(0), works.worker(), rooms)
    await loops.start()
    await until(lambda: rooms.emitted)
    await loops.stop()
    ((room, message),) = rooms.emitted
    assert (room, message["from"], message["seq"]) == ("web-1", "bot", 1)
    assert case.case_no in message["text"]


async def test_the_database_serves_customers_while_logs_are_shortened(policy: Policy) -> None:
    works = Works(MemoryUnitOfWorkFactory(), policy)
    tidier, storage = Shortening(), StorageThreads(1)
    loops = background(works, Moody(0), works.worker(), Rooms(), tidier=tidier, storage=storage)
    await loops.start()
    try:
        await until(tidier.started.is_set)
        assert tidier.passes == -1
        assert await asyncio.wait_for(storage.run(lambda: "served"), 5) == "served"
    finally:
        tidier.let_go.set()
        await loops.stop()


def test_the_product_clock_is_what_the_loops_follow(policy: Policy) -> None:
    storage = MemoryUnitOfWorkFactory()
    worker = ClockWorker(
        storage, policy, ProductClock(storage), Works(storage, policy).calendar, SHANGHAI
    )
    assert worker.work() == Ticked(0, 0)
