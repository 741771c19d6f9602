"""The work on cases, their clocks and the notices on their way out, in memory."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from casework.errors import ConversationNotFound
from casework.model import Message, Reply, Sender
from casework.model.work import CaseEvent, ClockRun, Handling, Incident, Outgoing, OutgoingState
from casework.storage.memory_state import MemoryStore
from casework.text import storable, storable_json


class MemoryHandlingStore(MemoryStore):
    """Records by case number."""

    def put(self, handling: Handling) -> None:
        """Keep it."""
        self._state.handling[handling.case_no] = handling

    def get(self, case_no: str) -> Handling | None:
        """Look up by number."""
        return self._state.handling.get(case_no)

    def many(self, case_nos: Collection[str]) -> Sequence[Handling]:
        """Look up each."""
        found = map(self._state.handling.get, case_nos)
        return [each for each in found if each is not None]


class MemoryEventStore(MemoryStore):
    """Events in a list."""

    def add(self, event: CaseEvent) -> CaseEvent:
        """Keep it."""
        kept = replace(event, id=self._state.next_id(), data=storable_json(event.data))
        self._state.events.append(kept)
        return kept

    def add_all(self, events: Sequence[CaseEvent]) -> None:
        """Keep them."""
        for event in events:
            self.add(event)

    def list(self, case_no: str) -> Sequence[CaseEvent]:
        """Look through all of them."""
        return [event for event in self._state.events if event.case_no == case_no]


class MemoryIncidentStore(MemoryStore):
    """Troubles in a list, incidents by id."""

    def watch(self, product_key: str, symptom: str) -> None:
        """Do nothing: a writing transaction is alone."""

    def note(
        self,
        case_no: str,
        product_key: str,
        symptom: str,
        identities: Sequence[str],
        at: datetime,
    ) -> None:
        """Keep it."""
        self._state.troubles.append((case_no, product_key, symptom, tuple(identities), at))

    def cases_with(
        self, product_key: str, symptom: str, since: datetime
    ) -> Sequence[tuple[str, tuple[str, ...]]]:
        """Look through all of them."""
        return [
            (case_no, identities)
            for case_no, product, trouble, identities, at in self._state.troubles
            if (product, trouble) == (product_key, symptom) and at >= since
        ]

    def find(self, product_key: str, symptom: str, since: datetime) -> Incident | None:
        """Look through all of them, the latest first."""
        for each in self.list(len(self._state.incidents)):
            same = (each.product_key, each.symptom) == (product_key, symptom)
            if same and each.last_case_at >= since:
                return each
        return None

    def put(self, incident: Incident) -> None:
        """Keep it."""
        self._state.incidents[incident.id] = incident

    def list(self, limit: int = 100) -> Sequence[Incident]:
        """Sort all of them."""
        found = sorted(self._state.incidents.values(), key=lambda each: each.id)
        found.sort(key=lambda each: each.opened_at, reverse=True)
        return found[:limit]


class MemoryClockRunStore(MemoryStore):
    """Runs by the id of their clock."""

    def put(self, run: ClockRun) -> None:
        """Keep it."""
        self._state.runs[run.clock_id] = run

    def put_all(self, runs: Sequence[ClockRun]) -> None:
        """Keep them."""
        self.add_all(runs)

    def stop(self, clock_ids: Collection[int]) -> None:
        """Replace each of them."""
        for clock_id in clock_ids:
            self.put(replace(self._state.runs[clock_id], next_at=None))

    def add_all(self, runs: Sequence[ClockRun]) -> None:
        """Keep them."""
        for run in runs:
            self.put(run)

    def of_case(self, case_no: str) -> Sequence[ClockRun]:
        """Look through all of them."""
        return self.of_cases([case_no])

    def of_cases(self, case_nos: Collection[str]) -> Sequence[ClockRun]:
        """Look through all of them."""
        mine = [run for run in self._state.runs.values() if run.case_no in case_nos]
        return sorted(mine, key=lambda run: run.clock_id)

    def claim_cases(self, now: datetime, limit: int) -> Sequence[str]:
        """Look through all of them; a writing transaction is alone."""
        due = [
            (run.next_at, run.case_no)
            for run in self._state.runs.values()
            if run.next_at is not None and run.next_at <= now
        ]
        return list(dict.fromkeys(case_no for _, case_no in sorted(due)[:limit]))

    def next_at(self) -> datetime | None:
        """Look through all of them."""
        found = (run.next_at for run in self._state.runs.values())
        return min((each for each in found if each is not None), default=None)

    def provisional_cases(self) -> Sequence[str]:
        """Look through all of them."""
        unmet = {
            clock.id
            for case in self._state.cases.values()
            for clock in case.clocks
            if clock.met_at is None
        }
        runs = self._state.runs.values()
        found = (run.case_no for run in runs if run.provisional and run.clock_id in unmet)
        return list(dict.fromkeys(found))

    def unstarted_cases(self) -> Sequence[str]:
        """Look through all of them."""
        return [
            case.case_no
            for case in self._state.cases.values()
            if any(
                clock.met_at is None and clock.id not in self._state.runs for clock in case.clocks
            )
        ]


class MemoryOutboxStore(MemoryStore):
    """Notices by their number."""

    def add(self, outgoing: Outgoing) -> bool:
        """Keep it unless its key is known."""
        if any(o.dedupe_key == outgoing.dedupe_key for o in self._state.outbox.values()):
            return False
        row_id = self._state.next_id()
        self._state.outbox[row_id] = replace(
            outgoing,
            id=row_id,
            next_at=outgoing.next_at or outgoing.created_at,
            facts=storable_json(outgoing.facts),
        )
        return True

    def post(self, outgoing: Outgoing) -> None:
        """Keep it at once."""
        self.add(outgoing)

    def get(self, row_id: int) -> Outgoing | None:
        """Look up by number."""
        return self._state.outbox.get(row_id)

    def claim(
        self, now: datetime, lease_until: datetime, limit: int, channels: Collection[str]
    ) -> Sequence[Outgoing]:
        """Take the first of each lane, where it is due."""
        taken: list[Outgoing] = []
        lanes: set[str] = set()
        for row_id, each in sorted(self._state.outbox.items()):
            if each.state is not OutgoingState.PENDING or each.lane in lanes:
                continue
            lanes.add(each.lane)
            due = each.next_at is not None and each.next_at <= now
            if due and each.channel in channels and len(taken) < limit:
                taken.append(replace(each, attempts=each.attempts + 1, next_at=lease_until))
                self._state.outbox[row_id] = taken[-1]
        return taken

    def update(self, outgoing: Outgoing) -> None:
        """Replace it."""
        if outgoing.id is not None:
            self._state.outbox[outgoing.id] = outgoing

    def update_all(self, outgoings: Sequence[Outgoing]) -> None:
        """Replace them."""
        for outgoing in outgoings:
            self.update(outgoing)

    def list(
        self,
        *,
        state: OutgoingState | None = None,
        case_no: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> Sequence[Outgoing]:
        """Look through all of them."""
        found = [
            each
            for row_id, each in sorted(self._state.outbox.items(), reverse=True)
            if (state is None or each.state is state)
            and (case_no is None or each.case_no == case_no)
            and (before is None or row_id < before)
        ]
        return found[:limit]

    def count(self, state: OutgoingState) -> int:
        """Look through all of them."""
        return sum(each.state is state for each in self._state.outbox.values())


class MemoryUpdateStore(MemoryStore):
    """Messages that answer none."""

    def append(self, conversation_id: str, sender: Sender, reply: Reply, at: datetime) -> Message:
        """Count the conversation on and keep the message."""
        conversation = self._state.conversations.get(conversation_id)
        if conversation is None:
            raise ConversationNotFound(conversation_id)
        seq = conversation.last_seq + 1
        message = Message(
            id=self._state.next_id(),
            conversation_id=conversation_id,
            seq=seq,
            sender=sender,
            text=storable(reply.text),
            payload=storable_json(reply.payload),
            created_at=at,
        )
        self._state.keep_message(message)
        self._state.conversations[conversation_id] = replace(conversation, last_seq=seq)
        return message
