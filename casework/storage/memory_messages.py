"""The conversations and their messages in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

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
from casework.storage.memory_state import MemoryStore
from casework.text import storable, storable_json


class MemoryConversationStore(MemoryStore):
    """Conversations by id."""

    def ensure(self, conversation_id: str, channel: Channel, at: datetime) -> Conversation:
        """Keep a new one unless it is there."""
        return self._state.conversations.setdefault(
            conversation_id, Conversation(id=conversation_id, channel=channel, created_at=at)
        )

    def get(self, conversation_id: str) -> Conversation | None:
        """Look up by id."""
        return self._state.conversations.get(conversation_id)

    def lock(self, conversation_id: str) -> None:
        """Check that it exists; a writing unit of work is alone anyway."""
        if conversation_id not in self._state.conversations:
            raise ConversationNotFound(conversation_id)

    def update(self, conversation: Conversation) -> None:
        """Replace the changeable fields."""
        self.lock(conversation.id)
        known = self._state.conversations[conversation.id]
        self._state.conversations[conversation.id] = replace(
            known,
            language=conversation.language,
            locale=conversation.locale,
            held_by=conversation.held_by,
        )


class MemoryMessageStore(MemoryStore):
    """Messages by row id."""

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
        """Look for the message id, then keep the message."""
        self._last_seq(conversation_id)
        known = self.find(conversation_id, message_id) if message_id is not None else None
        return known or self._keep(
            conversation_id,
            sender=Sender.CUSTOMER,
            text=storable(text),
            message_id=None if message_id is None else storable(message_id),
            turn_id=turn_id,
            state=state,
            metadata=storable_json(metadata or {}),
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
        """Mark the inbound message done and keep the replies."""
        stored = self._stored(inbound)
        if not stored.is_pending:
            return self.replies_to(inbound, MessageKind.MESSAGE)
        self._state.keep_message(
            replace(
                stored,
                state=MessageState.DONE,
                next_attempt_at=None,
                reading=storable_json(reading),
            )
        )
        return [self._keep_answer(stored, reply, MessageKind.MESSAGE, at) for reply in replies]

    def append_notice(
        self,
        inbound: Message,
        text: str,
        at: datetime,
        kind: MessageKind = MessageKind.NOTICE,
    ) -> Message:
        """Keep a notice."""
        return self._keep_answer(self._stored(inbound), Reply(text), kind, at)

    def get(self, row_id: int) -> Message | None:
        """Look up by row id."""
        return self._state.messages.get(row_id)

    def find(self, conversation_id: str, message_id: str) -> Message | None:
        """Look up by its own id."""
        row_id = self._state.named.get((conversation_id, storable(message_id)))
        return None if row_id is None else self._state.messages[row_id]

    def replies_to(self, inbound: Message, kind: MessageKind | None = None) -> Sequence[Message]:
        """Look through what came after it in its conversation."""
        later = self._after(inbound.conversation_id, inbound.seq)
        found = [row for row in later if row.reply_to == inbound.id]
        return [row for row in found if kind is None or row.kind is kind]

    def after(self, conversation_id: str, seq: int, limit: int = 500) -> Sequence[Message]:
        """Look up the conversation's messages, which are kept in order."""
        return self._after(conversation_id, seq)[:limit]

    def pending(self, limit: int = 100, *, due_by: datetime | None = None) -> Sequence[str]:
        """Take the first pending message of each conversation."""
        first: dict[str, Message] = {}
        for row_id in sorted(self._state.waiting):
            row = self._state.messages[row_id]
            first.setdefault(row.conversation_id, row)
        due = [
            row
            for row in first.values()
            if due_by is None or row.next_attempt_at is None or row.next_attempt_at <= due_by
        ]
        due.sort(key=lambda row: (row.created_at, row.id))
        return [row.conversation_id for row in due[:limit]]

    def next_pending(self, conversation_id: str) -> Message | None:
        """Take the first pending message of the conversation."""
        mine = (row_id for row_id, of in self._state.waiting.items() if of == conversation_id)
        first = min(mine, default=None)
        return None if first is None else self._state.messages[first]

    def silent(
        self, since: datetime, before: datetime, at_most: int, limit: int = 100
    ) -> Sequence[Message]:
        """Look at the last message of each conversation with an open intake."""
        found = []
        for intake in self._state.intakes.values():
            conversation = self._state.conversations.get(intake.conversation_id)
            if not intake.is_open or conversation is None or conversation.held_by is not None:
                continue
            rows = self._after(intake.conversation_id, 0)
            reminders = [
                row
                for row in rows
                if row.kind is MessageKind.REMINDER and row.created_at >= intake.opened_at
            ]
            last = rows[-1] if rows else None
            if (
                last is not None
                and last.sender is Sender.BOT
                and last.kind is MessageKind.MESSAGE
                and since <= last.created_at < before
                and len(reminders) < at_most
            ):
                found.append(last)
        return sorted(found, key=lambda row: (row.created_at, row.id))[:limit]

    def count_pending(self) -> int:
        """Count them."""
        return len(self._state.waiting)

    def mark_attempt(self, inbound: Message, next_attempt_at: datetime | None) -> Message:
        """Count one attempt more."""
        stored = self._stored(inbound)
        counted = replace(stored, attempts=stored.attempts + 1, next_attempt_at=next_attempt_at)
        self._state.keep_message(counted)
        return counted

    def join(self, inbounds: Sequence[Message]) -> Sequence[Message]:
        """Note the last one's turn in the metadata of all."""
        turn_id = inbounds[-1].turn_id
        for inbound in inbounds:
            stored = self._stored(inbound)
            metadata = {**stored.metadata, JOINED_TO: turn_id}
            self._state.keep_message(replace(stored, metadata=metadata))
        return [self._state.messages[inbound.id] for inbound in inbounds]

    def joined_with(self, inbound: Message) -> Sequence[Message]:
        """Look through the conversation's messages from this one on."""
        stored = self._stored(inbound)
        rows = self._after(stored.conversation_id, stored.seq)
        return [stored, *(row for row in rows if is_joined(row, stored))]

    def append_said(self, conversation_id: str, said: Said, at: datetime) -> Message:
        """Look for the message id, then keep what is said."""
        known = None
        if said.message_id is not None:
            known = self.find(conversation_id, said.message_id)
        if known is not None and known.sender is not said.sender:
            raise StorageConflict("messages.message_id")
        return known or self._keep(
            conversation_id,
            sender=said.sender,
            text=storable(said.text),
            payload=storable_json(said.payload),
            kind=said.kind,
            message_id=said.message_id,
            turn_id=said.turn_id,
            created_at=at,
        )

    def close_pending(self, conversation_id: str) -> Sequence[Message]:
        """Replace the pending ones."""
        rows = self._after(conversation_id, 0)
        closed = [row for row in rows if row.is_pending]
        for row in closed:
            self._state.keep_message(replace(row, state=MessageState.DONE, next_attempt_at=None))
        return closed

    def note_reading(
        self,
        inbound: Message,
        reading: Mapping[str, Any] | None,
        *,
        suppressed: Sequence[Reply] = (),
    ) -> None:
        """Replace the row's reading, and add to its metadata what was not said."""
        stored = self._stored(inbound)
        kept = [{"text": reply.text, "payload": reply.payload} for reply in suppressed]
        metadata = {**stored.metadata, "suppressed": kept} if kept else stored.metadata
        self._state.keep_message(
            replace(stored, reading=storable_json(reading), metadata=storable_json(metadata))
        )

    def unread(self, conversation_id: str, after: int = 0) -> Sequence[Message]:
        """Look through the conversation."""
        rows = self._after(conversation_id, after)
        return [
            row
            for row in rows
            if row.sender is Sender.CUSTOMER
            and row.state is MessageState.DONE
            and row.reading is None
        ]

    def _after(self, conversation_id: str, seq: int) -> list[Message]:
        ids = self._state.talks.get(conversation_id, ())[max(seq, 0) :]
        return [self._state.messages[row_id] for row_id in ids]

    def _last_seq(self, conversation_id: str) -> int:
        try:
            return self._state.conversations[conversation_id].last_seq
        except KeyError as error:
            raise ConversationNotFound(conversation_id) from error

    def _stored(self, inbound: Message) -> Message:
        try:
            return self._state.messages[inbound.id]
        except KeyError as error:
            raise MessageNotFound(str(inbound.id)) from error

    def _keep_answer(
        self, inbound: Message, reply: Reply, kind: MessageKind, at: datetime
    ) -> Message:
        return self._keep(
            inbound.conversation_id,
            sender=Sender.BOT,
            text=storable(reply.text),
            payload=storable_json(reply.payload),
            kind=kind,
            turn_id=inbound.turn_id,
            reply_to=inbound.id,
            created_at=at,
        )

    def _keep(self, conversation_id: str, **values: Any) -> Message:
        seq = self._last_seq(conversation_id) + 1
        row = Message(id=self._state.next_id(), conversation_id=conversation_id, seq=seq, **values)
        self._state.keep_message(row)
        known = self._state.conversations[conversation_id]
        self._state.conversations[conversation_id] = replace(known, last_seq=seq)
        return row
