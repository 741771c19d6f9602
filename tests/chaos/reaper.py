"""Kills at random moments, again and again, until so many have died."""

import asyncio
import contextlib
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy.exc import OperationalError

from casework.clock import SystemClock, start_clock_at
from casework.errors import JieyouError
from casework.storage.engine import open_engine
from casework.storage.sql import SqlUnitOfWorkFactory
from tests.chaos.fleet import DATABASE, SECOND_DESK, SECOND_RASA, WORKER, Fleet
from tests.chaos.pairs import REDIS
from tests.stack import ACTIONS, DESK, RASA

#: Seconds that each is let live between two deaths, on average.
ALIVE: Final = {
    DESK: 16.0,
    SECOND_DESK: 16.0,
    ACTIONS: 10.0,
    WORKER: 14.0,
    RASA: 75.0,
    SECOND_RASA: 75.0,
    REDIS: 40.0,
}
DATABASE_ALIVE: Final = 40.0
CUTS_EVERY: Final = 1.2
TERMINATIONS_EVERY: Final = 1.2
TROUBLE_EVERY: Final = 20.0
JUMPS_EVERY: Final = 40.0
#: One death in so many lasts long enough for a false word of readiness to show.
LONG_DEATH: Final = 0.08

CONNECTIONS: Final = "database connections"


@dataclass(frozen=True, slots=True)
class Blow:
    """Something that was done to the system; only what ends a process or connections is a kill."""

    at: float
    victim: str
    is_kill: bool = True


class Reaper:
    """Does what disasters do, each of its own kind in a loop of its own."""

    def __init__(self, fleet: Fleet, kills: int, most: dict[str, int] | None = None) -> None:
        """Take aim.

        Args:
            fleet: what is hit.
            kills: after so many it is enough.
            most: how often a victim is killed at most, where that is bounded.
        """
        self._fleet = fleet
        self._kills = kills
        self._most = most or {}
        self._on_postgres = fleet.settings.database_url.startswith("postgresql")
        self.blows: list[Blow] = []
        self.enough = asyncio.Event()

    @property
    def kills(self) -> Counter[str]:
        """How often what was killed."""
        return Counter(blow.victim for blow in self.blows if blow.is_kill)

    @property
    def troubles(self) -> Counter[str]:
        """How often what else was done."""
        return Counter(blow.victim for blow in self.blows if not blow.is_kill)

    async def rage(self) -> None:
        """Kill until it is enough, then leave everything whole."""
        work: list[Awaitable[None]] = [
            self._again(mean, lambda name=name: self._kill(name))
            for name, mean in ALIVE.items()
            if name in self._fleet.services
        ]
        work += [
            self._again(CUTS_EVERY, self._cut),
            self._again(TROUBLE_EVERY, self._trouble),
            self._again(JUMPS_EVERY, self._jump),
        ]
        if self._on_postgres:
            work.append(self._again(TERMINATIONS_EVERY, self._terminate))
        if self._fleet.cluster is not None:
            work.append(self._again(DATABASE_ALIVE, self._lose_database))
        await asyncio.gather(*work)
        await self._fleet.whole_again()

    async def _again(self, mean: float, work: Callable[[], Awaitable[None]]) -> None:
        while not self.enough.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(random.uniform(0.1, 1.9) * mean):
                    await self.enough.wait()
            if not self.enough.is_set():
                await work()

    def _note(self, victim: str, *, is_kill: bool = True) -> None:
        self.blows.append(Blow(time.monotonic(), victim, is_kill))
        if self.kills.total() >= self._kills:
            self.enough.set()

    def _may(self, victim: str) -> bool:
        return self.kills[victim] < self._most.get(victim, self._kills)

    async def _kill(self, name: str) -> None:
        if self._may(name):
            self._note(name)
            await self._fleet.die(name, _dead_for())

    async def _lose_database(self) -> None:
        if self._may(DATABASE):
            self._note(DATABASE)
            await self._fleet.lose_database(_dead_for())

    async def _cut(self) -> None:
        name = random.choice(list(self._fleet.gates))
        seconds = random.choice([0.0, random.uniform(0.0, 1.5)])
        broken = self._fleet.gates[name].cut(seconds)
        self._fleet.diary.disturbed(name, seconds + 0.5)
        if broken:
            self._note(f"connections to {name}")

    async def _terminate(self) -> None:
        with contextlib.suppress(OperationalError):
            # While the server itself is dead there is nothing to end.
            share = random.choice([0.3, 1.0])
            if await asyncio.to_thread(self._fleet.terminate_connections, share):
                self._note(CONNECTIONS)

    async def _trouble(self) -> None:
        name = random.choice(list(self._fleet.gates))
        seconds = random.uniform(1.0, 6.0)
        self._fleet.diary.disturbed(name, seconds + 2.0)
        if random.random() < 0.5:
            self._fleet.gates[name].hang(seconds)
            self._note(f"silence on the way to {name}", is_kill=False)
        else:
            self._fleet.gates[name].slow(random.uniform(0.1, 1.0), seconds)
            self._note(f"delay on the way to {name}", is_kill=False)

    async def _jump(self) -> None:
        ahead = timedelta(minutes=random.choice([1, 30, 150]))
        with contextlib.suppress(JieyouError):
            await asyncio.to_thread(jump, self._fleet.settings.database_url, ahead)
            self._note("jump of the clock", is_kill=False)


def jump(database_url: str, ahead: timedelta) -> None:
    """Move the product's clock forward, as `jieyou clock jump` does."""
    storage = SqlUnitOfWorkFactory(open_engine(database_url))
    try:
        with storage(read_only=True) as uow:
            stored = uow.clock_offset.get()
        offset = timedelta(seconds=stored.seconds) if stored else timedelta()
        start_clock_at(storage, SystemClock().now() + offset + ahead)
    finally:
        storage.close()


def _dead_for() -> float:
    if random.random() < LONG_DEATH:
        return random.uniform(7.0, 9.0)
    return random.uniform(0.0, 1.0)
