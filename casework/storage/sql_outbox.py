"""The notices on their way out, and what is said unasked, in SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningUpdate

from casework.errors import ConversationNotFound
from casework.model import Message, MessageKind, Reply, Sender
from casework.model.work import Outgoing, OutgoingState
from casework.storage.session import Row, SqlSession
from casework.storage.sql_messages import message_from
from casework.storage.tables import conversations, messages
from casework.storage.tables_work import is_outgoing, outbox
from casework.text import storable_json

#: What an attempt changes of a notice.
CHANGEABLE: Final = ("state", "attempts", "next_at", "error", "sent_at")


@cache
def claiming(channels: tuple[str, ...]) -> ReturningUpdate[Any]:
    """Return the claim of what is due on these channels, the first of each lane.

    The rows are found and locked once, before any of them is written.
    """
    earlier = outbox.alias("earlier")
    due = (
        sa.select(outbox.c.id)
        .where(
            is_outgoing,
            outbox.c.next_at <= sa.bindparam("now"),
            sa.or_(sa.false(), *(outbox.c.channel == each for each in channels)),
            ~sa.exists().where(
                earlier.c.lane == outbox.c.lane,
                earlier.c.id < outbox.c.id,
                earlier.c.state == sa.literal_column("'pending'"),
            ),
        )
        .order_by(outbox.c.id)
        .limit(sa.bindparam("most", type_=sa.Integer))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return (
        sa.update(outbox)
        .where(outbox.c.id == due.c.id)
        .values(attempts=outbox.c.attempts + 1, next_at=sa.bindparam("until"))
        .returning(*outbox.c)
    )


@cache
def counting(state: OutgoingState) -> sa.Select[Any]:
    """Return the count of the notices in a state, which its partial index answers."""
    mine = outbox.c.state == sa.literal_column(f"'{state}'")
    return sa.select(sa.func.count()).select_from(outbox).where(mine)


class SqlOutboxStore:
    """One row a notice; a unique key keeps a notice from being written twice."""

    def __init__(self, session: SqlSession) -> None:
        self._session = session
        self._posted: list[dict[str, Any]] = []

    def add(self, outgoing: Outgoing) -> bool:
        """Insert unless the key is there."""
        self._session.catch_up()
        return self._session.insert_new(outbox, _values(outgoing))

    def post(self, outgoing: Outgoing) -> None:
        """Keep the row for one statement that inserts all of the transaction."""
        if not self._posted:
            self._session.postpone(self._insert_posted)
        self._posted.append(_values(outgoing))

    def get(self, row_id: int) -> Outgoing | None:
        """Read one row."""
        self._session.catch_up()
        row = self._session.first(sa.select(outbox).where(outbox.c.id == row_id))
        return None if row is None else _outgoing(row)

    def claim(
        self, now: datetime, lease_until: datetime, limit: int, channels: Collection[str]
    ) -> Sequence[Outgoing]:
        """Lock the rows, skip those that are locked, and move their next attempt on."""
        self._session.catch_up()
        values = {"now": now, "until": lease_until, "most": limit}
        taken = map(_outgoing, self._session.all(claiming(tuple(channels)), values))
        return sorted(taken, key=lambda each: each.id or 0)

    def update(self, outgoing: Outgoing) -> None:
        """Write the changeable columns."""
        self.update_all([outgoing])

    def update_all(self, outgoings: Sequence[Outgoing]) -> None:
        """Write the changeable columns, for all at once that are alike in them."""
        self._session.catch_up()
        alike: dict[tuple[Any, ...], list[int | None]] = {}
        for each in outgoings:
            changed = tuple(getattr(each, name) for name in CHANGEABLE)
            alike.setdefault(changed, []).append(each.id)
        for changed, ids in alike.items():
            values = dict(zip(CHANGEABLE, changed, strict=True))
            self._session.change(outbox, ids, {**values, "state": str(values["state"])})

    def list(
        self,
        *,
        state: OutgoingState | None = None,
        case_no: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> Sequence[Outgoing]:
        """Read against the order of insertion."""
        self._session.catch_up()
        query = sa.select(outbox).order_by(outbox.c.id.desc())
        if state is not None:
            query = query.where(outbox.c.state == sa.literal_column(f"'{state}'"))
        if case_no is not None:
            query = query.where(outbox.c.case_no == case_no)
        if before is not None:
            query = query.where(outbox.c.id < before)
        return [_outgoing(row) for row in self._session.all(query.limit(limit))]

    def count(self, state: OutgoingState) -> int:
        """Count the rows."""
        self._session.catch_up()
        return int(self._session.scalar(counting(state)))

    def _insert_posted(self) -> None:
        posted, self._posted = self._posted, []
        self._session.insert_all_new(outbox, posted)


class SqlUpdateStore:
    """Rows of the messages' table that answer none."""

    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def append(self, conversation_id: str, sender: Sender, reply: Reply, at: datetime) -> Message:
        """Lock the conversation, count its number on, insert."""
        mine = conversations.c.id == conversation_id
        last = self._session.scalar(
            sa.select(conversations.c.last_seq).where(mine).with_for_update()
        )
        if last is None:
            raise ConversationNotFound(conversation_id)
        values: dict[str, Any] = {
            "conversation_id": conversation_id,
            "seq": int(last) + 1,
            "sender": str(sender),
            "text": reply.text,
            "payload": storable_json(reply.payload),
            "kind": str(MessageKind.MESSAGE),
            "extra": {},
            "created_at": at,
        }
        row_id = self._session.insert(messages, values)
        self._session.run(sa.update(conversations).where(mine).values(last_seq=int(last) + 1))
        row = self._session.first(sa.select(messages).where(messages.c.id == row_id))
        if row is None:
            raise ConversationNotFound(conversation_id)
        return message_from(row)


def _values(outgoing: Outgoing) -> dict[str, Any]:
    return {
        "dedupe_key": outgoing.dedupe_key,
        "case_no": outgoing.case_no,
        "lane": outgoing.lane,
        "channel": outgoing.channel,
        "recipient": outgoing.recipient,
        "address": outgoing.address,
        "key": outgoing.key,
        "locale": outgoing.locale,
        "urgent": outgoing.urgent,
        "facts": storable_json(outgoing.facts),
        "created_at": outgoing.created_at,
        "state": str(outgoing.state),
        "attempts": outgoing.attempts,
        "next_at": outgoing.next_at or outgoing.created_at,
        "error": outgoing.error,
        "sent_at": outgoing.sent_at,
    }


def _outgoing(row: Row) -> Outgoing:
    values = {name: value for name, value in row.items() if name not in ("lane", "channel")}
    return Outgoing(**{**values, "state": OutgoingState(row["state"])})
