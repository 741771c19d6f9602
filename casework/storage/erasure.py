"""Erases a person from the tables: what was said goes, cases stay as numbers, dates and codes."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from casework.erasing import Person, Wanted
from casework.model import Status
from casework.model.accounts import AuditEntry
from casework.storage.erasure_finding import CLOSED, Finder, told_in
from casework.storage.erasure_tables import (
    BLANK_CASE,
    KEPT_OF_EVENTS,
    OF_A_CASE,
    OF_A_CONVERSATION,
)
from casework.storage.session import storage_errors
from casework.storage.tables import (
    case_clocks,
    cases,
    conversations,
    intakes,
    is_pending,
    messages,
)
from casework.storage.tables_desk import audit_entries, callbacks, leases, queue_entries
from casework.storage.tables_gate import gate_approvals
from casework.storage.tables_work import (
    case_events,
    case_handling,
    case_symptoms,
    clock_runs,
    incident_watches,
    outbox,
)
from casework.storage.trackers import Trackers

ERASED: Final = "erased"
#: So long a checkpoint waits for readers to leave.
CHECKPOINT_SECONDS: Final = 10.0
#: A whole file is written anew, which takes longer than a turn.
PATIENCE_MS: Final = 60_000


class SqlEraser:
    """Erases on one engine, and in Rasa's trackers where they are given."""

    def __init__(self, engine: Engine, trackers: Trackers | None = None) -> None:
        self._engine = engine
        self._trackers = trackers

    # -- one person ---------------------------------------------------------------------------

    def find(self, wanted: Wanted, *, follow: bool = True) -> Person:
        """Return what is stored of a person; nothing is changed.

        Raises:
            StorageError: the database does not answer.
        """
        with storage_errors(), self._engine.connect() as connection:
            return Finder(connection).find(wanted, follow=follow)

    def erase(
        self, wanted: Wanted, note: AuditEntry, *, follow: bool = True, at: datetime
    ) -> Person:
        """Erase a person and leave the note; return what was found, as it was before.

        Args:
            wanted: by what they are looked for.
            note: the line that the trail gets; it must hold nothing personal.
            follow: whether other cases with the same contact are theirs.
            at: the present instant.
        """
        with self._writing() as connection:
            person = self._found_and_locked(connection, wanted, follow=follow)
            if person.is_known:
                self._erase(connection, person.conversations, person.case_nos, at)
                self._remember(connection, note, person)
        self._forget_trackers({*person.conversations, *filter(None, [wanted.conversation_id])})
        return person

    def left_over(self, words: Collection[str]) -> dict[str, int]:
        """Return where the words still stand: columns and Rasa's events, with their rows."""
        with storage_errors(), self._engine.connect() as connection:
            found = Finder(connection).left_over(words)
        events = self._trackers.mentions(sorted(words)) if self._trackers else 0
        return {**found, **({"rasa.events": events} if events else {})}

    def conversations(self) -> Sequence[str]:
        """Return the ids of all conversations."""
        with storage_errors(), self._engine.connect() as connection:
            return list(connection.execute(sa.select(conversations.c.id)).scalars())

    def tracked(self, conversations_: Collection[str]) -> int:
        """Return how many events Rasa has of these conversations."""
        return self._trackers.count(conversations_) if self._trackers else 0

    # -- by age -------------------------------------------------------------------------------

    def idle_conversations(self, before: datetime, limit: int) -> Sequence[str]:
        """Return conversations without a case in which nothing was said since an instant.

        One in which a customer still waits, for a person, a call or an answer, is none of them.
        """
        query = _idle(before).order_by(conversations.c.created_at).limit(limit)
        with storage_errors(), self._engine.connect() as connection:
            return _column(connection, query)

    def old_cases(self, before: datetime, limit: int) -> Sequence[str]:
        """Return closed cases that nobody has touched since, and that still hold something."""
        query = _old(before).order_by(cases.c.updated_at).limit(limit)
        with storage_errors(), self._engine.connect() as connection:
            return _column(connection, query)

    def erase_idle(
        self, talks: Collection[str], before: datetime, note: AuditEntry, *, at: datetime
    ) -> Sequence[str]:
        """Erase those of the conversations that are still idle when their rows are locked."""
        with self._writing() as connection:
            _lock(connection, talks, ())
            still = _column(connection, _idle(before).where(conversations.c.id.in_(talks)))
            self._let_go(connection, still, (), note, at)
        self._forget_trackers(still)
        return still

    def anonymise_old(
        self, numbers: Collection[str], before: datetime, note: AuditEntry, *, at: datetime
    ) -> Sequence[str]:
        """Anonymise those of the cases that are still old and closed when their rows are locked."""
        with self._writing() as connection:
            _lock(connection, (), numbers)
            still = _column(connection, _old(before).where(cases.c.case_no.in_(numbers)))
            self._let_go(connection, (), still, note, at)
        return still

    def drop_sent_notices(self, before: datetime) -> int:
        """Delete notices that were delivered before an instant; return how many."""
        with self._writing() as connection:
            return connection.execute(sa.delete(outbox).where(outbox.c.sent_at < before)).rowcount

    # -- the file -----------------------------------------------------------------------------

    def compact(self) -> bool:
        """Let go of the room in which the rows stood; false where a reader kept it busy.

        SQLite's file is written anew and its log emptied; PostgreSQL vacuums the tables.
        """
        done = _compact(self._engine)
        if self._trackers is not None and self._trackers.is_there:
            done = _compact(self._trackers.engine) and done
        return done

    def _forget_trackers(self, talks: Collection[str]) -> None:
        if self._trackers is not None and talks:
            self._trackers.delete(talks)

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with storage_errors(), self._engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                # Outside the transaction: within one it has no effect.
                connection.connection.cursor().execute("PRAGMA secure_delete = ON")
            with connection.begin():
                yield connection

    @staticmethod
    def _found_and_locked(connection: sa.Connection, wanted: Wanted, *, follow: bool) -> Person:
        """Return the person with their rows locked, and whatever was filed until they were."""
        person = Finder(connection).find(wanted, follow=follow)
        while True:
            _lock(connection, person.conversations, person.case_nos)
            again = Finder(connection).find(wanted, follow=follow)
            if set(again.conversations) | set(again.case_nos) <= {
                *person.conversations,
                *person.case_nos,
            }:
                return again
            person = again

    def _erase(
        self,
        connection: sa.Connection,
        talks: Collection[str],
        numbers: Collection[str],
        at: datetime,
    ) -> None:
        _lock(connection, talks, numbers)
        self._forget_trackers(talks)
        _anonymise_trail(connection, talks, numbers)
        _anonymise_cases(connection, numbers, at)
        elsewhere = cases.c.conversation_id.in_(talks)
        connection.execute(sa.update(cases).where(elsewhere).values(conversation_id=None))
        filed = intakes.c.case_no.in_(numbers)
        connection.execute(sa.update(intakes).where(filed).values(case_no=None))
        for table in OF_A_CONVERSATION:
            connection.execute(sa.delete(table).where(table.c.conversation_id.in_(talks)))
        connection.execute(sa.delete(outbox).where(outbox.c.address.in_(told_in(talks))))
        connection.execute(sa.delete(conversations).where(conversations.c.id.in_(talks)))

    def _let_go(
        self,
        connection: sa.Connection,
        talks: Collection[str],
        numbers: Collection[str],
        note: AuditEntry,
        at: datetime,
    ) -> None:
        if talks or numbers:
            person = Finder(connection).described(talks, numbers)
            self._erase(connection, talks, numbers, at)
            self._remember(connection, note, person)

    @staticmethod
    def _remember(connection: sa.Connection, note: AuditEntry, person: Person) -> None:
        details = {
            **note.details,
            "conversations": len(person.conversations),
            "cases": list(person.case_nos),
        }
        connection.execute(
            sa.insert(audit_entries).values(
                at=note.at,
                actor=note.actor,
                actor_name=note.actor_name,
                action=note.action,
                subject=note.subject,
                details=details,
                address=note.address,
            )
        )


def _idle(before: datetime) -> sa.Select[Any]:
    talk = conversations.c.id
    said = sa.exists().where(messages.c.conversation_id == talk)
    busy = [
        sa.exists().where(cases.c.conversation_id == talk),
        said.where(messages.c.created_at >= before),
        said.where(is_pending),
        sa.exists().where(leases.c.conversation_id == talk, leases.c.holder.is_not(None)),
        sa.exists().where(
            queue_entries.c.conversation_id == talk, queue_entries.c.left_at.is_(None)
        ),
        sa.exists().where(callbacks.c.conversation_id == talk, callbacks.c.done_at.is_(None)),
    ]
    return sa.select(talk).where(conversations.c.created_at < before, sa.not_(sa.or_(*busy)))


def _old(before: datetime) -> sa.Select[Any]:
    return (
        sa.select(cases.c.case_no)
        .where(cases.c.status.in_([str(each) for each in CLOSED]))
        .where(cases.c.updated_at < before, cases.c.complaint_text != "")
    )


def _column(connection: sa.Connection, query: sa.Select[Any]) -> list[str]:
    return list(connection.execute(query).scalars())


def _anonymise_cases(connection: sa.Connection, numbers: Collection[str], at: datetime) -> None:
    mine = cases.c.case_no.in_(numbers)
    troubles = _troubles(connection, numbers)
    for table in OF_A_CASE:
        connection.execute(sa.delete(table).where(table.c.case_no.in_(numbers)))
    for product_key, symptom in troubles:
        _drop_watch(connection, product_key, symptom)
    is_open = cases.c.status.not_in([str(each) for each in CLOSED])
    # Nobody can work any more on what nobody knows any more.
    connection.execute(
        sa.update(cases).where(mine, is_open).values(status=str(Status.CLOSED), updated_at=at)
    )
    connection.execute(sa.update(cases).where(mine).values(dict(BLANK_CASE)))
    for row in connection.execute(
        sa.select(case_handling).where(case_handling.c.case_no.in_(numbers))
    ).mappings():
        connection.execute(
            sa.update(case_handling)
            .where(case_handling.c.case_no == row["case_no"])
            .values(customer_key=f"case:{row['case_no']}", customer_groups=[], product_key=None)
        )
    for row in _of(connection, case_events, numbers):
        connection.execute(
            sa.update(case_events)
            .where(case_events.c.id == row["id"])
            .values(data=_kept(row["data"]))
        )
    for row in _of(connection, clock_runs, numbers):
        # A pause is its beginning, who made it, why, and its end.
        pauses = [[since, author, "", until] for since, author, _, until in row["pauses"]]
        connection.execute(
            sa.update(clock_runs)
            .where(clock_runs.c.clock_id == row["clock_id"])
            .values(pauses=pauses, next_at=None, provisional=False)
        )
    for row in _of(connection, case_clocks, numbers):
        connection.execute(
            sa.update(case_clocks)
            .where(case_clocks.c.id == row["id"])
            .values(explanation=dict.fromkeys(row["explanation"], ""))
        )
    connection.execute(
        sa.update(gate_approvals)
        .where(gate_approvals.c.case_no.in_(numbers))
        .values(document="", wording=None)
    )


def _kept(data: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in data.items() if name in KEPT_OF_EVENTS}
    # The sheet of a case asks for it by its name.
    return {**kept, **({"customer_groups": []} if "customer_groups" in data else {})}


def _troubles(connection: sa.Connection, numbers: Collection[str]) -> set[tuple[str, str]]:
    query = sa.select(case_symptoms.c.product_key, case_symptoms.c.symptom).where(
        case_symptoms.c.case_no.in_(numbers)
    )
    return {(row[0], row[1]) for row in connection.execute(query)}


def _drop_watch(connection: sa.Connection, product_key: str, symptom: str) -> None:
    """Drop a watch, which names the product in the customer's words, when it was theirs alone."""
    watched = sa.exists().where(
        case_symptoms.c.product_key == product_key, case_symptoms.c.symptom == symptom
    )
    connection.execute(
        sa.delete(incident_watches).where(
            incident_watches.c.product_key == product_key,
            incident_watches.c.symptom == symptom,
            sa.not_(watched),
        )
    )


def _lock(connection: sa.Connection, talks: Collection[str], numbers: Collection[str]) -> None:
    """Lock rows that turns and steps lock, too: what is in flight ends before, or finds nothing."""
    for key, values in ((conversations.c.id, talks), (cases.c.case_no, numbers)):
        rows = sa.select(key).where(key.in_(values)).order_by(key).with_for_update()
        connection.execute(rows).all()


def _anonymise_trail(
    connection: sa.Connection, talks: Collection[str], numbers: Collection[str]
) -> None:
    """Empty the trail's lines about them: who did what and when stays, to whom does not."""
    about = audit_entries.c.subject.in_([*talks, *numbers])
    with _trail_open(connection):
        connection.execute(sa.update(audit_entries).where(about).values(details={}))
        connection.execute(
            sa.update(audit_entries)
            .where(audit_entries.c.subject.in_(talks))
            .values(subject=ERASED)
        )
        if talks:
            details = sa.cast(audit_entries.c.details, sa.Text)
            named = sa.or_(*(details.contains(talk, autoescape=True) for talk in talks))
            connection.execute(sa.update(audit_entries).where(named).values(details={}))


@contextmanager
def _trail_open(connection: sa.Connection) -> Iterator[None]:
    """Let this transaction change the trail; all others wait, and find it closed again."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER TABLE audit_entries DISABLE TRIGGER USER")
        yield
        connection.exec_driver_sql("ALTER TABLE audit_entries ENABLE TRIGGER USER")
        return
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    triggers = connection.exec_driver_sql(query, (audit_entries.name,)).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _, statement in triggers:
        connection.exec_driver_sql(statement)


def _of(
    connection: sa.Connection, table: sa.Table, numbers: Collection[str]
) -> Sequence[sa.RowMapping]:
    query = sa.select(table).where(table.c.case_no.in_(numbers))
    return connection.execute(query).mappings().all()


def _compact(engine: Engine) -> bool:
    with storage_errors(), engine.connect() as pooled:
        raw = pooled.connection
        if pooled.dialect.name == "sqlite":
            cursor = raw.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
            cursor.execute("VACUUM")
            deadline = time.monotonic() + CHECKPOINT_SECONDS
            while True:
                busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                if not busy or time.monotonic() > deadline:
                    cursor.close()
                    return not busy
                time.sleep(0.1)
    with storage_errors(), engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM")
    return True
