"""Who waits for a person, why, in which order and how long (R7, R8, R40, R145)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from casework.errors import TakeoverRefused
from casework.model import (
    URGENCY,
    Account,
    AuditEntry,
    Callback,
    Channel,
    Message,
    Permission,
    Presence,
    QueueEntry,
    QueueOutcome,
    QueueReason,
    Tone,
)
from casework.office import is_open, next_opening
from casework.policy import Policy
from casework.ports import Clock, UnitOfWork, UnitOfWorkFactory
from casework.text import storable

#: An agent whose browser was not heard of for so long is not there.
SEEN_WITHIN: Final = timedelta(seconds=60)
#: A silence of yesterday is for the reminder, not for an agent.
QUIET_AT_MOST: Final = timedelta(hours=12)
LONGEST_CONTACT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    """What a customer may know of their wait."""

    waiting: bool
    position: int | None
    estimate_minutes: int | None
    open: bool
    callback: bool
    opens_at: datetime | None


class QueueService:
    """Keeps the queue and tells the customers' places in it."""

    def __init__(
        self, uow_factory: UnitOfWorkFactory, clock: Clock, policy: Policy, tz: ZoneInfo
    ) -> None:
        self._uow_factory = uow_factory
        self._clock = clock
        self._policy = policy
        self._tz = tz

    def consider(
        self, uow: UnitOfWork, inbound: Message, reading: Mapping[str, Any] | None, at: datetime
    ) -> QueueEntry | None:
        """Let a message put its conversation into the queue, in a running transaction."""
        reasons = [
            QueueReason.MISUNDERSTOOD if wish.reason == "misunderstood" else QueueReason.ASKED
            for wish in uow.handovers.list(inbound.conversation_id)
            if wish.turn_id == inbound.turn_id
        ]
        read = reading or {}
        if set(read.get("threats") or ()) & set(self._policy.desk.queue.threats):
            reasons.append(QueueReason.THREAT)
        if float(read.get("anger") or 0) >= self._policy.desk.queue.anger_from:
            reasons.append(QueueReason.FURIOUS)
        if not reasons:
            return None
        reason = min(reasons, key=lambda one: URGENCY[self._policy.desk.queue.priority(one)])
        categories = [item.get("name") for item in read.get("category") or ()]
        return self.enter(
            uow, inbound.conversation_id, reason, at, category=next(iter(categories), None)
        )

    def enter(
        self,
        uow: UnitOfWork,
        conversation_id: str,
        reason: QueueReason,
        at: datetime,
        *,
        category: str | None = None,
    ) -> QueueEntry | None:
        """Open a wait, or make the open one more urgent; a held conversation does not wait."""
        conversation = uow.conversations.get(conversation_id)
        if conversation is None or conversation.held_by is not None:
            return None
        priority = self._policy.desk.queue.priority(reason)
        waiting = uow.queue.find_open(conversation_id)
        if waiting is not None:
            if URGENCY[priority] < URGENCY[waiting.priority]:
                waiting = replace(waiting, priority=priority, reason=reason)
                uow.queue.update(waiting)
            return waiting
        if uow.callbacks.find_open(conversation_id) and reason is QueueReason.ASKED:
            # Who was promised a call need not ask again.
            return None
        return uow.queue.add(
            QueueEntry(
                conversation_id=conversation_id,
                reason=reason,
                priority=priority,
                entered_at=at,
                language=conversation.language,
                category=category,
            )
        )

    def states(self, conversation_ids: Iterable[str]) -> dict[str, QueueState]:
        """Return what the customers of these conversations may know, in one look at the queue."""
        now = self._clock.now()
        with self._uow_factory(read_only=True) as uow:
            waiting = uow.queue.list_open()
            agents = self._at_work(uow, now)
            free = sum(limit - busy for limit, busy in agents)
            capacity = sum(limit for limit, _ in agents)
            called = {
                one: uow.callbacks.find_open(one) is not None for one in set(conversation_ids)
            }
        places = {entry.conversation_id: place for place, entry in enumerate(waiting, 1)}
        minutes = self._policy.desk.queue.handling_minutes
        at_work = is_open(self._policy.office_hours, now, self._tz)
        opens_at = None if at_work else next_opening(self._policy.office_hours, now, self._tz)
        return {
            one: QueueState(
                waiting=one in places,
                position=places.get(one),
                estimate_minutes=_estimate(places.get(one), free, capacity, minutes, at_work),
                open=at_work,
                callback=one in places and not at_work and not promised,
                opens_at=opens_at,
            )
            for one, promised in called.items()
        }

    def waiting(self) -> Sequence[QueueEntry]:
        """Return all open waits in the order in which they are served."""
        with self._uow_factory(read_only=True) as uow:
            return uow.queue.list_open()

    def next_for(self, account: Account) -> QueueEntry | None:
        """Return the first wait that suits an agent's languages and skills."""
        waiting = [one for one in self.waiting() if one.assigned_to in (None, account.id)]
        return next((one for one in waiting if suits(account, one)), None)

    def promise_callback(self, conversation_id: str, contact: str) -> Callback:
        """Store the wish to be called back; once promised, the same promise is returned."""
        now = self._clock.now()
        hours = self._policy.office_hours
        due = next_opening(hours, now, self._tz) + timedelta(
            minutes=self._policy.desk.queue.callback_minutes
        )
        with self._uow_factory() as uow:
            uow.conversations.ensure(conversation_id, Channel.WEB, now)
            uow.conversations.lock(conversation_id)
            known = uow.callbacks.find_open(conversation_id)
            if known is not None:
                return known
            made = uow.callbacks.add(
                Callback(
                    conversation_id=conversation_id,
                    contact=storable(contact)[:LONGEST_CONTACT],
                    requested_at=now,
                    due_at=due,
                )
            )
            self._leave(uow, conversation_id, now, None, QueueOutcome.CALLBACK)
            uow.commit()
        return made

    def callbacks(self) -> Sequence[Callback]:
        """Return the open call-backs, the first due first."""
        with self._uow_factory(read_only=True) as uow:
            return uow.callbacks.list_open()

    def finish_callback(self, callback_id: int, account: Account) -> Callback:
        """Note that the customer was called; raise `TakeoverRefused` for an unknown one."""
        now = self._clock.now()
        with self._uow_factory() as uow:
            known = uow.callbacks.get(callback_id)
            if known is None or known.done_at is not None:
                raise TakeoverRefused("no_such_callback")
            done = replace(known, done_at=now, done_by=account.id)
            uow.callbacks.update(done)
            uow.audit.add(AuditEntry.by(account, now, "callback.done", known.conversation_id))
            uow.commit()
        return done

    def dismiss(self, conversation_id: str, account: Account) -> None:
        """End a wait without taking over: there was nothing to do."""
        now = self._clock.now()
        with self._uow_factory() as uow:
            uow.conversations.lock(conversation_id)
            if not self._leave(uow, conversation_id, now, account.id, QueueOutcome.DISMISSED):
                raise TakeoverRefused("not_waiting")
            uow.audit.add(AuditEntry.by(account, now, "queue.dismissed", conversation_id))
            uow.commit()

    def notice_quiet(self) -> Sequence[str]:
        """Let passive customers who fell silent in mid-intake be looked after (R40)."""
        now = self._clock.now()
        with self._uow_factory(read_only=True) as uow:
            silent = self._silent(uow, now)
        entered = []
        # Most looks find nobody: they shall not keep the others from writing.
        for conversation_id in silent:
            with self._uow_factory() as uow:
                uow.conversations.lock(conversation_id)
                still = conversation_id in self._silent(uow, now)
                if still and self.enter(uow, conversation_id, QueueReason.QUIET, now) is not None:
                    entered.append(conversation_id)
                    uow.commit()
        return entered

    def overdue(self) -> Sequence[QueueEntry]:
        """Return the waits that went over the policy's limit, each of them once (R7)."""
        now = self._clock.now()
        limit = now - timedelta(minutes=self._policy.desk.queue.alert_minutes)
        if not is_open(self._policy.office_hours, now, self._tz):
            return []
        if not any(_is_late(entry, limit) for entry in self.waiting()):
            return []
        with self._uow_factory() as uow:
            found = [entry for entry in uow.queue.list_open() if _is_late(entry, limit)]
            for entry in found:
                uow.queue.update(replace(entry, alerted_at=now))
                uow.audit.add(
                    AuditEntry(at=now, action="queue.overdue", subject=entry.conversation_id)
                )
            uow.commit()
        return found

    def _silent(self, uow: UnitOfWork, now: datetime) -> list[str]:
        """Return the passive customers' conversations that are silent and were not looked after."""
        silence = timedelta(minutes=self._policy.desk.queue.quiet_minutes)
        found = []
        for one in uow.overviews.quiet(now - QUIET_AT_MOST, now - silence):
            tone = (one.readings[-1].get("tone") or {}).get("name") if one.readings else None
            last = uow.queue.latest(one.conversation.id)
            if tone == Tone.PASSIVE and (last is None or last.entered_at < one.last_at):
                found.append(one.conversation.id)
        return found

    def _at_work(self, uow: UnitOfWork, now: datetime) -> list[tuple[int, int]]:
        """Return limit and present number of conversations of each agent who is there."""
        return [
            (one.chat_limit, min(len(uow.leases.held(one.id)), one.chat_limit))
            for one in uow.accounts.list()
            if is_there(one, now)
            and self._policy.desk.allows(one.role, Permission.CONVERSATIONS_TAKE)
        ]

    @staticmethod
    def _leave(
        uow: UnitOfWork, conversation_id: str, at: datetime, by: str | None, outcome: QueueOutcome
    ) -> bool:
        waiting = uow.queue.find_open(conversation_id)
        if waiting is None:
            return False
        uow.queue.update(replace(waiting, left_at=at, left_by=by, outcome=outcome))
        return True


def _is_late(entry: QueueEntry, limit: datetime) -> bool:
    return entry.alerted_at is None and entry.entered_at <= limit


def is_there(account: Account, now: datetime) -> bool:
    """Tell whether an agent is at the desk and takes conversations."""
    return (
        account.is_active
        and account.presence is Presence.AVAILABLE
        and account.seen_at is not None
        and now - account.seen_at <= SEEN_WITHIN
    )


def suits(account: Account, entry: QueueEntry) -> bool:
    """Tell whether an agent reads the customer's language and knows the matter."""
    reads = entry.language is None or entry.language in account.languages
    knows = not account.skills or entry.category is None or entry.category in account.skills
    return reads and knows


def _estimate(
    place: int | None, free: int, capacity: int, minutes: int, at_work: bool
) -> int | None:
    """Return minutes, or None where nobody can honestly say: no agent is there."""
    if place is None or capacity == 0 or not at_work:
        return None
    if place <= free:
        return 1
    return max(1, round((place - free) * minutes / capacity))
