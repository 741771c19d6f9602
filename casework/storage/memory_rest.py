"""The smaller stores in memory."""

from collections.abc import Sequence
from datetime import datetime

from casework.errors import StorageConflict
from casework.model import (
    ClockOffset,
    CompletedTurn,
    HandoverWish,
    IdempotencyKey,
    Intake,
    WebSession,
)
from casework.storage.memory_state import MemoryStore


class MemoryIntakeStore(MemoryStore):
    """Intakes by id."""

    def add(self, intake: Intake) -> None:
        """Keep an intake, the only open one of its conversation."""
        self._check_unique(intake)
        self._state.intakes[intake.id] = intake

    def get(self, intake_id: str) -> Intake | None:
        """Look up by id."""
        return self._state.intakes.get(intake_id)

    def find_open(self, conversation_id: str) -> Intake | None:
        """Look through the conversation's intakes."""
        return next((item for item in self._of(conversation_id) if item.is_open), None)

    def find_filed(self, conversation_id: str, turn_id: str) -> Intake | None:
        """Look through the conversation's intakes."""
        mine = self._of(conversation_id)
        return next((item for item in mine if item.filed_turn_id == turn_id), None)

    def update(self, intake: Intake) -> None:
        """Replace an intake."""
        self._check_unique(intake)
        self._state.intakes[intake.id] = intake

    def _check_unique(self, intake: Intake) -> None:
        for other in self._of(intake.conversation_id):
            if other.id == intake.id:
                continue
            if other.is_open and intake.is_open:
                raise StorageConflict("intakes.open")
            if intake.filed_turn_id and other.filed_turn_id == intake.filed_turn_id:
                raise StorageConflict("intakes.filed_turn_id")

    def _of(self, conversation_id: str) -> Sequence[Intake]:
        return [
            item for item in self._state.intakes.values() if item.conversation_id == conversation_id
        ]


class MemoryTurnStore(MemoryStore):
    """Completed actions in a list."""

    def add(self, turn: CompletedTurn) -> None:
        """Keep it unless it is there."""
        done = self.list(turn.conversation_id, turn.turn_id)
        if turn.action not in [known.action for known in done]:
            self._state.turns.append(turn)

    def list(self, conversation_id: str, turn_id: str) -> Sequence[CompletedTurn]:
        """Look through all of them."""
        wanted = (conversation_id, turn_id)
        return [t for t in self._state.turns if (t.conversation_id, t.turn_id) == wanted]


class MemoryHandoverStore(MemoryStore):
    """Wishes for a person in a list."""

    def add(self, wish: HandoverWish) -> None:
        """Keep it unless the turn has one."""
        if wish.turn_id not in [known.turn_id for known in self.list(wish.conversation_id)]:
            self._state.wishes.append(wish)

    def list(self, conversation_id: str | None = None) -> Sequence[HandoverWish]:
        """Look through all of them."""
        return [
            wish
            for wish in self._state.wishes
            if conversation_id is None or wish.conversation_id == conversation_id
        ]


class MemoryIdempotencyStore(MemoryStore):
    """Keys of staff entries by key."""

    def add(self, key: IdempotencyKey) -> None:
        """Keep a new key."""
        if key.key in self._state.keys:
            raise StorageConflict("idempotency_keys.key")
        self._state.keys[key.key] = key

    def get(self, key: str) -> IdempotencyKey | None:
        """Look up by key."""
        return self._state.keys.get(key)


class MemorySessionStore(MemoryStore):
    """Browsers' sessions by token hash."""

    def add(self, session: WebSession) -> None:
        """Keep a new session."""
        if session.token_hash in self._state.sessions:
            raise StorageConflict("web_sessions.token_hash")
        self._state.sessions[session.token_hash] = session

    def get(self, token_hash: str) -> WebSession | None:
        """Look up by token hash."""
        return self._state.sessions.get(token_hash)


class MemoryAttemptStore(MemoryStore):
    """Wrong attempts in a list."""

    def add(self, conversation_id: str, case_no: str, at: datetime) -> None:
        """Keep an attempt."""
        self._state.attempts.append((conversation_id, case_no, at))

    def count(
        self, since: datetime, *, conversation_id: str | None = None, case_no: str | None = None
    ) -> int:
        """Look through all of them."""
        return sum(
            at >= since
            and (conversation_id is None or conversation_id == by)
            and (case_no is None or case_no == on)
            for by, on, at in self._state.attempts
        )


class MemoryClockOffsetStore(MemoryStore):
    """The offset."""

    def get(self) -> ClockOffset | None:
        """Return what is kept."""
        return self._state.offset

    def set(self, offset: ClockOffset) -> None:
        """Keep another one."""
        self._state.offset = offset

    def latest_recorded(self) -> datetime | None:
        """Look through what grows with use."""
        instants = [item.created_at for item in self._state.conversations.values()]
        instants += [item.created_at for item in self._state.messages.values()]
        instants += [item.updated_at for item in self._state.cases.values()]
        return max(instants, default=None)
