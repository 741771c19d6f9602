"""Approvals and stopped texts in memory."""

from collections.abc import Sequence
from dataclasses import replace

from casework.errors import StorageConflict
from casework.gate.approvals import Approval, Stop
from casework.storage.memory_state import MemoryStore
from casework.text import storable, storable_json


class MemoryApprovalStore(MemoryStore):
    """Approvals by id."""

    def add(self, approval: Approval) -> None:
        """Keep an approval of a known case."""
        if approval.id in self._state.approvals or approval.case_no not in self._state.cases:
            raise StorageConflict("approval")
        wording = None if approval.wording is None else storable(approval.wording)
        self._state.approvals[approval.id] = replace(
            approval,
            wording=wording,
            document=storable(approval.document),
            author=storable(approval.author),
        )

    def get(self, approval_id: str) -> Approval | None:
        """Look up by id."""
        return self._state.approvals.get(approval_id)

    def list(self, case_no: str) -> Sequence[Approval]:
        """Filter and sort."""
        found = [one for one in self._state.approvals.values() if one.case_no == case_no]
        return sorted(found, key=lambda one: (one.created_at, one.id))

    def update(self, approval: Approval) -> None:
        """Keep who revoked it."""
        known = self._state.approvals.get(approval.id)
        if known is not None:
            self._state.approvals[approval.id] = replace(
                known, revoked_at=approval.revoked_at, revoked_by=approval.revoked_by
            )


class MemoryStopStore(MemoryStore):
    """Stopped texts in a list."""

    def add(self, stop: Stop) -> None:
        """Keep it unless that place of the turn is there."""
        place = (stop.conversation_id, stop.turn_id, stop.position)
        if any((s.conversation_id, s.turn_id, s.position) == place for s in self._state.stops):
            return
        found = storable_json(stop.findings)
        self._state.stops.append(
            replace(stop, id=self._state.next_id(), text=storable(stop.text), findings=found)
        )

    def list(self, *, conversation_id: str | None = None, limit: int = 50) -> Sequence[Stop]:
        """Filter from the end."""
        found = [
            stop
            for stop in reversed(self._state.stops)
            if conversation_id in (None, stop.conversation_id)
        ]
        return found[:limit]
