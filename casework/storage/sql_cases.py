"""The cases in SQL."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

import sqlalchemy as sa

from casework.errors import CaseNotFound, CaseNumberTaken
from casework.model import (
    EVERY_CASE,
    Case,
    CaseFilters,
    Category,
    Channel,
    ClockName,
    Demand,
    Department,
    DueClock,
    Grade,
    Links,
    Mindset,
    Priority,
    Reference,
    ReferenceType,
    Status,
    Supplement,
    Threat,
    Tone,
)
from casework.storage.session import Row, SqlSession
from casework.storage.sql_case_filters import conditions
from casework.storage.tables import case_clocks, case_supplements, cases

APART: Final = ("links", "clocks", "references")
PLAIN: Final = tuple(spec.name for spec in fields(Case) if spec.name not in APART)

#: All columns but those that the database computes for itself.
SHOWN: Final = tuple(column for column in cases.c if column.computed is None)


class SqlCaseStore:
    """Cases with their clocks and supplements in three tables."""

    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def add(self, case: Case) -> Case:
        """Insert the case, then its clocks."""
        if not self._session.insert_new(cases, _case_row(case), [cases.c.case_no]):
            raise CaseNumberTaken(case.case_no)
        return replace(case, clocks=self._store_clocks(case))

    def get(self, case_no: str) -> Case:
        """Read one case."""
        found = self._read(sa.select(*SHOWN).where(cases.c.case_no == case_no))
        if not found:
            raise CaseNotFound(case_no)
        return found[0]

    def lock(self, case_no: str) -> Case:
        """Lock the row while it is read, then read its clocks as they are by then."""
        query = sa.select(*SHOWN).where(cases.c.case_no == case_no)
        found = self._read(query.with_for_update(key_share=True))
        if not found:
            raise CaseNotFound(case_no)
        return found[0]

    def many(self, case_nos: Collection[str]) -> Sequence[Case]:
        """Read the rows, then all their clocks."""
        return self._read(sa.select(*SHOWN).where(cases.c.case_no.in_(case_nos)))

    def find_by_intake(self, intake_id: str) -> Case | None:
        """Read by the unique intake."""
        found = self._read(sa.select(*SHOWN).where(cases.c.intake_id == intake_id))
        return found[0] if found else None

    def list(
        self,
        *,
        conversation_id: str | None = None,
        filters: CaseFilters = EVERY_CASE,
        before: tuple[datetime, str] | None = None,
        limit: int = 50,
    ) -> Sequence[Case]:
        """Read along the index on creation."""
        query = sa.select(*SHOWN).where(*conditions(filters))
        query = query.order_by(cases.c.created_at.desc(), cases.c.case_no.desc())
        if conversation_id is not None:
            query = query.where(cases.c.conversation_id == conversation_id)
        if before is not None:
            # Compared as a pair, which is a range of the index; `or` would read from its start.
            query = query.where(sa.tuple_(cases.c.created_at, cases.c.case_no) < before)
        return self._read(query.limit(limit))

    def update(self, case: Case) -> Case:
        """Write the row, then those clocks that are not as they are stored."""
        statement = sa.update(cases).where(cases.c.case_no == case.case_no)
        if self._session.run(statement.values(_case_row(case))).rowcount == 0:
            raise CaseNotFound(case.case_no)
        stored = {clock.id: clock for clock in self._clocks([case.case_no])[case.case_no]}
        gone = stored.keys() - {clock.id for clock in case.clocks}
        if gone:
            self._session.run(sa.delete(case_clocks).where(case_clocks.c.id.in_(gone)))
        return replace(case, clocks=self._store_clocks(case, stored))

    def update_clock(self, case_no: str, clock: DueClock) -> DueClock:
        """Write one row of the clocks."""
        values = _clock_row(case_no, clock)
        if clock.id is None:
            return replace(clock, id=self._session.insert(case_clocks, values))
        mine = sa.and_(case_clocks.c.id == clock.id, case_clocks.c.case_no == case_no)
        self._session.run(sa.update(case_clocks).where(mine).values(values))
        return clock

    def count(self, since: datetime | None = None) -> int:
        """Count the rows."""
        query = sa.select(sa.func.count()).select_from(cases)
        if since is not None:
            query = query.where(cases.c.created_at >= since)
        return int(self._session.scalar(query))

    def add_supplement(self, supplement: Supplement) -> Supplement:
        """Insert a supplement of an existing case."""
        self.get(supplement.case_no)
        row_id = self._session.insert(
            case_supplements,
            {
                "case_no": supplement.case_no,
                "author": supplement.author,
                "text": supplement.text,
                "at": supplement.at,
            },
        )
        return replace(supplement, id=row_id)

    def list_supplements(self, case_no: str) -> Sequence[Supplement]:
        """Read in the order of insertion."""
        query = sa.select(case_supplements).where(case_supplements.c.case_no == case_no)
        return [
            Supplement(**row) for row in self._session.all(query.order_by(case_supplements.c.id))
        ]

    def _read(self, query: sa.Select[Any]) -> Sequence[Case]:
        rows = self._session.all(query)
        if not rows:
            return []
        clocks = self._clocks([row["case_no"] for row in rows])
        return [_case(row, clocks[row["case_no"]]) for row in rows]

    def _clocks(self, case_nos: Sequence[str]) -> Mapping[str, Sequence[DueClock]]:
        clocks: dict[str, list[DueClock]] = {case_no: [] for case_no in case_nos}
        of_these = sa.select(case_clocks).where(case_clocks.c.case_no.in_(clocks))
        for row in self._session.all(of_these.order_by(case_clocks.c.id)):
            clocks[row["case_no"]].append(_clock(row))
        return clocks

    def _store_clocks(
        self, case: Case, stored: Mapping[int | None, DueClock] = MappingProxyType({})
    ) -> tuple[DueClock, ...]:
        fresh = [clock for clock in case.clocks if clock.id is None]
        rows = [_clock_row(case.case_no, clock) for clock in fresh]
        numbers = iter(self._session.insert_all(case_clocks, rows))
        return tuple(
            replace(clock, id=next(numbers))
            if clock.id is None
            else self._changed(case.case_no, clock, stored)
            for clock in case.clocks
        )

    def _changed(
        self, case_no: str, clock: DueClock, stored: Mapping[int | None, DueClock]
    ) -> DueClock:
        return clock if stored.get(clock.id) == clock else self.update_clock(case_no, clock)


def _case_row(case: Case) -> dict[str, Any]:
    row = {name: _plain(getattr(case, name)) for name in PLAIN}
    row["references"] = [{"type": str(item.type), "value": item.value} for item in case.references]
    row["incident"] = case.links.incident
    row["parent"] = case.links.parent
    return row


def _clock_row(case_no: str, clock: DueClock) -> dict[str, Any]:
    return {
        "case_no": case_no,
        "name": str(clock.name),
        "due_at": clock.due_at,
        "met_at": clock.met_at,
        "breached_at": clock.breached_at,
        "explanation": dict(clock.explanation),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(item) for item in value]
    if isinstance(value, Mapping):
        return dict(value)
    return str(value) if isinstance(value, str) else value


def _case(row: Row, clocks: Sequence[DueClock]) -> Case:
    values = {name: row[name] for name in PLAIN}
    values |= {
        "status": Status(row["status"]),
        "category": tuple(map(Category, row["category"])),
        "tone": Tone(row["tone"]),
        "threats": tuple(map(Threat, row["threats"])),
        "mindset": None if row["mindset"] is None else Mindset(row["mindset"]),
        "demand": tuple(map(Demand, row["demand"])),
        "grade": Grade(row["grade"]),
        "grade_reasons": tuple(row["grade_reasons"]),
        "department": Department(row["department"]),
        "copied_to": tuple(row["copied_to"]),
        "priority": Priority(row["priority"]),
        "channel": Channel(row["channel"]),
    }
    return Case(
        **values,
        references=tuple(
            Reference(ReferenceType(item["type"]), item["value"]) for item in row["references"]
        ),
        links=Links(row["incident"], row["parent"]),
        clocks=tuple(clocks),
    )


def _clock(row: Row) -> DueClock:
    return DueClock(
        id=row["id"],
        name=ClockName(row["name"]),
        due_at=row["due_at"],
        met_at=row["met_at"],
        breached_at=row["breached_at"],
        explanation=row["explanation"],
    )
