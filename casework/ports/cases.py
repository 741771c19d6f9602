"""Where cases and intakes are kept."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from casework.model import EVERY_CASE, Case, CaseFilters, DueClock, Intake, Supplement


class CaseStore(Protocol):
    """The filed cases, their clocks and supplements."""

    def add(self, case: Case) -> Case:
        """Store a new case and return it with the ids of its clocks.

        Raises:
            CaseNumberTaken: the number is another case's.
            StorageConflict: its intake was filed by another transaction.
        """

    def get(self, case_no: str) -> Case:
        """Return the case with this number.

        Raises:
            CaseNotFound: there is none.
        """

    def many(self, case_nos: Collection[str]) -> Sequence[Case]:
        """Return the cases with these numbers, in no order; unknown ones are left out."""

    def outside_incidents(self, case_nos: Collection[str]) -> Sequence[str]:
        """Return which of these cases belong to no incident, in no order."""

    def lock(self, case_no: str) -> Case:
        """Keep other transactions off this case until the end of this one, and return it.

        Whoever changes a case, its clocks or its handling locks it first.

        Raises:
            CaseNotFound: there is none.
        """

    def find_by_intake(self, intake_id: str) -> Case | None:
        """Return the case that this intake became."""

    def list(
        self,
        *,
        conversation_id: str | None = None,
        filters: CaseFilters = EVERY_CASE,
        before: tuple[datetime, str] | None = None,
        limit: int = 50,
    ) -> Sequence[Case]:
        """Return cases, the newest first.

        Args:
            conversation_id: only this conversation's.
            filters: what a case has to be.
            before: only what follows the case with this `created_at` and `case_no`.
            limit: how many at most.
        """

    def update(self, case: Case) -> Case:
        """Store all fields of a known case, its clocks included.

        Raises:
            CaseNotFound: there is none with its number.
        """

    def update_clock(self, case_no: str, clock: DueClock) -> DueClock:
        """Store one clock of a known case and return it with its id."""

    def settle_clocks(self, settled: Mapping[str, Sequence[DueClock]]) -> None:
        """Store when these clocks of known cases were met, and that they were missed.

        A clock that is missed is so from the instant on when it was due.
        """

    def count(self, since: datetime | None = None) -> int:
        """Return how many cases are filed, all or since an instant."""

    def add_supplement(self, supplement: Supplement) -> Supplement:
        """Store a supplement and return it with its id.

        Raises:
            CaseNotFound: its case does not exist.
        """

    def list_supplements(self, case_no: str) -> Sequence[Supplement]:
        """Return the supplements of a case, the oldest first."""


class IntakeStore(Protocol):
    """The intakes; a conversation has at most one open."""

    def add(self, intake: Intake) -> None:
        """Store a new intake.

        Raises:
            StorageConflict: another one is open in its conversation.
        """

    def get(self, intake_id: str) -> Intake | None:
        """Return the intake with this id."""

    def find_open(self, conversation_id: str) -> Intake | None:
        """Return the open intake of the conversation."""

    def find_filed(self, conversation_id: str, turn_id: str) -> Intake | None:
        """Return the intake of the conversation that this turn filed."""

    def update(self, intake: Intake) -> None:
        """Store all fields of a known intake.

        Raises:
            StorageConflict: the turn filed another intake of the conversation already.
        """
