"""What the desk does beside answering: it lets the clocks tick and delivers notices."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import socketio
import structlog
from anyio import to_thread

from casework.errors import JieyouError
from casework.informing import CONVERSATION
from casework.model import Message
from casework.model.work import Outgoing
from casework.notify.postman import Postman
from casework.services.clockwork import ClockWorker
from desk.gateway.showing import message_as_json
from desk.storing import StorageThreads
from desk.tidying import Tidier

log: Final = structlog.get_logger()

RECOUNT_SECONDS: Final = 6 * 3600.0
TIDY_SECONDS: Final = 3600.0


class Background:
    """Loops that go on whatever happens: for the clocks, the outbox, and what is kept no longer."""

    def __init__(
        self,
        *,
        worker: ClockWorker,
        postman: Postman,
        server: socketio.AsyncServer,
        storage: StorageThreads,
        every: float,
        tidier: Tidier | None = None,
    ) -> None:
        self._worker = worker
        self._postman = postman
        self._server = server
        self._storage = storage
        self._every = every
        self._tidier = tidier
        self._tidied_at = float("-inf")
        self._tasks: list[asyncio.Task[None]] = []
        self._recounted_at = float("-inf")

    async def start(self) -> None:
        """Begin; what an earlier process left is taken up."""
        loops: list[Callable[[], Any]] = [self._tick, self._deliver]
        if self._tidier is not None:
            loops.append(self._tidy)
        self._tasks = [asyncio.create_task(self._repeat(each)) for each in loops]

    async def stop(self) -> None:
        """End; what is not done waits in the rows."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _repeat(self, work: Callable[[], Any]) -> None:
        while True:
            try:
                while await work():
                    # More may be due; the storage's queue lets customers go between.
                    await asyncio.sleep(0)
            except JieyouError as error:
                log.warning("background.put_off", work=work.__name__, error=type(error).__name__)
            except Exception as error:
                log.exception("background.failed", work=work.__name__, error=type(error).__name__)
            await asyncio.sleep(self._every)

    async def _tick(self) -> bool:
        now = asyncio.get_running_loop().time()
        if now - self._recounted_at >= RECOUNT_SECONDS:
            await self._storage.run(self._worker.adopt)
            await self._storage.run(self._worker.recount)
            self._recounted_at = now
        ticked = await self._storage.run(self._worker.work)
        return ticked.cases > 0

    async def _tidy(self) -> bool:
        now = asyncio.get_running_loop().time()
        if self._tidier is None or now - self._tidied_at < TIDY_SECONDS:
            return False
        if await self._storage.run(self._tidier.work):
            return True
        self._tidied_at = now
        # Big files take seconds, in which SQLite's only thread would serve no customer.
        await to_thread.run_sync(self._tidier.shorten_logs)
        return False

    async def _deliver(self) -> bool:
        claimed = await self._storage.run(self._postman.claim)
        await asyncio.gather(*(self._deliver_one(each) for each in claimed))
        return bool(claimed)

    async def _deliver_one(self, outgoing: Outgoing) -> None:
        try:
            if outgoing.channel == CONVERSATION:
                message = await self._storage.run(partial(self._postman.speak, outgoing))
                if message is not None:
                    await self._show(message)
                return
            problem = await to_thread.run_sync(self._postman.carry, outgoing)
            await self._storage.run(partial(self._postman.settle, outgoing, problem))
        except JieyouError as error:
            # The lease ends, and the notice is taken again.
            log.warning("notice.unsettled", notice_id=outgoing.id, error=type(error).__name__)

    async def _show(self, message: Message) -> None:
        room = message.conversation_id
        await self._server.emit("bot_uttered", message_as_json(message, {}), room=room)
