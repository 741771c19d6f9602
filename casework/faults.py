"""What a confirmed fault of a product leads to: its replacement (R34)."""

from collections.abc import Sequence

from casework.model import Case, Demand
from casework.model.work import CaseEvent, Step
from casework.policy_work import ConfirmedFaults


def fault_of(events: Sequence[CaseEvent]) -> bool | None:
    """Return whether the fault was last judged to be there, None where nobody judged it."""
    judged = (each.data.get("fault") for each in reversed(events) if each.kind == Step.JUDGED)
    return next((fault for fault in judged if fault is not None), None)


def rules_for(case: Case, rules: ConfirmedFaults | None) -> ConfirmedFaults | None:
    """Return the rules if they cover a category of the case, else None."""
    covers = rules is not None and any(each in rules.categories for each in case.category)
    return rules if covers else None


def remedy_for_fault(
    case: Case, events: Sequence[CaseEvent], rules: ConfirmedFaults | None
) -> Demand | None:
    """Return what a confirmed fault of this case is made good by, None where none is confirmed."""
    found = rules_for(case, rules)
    return found.remedy if found is not None and fault_of(events) else None
