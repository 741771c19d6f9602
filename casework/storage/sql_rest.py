"""The smaller stores in SQL."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from casework.model import (
    ClockOffset,
    CompletedTurn,
    HandoverWish,
    IdempotencyKey,
    Intake,
    WebSession,
)
from casework.storage.session import SqlSession
from casework.storage.tables import (
    cases,
    completed_turns,
    conversations,
    handover_wishes,
    idempotency_keys,
    intakes,
    is_open,
    messages,
    product_clock,
    status_attempts,
    web_sessions,
)

KEY: Final = sa.select(idempotency_keys).where(idempotency_keys.c.key == sa.bindparam("wanted"))


class _SqlStore:
    def __init__(self, session: SqlSession) -> None:
        self._session = session


class SqlIntakeStore(_SqlStore):
    """Intakes in one table; a partial unique index allows one open in a conversation."""

    def add(self, intake: Intake) -> None:
        """Insert a row."""
        self._session.insert(intakes, asdict(intake))

    def get(self, intake_id: str) -> Intake | None:
        """Read one row."""
        return self._one(intakes.c.id == intake_id)

    def find_open(self, conversation_id: str) -> Intake | None:
        """Read from the partial index."""
        return self._one(sa.and_(intakes.c.conversation_id == conversation_id, is_open))

    def find_filed(self, conversation_id: str, turn_id: str) -> Intake | None:
        """Read by the turn, which is unique in its conversation."""
        return self._one(
            sa.and_(
                intakes.c.conversation_id == conversation_id, intakes.c.filed_turn_id == turn_id
            )
        )

    def update(self, intake: Intake) -> None:
        """Write the row."""
        self._session.run(
            sa.update(intakes).where(intakes.c.id == intake.id).values(asdict(intake))
        )

    def _one(self, condition: sa.ColumnElement[bool]) -> Intake | None:
        row = self._session.first(sa.select(intakes).where(condition))
        return None if row is None else Intake(**row)


class SqlTurnStore(_SqlStore):
    """Completed actions, one row each."""

    def add(self, turn: CompletedTurn) -> None:
        """Insert unless it is there."""
        self._session.insert_new(completed_turns, asdict(turn))

    def list(self, conversation_id: str, turn_id: str) -> Sequence[CompletedTurn]:
        """Read in the order of insertion."""
        query = sa.select(completed_turns).where(
            completed_turns.c.conversation_id == conversation_id,
            completed_turns.c.turn_id == turn_id,
        )
        return [
            CompletedTurn(**{name: value for name, value in row.items() if name != "id"})
            for row in self._session.all(query.order_by(completed_turns.c.id))
        ]


class SqlHandoverStore(_SqlStore):
    """Wishes for a person, one row a turn."""

    def add(self, wish: HandoverWish) -> None:
        """Insert unless it is there."""
        self._session.insert_new(handover_wishes, asdict(wish))

    def list(self, conversation_id: str | None = None) -> Sequence[HandoverWish]:
        """Read in the order of insertion."""
        query = sa.select(handover_wishes).order_by(handover_wishes.c.id)
        if conversation_id is not None:
            query = query.where(handover_wishes.c.conversation_id == conversation_id)
        return [
            HandoverWish(**{name: value for name, value in row.items() if name != "id"})
            for row in self._session.all(query)
        ]


class SqlIdempotencyStore(_SqlStore):
    """Keys of staff entries."""

    def add(self, key: IdempotencyKey) -> None:
        """Insert a row; the key is the primary key."""
        self._session.insert(idempotency_keys, asdict(key))

    def get(self, key: str) -> IdempotencyKey | None:
        """Read one row."""
        row = self._session.first(KEY, {"wanted": key})
        return None if row is None else IdempotencyKey(**row)


class SqlSessionStore(_SqlStore):
    """Browsers' sessions."""

    def add(self, session: WebSession) -> None:
        """Insert a row."""
        self._session.insert(web_sessions, asdict(session))

    def get(self, token_hash: str) -> WebSession | None:
        """Read one row."""
        row = self._session.first(
            sa.select(web_sessions).where(web_sessions.c.token_hash == token_hash)
        )
        return None if row is None else WebSession(**row)


class SqlAttemptStore(_SqlStore):
    """Wrong attempts, one row each."""

    def add(self, conversation_id: str, case_no: str, at: datetime) -> None:
        """Insert a row."""
        self._session.insert(
            status_attempts, {"conversation_id": conversation_id, "case_no": case_no, "at": at}
        )

    def count(
        self, since: datetime, *, conversation_id: str | None = None, case_no: str | None = None
    ) -> int:
        """Count the rows."""
        query = sa.select(sa.func.count()).where(status_attempts.c.at >= since)
        if conversation_id is not None:
            query = query.where(status_attempts.c.conversation_id == conversation_id)
        if case_no is not None:
            query = query.where(status_attempts.c.case_no == case_no)
        return int(self._session.scalar(query))


class SqlClockOffsetStore(_SqlStore):
    """The offset in a table of one row."""

    def get(self) -> ClockOffset | None:
        """Read the row."""
        row = self._session.first(sa.select(product_clock))
        if row is None:
            return None
        return ClockOffset(seconds=row["offset_seconds"], requested=row["requested"])

    def set(self, offset: ClockOffset) -> None:
        """Replace the row."""
        self._session.run(sa.delete(product_clock))
        self._session.insert(
            product_clock,
            {"id": 1, "offset_seconds": offset.seconds, "requested": offset.requested},
        )

    def latest_recorded(self) -> datetime | None:
        """Read the latest instant of the three tables that grow with use."""
        columns = (conversations.c.created_at, messages.c.created_at, cases.c.updated_at)
        found = [self._session.scalar(sa.select(sa.func.max(column))) for column in columns]
        return max((instant for instant in found if instant is not None), default=None)
