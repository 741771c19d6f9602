"""The gateway's transactions: each of them leaves rows from which everything can go on."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
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
    Sender,
)
from casework.model.conversation import JOINED_TO
from casework.ports import Clock, UnitOfWork, UnitOfWorkFactory
from casework.services.queue import QueueService
from desk.gateway.assistant import AssistantAnswer
from desk.gateway.identity import Identity, identity_of
from desk.gateway.joining import joinable, told_as_one
from desk.gateway.notices import BUSY, STILL_BUSY, UNANSWERED, NoticeBook
from desk.gateway.screening import ReplyScreen
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
    """The next message of a conversation that waits for its turn.

    Where several messages are taken as one turn, `message` is the last of them with the text of
    all, and `earlier` are the others.
    """

    message: Message
    conversation: Conversation
    #: Who spoke when the message became due.
    lease: Lease
    earlier: Sequence[Message] = ()

    @property
    def rows(self) -> Sequence[Message]:
        """All messages that this turn answers, in order."""
        return [*self.earlier, self.message]


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
        screen: ReplyScreen | None = None,
        queue: QueueService | None = None,
    ) -> None:
        """Keep the parts; without a screen every reply goes out as it is."""
        self._screen = screen
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
                metadata=_own_metadata(incoming),
                state=MessageState.DONE if held else MessageState.RECEIVED,
            )
            uow.commit()
        return Received(message, known=message.turn_id != incoming.turn_id, held=held)

    def next_due(self, conversation_id: str) -> Due | None:
        """Return the first message of the conversation that waits."""
        with self._uow_factory(read_only=True) as uow:
            message = uow.messages.next_pending(conversation_id)
            conversation = uow.conversations.get(conversation_id)
            if message is None or conversation is None:
                return None
            lease = uow.leases.get(conversation_id)
            return _due(conversation, lease, uow.messages.joined_with(message))

    def join(self, conversation_id: str, fresh: Set[int]) -> Due | None:
        """Return what is due, with all that follows it and is fresh taken as one turn.

        What belongs together is stored before the assistant is asked, so that a turn that is
        tried again, in another process too, is the same turn.

        Args:
            conversation_id: the conversation.
            fresh: the ids of rows about which the assistant was never asked.
        """
        with self._uow_factory() as uow:
            first = uow.messages.next_pending(conversation_id)
            conversation = uow.conversations.get(conversation_id)
            lease = uow.leases.get(conversation_id)
            if first is None or conversation is None:
                return None
            rows = list(uow.messages.joined_with(first))
            if len(rows) == 1 and first.id in fresh:
                rows = joinable(uow.messages.after(conversation_id, first.seq - 1, PAGE), fresh)
                if len(rows) > 1:
                    rows = list(uow.messages.join(rows))
                    uow.commit()
            return _due(conversation, lease, rows)

    def answer(
        self,
        inbound: Message,
        answer: AssistantAnswer,
        lease_version: int | None = None,
        *,
        earlier: Sequence[Message] = (),
    ) -> Sequence[Message]:
        """Store the replies to a message, with the language that it showed.

        Nothing is said where somebody took over since the turn began, even if the conversation
        was given back meanwhile: the replies are kept beside the message for the agents alone.

        Args:
            inbound: the message, the last one of its turn.
            answer: what the assistant makes of it.
            lease_version: the lease's version when the turn began.
            earlier: the messages that were answered with it.
        """
        now = self._clock.now()
        with self._uow_factory() as uow:
            uow.conversations.lock(inbound.conversation_id)
            version = uow.leases.get(inbound.conversation_id).version
            replies: Sequence[Message] = []
            _finish(uow, earlier, now)
            if lease_version in (None, version):
                said = answer.replies
                if self._screen is not None:
                    said = self._screen.screened(uow, inbound, said)
                replies = uow.messages.append_replies(inbound, said, now, reading=answer.reading)
            else:
                uow.messages.note_reading(inbound, answer.reading, suppressed=answer.replies)
            self._note_language(uow, inbound, answer.language)
            if self._queue is not None:
                self._queue.consider(uow, inbound, answer.reading, now)
            uow.commit()
        return replies

    def close(self, inbound: Message, *, earlier: Sequence[Message] = ()) -> bool:
        """Mark a message done without a reply if a person holds the conversation, and tell so."""
        now = self._clock.now()
        with self._uow_factory() as uow:
            uow.conversations.lock(inbound.conversation_id)
            conversation = uow.conversations.get(inbound.conversation_id)
            if conversation is None or conversation.held_by is None:
                return False
            _finish(uow, [*earlier, inbound], now)
            uow.commit()
        return True

    def give_up(self, inbound: Message, *, earlier: Sequence[Message] = ()) -> Sequence[Message]:
        """Tell the customer that this message could not be processed, and mark it done."""
        now = self._clock.now()
        with self._uow_factory() as uow:
            _finish(uow, earlier, now)
            conversation = uow.conversations.get(inbound.conversation_id)
            locale = locale_for(inbound, conversation)
            text = self._notices.pick(UNANSWERED, locale, turn=inbound.seq)
            replies = uow.messages.append_replies(inbound, [Reply(text, {"key": UNANSWERED})], now)
            uow.commit()
        return replies

    def put_off(
        self, inbound: Message, seconds: float, *, earlier: Sequence[Message] = ()
    ) -> Message:
        """Count a failed attempt and set when the next one is due."""
        due = self._clock.now() + timedelta(seconds=seconds)
        with self._uow_factory() as uow:
            for each in earlier:
                uow.messages.mark_attempt(each, due)
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

    def identity(self, conversation_id: str) -> Identity | None:
        """Return who a site said that the customer of this conversation is, if any did."""
        with self._uow_factory(read_only=True) as uow:
            rows = uow.messages.after(conversation_id, 0, PAGE)
        known = (identity_of(row.metadata) for row in rows if row.sender is Sender.CUSTOMER)
        return next((identity for identity in known if identity is not None), None)

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


def _due(conversation: Conversation, lease: Lease, rows: Sequence[Message]) -> Due:
    return Due(told_as_one(rows), conversation, lease, rows[:-1])


def _finish(uow: UnitOfWork, messages: Sequence[Message], at: datetime) -> None:
    for message in messages:
        uow.messages.append_replies(message, [], at)


def _own_metadata(incoming: Incoming) -> dict[str, Any]:
    """A client says what it likes, but not which messages are answered together."""
    given = {key: value for key, value in (incoming.metadata or {}).items() if key != JOINED_TO}
    return {**given, "channel": str(incoming.channel)}
