"""Where conversations and their messages are kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from casework.model import (
    Channel,
    Conversation,
    Message,
    MessageKind,
    MessageState,
    Reply,
    Said,
)


class ConversationStore(Protocol):
    """The conversations."""

    def ensure(self, conversation_id: str, channel: Channel, at: datetime) -> Conversation:
        """Return the conversation, created when it is new."""

    def get(self, conversation_id: str) -> Conversation | None:
        """Return the conversation with this id."""

    def lock(self, conversation_id: str) -> None:
        """Keep other transactions off this conversation until the end of this one.

        Raises:
            ConversationNotFound: there is none with this id.
        """

    def update(self, conversation: Conversation) -> None:
        """Store its language, locale and holder; `last_seq` belongs to the message store.

        Raises:
            ConversationNotFound: there is none with its id.
        """


class MessageStore(Protocol):
    """All messages of the conversations; the truth about what was said."""

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
        """Store what a customer wrote, or return the row of a known message id.

        A returned row with another `turn_id` than the one given was known before.

        Args:
            conversation_id: an existing conversation.
            text: what was written.
            message_id: the client's id of the message, unique in the conversation.
            turn_id: the new turn's id.
            at: when it came in.
            metadata: what the channel and the client said about it.
            state: `done` where a person holds the conversation.

        Raises:
            ConversationNotFound: there is no such conversation.
        """

    def append_replies(
        self,
        inbound: Message,
        replies: Iterable[Reply],
        at: datetime,
        *,
        reading: Mapping[str, Any] | None = None,
    ) -> Sequence[Message]:
        """Store the answers to a message and mark it done; once done, return what is stored.

        Raises:
            MessageNotFound: the inbound row is not stored.
        """

    def append_notice(
        self,
        inbound: Message,
        text: str,
        at: datetime,
        kind: MessageKind = MessageKind.NOTICE,
    ) -> Message:
        """Store a sentence of the gateway's own: the answer is late, or the customer fell silent.

        Raises:
            MessageNotFound: the inbound row is not stored.
        """

    def get(self, row_id: int) -> Message | None:
        """Return the row with this id."""

    def find(self, conversation_id: str, message_id: str) -> Message | None:
        """Return the inbound row with this client's id."""

    def replies_to(self, inbound: Message, kind: MessageKind | None = None) -> Sequence[Message]:
        """Return the answers to a message by `seq`, notices included unless a kind is given."""

    def after(self, conversation_id: str, seq: int, limit: int = 500) -> Sequence[Message]:
        """Return the messages with a higher `seq`, the lowest first."""

    def pending(self, limit: int = 100, *, due_by: datetime | None = None) -> Sequence[str]:
        """Return the conversations with a pending message, the longest waiting first.

        Args:
            limit: how many at most.
            due_by: only those whose first pending message may be tried at this instant.
        """

    def next_pending(self, conversation_id: str) -> Message | None:
        """Return the first message of the conversation that waits for its turn."""

    def silent(
        self, since: datetime, before: datetime, at_most: int, limit: int = 100
    ) -> Sequence[Message]:
        """Return the bot's last words where a customer fell silent amid an intake.

        Args:
            since: only words of this instant or later; older ones are forgotten by now.
            before: only words before this instant.
            at_most: only where fewer reminders than this were given in the open intake.
            limit: how many at most, the longest silent first.
        """

    def count_pending(self) -> int:
        """Return how many messages wait for their turn."""

    def mark_attempt(self, inbound: Message, next_attempt_at: datetime | None) -> Message:
        """Count one failed attempt and note when the next one may start.

        Raises:
            MessageNotFound: the inbound row is not stored.
        """

    def join(self, inbounds: Sequence[Message]) -> Sequence[Message]:
        """Take pending messages as one turn, that of the last, for good; return their rows.

        Raises:
            MessageNotFound: one of them is not stored.
        """

    def joined_with(self, inbound: Message) -> Sequence[Message]:
        """Return the pending messages of the turn that a message belongs to, itself included."""

    def append_said(self, conversation_id: str, said: Said, at: datetime) -> Message:
        """Store what is said unasked, or return the row of a known message id.

        Raises:
            ConversationNotFound: there is no such conversation.
            StorageConflict: the message id belongs to somebody else's message.
        """

    def close_pending(self, conversation_id: str) -> Sequence[Message]:
        """Mark all waiting messages done without an answer and return them, the first first."""

    def note_reading(
        self,
        inbound: Message,
        reading: Mapping[str, Any] | None,
        *,
        suppressed: Sequence[Reply] = (),
    ) -> None:
        """Store how a done message was read, and the replies that were not said any more.

        Raises:
            MessageNotFound: the row is not stored.
        """

    def unread(self, conversation_id: str, after: int = 0) -> Sequence[Message]:
        """Return the customer's done messages after a number that have no reading yet."""
