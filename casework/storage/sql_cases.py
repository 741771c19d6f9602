"""The cases in SQL."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
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
from casework.storage.statements import among
from casework.storage.tables import case_clocks, case_supplements, cases

APART: Final = ("links", "clocks", "references")
PLAIN: Final = tuple(spec.name for spec in fields(Case) if spec.name not in APART)

#: All columns but those that the database computes for itself.
SHOWN: Final = tuple(column for column in cases.c if column.computed is None)
_THESE: Final = among(cases.c.case_no, "case_nos", one=False)
ONE: Final = sa.select(*SHOWN).where(among(cases.c.case_no, "case_no", one=True))
ONE_LOCKED: Final = ONE.with_for_update(key_share=True)
MANY: Final = sa.select(*SHOWN).where(_THESE)
OUTSIDE: Final = sa.select(cases.c.case_no).where(_THESE, cases.c.incident.is_(None))
COUNT_SINCE: Final = (
    sa.select(sa.func.count()).select_from(cases).where(cases.c.created_at >= sa.bindparam("since"))
)
#: The clocks of many cases, and of one.
CLOCKS: Final = tuple(
    sa.select(case_clocks)
    .where(among(case_clocks.c.case_no, "case_nos", one=one))
    .order_by(case_clocks.c.id)
    for one in (False, True)
)
MET: Final = (
    sa.update(case_clocks)
    .where(case_clocks.c.id.in_(sa.bindparam("ids", expanding=True)))
    .values(met_at=sa.bindparam("met"))
)
#: A promise is missed at the instant when it was due.
MISSED: Final = MET.values(
    breached_at=sa.func.coalesce(case_clocks.c.breached_at, case_clocks.c.due_at)
)


class SqlCaseStore:
    """Cases with their clocks and supplements in three tables."""

    def __init__(self, session: SqlSession) -> None:
        self._session = session
        # Cases that nobody else can change before this transaction ends, as they are stored.
        self._held: dict[str, Case] = {}

    def add(self, case: Case) -> Case:
        """Insert the case, then its clocks."""
        if not self._session.insert_new(cases, _case_row(case), [cases.c.case_no]):
            raise CaseNumberTaken(case.case_no)
        return replace(case, clocks=self._store_clocks(case))

    def get(self, case_no: str) -> Case:
        """Read one case, unless it is held."""
        if case_no in self._held:
            return self._held[case_no]
        found = self._read(ONE, {"case_no": case_no})
        if not found:
            raise CaseNotFound(case_no)
        return found[0]

    def lock(self, case_no: str) -> Case:
        """Lock the row while it is read, then read its clocks as they are by then."""
        if case_no in self._held:
            return self._held[case_no]
        found = self._read(ONE_LOCKED, {"case_no": case_no})
        if not found:
            raise CaseNotFound(case_no)
        self._held[case_no] = found[0]
        return found[0]

    def many(self, case_nos: Collection[str]) -> Sequence[Case]:
        """Read the rows, then all their clocks."""
        return self._read(MANY, {"case_nos": list(case_nos)})

    def outside_incidents(self, case_nos: Collection[str]) -> Sequence[str]:
        """Read the numbers alone."""
        rows = self._session.all(OUTSIDE, {"case_nos": list(case_nos)})
        return [str(row["case_no"]) for row in rows]

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
        """Write what is not as it is stored: columns of the row, then clocks."""
        before = self._held.get(case.case_no)
        if before is None:
            clocks = self._clocks([case.case_no])[case.case_no]
            changed = _case_row(case)
        else:
            clocks = before.clocks
            changed = _changed_columns(before, case)
        if changed and self._session.change(cases, [case.case_no], changed) == 0:
            raise CaseNotFound(case.case_no)
        stored = {clock.id: clock for clock in clocks}
        gone = stored.keys() - {clock.id for clock in case.clocks}
        if gone:
            self._session.run(sa.delete(case_clocks).where(case_clocks.c.id.in_(gone)))
        updated = replace(case, clocks=self._store_clocks(case, stored))
        if before is not None:
            self._held[case.case_no] = _as_stored(updated)
        return updated

    def update_clock(self, case_no: str, clock: DueClock) -> DueClock:
        """Write one row of the clocks."""
        values = _clock_row(case_no, clock)
        if clock.id is None:
            kept = replace(clock, id=self._session.insert(case_clocks, values))
        else:
            kept = clock
            mine = sa.and_(case_clocks.c.id == clock.id, case_clocks.c.case_no == case_no)
            self._session.run(sa.update(case_clocks).where(mine).values(values))
        self._hold_clocks(case_no, [kept])
        return kept

    def settle_clocks(self, settled: Mapping[str, Sequence[DueClock]]) -> None:
        """Write the two columns, for all clocks at once that are settled alike."""
        alike: dict[tuple[datetime | None, bool], list[DueClock]] = {}
        for case_no, clocks in settled.items():
            for clock in clocks:
                alike.setdefault((clock.met_at, clock.breached_at is not None), []).append(clock)
            self._hold_clocks(case_no, clocks)
        for (met_at, missed), clocks in alike.items():
            self._session.run(
                MISSED if missed else MET, {"met": met_at, "ids": [each.id for each in clocks]}
            )

    def count(self, since: datetime | None = None) -> int:
        """Count the rows."""
        if since is not None:
            return int(self._session.scalar(COUNT_SINCE, {"since": since}))
        return int(self._session.scalar(sa.select(sa.func.count()).select_from(cases)))

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

    def _read(self, query: sa.Select[Any], values: Any = None) -> Sequence[Case]:
        rows = self._session.all(query, values)
        if not rows:
            return []
        clocks = self._clocks([row["case_no"] for row in rows])
        return [_case(row, clocks[row["case_no"]]) for row in rows]

    def _clocks(self, case_nos: Sequence[str]) -> Mapping[str, Sequence[DueClock]]:
        clocks: dict[str, list[DueClock]] = {case_no: [] for case_no in case_nos}
        one = len(case_nos) == 1
        values = {"case_nos": case_nos[0] if one else case_nos}
        for row in self._session.all(CLOCKS[one], values):
            clocks[row["case_no"]].append(_clock(row))
        return clocks

    def _hold_clocks(self, case_no: str, clocks: Sequence[DueClock]) -> None:
        """Keep what is held as it is stored, the clocks by the order of their numbers."""
        case = self._held.get(case_no)
        if case is not None:
            known = {each.id or 0: each for each in (*case.clocks, *map(_clock_as_stored, clocks))}
            clocks = tuple(known[number] for number in sorted(known))
            self._held[case_no] = replace(case, clocks=clocks)

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
    return {name: _plain(getattr(case, name)) for name in PLAIN} | _other_columns(case)


def _other_columns(case: Case) -> dict[str, Any]:
    return {
        "references": [{"type": str(each.type), "value": each.value} for each in case.references],
        "incident": case.links.incident,
        "parent": case.links.parent,
    }


def _changed_columns(before: Case, after: Case) -> dict[str, Any]:
    changed = {
        name: _plain(value)
        for name in PLAIN
        if (value := getattr(after, name)) != getattr(before, name)
    }
    if (before.links, before.references) != (after.links, after.references):
        changed |= _other_columns(after)
    return changed


def _as_stored(case: Case) -> Case:
    return replace(
        case,
        created_at=case.created_at.astimezone(UTC),
        updated_at=case.updated_at.astimezone(UTC),
        clocks=tuple(map(_clock_as_stored, case.clocks)),
    )


def _clock_as_stored(clock: DueClock) -> DueClock:
    return replace(
        clock,
        due_at=clock.due_at.astimezone(UTC),
        met_at=clock.met_at and clock.met_at.astimezone(UTC),
        breached_at=clock.breached_at and clock.breached_at.astimezone(UTC),
        explanation=dict(clock.explanation),
    )


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
