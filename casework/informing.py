"""Writes the notices that a transaction sends: to departments, managers and customers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from casework.model import Case
from casework.model.work import Outgoing
from casework.policy_work import QuietHours, WorkPolicy
from casework.ports import UnitOfWork

CUSTOMER: Final = "customer"
CONVERSATION: Final = "conversation"
URGENT: Final = ("urgent",)


@dataclass(frozen=True, slots=True)
class Informer:
    """Puts notices into the outbox of a running transaction; each key is written once."""

    policy: WorkPolicy
    tz: ZoneInfo

    def tell(
        self,
        uow: UnitOfWork,
        role: str,
        key: str,
        case: Case,
        at: datetime,
        *,
        once: str,
        facts: Mapping[str, Any] | None = None,
        urgent: bool | None = None,
    ) -> None:
        """Tell a role at all its addresses.

        Args:
            uow: the running transaction.
            role: who is told; a role without an entry in the policy is reached as everyone.
            key: which text.
            case: the case that it is about.
            at: the present instant.
            once: what makes the notice unique.
            facts: what the text names besides the case.
            urgent: whether it goes out in quiet hours; by default where the case is urgent.
        """
        told = case_facts(case) | {"role": role} | dict(facts or {})
        pressing = str(case.priority) in URGENT if urgent is None else urgent
        for address in self.policy.person(role).addresses:
            uow.outbox.post(
                Outgoing(
                    dedupe_key=f"{once}|{role}|{address}",
                    case_no=case.case_no,
                    recipient=role,
                    address=address,
                    key=key,
                    facts=told,
                    urgent=pressing,
                    created_at=at,
                    next_at=self._not_before(at, address, pressing),
                )
            )

    def tell_of_punishment(self, uow: UnitOfWork, case: Case, at: datetime) -> None:
        """Tell whoever decides on punishments of a case, once (R208)."""
        once = f"punishment:{case.case_no}"
        for role in self.policy.punishment.tell if self.policy.punishment else ():
            self.tell(uow, role, "staff_punishment", case, at, once=once)

    def tell_customer(
        self,
        uow: UnitOfWork,
        key: str,
        case: Case,
        at: datetime,
        *,
        once: str,
        facts: Mapping[str, Any] | None = None,
        urgent: bool = False,
    ) -> bool:
        """Tell the customer in the conversation, else by e-mail; false where neither is there."""
        address = customer_address(case)
        if address is None:
            return False
        uow.outbox.post(
            Outgoing(
                dedupe_key=f"{once}|{CUSTOMER}",
                case_no=case.case_no,
                recipient=CUSTOMER,
                address=address,
                key=key,
                locale=case.locale or case.language,
                facts=case_facts(case) | dict(facts or {}),
                urgent=urgent,
                created_at=at,
                next_at=self._not_before(at, address, urgent),
            )
        )
        return True

    def _not_before(self, at: datetime, address: str, urgent: bool) -> datetime:
        quiet = self.policy.quiet_hours
        if urgent or address.partition(":")[0] not in quiet.channels:
            return at
        return end_of_quiet(at, quiet, self.tz)


def customer_address(case: Case) -> str | None:
    """Return where a customer is reached: in the conversation, else by e-mail."""
    if case.conversation_id is not None:
        return f"{CONVERSATION}:{case.conversation_id}"
    return f"email:{case.contact_email}" if case.contact_email else None


def case_facts(case: Case) -> dict[str, Any]:
    """Return what notices may name of a case; nothing of it is personal."""
    return {
        "case_no": case.case_no,
        "grade": str(case.grade),
        "department": str(case.department),
        "priority": str(case.priority),
        "category": str(case.category[0]),
        "status": str(case.status),
    }


def end_of_quiet(at: datetime, quiet: QuietHours, tz: ZoneInfo) -> datetime:
    """Return the instant, or the end of the quiet hours in which it lies."""
    local = at.astimezone(tz)
    time = f"{local:%H:%M}"
    over_midnight = quiet.start > quiet.end
    evening = over_midnight and time >= quiet.start
    inside = evening or (time < quiet.end if over_midnight else quiet.start <= time < quiet.end)
    if not inside:
        return at
    hour, minute = map(int, quiet.end.split(":"))
    day = local.date() + timedelta(days=1 if evening else 0)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=tz).astimezone(at.tzinfo)
