"""The work on cases, their incidents and clocks in SQL."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from casework.model.work import (
    CaseEvent,
    ClockRun,
    Handling,
    Incident,
    Nature,
    Origin,
    Pause,
    Step,
    Tick,
    TickKind,
)
from casework.storage.session import Row, SqlSession
from casework.storage.statements import among
from casework.storage.tables import case_clocks, cases
from casework.storage.tables_work import (
    case_events,
    case_handling,
    case_symptoms,
    clock_runs,
    incident_watches,
    incidents,
    is_running,
)
from casework.text import storable_json

# Of so many times the cases that it takes, a worker looks for those that no other one holds.
LOOKED_AHEAD: Final = 8

HANDLING: Final = tuple(spec.name for spec in fields(Handling))
#: The records of many cases, and of one.
HANDLINGS: Final = tuple(
    sa.select(case_handling).where(among(case_handling.c.case_no, "case_nos", one=one))
    for one in (False, True)
)
EVENTS: Final = (
    sa.select(case_events)
    .where(case_events.c.case_no == sa.bindparam("case_no"))
    .order_by(case_events.c.id)
)
#: The runs of many cases, and of one.
RUNS: Final = tuple(
    sa.select(clock_runs)
    .where(among(clock_runs.c.case_no, "case_nos", one=one))
    .order_by(clock_runs.c.clock_id)
    for one in (False, True)
)
NEXT: Final = (
    sa.select(clock_runs.c.next_at).where(is_running).order_by(clock_runs.c.next_at).limit(1)
)
DUE: Final = (
    sa.select(cases.c.case_no)
    .where(
        cases.c.case_no.in_(
            sa.select(clock_runs.c.case_no)
            .where(clock_runs.c.next_at <= sa.bindparam("now"))
            .order_by(clock_runs.c.next_at)
            .limit(sa.bindparam("looked_at", type_=sa.Integer))
        )
    )
    .limit(sa.bindparam("most", type_=sa.Integer))
    .with_for_update(skip_locked=True, key_share=True)
)


class _SqlStore:
    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def _of_cases(
        self, queries: Sequence[sa.Select[Any]], case_nos: Collection[str]
    ) -> Sequence[Row]:
        one = len(case_nos) == 1
        (wanted,) = case_nos if one else (list(case_nos),)
        return self._session.all(queries[one], {"case_nos": wanted})


class SqlHandlingStore(_SqlStore):
    """One row a case."""

    def __init__(self, session: SqlSession) -> None:
        super().__init__(session)
        self._seen: dict[str, Handling] = {}

    def put(self, handling: Handling) -> None:
        """Write the row, unless it was read in this transaction and is the same."""
        if self._seen.get(handling.case_no) != handling:
            values = {name: _plain(getattr(handling, name)) for name in HANDLING}
            self._session.put(case_handling, values)
            self._seen[handling.case_no] = handling

    def get(self, case_no: str) -> Handling | None:
        """Read one row."""
        found = self.many([case_no])
        return found[0] if found else None

    def many(self, case_nos: Collection[str]) -> Sequence[Handling]:
        """Read the rows."""
        rows = self._of_cases(HANDLINGS, case_nos)
        found = [_handling(row) for row in rows]
        self._seen |= {each.case_no: each for each in found}
        return found


class SqlEventStore(_SqlStore):
    """One row an event."""

    def add(self, event: CaseEvent) -> CaseEvent:
        """Insert a row."""
        return replace(event, id=self._session.insert(case_events, _event_values(event)))

    def add_all(self, events: Sequence[CaseEvent]) -> None:
        """Insert them in one statement."""
        self._session.insert_all(case_events, [_event_values(event) for event in events])

    def list(self, case_no: str) -> Sequence[CaseEvent]:
        """Read in the order of insertion."""
        return [CaseEvent(**row) for row in self._session.all(EVENTS, {"case_no": case_no})]


class SqlIncidentStore(_SqlStore):
    """Troubles, one row a case and trouble, and incidents."""

    def watch(self, product_key: str, symptom: str) -> None:
        """Lock the row of the trouble, made when it is new."""
        key = {"product_key": product_key, "symptom": symptom}
        self._session.insert_new(incident_watches, key)
        query = sa.select(incident_watches.c.symptom).filter_by(**key)
        self._session.scalar(query.with_for_update())

    def note(
        self,
        case_no: str,
        product_key: str,
        symptom: str,
        identities: Sequence[str],
        at: datetime,
    ) -> None:
        """Insert a row."""
        self._session.insert(
            case_symptoms,
            {
                "case_no": case_no,
                "product_key": product_key,
                "symptom": symptom,
                "identities": storable_json(list(identities)),
                "at": at,
            },
        )

    def cases_with(
        self, product_key: str, symptom: str, since: datetime
    ) -> Sequence[tuple[str, tuple[str, ...]]]:
        """Read along the index on troubles."""
        query = (
            sa.select(case_symptoms)
            .filter_by(product_key=product_key, symptom=symptom)
            .where(case_symptoms.c.at >= since)
        )
        rows = self._session.all(query.order_by(case_symptoms.c.id))
        return [(row["case_no"], tuple(row["identities"])) for row in rows]

    def find(self, product_key: str, symptom: str, since: datetime) -> Incident | None:
        """Read the latest one of the trouble."""
        query = (
            sa.select(incidents)
            .filter_by(product_key=product_key, symptom=symptom)
            .where(incidents.c.last_case_at >= since)
            .order_by(incidents.c.opened_at.desc())
        )
        row = self._session.first(query.limit(1))
        return None if row is None else Incident(**row)

    def put(self, incident: Incident) -> None:
        """Write the row."""
        self._session.put(incidents, asdict(incident))

    def list(self, limit: int = 100) -> Sequence[Incident]:
        """Read by the time of opening."""
        query = sa.select(incidents).order_by(incidents.c.opened_at.desc(), incidents.c.id)
        return [Incident(**row) for row in self._session.all(query.limit(limit))]


class SqlClockRunStore(_SqlStore):
    """One row a clock; the case's row is the lock of all its clocks."""

    def put(self, run: ClockRun) -> None:
        """Write the row."""
        self._session.put(clock_runs, _run_values(run))

    def put_all(self, runs: Sequence[ClockRun]) -> None:
        """Write the rows."""
        self._session.put_all(clock_runs, [_run_values(run) for run in runs])

    def stop(self, clock_ids: Collection[int]) -> None:
        """Write one column of their rows."""
        self._session.change(clock_runs, list(clock_ids), {"next_at": None})

    def add_all(self, runs: Sequence[ClockRun]) -> None:
        """Insert them in one statement."""
        self._session.insert_all(clock_runs, [_run_values(run) for run in runs])

    def of_case(self, case_no: str) -> Sequence[ClockRun]:
        """Read by the case."""
        return self.of_cases([case_no])

    def of_cases(self, case_nos: Collection[str]) -> Sequence[ClockRun]:
        """Read by the cases."""
        return [_run(row) for row in self._of_cases(RUNS, case_nos)]

    def claim_cases(self, now: datetime, limit: int) -> Sequence[str]:
        """Lock the cases' rows and skip those that are locked; SQLite's writers are alone."""
        values = {"now": now, "looked_at": limit * LOOKED_AHEAD, "most": limit}
        return [str(row["case_no"]) for row in self._session.all(DUE, values)]

    def next_at(self) -> datetime | None:
        """Read from the index on the next instant."""
        found: datetime | None = self._session.scalar(NEXT)
        return found

    def provisional_cases(self) -> Sequence[str]:
        """Read the marked clocks."""
        query = (
            sa.select(clock_runs.c.case_no)
            .join(case_clocks, case_clocks.c.id == clock_runs.c.clock_id)
            .where(clock_runs.c.provisional, case_clocks.c.met_at.is_(None))
            .distinct()
        )
        return [str(row["case_no"]) for row in self._session.all(query)]

    def unstarted_cases(self) -> Sequence[str]:
        """Read the clocks without a row of their own here."""
        query = (
            sa.select(case_clocks.c.case_no)
            .outerjoin(clock_runs, clock_runs.c.clock_id == case_clocks.c.id)
            .where(clock_runs.c.clock_id.is_(None), case_clocks.c.met_at.is_(None))
            .distinct()
        )
        return [str(row["case_no"]) for row in self._session.all(query)]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return storable_json([str(item) for item in value])
    return str(value) if isinstance(value, str) else value


def _handling(row: Row) -> Handling:
    lists = ("shared_with", "complex_reasons", "warnings", "customer_groups", "joined")
    return Handling(
        **{
            **row,
            **{name: tuple(row[name]) for name in lists},
            "origin": None if row["origin"] is None else Origin(row["origin"]),
            "nature": None if row["nature"] is None else Nature(row["nature"]),
        }
    )


def _pause_values(pause: Pause) -> list[Any]:
    until = None if pause.until is None else pause.until.isoformat()
    return [pause.since.isoformat(), pause.author, storable_json(pause.reason), until]


def _event_values(event: CaseEvent) -> dict[str, Any]:
    return {
        "case_no": event.case_no,
        "at": event.at,
        "author": event.author,
        "kind": event.kind,
        "data": storable_json(event.data),
    }


def _run_values(run: ClockRun) -> dict[str, Any]:
    return {
        "clock_id": run.clock_id,
        "case_no": run.case_no,
        "started_at": run.started_at,
        "ticks": [[tick.offset, str(tick.kind), tick.to, tick.level] for tick in run.ticks],
        "next_tick": run.next_tick,
        "next_at": run.next_at,
        "working_days": run.working_days,
        "starts": None if run.starts is None else str(run.starts),
        "pauses": [_pause_values(pause) for pause in run.pauses],
        "provisional": run.provisional,
    }


def _run(row: Row) -> ClockRun:
    pauses = (
        Pause(
            datetime.fromisoformat(since), author, reason, until and datetime.fromisoformat(until)
        )
        for since, author, reason, until in row["pauses"]
    )
    ticks = (Tick(offset, TickKind(kind), to, level) for offset, kind, to, level in row["ticks"])
    starts = None if row["starts"] is None else Step(row["starts"])
    return ClockRun(**{**row, "ticks": tuple(ticks), "pauses": tuple(pauses), "starts": starts})
