"""Reminds a customer who fell silent amid an intake, once, as the policy has it (R40)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from casework.model import Channel, Message, MessageKind
from casework.policy import SilentReminder
from casework.ports import Clock, UnitOfWorkFactory
from desk.gateway.delivery import Delivery
from desk.gateway.notices import SILENT, NoticeBook
from desk.gateway.voice import locale_for
from desk.storing import StorageThreads

log: Final = structlog.get_logger()
#: Where a message that nobody asked for reaches the customer.
CHANNELS: Final = frozenset({Channel.WEB, Channel.REST})
#: Whoever has been gone for longer has left; nobody is called back after days.
WINDOW: Final = timedelta(hours=24)
LOOK_EVERY: Final = 30.0


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that was stored, and the customer's message that it follows."""

    inbound: Message
    message: Message


class Reminders:
    """Looks for silent customers and stores their reminders."""

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        clock: Clock,
        notices: NoticeBook,
        policy: SilentReminder,
    ) -> None:
        self._uow_factory = uow_factory
        self._clock = clock
        self._notices = notices
        self._policy = policy

    def give(self) -> Sequence[Reminder]:
        """Store a reminder for each customer who has been silent for long enough."""
        now = self._clock.now()
        before = now - timedelta(minutes=self._policy.after_minutes)
        with self._uow_factory(read_only=True) as uow:
            silent = uow.messages.silent(now - WINDOW, before, self._policy.at_most)
        given = [self._remind(last) for last in silent]
        return [reminder for reminder in given if reminder is not None]

    def _remind(self, last: Message) -> Reminder | None:
        now = self._clock.now()
        with self._uow_factory() as uow:
            uow.conversations.lock(last.conversation_id)
            conversation = uow.conversations.get(last.conversation_id)
            inbound = uow.messages.get(last.reply_to) if last.reply_to is not None else None
            if conversation is None or inbound is None or conversation.channel not in CHANNELS:
                return None
            # The customer may have written, or another process reminded, in the meantime.
            if conversation.last_seq != last.seq or conversation.held_by is not None:
                return None
            text = self._notices.pick(SILENT, locale_for(inbound, conversation), turn=last.seq)
            message = uow.messages.append_notice(inbound, text, now, MessageKind.REMINDER)
            uow.commit()
        return Reminder(inbound, message)


async def keep_reminding(
    reminders: Reminders, storage: StorageThreads, delivery: Delivery, every: float = LOOK_EVERY
) -> None:
    """Give reminders for as long as the desk runs."""
    while True:
        await asyncio.sleep(every)
        try:
            for reminder in await storage.run(reminders.give):
                await delivery.publish(reminder.inbound, [reminder.message])
        except Exception as error:
            # The next look finds them again; an open page reads the rows when it comes back.
            log.warning("gateway.reminders.failed", error=type(error).__name__)
