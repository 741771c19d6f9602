"""What people do with a conversation: the rows first, then everybody who has to hear of it."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

import structlog

from casework.errors import TakeoverRefused
from casework.model import Account, Lease, Message, Permission, QueueEntry
from casework.policy_desk import DeskPolicy
from casework.ports import Clock
from casework.services.queue import QueueService, is_there
from casework.services.takeover import TakeoverService
from desk.console.floor import Floor
from desk.console.keeper import Keeper
from desk.console.promises import PromiseDesk, PromiseStopped
from desk.gateway.assistant import AssistantUnavailable
from desk.gateway.dispatcher import Dispatcher
from desk.gateway.mind import BotMind, Note
from desk.storing import StorageThreads

log: Final = structlog.get_logger()


class Handling:
    """Takes, speaks, passes on and gives back for an account that is allowed to."""

    def __init__(
        self,
        *,
        takeover: TakeoverService,
        queue: QueueService,
        floor: Floor,
        keeper: Keeper,
        dispatcher: Dispatcher,
        mind: BotMind,
        promises: PromiseDesk,
        storage: StorageThreads,
        policy: DeskPolicy,
        clock: Clock,
    ) -> None:
        self._takeover = takeover
        self._queue = queue
        self._floor = floor
        self._keeper = keeper
        self._dispatcher = dispatcher
        self._mind = mind
        self._promises = promises
        self._storage = storage
        self._policy = policy
        self._clock = clock

    async def take(
        self, conversation_id: str, account: Account, *, barge_in: bool = False
    ) -> Lease:
        """Let an agent speak; raise `TakeoverRefused` where that cannot be."""
        taken = await self._storage.run(
            lambda: self._takeover.take(conversation_id, account, barge_in=barge_in)
        )
        self._dispatcher.closed(taken.closed)
        if taken.lease.version != taken.before.version:
            await self._floor.joined(taken.lease)
        self._keeper.look_now()
        return taken.lease

    async def take_next(self, account: Account) -> QueueEntry | None:
        """Take the first who waits and suits the agent; None where nobody does."""
        while (entry := await self._storage.run(lambda: self._queue.next_for(account))) is not None:
            try:
                await self.take(entry.conversation_id, account)
            except TakeoverRefused as refusal:
                if refusal.reason != "held":
                    raise
                # A colleague was faster: the next one in the queue then.
                continue
            return entry
        return None

    async def give_back(self, conversation_id: str, account: Account) -> Lease:
        """Let the bot speak again, which knows all that was said."""
        await self._read_all()
        lease = await self._storage.run(lambda: self._takeover.give_back(conversation_id, account))
        await self._floor.left(lease)
        self._dispatcher.resume(conversation_id)
        return lease

    async def pass_on(self, conversation_id: str, account: Account, to: Account | None) -> Lease:
        """Hand the conversation to a colleague who is there, or to the queue."""
        if to is not None and not (
            is_there(to, self._clock.now())
            and self._policy.allows(to.role, Permission.CONVERSATIONS_TAKE)
        ):
            raise TakeoverRefused("colleague")
        await self._read_all()
        lease = await self._storage.run(
            lambda: self._takeover.pass_on(conversation_id, account, to)
        )
        if to is None:
            await self._floor.left(lease)
            self._dispatcher.resume(conversation_id)
        else:
            await self._floor.joined(lease)
            await self._floor.handed_over(lease, account)
        return lease

    async def say(
        self,
        conversation_id: str,
        account: Account,
        text: str,
        message_id: str | None,
        language: str | None = None,
    ) -> Message:
        """Write to the customer what the promise gate lets out; else raise `PromiseStopped`."""
        try:
            await self._storage.run(
                lambda: self._promises.check(conversation_id, account, text, message_id, language)
            )
        except PromiseStopped as stop:
            await self._floor.drafts_changed(conversation_id)
            log.info(
                "desk.draft.stopped",
                conversation_id=conversation_id,
                case_no=stop.draft.case_no,
                draft_id=stop.draft.draft_id,
                kinds=[str(kind) for kind in stop.draft.verdict.kinds],
            )
            raise
        message = await self._storage.run(
            lambda: self._takeover.say(conversation_id, account, text, message_id)
        )
        await self._floor.said(conversation_id, [message])
        return message

    async def approve(
        self, conversation_id: str, draft_id: str, account: Account, document: str
    ) -> None:
        """Let a stopped draft be sent by a written form, and tell who waits for that."""
        approval = await self._storage.run(
            lambda: self._promises.approve(conversation_id, draft_id, account, document)
        )
        await self._floor.drafts_changed(conversation_id, approved=approval is not None)

    async def whisper(self, conversation_id: str, account: Account, text: str) -> None:
        """Tell the colleagues something."""
        told = await self._storage.run(
            lambda: self._takeover.whisper(conversation_id, account, text)
        )
        await self._floor.whispered(told)

    async def correct(
        self, conversation_id: str, account: Account, changes: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Write corrections into the bot's record of the open intake and return its slots.

        Raises:
            AssistantUnavailable: the bot could not be told.
        """
        await self._mind.note(
            Note(
                conversation_id=conversation_id,
                turn_id=str(uuid.uuid4()),
                changes=changes,
                stretch={"agent": account.display_name},
            )
        )
        await self._storage.run(
            lambda: self._takeover.corrected(conversation_id, account, sorted(changes))
        )
        self._floor.changed(conversation_id)
        return await self._mind.slots(conversation_id)

    async def dismiss(self, conversation_id: str, account: Account) -> None:
        """End a wait in which there is nothing to do."""
        await self._storage.run(lambda: self._queue.dismiss(conversation_id, account))
        self._floor.changed(conversation_id)

    async def _read_all(self) -> None:
        """Have everything read before the bot comes back; what cannot be read now is told raw."""
        try:
            await self._keeper.read()
        except AssistantUnavailable as failure:
            log.info("desk.reading.put_off", reason=failure.reason)
