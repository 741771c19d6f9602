"""Turns a record into a case by policy."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from casework.clocks import first_clocks
from casework.facts import facts_of
from casework.grading import grade
from casework.model import (
    Case,
    Category,
    Channel,
    Demand,
    Mindset,
    Record,
    Status,
    Threat,
    Tone,
)
from casework.policy import Policy
from casework.ports import Calendar
from casework.routing import copied_to, department, priority


@dataclass(frozen=True, slots=True)
class CaseDrafter:
    """Grades and routes a record and starts its clocks."""

    policy: Policy
    calendar: Calendar
    tz: ZoneInfo

    def draft(
        self,
        record: Record,
        *,
        case_no: str,
        at: datetime,
        conversation_id: str | None = None,
        intake_id: str | None = None,
    ) -> Case:
        """Return the case that a record becomes when it is filed at this instant."""
        facts = facts_of(record, self.policy)
        graded, reasons = grade(record, self.policy, facts)
        return Case(
            case_no=case_no,
            conversation_id=conversation_id,
            intake_id=intake_id,
            status=Status.RECEIVED,
            language=record.language,
            locale=record.locale,
            category=tuple(map(Category, record.category)) or (Category.OTHER,),
            tone=Tone(record.tone),
            anger=record.anger,
            threats=tuple(map(Threat, record.threats)),
            mindset=None if record.mindset is None else Mindset(record.mindset),
            demand=tuple(map(Demand, record.demand)),
            grade=graded,
            grade_reasons=reasons,
            complaint_text=record.complaint_text,
            product=record.product,
            model=record.model,
            serial_number=record.serial_number,
            quantity=record.quantity,
            order_number=record.order_number,
            references=tuple(record.references),
            incident_date=record.incident_date,
            amount=record.amount,
            currency=record.currency,
            contact_name=record.contact_name,
            contact_phone=record.contact_phone,
            contact_email=record.contact_email,
            contact_other=record.contact_other,
            stated=dict(record.stated),
            department=department(record, self.policy, facts),
            copied_to=copied_to(graded, self.policy),
            priority=priority(record, graded, self.policy, facts),
            channel=Channel(record.channel),
            clocks=first_clocks(graded, self.policy, at, self.calendar, self.tz),
            policy_version=self.policy.version,
            reader_version=record.reader_version,
            created_at=at,
            updated_at=at,
        )
