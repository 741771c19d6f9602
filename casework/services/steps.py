"""What the steps of people have in common: the status after them, and what the customer hears."""

from collections.abc import Mapping
from typing import Final

from casework.model import Status
from casework.model.work import Step

STATUS_AFTER: Final[Mapping[Step, Status]] = {
    Step.ADMITTED: Status.ADMITTED,
    Step.INVESTIGATING: Status.INVESTIGATING,
    Step.TRANSMITTED: Status.TRANSMITTED,
    Step.CUSTOMER_ANSWERED: Status.REPLIED,
    Step.CUSTOMER_REFUSED: Status.RETURNED,
    Step.IMPLEMENTED: Status.IMPLEMENTING,
    Step.REVISITED: Status.REVISITING,
}
# What the customer is told of a step that brings no text of its own (R55, R179).
TOLD: Final[Mapping[Step, str]] = {
    Step.ADMITTED: "update_admitted",
    Step.INVESTIGATING: "update_investigating",
    Step.TRANSMITTED: "update_transmitted",
    Step.CUSTOMER_REFUSED: "update_returned",
    Step.IMPLEMENTED: "update_implemented",
}
SPOKEN: Final = (
    Step.AGENT_REPLIED,
    Step.SOLUTION_SENT,
    Step.CUSTOMER_ANSWERED,
    Step.UPDATE_SENT,
)
# Nobody waits any more for a word on what is in one of these states.
DONE_WITH: Final = frozenset(
    {Status.NOT_ADMITTED, Status.CLOSED_CUSTOMER, Status.IMPROVING, Status.CLOSED}
)
