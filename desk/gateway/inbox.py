"""The gateway's transactions: each of them leaves rows from which everything can go on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from bot.language.detect import detect_locale
from casework.model import (
    Channel,
    Conversation,
    Lease,
    Message,
    MessageKind,
    MessageState,
    Reply,
)
from casework.ports import Clock, UnitOfWork, UnitOfWorkFactory
from casework.services.queue import QueueService
from desk.gateway.assistant import AssistantAnswer
from desk.gateway.notices import BUSY, STILL_BUSY, UNANSWERED, NoticeBook
from desk.gateway.voice import locale_for

PAGE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A message as a channel hands it over, cleaned; `turn_id` is new."""

    conversation_id: str
    channel: Channel
    text: str
    turn_id: str
    message_id: str | None = None
    metadata: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A stored message, and whether its message id was known before."""

    message: Message
    known: bool
    held: bool


@dataclass(frozen=True, slots=True)
class Due:
    """The next message of a conversation that waits for its turn, and who spoke at that time."""

    message: Message
    conversation: Conversation
    lease: Lease


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of a late answer; `fresh` tells whether it was stored only now."""

    message: Message
    key: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class History:
    """A part of a conversation; `numbers` are the `seq` of rows by their id."""

    conversation: Conversation | None
    messages: Sequence[Message]
    numbers: Mapping[int, int]

    @property
    def last_seq(self) -> int:
        """The number of the conversation's last message, in this part or after it."""
        return self.conversation.last_seq if self.conversation else 0


class Inbox:
    """Reads and writes the conversations' rows."""

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        clock: Clock,
        notices: NoticeBook,
        queue: QueueService | None = None,
    ) -> None:
        self._uow_factory = uow_factory
        self._clock = clock
        self._notices = notices
        self._queue = queue

    def receive(self, incoming: Incoming) -> Received:
        """Store a message, or find the one that its message id names."""
        now = self._clock.now()
        with self._uow_factory() as uow:
            uow.conversations.ensure(incoming.conversation_id, incoming.channel, now)
            # Locked before it is read: nobody takes over or gives back in between.
            uow.conversations.lock(incoming.conversation_id)
            conversation = uow.conversations.get(incoming.conversation_id)
            held = conversation is not None and conversation.held_by is not None
            message = uow.messages.append_inbound(
                incoming.conversation_id,
                incoming.text,
                message_id=incoming.message_id,
                turn_id=incoming.turn_id,
                at=now,
                metadata={**(incoming.metadata or {}), "channel": str(incoming.channel)},
                state=MessageState.DONE if held else MessageState.RECEIVED,
            )
            uow.commit()
        return Received(message, known=message.turn_id != incoming.turn_id, held=held)

    def next_due(self, conversation_id: str) -> Due | None:
        """Return the first message of the conversation that waits."""
        with self._uow_factory(read_only=True) as uow:
            message = uow.messages.next_pending(conversation_id)
            conversation = uow.conversations.get(conversation_id)
            lease = uow.leases.get(conversation_id)
        if message is None or conversation is None:
            return None
        return Due(message, conversation, lease)

    def answer(
        self, inbound: Message, answer: AssistantAnswer, lease_version: int | None = None
    ) -> Sequence[Message]:
        """Store the replies to a message, with the language that it showed.

        Nothing is said where somebody took over since the turn began, even if the conversation
        was given back meanwhile: the replies are kept beside the message for the agents alone.

        Args:
            inbound: the message.
            answer: what the assistant makes of it.
            lease_version: the lease's version when the turn began.
        """
        now = self._clock.now()
        with self._uow_factory() as uow:
            uow.conversations.lock(inbound.conversation_id)
            version = uow.leases.get(inbound.conversation_id).version
            replies: Sequence[Message] = []
            if lease_version in (None, version):
                replies = uow.messages.append_replies(
                    inbound, answer.replies, now, reading=answer.reading
                )
            else:
                uow.messages.note_reading(inbound, answer.reading, suppressed=answer.replies)
            self._note_language(uow, inbound, answer.language)
            if self._queue is not None:
                self._queue.consider(uow, inbound, answer.reading, now)
            uow.commit()
        return replies

    def close(self, inbound: Message) -> bool:
        """Mark a message done without a reply if a person holds the conversation, and tell so."""
        now = self._clock.now()
        with self._uow_factory() as uow:
            uow.conversations.lock(inbound.conversation_id)
            conversation = uow.conversations.get(inbound.conversation_id)
            if conversation is None or conversation.held_by is None:
                return False
            uow.messages.append_replies(inbound, [], now)
            uow.commit()
        return True

    def give_up(self, inbound: Message) -> Sequence[Message]:
        """Tell the customer that this message could not be processed, and mark it done."""
        now = self._clock.now()
        with self._uow_factory() as uow:
            conversation = uow.conversations.get(inbound.conversation_id)
            locale = locale_for(inbound, conversation)
            text = self._notices.pick(UNANSWERED, locale, turn=inbound.seq)
            replies = uow.messages.append_replies(inbound, [Reply(text, {"key": UNANSWERED})], now)
            uow.commit()
        return replies

    def put_off(self, inbound: Message, seconds: float) -> Message:
        """Count a failed attempt and set when the next one is due."""
        due = self._clock.now() + timedelta(seconds=seconds)
        with self._uow_factory() as uow:
            message = uow.messages.mark_attempt(inbound, due)
            uow.commit()
        return message

    def give_notice(self, inbound: Message, hint: str | None = None) -> Notice | None:
        """Store the one notice that a waiting message gets; None when it is answered already."""
        now = self._clock.now()
        with self._uow_factory() as uow:
            uow.conversations.lock(inbound.conversation_id)
            stored = uow.messages.get(inbound.id)
            if stored is None or not stored.is_pending:
                return None
            given = uow.messages.replies_to(stored, MessageKind.NOTICE)
            if given:
                return Notice(given[-1], BUSY, fresh=False)
            conversation = uow.conversations.get(stored.conversation_id)
            last = self._last_notice(uow, stored)
            key = STILL_BUSY if last is not None else BUSY
            text = self._notices.pick(
                key,
                locale_for(stored, conversation, hint),
                turn=stored.seq,
                last=last.text if last else None,
            )
            notice = uow.messages.append_notice(stored, text, now)
            uow.commit()
        return Notice(notice, key, fresh=True)

    def waiting(self, conversation_id: str) -> Sequence[Message]:
        """Return all messages of a conversation that wait for their turn."""
        return [
            message for message in self._from_first_pending(conversation_id) if message.is_pending
        ]

    def replies_to(self, inbound: Message) -> Sequence[Message] | None:
        """Return the replies to a message, else its notice; None while it has neither."""
        with self._uow_factory(read_only=True) as uow:
            stored = uow.messages.get(inbound.id) or inbound
            replies = uow.messages.replies_to(stored)
        proper = [reply for reply in replies if reply.kind is MessageKind.MESSAGE]
        if proper or not stored.is_pending:
            return proper or replies
        return replies or None

    def due(self, limit: int, *, at_once: bool) -> Sequence[str]:
        """Return the conversations that have a message to try now, or all that wait."""
        now = self._clock.now()
        with self._uow_factory(read_only=True) as uow:
            return uow.messages.pending(limit, due_by=None if at_once else now)

    def history(self, conversation_id: str, after: int, limit: int = PAGE) -> History:
        """Return a conversation's messages after a number, the oldest first."""
        with self._uow_factory(read_only=True) as uow:
            conversation = uow.conversations.get(conversation_id)
            messages = uow.messages.after(conversation_id, after, limit)
            numbers = {message.id: message.seq for message in messages}
            for message in messages:
                if message.reply_to is not None and message.reply_to not in numbers:
                    asked = uow.messages.get(message.reply_to)
                    numbers[message.reply_to] = asked.seq if asked else 0
        return History(conversation, messages, numbers)

    def _from_first_pending(self, conversation_id: str) -> Sequence[Message]:
        with self._uow_factory(read_only=True) as uow:
            first = uow.messages.next_pending(conversation_id)
            if first is None:
                return []
            return uow.messages.after(conversation_id, first.seq - 1, PAGE)

    @staticmethod
    def _last_notice(uow: UnitOfWork, inbound: Message) -> Message | None:
        first = uow.messages.next_pending(inbound.conversation_id)
        if first is None:
            return None
        since = uow.messages.after(inbound.conversation_id, first.seq - 1, PAGE)
        notices = [message for message in since if message.kind is MessageKind.NOTICE]
        return notices[-1] if notices else None

    @staticmethod
    def _note_language(uow: UnitOfWork, inbound: Message, language: str | None) -> None:
        if language is None:
            return
        uow.conversations.lock(inbound.conversation_id)
        conversation = uow.conversations.get(inbound.conversation_id)
        if conversation is None:
            return
        locale = detect_locale(inbound.text)
        if locale is None or not locale.startswith(language):
            locale = conversation.locale
        if (language, locale) != (conversation.language, conversation.locale):
            uow.conversations.update(replace(conversation, language=language, locale=locale))
