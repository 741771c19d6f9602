"""Takes messages to the assistant: one at a time in a conversation, each until it is answered."""

import asyncio
from collections.abc import Coroutine, Sequence
from functools import partial
from typing import Any, Final

import structlog

from casework.errors import JieyouError
from casework.model import Channel, Message
from desk.gateway.answers import Answer, Answers
from desk.gateway.assistant import REFUSALS, AssistantUnavailable
from desk.gateway.claims import Claims, OwnClaims
from desk.gateway.delivery import Delivery
from desk.gateway.inbox import Due, Inbox, Incoming, Received
from desk.gateway.lane import Lane
from desk.gateway.pace import Pace
from desk.gateway.resuming import Resumption
from desk.gateway.settling import Settling
from desk.gateway.turns import Turns
from desk.gateway.watching import Nobody, Watcher
from desk.metrics import Metrics
from desk.storing import StorageThreads

log: Final = structlog.get_logger()
SWEPT_AT_ONCE: Final = 1000
#: So often the bot may refuse to come back with a sentence; then it comes back without one. The
#: attempts take half a minute: an error may be the trouble of a database that restarts.
RESUME_ATTEMPTS: Final = 6


class Dispatcher:
    """Stores what comes in, has it answered in order, and keeps trying where that fails."""

    def __init__(
        self,
        *,
        inbox: Inbox,
        storage: StorageThreads,
        turns: Turns,
        delivery: Delivery,
        metrics: Metrics,
        pace: Pace,
        resumption: Resumption | None = None,
        watcher: Watcher | None = None,
        claims: Claims | None = None,
    ) -> None:
        self._resumption = resumption
        self._watcher = watcher or Nobody()
        self._claims = claims or OwnClaims()
        self._inbox = inbox
        self._storage = storage
        self._turns = turns
        self._delivery = delivery
        self._metrics = metrics
        self._pace = pace
        self._settling = Settling(pace)
        self._lanes: dict[str, Lane] = {}
        self._answers = Answers()
        self._tasks: set[asyncio.Task[None]] = set()
        self._succeeded_at = float("-inf")
        self._recovered_at = float("-inf")
        self._running = False

    async def start(self) -> None:
        """Take up what an earlier process left unanswered, and keep looking for more."""
        self._running = True
        self._spawn(self._sweep())

    async def stop(self) -> None:
        """Stop working; what is not answered waits in the rows for the next start."""
        self._running = False
        tasks = list(self._tasks)
        for lane in self._lanes.values():
            lane.cancel_retry()
            if lane.task is not None:
                tasks.append(lane.task)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._answers.cancel_all()

    async def submit(self, incoming: Incoming) -> Received:
        """Store a message and let its turn come; it is safe once this returns.

        Raises:
            StorageError: the message could not be stored.
        """
        lane = self._lane(incoming.conversation_id)
        lane.users += 1
        answer = self._answers.expect(incoming.turn_id)
        try:
            async with lane.storing:
                received = await self._storage.run(lambda: self._inbox.receive(incoming))
        except BaseException:
            self._answers.drop(incoming.turn_id)
            raise
        finally:
            lane.users -= 1
        new = not received.known
        if new:
            self._metrics.messages.labels(channel=str(incoming.channel)).inc()
            self._watcher.stored(received)
        if new and received.message.is_pending:
            lane.fresh.add(received.message.id)
            lane.stored_at = asyncio.get_running_loop().time()
            lane.awaited[received.message.id] = received.message
            self._spawn(self._watch(received.message, lane, answer))
        else:
            self._answers.drop(incoming.turn_id)
        if received.message.is_pending:
            self._wake(lane)
        self._forget(lane)
        return received

    def note_typing(self, conversation_id: str) -> None:
        """Take down that a customer is typing: what they write in one go is one turn."""
        self._settling.note(conversation_id)

    def resume(self, conversation_id: str) -> None:
        """Let the bot come back to a conversation that a person gave back."""
        lane = self._lane(conversation_id)
        if lane.resuming and lane.retry is not None:
            # It has failed just now and will be tried again in its time.
            return
        lane.resuming = True
        self._wake(lane)

    def closed(self, messages: Sequence[Message]) -> None:
        """Tell everybody who waits for these messages that a person answers them."""
        for message in messages:
            self._answers.settle(message.turn_id, [])

    async def answer_to(self, message: Message) -> Sequence[Message]:
        """Return the replies to a stored message, or the notice that they are late.

        Raises:
            StorageError: neither could be read or stored.
        """
        answer = self._answers.find(message.turn_id)
        if answer is None:
            # Registered before the rows are read, so that no answer slips in between.
            answer = self._answers.expect(message.turn_id)
            try:
                settled = await self._storage.run(lambda: self._inbox.replies_to(message))
            except BaseException:
                self._answers.drop(message.turn_id)
                raise
            if settled is not None:
                self._answers.settle(message.turn_id, settled)
                return settled
            lane = self._lanes.get(message.conversation_id) or Lane(message.conversation_id)
            self._spawn(self._watch(message, lane, answer))
        return await asyncio.shield(answer)

    async def _watch(self, message: Message, lane: Lane, answer: Answer) -> None:
        """Give notice where the answer takes longer than a customer should wait for a word."""
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + self._pace.longest_wait
        wait = self._pace.patience
        while not (await asyncio.wait({answer}, timeout=wait))[0]:
            moves = loop.time() - lane.moved_at < self._pace.stalled_after
            if not moves or loop.time() >= give_up_at:
                break
            wait = self._pace.stalled_after / 2
        if answer.done():
            return
        try:
            await self._give_notice(message)
        except JieyouError as error:
            log.error("gateway.notice.failed", error=type(error).__name__)
            self._answers.fail(message.turn_id, error)

    def _lane(self, conversation_id: str) -> Lane:
        return self._lanes.setdefault(conversation_id, Lane(conversation_id))

    def _forget(self, lane: Lane) -> None:
        if lane.is_idle:
            self._lanes.pop(lane.conversation_id, None)

    def _wake(self, lane: Lane) -> None:
        if not self._running:
            return
        lane.cancel_retry()
        self._lanes.setdefault(lane.conversation_id, lane)
        if lane.is_working:
            lane.again = True
        else:
            lane.task = asyncio.create_task(self._work(lane))
            lane.task.add_done_callback(lambda _: self._forget(lane))

    async def _work(self, lane: Lane) -> None:
        """Answer what waits in a conversation, until nothing does or an attempt fails."""
        with structlog.contextvars.bound_contextvars(conversation_id=lane.conversation_id):
            try:
                while True:
                    async with self._claims.hold(lane.conversation_id) as mine:
                        if not mine:
                            # Another gateway is at it.
                            self._retry_in(lane, self._pace.claim_retry)
                            return
                        if not await self._step(lane):
                            return
            except Exception as error:
                # The rows hold everything, so a failure of the database or a mistake of
                # ours costs time and no message.
                log.exception("gateway.lane.failed", error=type(error).__name__)
                self._retry_in(lane, self._pace.storage_retry)

    async def _step(self, lane: Lane) -> bool:
        """Do the next thing in a conversation; false where there is none, or not yet."""
        lane.again = False
        due = await self._next_due(lane)
        if lane.resuming or (due is not None and due.lease.resume_turn_id):
            return await self._come_back(lane)
        if due is not None:
            return await self._take_turn(lane, due)
        await self._settle_what_others_answered(lane)
        return lane.again

    async def _settle_what_others_answered(self, lane: Lane) -> None:
        """Give those who wait at this gateway what another one stored for them."""
        awaited, lane.awaited = lane.awaited, {}
        for message in awaited.values() if self._claims.shared else ():
            if self._answers.find(message.turn_id) is not None:
                found = await self._storage.run(partial(self._inbox.replies_to, message))
                if found is None:
                    # It came a moment ago and is still to be answered.
                    lane.awaited[message.id] = message
                else:
                    self._answers.settle(message.turn_id, found)

    async def _next_due(self, lane: Lane) -> Due | None:
        """Return what is to be answered next; what is typed in the web chat may still go on."""
        conversation_id = lane.conversation_id
        due = await self._storage.run(lambda: self._inbox.next_due(conversation_id))
        if due is None or due.conversation.channel is not Channel.WEB:
            return due
        if lane.resuming or due.lease.resume_turn_id:
            # The bot speaks first; what the customer writes is taken up after that.
            return due
        if due.message.id in lane.fresh and await self._settling.settled(lane):
            fresh = frozenset(lane.fresh)
            if len(fresh) > 1:
                due = await self._storage.run(lambda: self._inbox.join(conversation_id, fresh))
        return due

    async def _take_turn(self, lane: Lane, due: Due) -> bool:
        """Have one message answered; false when the lane has to wait for its next attempt."""
        message, earlier = due.message, due.earlier
        lane.fresh.difference_update(row.id for row in due.rows)
        if due.conversation.held_by is not None:
            if await self._storage.run(lambda: self._inbox.close(message, earlier=earlier)):
                self._settle(due, [])
            return True
        self._watcher.turn_started(message)
        try:
            answer = await self._turns.take(message, due.conversation)
        except AssistantUnavailable as failure:
            return await self._put_off(lane, due, failure)
        version = due.lease.version
        replies = await self._storage.run(
            lambda: self._inbox.answer(message, answer, version, earlier=earlier)
        )
        lane.moved_at = self._succeeded_at = asyncio.get_running_loop().time()
        lane.refusals = 0
        self._settle(due, replies)
        await self._give_out(message, replies)
        self._recover()
        return True

    def _settle(self, due: Due, replies: Sequence[Message]) -> None:
        """Give the answer to everybody who waits for any message of the turn."""
        for row in due.rows:
            self._answers.settle(row.turn_id, replies)

    async def _come_back(self, lane: Lane) -> bool:
        """Let the bot speak first after a hand-back; false when the lane has to try again."""
        lane.resuming = False
        if self._resumption is None:
            return True
        give_up = lane.resume_refusals + 1 >= RESUME_ATTEMPTS
        try:
            await self._resumption.run(lane.conversation_id, give_up=give_up)
        except AssistantUnavailable as failure:
            lane.resume_refusals += failure.reason in REFUSALS
            self._retry_in(lane, self._pace.retry_after(lane.resume_failures))
            lane.resume_failures += 1
            lane.resuming = True
            return False
        lane.resume_failures = lane.resume_refusals = 0
        return True

    async def _put_off(self, lane: Lane, due: Due, failure: AssistantUnavailable) -> bool:
        """Set the next attempt and tell everybody who waits in this conversation."""
        message, earlier = due.message, due.earlier
        if self._is_hopeless(lane, failure):
            replies = await self._storage.run(lambda: self._inbox.give_up(message, earlier=earlier))
            log.error("gateway.turn.given_up", turn_id=message.turn_id, reason=failure.reason)
            lane.refusals = 0
            self._settle(due, replies)
            await self._give_out(message, replies)
            return True
        seconds = self._pace.retry_after(message.attempts)
        await self._storage.run(lambda: self._inbox.put_off(message, seconds, earlier=earlier))
        log.warning(
            "gateway.turn.put_off",
            turn_id=message.turn_id,
            reason=failure.reason,
            attempts=message.attempts + 1,
            retry_in=seconds,
        )
        lane.again = True
        while lane.again:
            lane.again = False
            waiting = await self._storage.run(lambda: self._inbox.waiting(lane.conversation_id))
            joined = {row.id for row in earlier}
            for other in waiting:
                if other.id in joined:
                    # What is answered as one gets one notice.
                    continue
                hint = failure.language if other.id == message.id else None
                await self._give_notice(other, hint)
        self._retry_in(lane, seconds)
        return False

    def _is_hopeless(self, lane: Lane, failure: AssistantUnavailable) -> bool:
        """Tell whether the assistant refuses this message for good, and not in an outage."""
        if failure.reason not in REFUSALS:
            return False
        lane.refusals += 1
        if lane.refusals == 1:
            lane.refused_at = asyncio.get_running_loop().time()
        # An error may also be the trouble of a moment, unless others are answered meanwhile.
        certain = failure.reason != "error" or self._succeeded_at > lane.refused_at
        return certain and lane.refusals >= self._pace.refusals

    async def _give_notice(self, message: Message, hint: str | None = None) -> None:
        notice = await self._storage.run(lambda: self._inbox.give_notice(message, hint))
        if notice is None:
            answered = await self._storage.run(lambda: self._inbox.replies_to(message))
            self._answers.settle(message.turn_id, answered or [])
        elif notice.fresh:
            self._metrics.notices.labels(key=notice.key).inc()
            await self._give_out(message, [notice.message])
        else:
            self._answers.settle(message.turn_id, [notice.message])

    async def _give_out(self, message: Message, replies: Sequence[Message]) -> None:
        self._answers.settle(message.turn_id, replies)
        try:
            await self._delivery.publish(message, replies)
        except Exception as error:
            # A page that cannot be reached reads the rows when it comes back.
            log.warning("gateway.delivery.failed", error=type(error).__name__)

    def _retry_in(self, lane: Lane, seconds: float) -> None:
        if self._running:
            lane.cancel_retry()
            loop = asyncio.get_running_loop()
            lane.retry = loop.call_later(seconds, self._wake, lane)

    def _recover(self) -> None:
        """The assistant answers: try some of the waiting conversations before their time."""
        now = asyncio.get_running_loop().time()
        if now - self._recovered_at < self._pace.recover_every:
            return
        self._recovered_at = now
        failing = [lane for lane in self._lanes.values() if lane.retry is not None]
        for lane in failing[: self._pace.recoveries_at_once]:
            self._wake(lane)

    async def _sweep(self) -> None:
        at_once = True
        while True:
            try:
                due = partial(self._inbox.due, SWEPT_AT_ONCE, at_once=at_once)
                found = await self._storage.run(due)
                at_once = False
                for conversation_id in found:
                    lane = self._lane(conversation_id)
                    if lane.is_idle:
                        self._wake(lane)
            except Exception as error:
                log.exception("gateway.sweep.failed", error=type(error).__name__)
            await asyncio.sleep(self._pace.sweep_every)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
