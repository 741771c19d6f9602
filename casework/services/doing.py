"""A step while it is being done: what it needs and what it changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from casework.errors import StepInvalid
from casework.incidents import identities
from casework.model import Case, Department, Grade
from casework.model.work import Handling, Nature, Origin, Step
from casework.ports import UnitOfWork
from casework.text import storable


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDetails:
    """What a step needs besides its author: who, what text, until when, why."""

    text: str | None = None
    to: tuple[str, ...] = ()
    until: datetime | None = None
    reason: str | None = None
    grade: Grade | None = None
    origin: Origin | None = None
    nature: Nature | None = None
    valid: bool | None = None
    fault: bool | None = None


NOTHING: Final = StepDetails()


@dataclass(slots=True)
class Doing:
    """A step while it is being done, and what it changes."""

    uow: UnitOfWork
    case: Case
    handling: Handling
    step: Step
    author: str
    details: StepDetails
    at: datetime


def needed(value: Any, field: str, fix: str) -> Any:
    """Return what a step needs; raise `StepInvalid` where it is missing."""
    if value is None or (isinstance(value, str) and not value.strip()):
        raise StepInvalid(field, fix)
    return storable(value) if isinstance(value, str) else value


def names_in(doing: Doing, count: int | None = None) -> tuple[str, ...]:
    """Return the names to which a step points; raise `StepInvalid` where they are not so many."""
    found = tuple(storable(name.strip()) for name in doing.details.to if name.strip())
    if not found or (count is not None and len(found) != count):
        raise StepInvalid("to", "name who" if count is None else "name one")
    return found


def department_of(name: str) -> Department:
    """Return the department of this name; raise `StepInvalid` where there is none."""
    try:
        return Department(name)
    except ValueError as error:
        known = ", ".join(Department)
        raise StepInvalid("to", f"{name!r} is no department, use one of {known}") from error


def unhandled(case: Case) -> Handling:
    """Return the handling of a case from before there was any."""
    return Handling(case_no=case.case_no, customer_key=identities(case)[0])
