"""What a superior instructed on a case, and whether the customer was told it (R198, R203)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from casework.model import Case, ClockName
from casework.model.work import CaseEvent, Step

LETTER: Final = ClockName.INSTRUCTION_LETTER
CALL: Final = ClockName.INSTRUCTION_CALL


@dataclass(frozen=True, slots=True)
class Instruction:
    """The latest instruction of a case; it is told once both a letter and a call are on record."""

    text: str
    author: str
    at: datetime
    written_at: datetime | None
    called_at: datetime | None

    @property
    def told(self) -> bool:
        """Whether the customer was told it in writing and by phone."""
        return self.written_at is not None and self.called_at is not None


def instruction_of(case: Case, events: Sequence[CaseEvent]) -> Instruction | None:
    """Return the latest instruction of a case, None where nobody gave one."""
    given = next((each for each in reversed(events) if each.kind == Step.INSTRUCTED), None)
    if given is None:
        return None
    return Instruction(
        text=str(given.data["text"]),
        author=given.author,
        at=given.at,
        written_at=_done(case, LETTER, given.at),
        called_at=_done(case, CALL, given.at),
    )


def waits(case: Case, name: ClockName) -> bool:
    """Tell whether a clock of this name runs on the case and is not met."""
    return any(clock.name is name and clock.met_at is None for clock in case.clocks)


def _done(case: Case, name: ClockName, since: datetime) -> datetime | None:
    met = [clock.met_at for clock in case.clocks if clock.name is name and clock.met_at]
    if waits(case, name):
        return None
    return max((each for each in met if each >= since), default=None)
