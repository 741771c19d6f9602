"""Conversations as the desk's lists show them, in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from casework.model import CaseFilters, Channel, Conversation, Overview, Sender
from casework.storage.session import SqlSession
from casework.storage.sql_case_filters import conditions
from casework.storage.tables import cases, conversations, intakes, is_open, messages

#: So many of the customer's latest messages draw the curve of the tone.
CURVE: Final = 12


class SqlOverviewStore:
    """Joins each conversation with its last message and its latest readings."""

    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def recent(self, since: datetime, limit: int) -> Sequence[Overview]:
        """Read along the index on the messages' time."""
        query = _joined().where(messages.c.created_at >= since)
        return self._read(query.order_by(messages.c.created_at.desc()).limit(limit))

    def of(self, conversation_ids: Sequence[str]) -> Sequence[Overview]:
        """Read these rows."""
        if not conversation_ids:
            return []
        return self._read(_joined().where(conversations.c.id.in_(list(conversation_ids))))

    def quiet(self, since: datetime, until: datetime) -> Sequence[Overview]:
        """Join with the open intakes."""
        query = (
            _joined()
            .join(intakes, intakes.c.conversation_id == conversations.c.id)
            .where(
                is_open,
                messages.c.sender == str(Sender.BOT),
                messages.c.created_at >= since,
                messages.c.created_at < until,
            )
        )
        return self._read(query.order_by(messages.c.created_at))

    def case_numbers(
        self, filters: CaseFilters, *, before: tuple[datetime, str] | None = None, limit: int = 50
    ) -> Sequence[str]:
        """Read along the index on time and number."""
        query = sa.select(cases.c.case_no).where(*conditions(filters))
        if before is not None:
            query = query.where(sa.tuple_(cases.c.created_at, cases.c.case_no) < before)
        ordered = query.order_by(cases.c.created_at.desc(), cases.c.case_no.desc()).limit(limit)
        return [str(row["case_no"]) for row in self._session.all(ordered)]

    def _read(self, query: sa.Select[Any]) -> list[Overview]:
        rows = self._session.all(query)
        curves = self._curves([str(row["id"]) for row in rows])
        return [
            Overview(
                conversation=Conversation(
                    id=row["id"],
                    channel=Channel(row["channel"]),
                    created_at=row["created_at"],
                    language=row["language"],
                    locale=row["locale"],
                    held_by=row["held_by"],
                    last_seq=row["last_seq"],
                ),
                last_text=row["last_text"],
                last_sender=Sender(row["last_sender"]),
                last_at=row["last_at"],
                readings=tuple(curves.get(row["id"], ())),
            )
            for row in rows
        ]

    def _curves(self, ids: list[str]) -> dict[str, list[Mapping[str, Any]]]:
        if not ids:
            return {}
        place = sa.func.row_number().over(
            partition_by=messages.c.conversation_id, order_by=messages.c.seq.desc()
        )
        latest = (
            sa.select(
                messages.c.conversation_id,
                messages.c.seq,
                messages.c.reading,
                place.label("place"),
            )
            .where(messages.c.conversation_id.in_(ids), messages.c.reading.is_not(None))
            .subquery()
        )
        query = sa.select(latest).where(latest.c.place <= CURVE).order_by(latest.c.seq)
        curves: dict[str, list[Mapping[str, Any]]] = {}
        for row in self._session.all(query):
            curves.setdefault(row["conversation_id"], []).append(row["reading"])
        return curves


def _joined() -> sa.Select[Any]:
    return sa.select(
        conversations,
        messages.c.text.label("last_text"),
        messages.c.sender.label("last_sender"),
        messages.c.created_at.label("last_at"),
    ).join(
        messages,
        sa.and_(
            messages.c.conversation_id == conversations.c.id,
            messages.c.seq == conversations.c.last_seq,
        ),
    )
