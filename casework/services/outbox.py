"""Brings notices to their couriers, and what could not be delivered before people's eyes."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from casework.errors import NoticeNotFound
from casework.informing import CONVERSATION
from casework.model import Message, Reply, Sender
from casework.model.work import Outgoing, OutgoingState
from casework.ports import Clock, UnitOfWorkFactory
from casework.text import storable

LEASE: Final = timedelta(minutes=2)
FIRST_RETRY: Final = timedelta(seconds=10)
LONGEST_RETRY: Final = timedelta(hours=1)
MOST_ATTEMPTS: Final = 12
AT_ONCE: Final = 20
# A customer who is being answered hears the answer first.
WHILE_TALKING: Final = timedelta(seconds=2)
WHILE_HELD: Final = timedelta(seconds=30)
SAID: Final = "said"


class OutboxService:
    """Claims notices, settles them, and lists those that are given up."""

    def __init__(self, uow_factory: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow_factory = uow_factory
        self._clock = clock

    def claim(self, channels: Collection[str], limit: int = AT_ONCE) -> Sequence[Outgoing]:
        """Take notices that are due; who takes them has two minutes before others may."""
        now = self._clock.now()
        with self._uow_factory(read_only=True) as uow:
            if uow.outbox.count(OutgoingState.PENDING) == 0:
                return []
        with self._uow_factory() as uow:
            claimed = uow.outbox.claim(now, now + LEASE, limit, channels)
            uow.commit()
        return claimed

    def say(self, outgoing: Outgoing, text: str) -> Message | None:
        """Say a notice in its conversation and mark it sent, in one transaction, so only once.

        None is returned where it has to wait: the customer is being answered, or a person holds
        the conversation and the notice is not theirs.
        """
        conversation_id = outgoing.address.removeprefix(f"{CONVERSATION}:")
        now = self._clock.now()
        with self._uow_factory() as uow:
            uow.conversations.lock(conversation_id)
            stored = self._stored(uow.outbox.get(outgoing.id or 0), outgoing)
            if stored.state is not OutgoingState.PENDING:
                return None
            conversation = uow.conversations.get(conversation_id)
            from_agent = outgoing.key == SAID
            held = conversation is not None and conversation.held_by is not None
            wait = None
            if held and not from_agent:
                wait = WHILE_HELD
            elif uow.messages.next_pending(conversation_id) is not None:
                wait = WHILE_TALKING
            if wait is not None:
                put_off = replace(stored, attempts=stored.attempts - 1, next_at=now + wait)
                uow.outbox.update(put_off)
                uow.commit()
                return None
            message = uow.updates.append(
                conversation_id,
                Sender.AGENT if from_agent else Sender.BOT,
                Reply(text, {"key": outgoing.key, "custom": _custom(outgoing)}),
                now,
            )
            uow.outbox.update(replace(stored, state=OutgoingState.SENT, sent_at=now, error=None))
            uow.commit()
        return message

    def sent(self, outgoing: Outgoing) -> None:
        """Mark a notice as delivered."""
        self._settle(
            replace(outgoing, state=OutgoingState.SENT, sent_at=self._clock.now(), error=None)
        )

    def failed(self, outgoing: Outgoing, error: str, *, for_good: bool = False) -> Outgoing:
        """Set the next attempt, ever later; after the last one, the notice waits for a person."""
        error = storable(error)[:500]
        if for_good or outgoing.attempts >= MOST_ATTEMPTS:
            settled = replace(outgoing, state=OutgoingState.DEAD, error=error, next_at=None)
        else:
            later = min(FIRST_RETRY * 2 ** (outgoing.attempts - 1), LONGEST_RETRY)
            settled = replace(outgoing, error=error, next_at=self._clock.now() + later)
        self._settle(settled)
        return settled

    def list(
        self,
        *,
        state: OutgoingState | None = None,
        case_no: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> Sequence[Outgoing]:
        """Return notices, the latest first."""
        with self._uow_factory(read_only=True) as uow:
            return uow.outbox.list(state=state, case_no=case_no, before=before, limit=limit)

    def resend(self, row_id: int) -> Outgoing:
        """Let a notice that was given up be tried again at once.

        Raises:
            NoticeNotFound: none with this number was given up.
        """
        with self._uow_factory() as uow:
            stored = uow.outbox.get(row_id)
            if stored is None or stored.state is not OutgoingState.DEAD:
                raise NoticeNotFound(str(row_id))
            again = replace(
                stored, state=OutgoingState.PENDING, attempts=0, next_at=self._clock.now()
            )
            uow.outbox.update(again)
            uow.commit()
        return again

    def counts(self) -> dict[OutgoingState, int]:
        """Return how many notices wait and how many were given up."""
        states = (OutgoingState.PENDING, OutgoingState.DEAD)
        with self._uow_factory(read_only=True) as uow:
            return {state: uow.outbox.count(state) for state in states}

    def _settle(self, outgoing: Outgoing) -> None:
        with self._uow_factory() as uow:
            stored = self._stored(uow.outbox.get(outgoing.id or 0), outgoing)
            if stored.state is OutgoingState.PENDING:
                uow.outbox.update(outgoing)
                uow.commit()

    @staticmethod
    def _stored(stored: Outgoing | None, outgoing: Outgoing) -> Outgoing:
        if stored is None:
            raise NoticeNotFound(str(outgoing.id))
        return stored


def _custom(outgoing: Outgoing) -> dict[str, str]:
    return {"type": "case_update", "case_no": outgoing.case_no or "", "step": outgoing.key}
