"""The conversations and their messages in SQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from casework.errors import ConversationNotFound, MessageNotFound, StorageConflict
from casework.model import (
    Channel,
    Conversation,
    Message,
    MessageKind,
    MessageState,
    Reply,
    Said,
    Sender,
)
from casework.model.conversation import JOINED_TO, is_joined
from casework.storage.session import Row, SqlSession
from casework.storage.tables import conversations, intakes, is_open, is_pending, messages
from casework.text import storable_json


class SqlConversationStore:
    """Conversations in one table; a row is also the lock of its conversation."""

    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def ensure(self, conversation_id: str, channel: Channel, at: datetime) -> Conversation:
        """Insert unless it is there."""
        found = self.get(conversation_id)
        if found is not None:
            return found
        values = {"id": conversation_id, "channel": str(channel), "created_at": at}
        self._session.insert_new(conversations, values)
        found = self.get(conversation_id)
        if found is None:
            raise ConversationNotFound(conversation_id)
        return found

    def get(self, conversation_id: str) -> Conversation | None:
        """Read one row."""
        row = self._session.first(
            sa.select(conversations).where(conversations.c.id == conversation_id)
        )
        if row is None:
            return None
        return Conversation(**{**row, "channel": Channel(row["channel"])})

    def lock(self, conversation_id: str) -> None:
        """Lock the row; SQLite's writing transactions are alone anyway."""
        query = sa.select(conversations.c.id).where(conversations.c.id == conversation_id)
        if self._session.scalar(query.with_for_update()) is None:
            raise ConversationNotFound(conversation_id)

    def update(self, conversation: Conversation) -> None:
        """Write the changeable columns."""
        statement = sa.update(conversations).where(conversations.c.id == conversation.id)
        changed = self._session.run(
            statement.values(
                language=conversation.language,
                locale=conversation.locale,
                held_by=conversation.held_by,
            )
        )
        if changed.rowcount == 0:
            raise ConversationNotFound(conversation.id)


class SqlMessageStore:
    """Messages in one table; the conversation's row counts their `seq`."""

    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def append_inbound(
        self,
        conversation_id: str,
        text: str,
        *,
        message_id: str | None,
        turn_id: str,
        at: datetime,
        metadata: Mapping[str, Any] | None = None,
        state: MessageState = MessageState.RECEIVED,
    ) -> Message:
        """Lock the conversation, look for the message id, insert."""
        last = self._lock(conversation_id)
        if message_id is not None:
            known = self.find(conversation_id, message_id)
            if known is not None:
                return known
        return self._insert(
            conversation_id,
            last + 1,
            sender=str(Sender.CUSTOMER),
            text=text,
            kind=str(MessageKind.MESSAGE),
            message_id=message_id,
            turn_id=turn_id,
            state=str(state),
            extra=storable_json(metadata or {}),
            created_at=at,
        )

    def append_replies(
        self,
        inbound: Message,
        replies: Iterable[Reply],
        at: datetime,
        *,
        reading: Mapping[str, Any] | None = None,
    ) -> Sequence[Message]:
        """Insert the replies and mark the inbound row done in one transaction."""
        seq = self._lock(inbound.conversation_id)
        stored = self._stored(inbound)
        if not stored.is_pending:
            return self.replies_to(inbound, MessageKind.MESSAGE)
        self._change(
            inbound,
            state=str(MessageState.DONE),
            next_attempt_at=None,
            reading=storable_json(reading),
        )
        return [
            self._insert_answer(stored, number, reply, MessageKind.MESSAGE, at)
            for number, reply in enumerate(replies, start=seq + 1)
        ]

    def append_notice(
        self,
        inbound: Message,
        text: str,
        at: datetime,
        kind: MessageKind = MessageKind.NOTICE,
    ) -> Message:
        """Insert a notice."""
        seq = self._lock(inbound.conversation_id)
        stored = self._stored(inbound)
        return self._insert_answer(stored, seq + 1, Reply(text), kind, at)

    def get(self, row_id: int) -> Message | None:
        """Read one row."""
        return self._one(sa.select(messages).where(messages.c.id == row_id))

    def find(self, conversation_id: str, message_id: str) -> Message | None:
        """Read by the client's id."""
        return self._one(
            sa.select(messages).where(
                messages.c.conversation_id == conversation_id,
                messages.c.message_id == message_id,
            )
        )

    def replies_to(self, inbound: Message, kind: MessageKind | None = None) -> Sequence[Message]:
        """Read by the reference to the inbound row."""
        query = sa.select(messages).where(messages.c.reply_to == inbound.id)
        if kind is not None:
            query = query.where(messages.c.kind == str(kind))
        return self._many(query.order_by(messages.c.seq))

    def after(self, conversation_id: str, seq: int, limit: int = 500) -> Sequence[Message]:
        """Read along the index on `seq`."""
        query = sa.select(messages).where(
            messages.c.conversation_id == conversation_id, messages.c.seq > seq
        )
        return self._many(query.order_by(messages.c.seq).limit(limit))

    def pending(self, limit: int = 100, *, due_by: datetime | None = None) -> Sequence[str]:
        """Read the first pending row of each conversation from the partial index."""
        first = (
            sa.select(messages.c.conversation_id, sa.func.min(messages.c.seq).label("seq"))
            .where(is_pending)
            .group_by(messages.c.conversation_id)
            .subquery()
        )
        query = sa.select(messages.c.conversation_id).join(
            first,
            sa.and_(
                messages.c.conversation_id == first.c.conversation_id,
                messages.c.seq == first.c.seq,
            ),
        )
        if due_by is not None:
            at = messages.c.next_attempt_at
            query = query.where(sa.or_(at.is_(None), at <= due_by))
        ordered = query.order_by(messages.c.created_at, messages.c.id).limit(limit)
        return [str(row["conversation_id"]) for row in self._session.all(ordered)]

    def next_pending(self, conversation_id: str) -> Message | None:
        """Read the first pending row of the conversation."""
        query = sa.select(messages).where(messages.c.conversation_id == conversation_id, is_pending)
        return self._one(query.order_by(messages.c.seq).limit(1))

    def silent(
        self, since: datetime, before: datetime, at_most: int, limit: int = 100
    ) -> Sequence[Message]:
        """Read the last row of each conversation with an open intake."""
        given = messages.alias("given")
        reminders = (
            sa.select(sa.func.count())
            .select_from(given)
            .where(
                given.c.conversation_id == messages.c.conversation_id,
                given.c.kind == str(MessageKind.REMINDER),
                given.c.created_at >= intakes.c.opened_at,
            )
            .scalar_subquery()
        )
        query = (
            sa.select(messages)
            .join(
                conversations,
                sa.and_(
                    conversations.c.id == messages.c.conversation_id,
                    conversations.c.last_seq == messages.c.seq,
                ),
            )
            .join(
                intakes,
                sa.and_(intakes.c.conversation_id == messages.c.conversation_id, is_open),
            )
            .where(
                conversations.c.held_by.is_(None),
                messages.c.sender == str(Sender.BOT),
                messages.c.kind == str(MessageKind.MESSAGE),
                messages.c.created_at >= since,
                messages.c.created_at < before,
                reminders < at_most,
            )
        )
        return self._many(query.order_by(messages.c.created_at, messages.c.id).limit(limit))

    def count_pending(self) -> int:
        """Count from the partial index."""
        query = sa.select(sa.func.count()).select_from(messages).where(is_pending)
        return int(self._session.scalar(query))

    def mark_attempt(self, inbound: Message, next_attempt_at: datetime | None) -> Message:
        """Count in the database, so that no attempt is lost."""
        self._change(inbound, attempts=messages.c.attempts + 1, next_attempt_at=next_attempt_at)
        return self._stored(inbound)

    def join(self, inbounds: Sequence[Message]) -> Sequence[Message]:
        """Write the last one's turn into the metadata of all."""
        turn_id = inbounds[-1].turn_id
        self._lock(inbounds[-1].conversation_id)
        for inbound in inbounds:
            metadata = {**self._stored(inbound).metadata, JOINED_TO: turn_id}
            self._change(inbound, extra=storable_json(metadata))
        return [self._stored(inbound) for inbound in inbounds]

    def joined_with(self, inbound: Message) -> Sequence[Message]:
        """Read the pending rows of the conversation from this one on."""
        stored = self._stored(inbound)
        if stored.joined_to is None:
            return [stored]
        query = sa.select(messages).where(
            messages.c.conversation_id == stored.conversation_id,
            messages.c.seq > stored.seq,
            is_pending,
        )
        rows = self._many(query.order_by(messages.c.seq))
        return [stored, *(row for row in rows if is_joined(row, stored))]

    def append_said(self, conversation_id: str, said: Said, at: datetime) -> Message:
        """Lock the conversation, look for the message id, insert."""
        last = self._lock(conversation_id)
        if said.message_id is not None:
            known = self.find(conversation_id, said.message_id)
            if known is not None and known.sender is not said.sender:
                raise StorageConflict("messages.message_id")
            if known is not None:
                return known
        return self._insert(
            conversation_id,
            last + 1,
            sender=str(said.sender),
            text=said.text,
            payload=storable_json(said.payload),
            kind=str(said.kind),
            message_id=said.message_id,
            turn_id=said.turn_id,
            extra={},
            created_at=at,
        )

    def close_pending(self, conversation_id: str) -> Sequence[Message]:
        """Lock the conversation and mark the rows of the partial index."""
        self._lock(conversation_id)
        waiting = sa.and_(messages.c.conversation_id == conversation_id, is_pending)
        closed = self._many(sa.select(messages).where(waiting).order_by(messages.c.seq))
        values = {"state": str(MessageState.DONE), "next_attempt_at": None}
        self._session.run(sa.update(messages).where(waiting).values(values))
        return closed

    def note_reading(
        self,
        inbound: Message,
        reading: Mapping[str, Any] | None,
        *,
        suppressed: Sequence[Reply] = (),
    ) -> None:
        """Write the row's reading, and what was not said into its metadata."""
        stored = self._stored(inbound)
        values: dict[str, Any] = {"reading": storable_json(reading)}
        if suppressed:
            values["extra"] = with_suppressed(stored, suppressed)
        self._change(inbound, **values)

    def unread(self, conversation_id: str, after: int = 0) -> Sequence[Message]:
        """Read along the index on `seq`."""
        query = sa.select(messages).where(
            messages.c.conversation_id == conversation_id,
            messages.c.seq > after,
            messages.c.sender == str(Sender.CUSTOMER),
            messages.c.state == str(MessageState.DONE),
            messages.c.reading.is_(None),
        )
        return self._many(query.order_by(messages.c.seq))

    def _lock(self, conversation_id: str) -> int:
        query = sa.select(conversations.c.last_seq).where(conversations.c.id == conversation_id)
        last = self._session.scalar(query.with_for_update())
        if last is None:
            raise ConversationNotFound(conversation_id)
        return int(last)

    def _stored(self, inbound: Message) -> Message:
        stored = self.get(inbound.id)
        if stored is None:
            raise MessageNotFound(str(inbound.id))
        return stored

    def _change(self, inbound: Message, **values: Any) -> None:
        self._session.run(sa.update(messages).where(messages.c.id == inbound.id).values(**values))

    def _insert_answer(
        self, inbound: Message, seq: int, reply: Reply, kind: MessageKind, at: datetime
    ) -> Message:
        return self._insert(
            inbound.conversation_id,
            seq,
            sender=str(Sender.BOT),
            text=reply.text,
            payload=storable_json(reply.payload),
            kind=str(kind),
            turn_id=inbound.turn_id,
            reply_to=inbound.id,
            extra={},
            created_at=at,
        )

    def _insert(self, conversation_id: str, seq: int, **values: Any) -> Message:
        row_id = self._session.insert(
            messages, {"conversation_id": conversation_id, "seq": seq, **values}
        )
        self._session.run(
            sa.update(conversations)
            .where(conversations.c.id == conversation_id)
            .values(last_seq=seq)
        )
        found = self.get(row_id)
        if found is None:
            raise MessageNotFound(str(row_id))
        return found

    def _one(self, query: sa.Select[Any]) -> Message | None:
        row = self._session.first(query)
        return None if row is None else message_from(row)

    def _many(self, query: sa.Select[Any]) -> list[Message]:
        return [message_from(row) for row in self._session.all(query)]


def with_suppressed(inbound: Message, replies: Sequence[Reply]) -> Any:
    """Return the metadata of a message with the replies that a take-over kept back."""
    kept = [{"text": reply.text, "payload": reply.payload} for reply in replies]
    return storable_json({**inbound.metadata, "suppressed": kept})


def message_from(row: Row) -> Message:
    """Return the message of a row."""
    values = dict(row)
    state = values.pop("state")
    return Message(
        sender=Sender(values.pop("sender")),
        kind=MessageKind(values.pop("kind")),
        state=None if state is None else MessageState(state),
        metadata=values.pop("metadata") or {},
        **values,
    )
