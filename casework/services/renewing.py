"""Files the complaint anew of a customer who does not agree to wait (R206)."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Final

from casework.aids import Known
from casework.clocks import first_clocks
from casework.facts import facts_of
from casework.model import Case, Grade, Links, Record, Status
from casework.model.work import CaseEvent, Step
from casework.ports import UnitOfWork
from casework.routing import copied_to, priority
from casework.services.opening import CaseOpener

# What the customer told; that the case has facts of its own is read from the words.
TOLD: Final = tuple(each.name for each in fields(Record) if each.name != "facts")


@dataclass(frozen=True, slots=True)
class Renewal:
    """Opens a major complaint with the one before it as its parent, in its transaction."""

    opener: CaseOpener

    def open(self, uow: UnitOfWork, case: Case, reason: str, author: str, at: datetime) -> Case:
        """Return the new case: major, or a claim as before, so that the manager gets a copy."""
        policy, calendar, tz = self.opener.policy, self.opener.calendar, self.opener.tz
        told = {name: getattr(case, name) for name in TOLD}
        record = Record(**{**told, "complaint_text": f"{case.complaint_text}\n{reason}"})
        grade = case.grade if case.grade is Grade.CLAIM else Grade.MAJOR
        drafted = replace(
            case,
            intake_id=None,
            status=Status.RECEIVED,
            complaint_text=record.complaint_text,
            grade=grade,
            grade_reasons=(str(Step.WAIT_REFUSED),),
            copied_to=copied_to(grade, policy),
            priority=priority(record, grade, policy, facts_of(record, policy)),
            clocks=first_clocks(grade, policy, at, calendar, tz),
            links=Links(parent=case.case_no),
            policy_version=policy.version,
            created_at=at,
            updated_at=at,
        )
        opened = self.opener.open(
            uow, Known(record), lambda case_no: replace(drafted, case_no=case_no), at
        )
        data = {"grade": str(grade), "before": str(case.grade), "reason": reason}
        uow.events.add(
            CaseEvent(
                case_no=opened.case_no, at=at, author=author, kind=str(Step.GRADED), data=data
            )
        )
        return opened
