"""Where the work on cases, their clocks and the notices on their way out are kept."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from casework.model import Message, Reply, Sender
from casework.model.work import CaseEvent, ClockRun, Handling, Incident, Outgoing, OutgoingState


class HandlingStore(Protocol):
    """How each case is handled, one record a case."""

    def put(self, handling: Handling) -> None:
        """Store the record, or replace the one that is there."""

    def get(self, case_no: str) -> Handling | None:
        """Return the record of a case."""

    def many(self, case_nos: Collection[str]) -> Sequence[Handling]:
        """Return the records of these cases, in no order."""


class EventStore(Protocol):
    """What happened to the cases; nothing is ever changed or taken away."""

    def add(self, event: CaseEvent) -> CaseEvent:
        """Store an event and return it with its id."""

    def add_all(self, events: Sequence[CaseEvent]) -> None:
        """Store events in their order."""

    def list(self, case_no: str) -> Sequence[CaseEvent]:
        """Return the events of a case, the oldest first."""


class IncidentStore(Protocol):
    """The troubles that cases tell, and the incidents that several of them became."""

    def watch(self, product_key: str, symptom: str) -> None:
        """Keep other transactions off this trouble until the end of this one."""

    def note(
        self,
        case_no: str,
        product_key: str,
        symptom: str,
        identities: Sequence[str],
        at: datetime,
    ) -> None:
        """Record that a case of this customer tells this trouble."""

    def cases_with(
        self, product_key: str, symptom: str, since: datetime
    ) -> Sequence[tuple[str, tuple[str, ...]]]:
        """Return the cases with this trouble since then and their customers' identities."""

    def find(self, product_key: str, symptom: str, since: datetime) -> Incident | None:
        """Return the incident of this trouble that had a case since then."""

    def put(self, incident: Incident) -> None:
        """Store the incident, or replace the one with its id."""

    def list(self, limit: int = 100) -> Sequence[Incident]:
        """Return the incidents, the latest first."""


class ClockRunStore(Protocol):
    """How the clocks of the cases run."""

    def put(self, run: ClockRun) -> None:
        """Store the run, or replace the one of its clock."""

    def put_all(self, runs: Sequence[ClockRun]) -> None:
        """Store the runs, or replace those of their clocks."""

    def stop(self, clock_ids: Collection[int]) -> None:
        """Let the runs of these clocks do nothing more."""

    def add_all(self, runs: Sequence[ClockRun]) -> None:
        """Store the runs of clocks that have none yet."""

    def of_case(self, case_no: str) -> Sequence[ClockRun]:
        """Return the runs of a case by the ids of their clocks."""

    def of_cases(self, case_nos: Collection[str]) -> Sequence[ClockRun]:
        """Return the runs of these cases by the ids of their clocks."""

    def claim_cases(self, now: datetime, limit: int) -> Sequence[str]:
        """Lock cases on which some clock has something to do by now, and return their numbers.

        Cases that another transaction holds are left out: another worker is at them.
        """

    def next_at(self) -> datetime | None:
        """Return when the next clock has something to do."""

    def provisional_cases(self) -> Sequence[str]:
        """Return the cases with an unmet clock whose days were not announced."""

    def unstarted_cases(self) -> Sequence[str]:
        """Return the cases with an unmet clock that an earlier release filed without a run."""


class OutboxStore(Protocol):
    """The notices on their way out."""

    def add(self, outgoing: Outgoing) -> bool:
        """Store a notice unless its dedupe key is known; tell whether it is new."""

    def post(self, outgoing: Outgoing) -> None:
        """Store a notice unless its dedupe key is known, when the transaction ends at the latest.

        Notices keep their order.
        """

    def get(self, row_id: int) -> Outgoing | None:
        """Return the notice with this id."""

    def claim(
        self, now: datetime, lease_until: datetime, limit: int, channels: Collection[str]
    ) -> Sequence[Outgoing]:
        """Take pending notices that are due, the first of each lane, and return them.

        A claimed notice counts one more attempt and may be claimed again when the lease ends:
        a worker that dies loses nothing.
        """

    def update(self, outgoing: Outgoing) -> None:
        """Store state, next attempt, error and instant of a known notice."""

    def update_all(self, outgoings: Sequence[Outgoing]) -> None:
        """Store the same of several notices."""

    def list(
        self,
        *,
        state: OutgoingState | None = None,
        case_no: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> Sequence[Outgoing]:
        """Return notices, the latest first."""

    def count(self, state: OutgoingState) -> int:
        """Return how many notices are in this state."""


class UpdateStore(Protocol):
    """What is said in a conversation without being an answer."""

    def append(self, conversation_id: str, sender: Sender, reply: Reply, at: datetime) -> Message:
        """Store a message that answers none.

        Raises:
            ConversationNotFound: there is no such conversation.
        """
