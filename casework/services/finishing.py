"""The calls and the end of a case, for which an instruction or a confirmed fault may hold it."""

from dataclasses import dataclass
from typing import Any

from casework.errors import StepInvalid
from casework.faults import remedy_for_fault
from casework.informing import customer_address
from casework.instructions import CALL, LETTER, waits
from casework.policy import Policy
from casework.services.doing import Doing, needed
from casework.text import storable


@dataclass(frozen=True, slots=True)
class Finishing:
    """Does the steps that finish a case, once what the policy wants before them was done."""

    policy: Policy

    def call(self, doing: Doing) -> dict[str, Any]:
        """Put a call on record; one that tells an instruction is recorded with what was said."""
        text = doing.details.text
        if waits(doing.case, CALL):
            text = needed(text, "text", "say what was told by phone: an instruction waits for it")
        return {} if text is None else {"text": storable(text)}

    def finish(self, doing: Doing) -> dict[str, Any]:
        """Carry a solution out, or complete it, once nothing is owed to the customer before it."""
        if waits(doing.case, CALL):
            raise StepInvalid("case_no", "tell the instruction to the customer by phone first")
        if waits(doing.case, LETTER) and customer_address(doing.case) is not None:
            raise StepInvalid("case_no", "tell the instruction to the customer in writing first")
        reason = doing.details.reason
        if reason is None:
            self._check_replaced(doing)
        return {} if reason is None else {"reason": storable(reason)}

    def _check_replaced(self, doing: Doing) -> None:
        """Hold a case with a confirmed fault until its replacement is approved (R34)."""
        events = doing.uow.events.list(doing.case.case_no)
        remedy = remedy_for_fault(doing.case, events, self.policy.work.confirmed_faults)
        if remedy is None or remedy in self.policy.approved_remedies:
            return
        held = doing.uow.approvals.list(doing.case.case_no)
        if not any(one.is_active(doing.at) and remedy in one.remedies for one in held):
            raise StepInvalid(
                "reason",
                f"the fault is confirmed: have the {remedy} approved in writing first, "
                "or say what the customer chose instead",
            )
