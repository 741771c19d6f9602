"""Shows what happens: to the desk's open pages, and to the customers' what is theirs to know."""

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final

import structlog

from casework.errors import JieyouError
from casework.model import Account, Lease, Message, QueueEntry, Whisper
from casework.ports import Clock, UnitOfWorkFactory
from casework.presenting import instant_as_json
from casework.services.queue import QueueService
from desk.console.showing import (
    shown_lease,
    shown_lines,
    shown_message,
    shown_queue_state,
    shown_whisper,
)
from desk.gateway.delivery import Delivery
from desk.gateway.events import SharedServer
from desk.gateway.inbox import Received
from desk.gateway.showing import message_as_json
from desk.storing import StorageThreads

log: Final = structlog.get_logger()

NAMESPACE: Final = "/desk"
EVERYBODY: Final = "desk"
ALERTED: Final = "alerts"
#: Changes of so long are shown together: fifty open desks need not hear of each keystroke.
GATHERED_SECONDS: Final = 0.25


def watch_room(conversation_id: str) -> str:
    """Return the room of the colleagues who have a conversation open."""
    return f"watch:{conversation_id}"


def own_room(account_id: str) -> str:
    """Return the room of one person's open pages."""
    return f"own:{account_id}"


class Floor:
    """Emits events; what it emits can be read from the rows again at any time."""

    def __init__(
        self,
        server: SharedServer,
        delivery: Delivery,
        uow_factory: UnitOfWorkFactory,
        storage: StorageThreads,
        queue: QueueService,
        clock: Clock,
    ) -> None:
        self._server = server
        self._delivery = delivery
        self._uow_factory = uow_factory
        self._storage = storage
        self._queue = queue
        self._clock = clock
        self._changed: set[str] = set()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._spawned: set[asyncio.Task[None]] = set()
        self._told: dict[str, dict[str, Any]] = {}

    def start(self) -> None:
        """Begin to gather and show changes."""
        self._task = asyncio.create_task(self._show_changes())

    async def stop(self) -> None:
        """Show nothing more."""
        tasks = [*self._spawned, *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # -- what the gateway tells ---------------------------------------------------------------

    def stored(self, received: Received) -> None:
        """Show a customer's new message."""
        message = received.message
        self._spawn(self._emit_message(message))
        self.changed(message.conversation_id)

    def turn_started(self, message: Message) -> None:
        """Show the customer that the bot writes."""
        self._spawn(self._emit("typing", {"from": "bot"}, message.conversation_id, "/"))

    async def publish(self, inbound: Message, replies: Sequence[Message]) -> None:
        """Give the replies to the customer's pages, then show them and the reading."""
        await self._delivery.publish(inbound, replies)
        if self._somebody_watches(inbound.conversation_id):
            stored = await self._storage.run(lambda: self._stored(inbound))
            for message in [stored, *replies]:
                await self._emit_message(message)
        self.changed(inbound.conversation_id)

    async def said(self, conversation_id: str, messages: Iterable[Message]) -> None:
        """Give what is said unasked to the customer's pages and to the desk."""
        for message in messages:
            shown = message_as_json(message, {})
            await self._emit("bot_uttered", shown, conversation_id, "/")
            await self._emit_message(message)
        self.changed(conversation_id)

    # -- what the desk does -------------------------------------------------------------------

    async def joined(self, lease: Lease) -> None:
        """Tell the customer that a person is there now."""
        data = {"name": lease.holder_name, "at": instant_as_json(self._clock.now())}
        await self._emit("person_joined", data, lease.conversation_id, "/")
        await self.lease_changed(lease)

    async def left(self, lease: Lease) -> None:
        """Tell the customer that the person is gone."""
        data = {"at": instant_as_json(self._clock.now())}
        await self._emit("person_left", data, lease.conversation_id, "/")
        await self.lease_changed(lease)

    async def lease_changed(self, lease: Lease) -> None:
        """Show the desk who speaks."""
        data = {"conversation_id": lease.conversation_id, **shown_lease(lease)}
        await self._emit("lease", data, watch_room(lease.conversation_id))
        self.changed(lease.conversation_id)

    async def whispered(self, whisper: Whisper) -> None:
        """Show the colleagues what one of them tells the others."""
        data = {"conversation_id": whisper.conversation_id, **shown_whisper(whisper)}
        await self._emit("whisper", data, watch_room(whisper.conversation_id))

    async def drafts_changed(self, conversation_id: str, *, approved: bool = False) -> None:
        """Tell the desk that a draft was stopped in a conversation, or approved."""
        data = {"conversation_id": conversation_id, "approved": approved}
        await self._emit("drafts", data, watch_room(conversation_id))

    async def typing(self, conversation_id: str, account: Account | None) -> None:
        """Show the customer that the agent writes, or the desk that the customer does."""
        if account is not None:
            await self._emit("typing", {"from": "agent"}, conversation_id, "/")
            return
        data = {"conversation_id": conversation_id, "from": "customer"}
        await self._emit("typing", data, watch_room(conversation_id))

    async def handed_over(self, lease: Lease, by: Account) -> None:
        """Tell a colleague that a conversation is theirs now."""
        data = {"conversation_id": lease.conversation_id, "from": by.display_name}
        await self._emit("handed_over", data, own_room(lease.holder or ""))

    async def overdue(self, entries: Sequence[QueueEntry]) -> None:
        """Alert the supervisors that somebody waits too long (R7)."""
        for entry in entries:
            data = {"conversation_id": entry.conversation_id, "reason": str(entry.reason)}
            await self._emit("overdue", data, ALERTED)
            self.changed(entry.conversation_id)

    async def read(self, message: Message) -> None:
        """Show how a message was read while a person spoke."""
        await self._emit_message(message)
        self.changed(message.conversation_id)

    async def dismissed(self, account_id: str) -> None:
        """Close the open pages of an account whose sessions or rights changed."""
        room = own_room(account_id)
        for sid, _ in list(self._server.manager.get_participants(NAMESPACE, room)):
            await self._server.disconnect(sid, namespace=NAMESPACE)

    def changed(self, conversation_id: str) -> None:
        """Show the conversation's line of the list, and the places in the queue, soon."""
        self._changed.add(conversation_id)
        self._wake.set()

    async def tell_place(self, conversation_id: str) -> None:
        """Tell one customer their place in the queue now."""
        states = await self._storage.run(lambda: self._queue.states([conversation_id]))
        shown = shown_queue_state(states[conversation_id])
        self._told[conversation_id] = shown
        await self._emit("queue_state", shown, conversation_id, "/")

    # -- within -------------------------------------------------------------------------------

    async def _show_changes(self) -> None:
        while True:
            await self._wake.wait()
            await asyncio.sleep(GATHERED_SECONDS)
            self._wake.clear()
            changed, self._changed = self._changed, set()
            try:
                lines, waiting = await self._storage.run(partial(self._lines, changed))
                if lines:
                    await self._emit("conversations", {"items": lines}, EVERYBODY)
                await self._tell_places(changed | waiting)
            except JieyouError as error:
                log.warning("floor.changes.failed", error=type(error).__name__)
            except Exception as error:
                # A mistake of ours in showing must not end the showing of everything after it.
                log.exception("floor.changes.broken", error=type(error).__name__)

    def _lines(self, ids: set[str]) -> tuple[list[dict[str, Any]], set[str]]:
        """Return the changed lines, if anybody looks at the list, and who waits."""
        with self._uow_factory(read_only=True) as uow:
            queue = uow.queue.list_open()
            if not self._is_open(EVERYBODY, NAMESPACE):
                ids = set()
            lines = shown_lines(uow.overviews.of(sorted(ids)), queue, uow.leases.get)
        return lines, {entry.conversation_id for entry in queue}

    async def _tell_places(self, ids: set[str]) -> None:
        """Tell the customers whose page is open and whose place moved."""
        here = [one for one in ids | set(self._told) if self._is_open(one, "/")]
        for gone in set(self._told) - set(here):
            del self._told[gone]
        if not here:
            return
        states = await self._storage.run(lambda: self._queue.states(here))
        for conversation_id, state in states.items():
            shown = shown_queue_state(state)
            known = self._told.get(conversation_id)
            # Who never waited need not hear that they do not.
            if shown == known or (known is None and not state.waiting):
                continue
            await self._emit("queue_state", shown, conversation_id, "/")
            if state.waiting:
                self._told[conversation_id] = shown
            else:
                self._told.pop(conversation_id, None)

    def _stored(self, inbound: Message) -> Message:
        with self._uow_factory(read_only=True) as uow:
            return uow.messages.get(inbound.id) or inbound

    async def _emit_message(self, message: Message) -> None:
        room = watch_room(message.conversation_id)
        data = {"conversation_id": message.conversation_id, **shown_message(message)}
        await self._emit("message", data, room)

    async def _emit(self, event: str, data: Any, room: str, namespace: str = NAMESPACE) -> None:
        try:
            await self._server.emit(event, data, room=room, namespace=namespace)
        except Exception as error:
            # A page that cannot be reached reads the rows when it comes back.
            log.warning("floor.emit.failed", name=event, error=type(error).__name__)

    def _somebody_watches(self, conversation_id: str) -> bool:
        return self._is_open(watch_room(conversation_id), NAMESPACE)

    def _is_open(self, room: str, namespace: str) -> bool:
        return self._server.may_reach(room, namespace)

    def _spawn(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._spawned.add(task)
        task.add_done_callback(self._spawned.discard)
