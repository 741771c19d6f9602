"""Keeps the floor in order: leases that end, waits that last, messages that nobody has read."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

import structlog

from casework.errors import JieyouError
from casework.model import Lease, Message
from casework.ports import UnitOfWorkFactory
from casework.services.queue import QueueService
from casework.services.takeover import TakeoverService
from desk.console.floor import Floor
from desk.gateway.assistant import AssistantUnavailable
from desk.gateway.mind import BotMind
from desk.storing import StorageThreads

log: Final = structlog.get_logger()

LOOK_EVERY: Final = 2.0
#: Silence and waits are counted in minutes.
COUNT_EVERY: Final = 10.0


class Keeper:
    """Looks after what nobody else does, every few seconds and after a restart."""

    def __init__(
        self,
        *,
        takeover: TakeoverService,
        queue: QueueService,
        floor: Floor,
        mind: BotMind,
        uow_factory: UnitOfWorkFactory,
        storage: StorageThreads,
        resume: Callable[[str], None],
        look_every: float = LOOK_EVERY,
    ) -> None:
        self._takeover = takeover
        self._queue = queue
        self._floor = floor
        self._mind = mind
        self._uow_factory = uow_factory
        self._storage = storage
        self._resume = resume
        self._look_every = look_every
        self._look_now = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to look."""
        self._tasks = [
            asyncio.create_task(self._again_and_again(self.look, self._look_every)),
            asyncio.create_task(self._again_and_again(self.count, COUNT_EVERY)),
            asyncio.create_task(self._read_again_and_again()),
        ]

    async def stop(self) -> None:
        """Look no more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def look_now(self) -> None:
        """Read at once what a customer wrote to a person."""
        self._look_now.set()

    async def look(self) -> None:
        """Take back what vanished agents held; let the bot come back where it has not yet."""
        for lease in await self._storage.run(self._takeover.expire):
            log.info("desk.lease.expired", conversation_id=lease.conversation_id)
            await self._floor.left(_ended(lease))
        for conversation_id in await self._storage.run(self._takeover.resuming):
            self._resume(conversation_id)

    async def count(self) -> None:
        """Look after the silent, and alert where somebody waits too long."""
        for conversation_id in await self._storage.run(self._queue.notice_quiet):
            self._floor.changed(conversation_id)
        await self._floor.overdue(await self._storage.run(self._queue.overdue))

    async def read(self) -> None:
        """Let the bot read, silently, what customers write to people."""
        for message in await self._storage.run(self._unread):
            parsed = await self._mind.read(message.text)
            reading = {
                **parsed["reading"],
                "intent": parsed.get("intent"),
                "entities": parsed.get("entities") or [],
            }
            stored = await self._storage.run(partial(self._note, message, reading))
            await self._floor.read(stored)

    def _unread(self) -> list[Message]:
        with self._uow_factory(read_only=True) as uow:
            held = [*uow.leases.held(), *uow.leases.resuming()]
            return [
                message
                for lease in held
                for message in uow.messages.unread(lease.conversation_id, lease.since_seq)
            ]

    def _note(self, message: Message, reading: dict[str, object]) -> Message:
        with self._uow_factory() as uow:
            uow.messages.note_reading(message, reading)
            stored = uow.messages.get(message.id)
            uow.commit()
        return stored or message

    async def _read_again_and_again(self) -> None:
        while True:
            self._look_now.clear()
            try:
                await self.read()
            except AssistantUnavailable as failure:
                log.info("desk.reading.put_off", reason=failure.reason)
            except JieyouError as error:
                log.warning("desk.reading.failed", error=type(error).__name__)
            except Exception as error:
                log.exception("desk.reading.broken", error=type(error).__name__)
            try:
                async with asyncio.timeout(self._look_every):
                    await self._look_now.wait()
            except TimeoutError:
                continue

    @staticmethod
    async def _again_and_again(work: Callable[[], Awaitable[None]], seconds: float) -> None:
        while True:
            try:
                await work()
            except JieyouError as error:
                log.warning("desk.keeper.failed", error=type(error).__name__)
            except Exception as error:
                log.exception("desk.keeper.broken", error=type(error).__name__)
            await asyncio.sleep(seconds)


def _ended(lease: Lease) -> Lease:
    return Lease(conversation_id=lease.conversation_id, version=lease.version + 1)
