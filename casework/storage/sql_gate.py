"""Approvals and stopped texts in SQL."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Final

import sqlalchemy as sa

from casework.gate.approvals import Approval, Stop
from casework.storage.session import Row, SqlSession
from casework.storage.tables_gate import gate_approvals, gate_stops
from casework.text import storable_json

OF_CASE: Final = (
    sa.select(gate_approvals)
    .where(gate_approvals.c.case_no == sa.bindparam("case_no"))
    .order_by(gate_approvals.c.created_at, gate_approvals.c.id)
)


class SqlApprovalStore:
    """Approvals, one row each."""

    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def add(self, approval: Approval) -> None:
        """Insert a row; the case is a foreign key."""
        amount = None if approval.amount is None else str(approval.amount)
        values = {**asdict(approval), "remedies": list(approval.remedies), "amount": amount}
        self._session.insert(gate_approvals, values)

    def get(self, approval_id: str) -> Approval | None:
        """Read one row."""
        query = sa.select(gate_approvals).where(gate_approvals.c.id == approval_id)
        row = self._session.first(query)
        return None if row is None else _approval(row)

    def list(self, case_no: str) -> Sequence[Approval]:
        """Read by the index of cases."""
        return [_approval(row) for row in self._session.all(OF_CASE, {"case_no": case_no})]

    def update(self, approval: Approval) -> None:
        """Write the two columns of a revocation."""
        self._session.run(
            sa.update(gate_approvals)
            .where(gate_approvals.c.id == approval.id)
            .values(revoked_at=approval.revoked_at, revoked_by=approval.revoked_by)
        )


class SqlStopStore:
    """Stopped texts, one row each."""

    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def add(self, stop: Stop) -> None:
        """Insert unless that place of the turn is there."""
        values = {name: value for name, value in asdict(stop).items() if name != "id"}
        self._session.insert_new(
            gate_stops, {**values, "findings": storable_json(list(stop.findings))}
        )

    def list(self, *, conversation_id: str | None = None, limit: int = 50) -> Sequence[Stop]:
        """Read from the highest number down."""
        query = sa.select(gate_stops).order_by(gate_stops.c.id.desc()).limit(limit)
        if conversation_id is not None:
            query = query.where(gate_stops.c.conversation_id == conversation_id)
        return [Stop(**row) for row in self._session.all(query)]


def _approval(row: Row) -> Approval:
    amount = None if row["amount"] is None else Decimal(row["amount"])
    return Approval(**{**row, "remedies": tuple(row["remedies"]), "amount": amount})
