"""The cases in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from casework.errors import CaseNotFound, CaseNumberTaken, StorageConflict
from casework.model import EVERY_CASE, Case, CaseFilters, DueClock, Supplement
from casework.storage.memory_case_filters import passes
from casework.storage.memory_state import MemoryStore


class MemoryCaseStore(MemoryStore):
    """Cases by number."""

    def add(self, case: Case) -> Case:
        """Check what the SQL tables hold unique, then keep the case."""
        if case.case_no in self._state.cases:
            raise CaseNumberTaken(case.case_no)
        if case.intake_id is not None and self.find_by_intake(case.intake_id) is not None:
            raise StorageConflict("cases.intake_id")
        return self._keep(case)

    def get(self, case_no: str) -> Case:
        """Look up by number."""
        try:
            return self._state.cases[case_no]
        except KeyError as error:
            raise CaseNotFound(case_no) from error

    def many(self, case_nos: Collection[str]) -> Sequence[Case]:
        """Look up each number."""
        return [case for case_no in case_nos if (case := self._state.cases.get(case_no))]

    def outside_incidents(self, case_nos: Collection[str]) -> Sequence[str]:
        """Look at each case."""
        return [case.case_no for case in self.many(case_nos) if case.links.incident is None]

    def lock(self, case_no: str) -> Case:
        """Look up by number; a writing transaction is alone."""
        return self.get(case_no)

    def find_by_intake(self, intake_id: str) -> Case | None:
        """Look through all cases."""
        return next((c for c in self._state.cases.values() if c.intake_id == intake_id), None)

    def list(
        self,
        *,
        conversation_id: str | None = None,
        filters: CaseFilters = EVERY_CASE,
        before: tuple[datetime, str] | None = None,
        limit: int = 50,
    ) -> Sequence[Case]:
        """Sort all cases that fit."""
        found = [
            case
            for case in self._state.cases.values()
            if conversation_id is None or case.conversation_id == conversation_id
            if passes(case, filters)
            if before is None or (case.created_at, case.case_no) < before
        ]
        found.sort(key=lambda case: (case.created_at, case.case_no), reverse=True)
        return found[:limit]

    def update(self, case: Case) -> Case:
        """Replace a known case."""
        self.get(case.case_no)
        return self._keep(case)

    def update_clock(self, case_no: str, clock: DueClock) -> DueClock:
        """Replace or add one clock of a case."""
        case = self.get(case_no)
        kept = clock if clock.id is not None else replace(clock, id=self._state.next_id())
        others = [each for each in case.clocks if each.id != kept.id]
        clocks = sorted([*others, kept], key=lambda each: each.id or 0)
        self._state.cases[case_no] = replace(case, clocks=tuple(clocks))
        return kept

    def settle_clocks(self, settled: Mapping[str, Sequence[DueClock]]) -> None:
        """Replace each of them."""
        for case_no, clocks in settled.items():
            for clock in clocks:
                self.update_clock(case_no, clock)

    def count(self, since: datetime | None = None) -> int:
        """Count them."""
        cases = self._state.cases.values()
        return sum(since is None or case.created_at >= since for case in cases)

    def add_supplement(self, supplement: Supplement) -> Supplement:
        """Keep a supplement of a known case."""
        self.get(supplement.case_no)
        kept = replace(supplement, id=self._state.next_id())
        self._state.supplements.append(kept)
        return kept

    def list_supplements(self, case_no: str) -> Sequence[Supplement]:
        """Look through all supplements."""
        return [item for item in self._state.supplements if item.case_no == case_no]

    def _keep(self, case: Case) -> Case:
        clocks = tuple(
            clock if clock.id is not None else replace(clock, id=self._state.next_id())
            for clock in case.clocks
        )
        kept = replace(case, clocks=clocks)
        self._state.cases[case.case_no] = kept
        return kept
