"""Who speaks: the bot, or one agent at a time, by compare-and-set on one row (R100, R198)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from casework.errors import ConversationNotFound, StorageConflict, TakeoverRefused
from casework.model import (
    Account,
    AuditEntry,
    Conversation,
    Lease,
    Message,
    MessageKind,
    QueueOutcome,
    QueueReason,
    Reply,
    Said,
    Sender,
    Whisper,
)
from casework.policy import Policy
from casework.ports import Clock, IdSource, UnitOfWork, UnitOfWorkFactory
from casework.services.handling import HandlingService
from casework.services.queue import QueueService
from casework.services.stretch import MOST_TOLD, Stretch, Taken
from casework.text import storable


class TakeoverService:
    """Takes, renews, gives back, passes on and barges in."""

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        clock: Clock,
        ids: IdSource,
        policy: Policy,
        queue: QueueService,
        handling: HandlingService,
    ) -> None:
        self._uow_factory = uow_factory
        self._clock = clock
        self._ids = ids
        self._length = timedelta(seconds=policy.desk.lease_seconds)
        self._queue = queue
        self._handling = handling

    def take(self, conversation_id: str, account: Account, *, barge_in: bool = False) -> Taken:
        """Let an agent speak from now on; what waits for the bot is closed in the same step.

        Raises:
            TakeoverRefused: somebody else holds it (`held`), or the agent has enough (`limit`).
        """
        now = self._clock.now()
        with self._uow_factory() as uow:
            conversation = self._locked(uow, conversation_id)
            before = uow.leases.get(conversation_id)
            if before.holder == account.id:
                return Taken(before, (), before)
            if before.holder is not None and not barge_in:
                raise TakeoverRefused("held")
            if not barge_in and len(uow.leases.held(account.id)) >= account.chat_limit:
                raise TakeoverRefused("limit")
            closed = uow.messages.close_pending(conversation_id)
            lease = self._held_by(account, before, now)
            if before.holder is None and before.resume_turn_id is None:
                first = closed[0].seq - 1 if closed else conversation.last_seq
                lease = replace(lease, since_seq=first)
            self._store(uow, conversation, lease, before)
            waiting = uow.queue.find_open(conversation_id)
            if waiting is not None:
                uow.queue.update(
                    replace(waiting, left_at=now, left_by=account.id, outcome=QueueOutcome.TAKEN)
                )
            action = "lease.barged_in" if before.holder else "lease.taken"
            uow.audit.add(
                AuditEntry.by(account, now, action, conversation_id, version=lease.version)
            )
            uow.commit()
        return Taken(lease, closed, before)

    def give_back(self, conversation_id: str, account: Account) -> Lease:
        """Let the bot speak again; raise `TakeoverRefused` where the agent does not hold it."""
        now = self._clock.now()
        with self._uow_factory() as uow:
            conversation = self._locked(uow, conversation_id)
            before = self._mine(uow, conversation_id, account)
            lease = self._released(before)
            self._store(uow, conversation, lease, before)
            uow.audit.add(AuditEntry.by(account, now, "lease.given_back", conversation_id))
            uow.commit()
        return lease

    def pass_on(self, conversation_id: str, account: Account, to: Account | None) -> Lease:
        """Hand a held conversation to a colleague, or to the queue where none is named.

        Raises:
            TakeoverRefused: the agent does not hold it, or the colleague cannot take it.
        """
        now = self._clock.now()
        with self._uow_factory() as uow:
            conversation = self._locked(uow, conversation_id)
            before = self._mine(uow, conversation_id, account)
            if to is None:
                lease = self._released(before)
                self._store(uow, conversation, lease, before)
                self._queue.enter(uow, conversation_id, QueueReason.PASSED_ON, now)
            else:
                if not to.is_active or to.id == account.id:
                    raise TakeoverRefused("colleague")
                if len(uow.leases.held(to.id)) >= to.chat_limit:
                    raise TakeoverRefused("limit")
                lease = self._held_by(to, before, now)
                self._store(uow, conversation, lease, before)
            target = to.username if to else "queue"
            uow.audit.add(
                AuditEntry.by(account, now, "lease.passed_on", conversation_id, to=target)
            )
            uow.commit()
        return lease

    def renew(self, account: Account) -> int:
        """Hear of an agent's browser: all that it holds lasts longer; return how many they are."""
        now = self._clock.now()
        with self._uow_factory() as uow:
            known = uow.accounts.get(account.id)
            if known is not None:
                uow.accounts.update(replace(known, seen_at=now))
            renewed = uow.leases.renew(account.id, now + self._length)
            uow.commit()
        return renewed

    def expire(self) -> Sequence[Lease]:
        """Give back what vanished agents held, and put it to the queue; return what they held."""
        now = self._clock.now()
        with self._uow_factory(read_only=True) as uow:
            gone = uow.leases.expired(now)
        ended = []
        for lease in gone:
            with self._uow_factory() as uow:
                conversation = self._locked(uow, lease.conversation_id)
                before = uow.leases.get(lease.conversation_id)
                # It may have been renewed or passed on since it was read.
                if before.version != lease.version or (before.expires_at or now) > now:
                    continue
                self._store(uow, conversation, self._released(before), before)
                self._queue.enter(uow, lease.conversation_id, QueueReason.AGENT_LOST, now)
                uow.audit.add(
                    AuditEntry(
                        at=now,
                        action="lease.expired",
                        subject=lease.conversation_id,
                        details={"holder": before.holder, "version": before.version},
                    )
                )
                uow.commit()
            ended.append(before)
        return ended

    def say(
        self, conversation_id: str, account: Account, text: str, message_id: str | None
    ) -> Message:
        """Store what an agent writes to the customer; a known message id is stored once.

        On the conversation's open cases it is a reply, with all that follows, in the same
        transaction.

        Raises:
            TakeoverRefused: the agent does not hold the conversation.
        """
        now = self._clock.now()
        with self._uow_factory() as uow:
            self._locked(uow, conversation_id)
            lease = self._mine(uow, conversation_id, account)
            known = message_id is not None and uow.messages.find(conversation_id, message_id)
            message = uow.messages.append_said(
                conversation_id,
                Said(
                    sender=Sender.AGENT,
                    text=text,
                    payload={"agent": account.display_name},
                    message_id=message_id,
                ),
                now,
            )
            uow.leases.replace(replace(lease, expires_at=now + self._length), lease.version)
            if not known:
                self._handling.said_at_desk(uow, message, f"desk:{account.username}")
            uow.commit()
        return message

    def whisper(self, conversation_id: str, account: Account, text: str) -> Whisper:
        """Store what a colleague tells the others about a conversation."""
        now = self._clock.now()
        with self._uow_factory() as uow:
            self._locked(uow, conversation_id)
            told = uow.whispers.add(
                Whisper(
                    conversation_id=conversation_id,
                    author=account.id,
                    author_name=account.display_name,
                    text=storable(text),
                    at=now,
                )
            )
            uow.commit()
        return told

    def corrected(self, conversation_id: str, account: Account, slots: Sequence[str]) -> None:
        """Note in the trail which fields of the record a person corrected."""
        with self._uow_factory() as uow:
            now = self._clock.now()
            uow.audit.add(
                AuditEntry.by(account, now, "record.corrected", conversation_id, slots=list(slots))
            )
            uow.commit()

    def lease(self, conversation_id: str) -> Lease:
        """Return who speaks now."""
        with self._uow_factory(read_only=True) as uow:
            return uow.leases.get(conversation_id)

    def stretch(self, conversation_id: str) -> Stretch | None:
        """Return what the bot has to know before it speaks again, None where it need not."""
        with self._uow_factory(read_only=True) as uow:
            lease = uow.leases.get(conversation_id)
            conversation = uow.conversations.get(conversation_id)
            if lease.resume_turn_id is None or conversation is None:
                return None
            after = max(lease.since_seq, conversation.last_seq - MOST_TOLD)
            messages = uow.messages.after(conversation_id, after, MOST_TOLD)
        return Stretch(lease, conversation, messages)

    def resuming(self) -> Sequence[str]:
        """Return the conversations in which the bot has still to speak after a hand-back."""
        with self._uow_factory(read_only=True) as uow:
            return [lease.conversation_id for lease in uow.leases.resuming()]

    def resumed(self, stretch: Stretch, replies: Sequence[Reply]) -> Sequence[Message]:
        """Store what the bot says when it is back, unless somebody took over again meanwhile."""
        now = self._clock.now()
        conversation_id = stretch.lease.conversation_id
        with self._uow_factory() as uow:
            self._locked(uow, conversation_id)
            lease = uow.leases.get(conversation_id)
            if lease != stretch.lease:
                return []
            said = [
                uow.messages.append_said(
                    conversation_id,
                    Said(
                        sender=Sender.BOT,
                        text=reply.text,
                        payload=reply.payload,
                        kind=MessageKind.MESSAGE,
                        turn_id=lease.resume_turn_id,
                    ),
                    now,
                )
                for reply in replies
            ]
            uow.leases.replace(replace(lease, resume_turn_id=None), lease.version)
            uow.commit()
        return said

    @staticmethod
    def _locked(uow: UnitOfWork, conversation_id: str) -> Conversation:
        uow.conversations.lock(conversation_id)
        conversation = uow.conversations.get(conversation_id)
        if conversation is None:
            raise ConversationNotFound(conversation_id)
        return conversation

    @staticmethod
    def _mine(uow: UnitOfWork, conversation_id: str, account: Account) -> Lease:
        lease = uow.leases.get(conversation_id)
        if lease.holder != account.id:
            raise TakeoverRefused("not_holder")
        return lease

    def _held_by(self, account: Account, before: Lease, now: datetime) -> Lease:
        return replace(
            before,
            version=before.version + 1,
            holder=account.id,
            holder_name=account.display_name,
            since=now,
            expires_at=now + self._length,
            resume_turn_id=None,
        )

    def _released(self, before: Lease) -> Lease:
        return replace(
            before,
            version=before.version + 1,
            holder=None,
            expires_at=None,
            resume_turn_id=self._ids.new_id(),
        )

    @staticmethod
    def _store(uow: UnitOfWork, conversation: Conversation, lease: Lease, before: Lease) -> None:
        if not uow.leases.replace(lease, before.version):
            raise StorageConflict("leases.version")
        uow.conversations.update(replace(conversation, held_by=lease.holder))
