"""Finds that several customers have the same trouble, and makes one incident of it (R185)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from casework.incidents import count_customers, identities, product_key, symptoms
from casework.informing import Informer
from casework.model import Case, Links, Priority
from casework.model.work import SYSTEM, CaseEvent, Incident
from casework.numbering import CROCKFORD, LETTERS
from casework.policy import Policy
from casework.ports import IdSource, UnitOfWork
from casework.routing import higher
from casework.services.running import ClockStarter

SEVERAL_CUSTOMERS: Final = "several_customers"
JOINED_INCIDENT: Final = "joined_incident"


@dataclass(frozen=True, slots=True)
class Gathering:
    """Compares a new case with those before it, in the transaction that files it."""

    policy: Policy
    starter: ClockStarter
    informer: Informer
    ids: IdSource

    def gather(self, uow: UnitOfWork, case: Case, at: datetime) -> Case:
        """Return the case, as a member of an incident where it is one."""
        rules = self.policy.work.incidents
        product = product_key(case, rules)
        troubles = symptoms(case, rules)
        if product is None or not troubles:
            return case
        # In one order everywhere, so that two filings never wait for each other.
        for trouble in sorted(troubles):
            uow.incidents.watch(product, trouble)
            uow.incidents.note(case.case_no, product, trouble, identities(case), at)
        for trouble in troubles:
            joined = self._look(uow, case, product, trouble, at)
            if joined is not None:
                return joined
        return case

    def _look(
        self, uow: UnitOfWork, case: Case, product: str, trouble: str, at: datetime
    ) -> Case | None:
        rules = self.policy.work.incidents
        since = at - rules.window
        known = uow.incidents.find(product, trouble, since)
        members = uow.incidents.cases_with(product, trouble, since)
        if known is None and count_customers(ids for _, ids in members) < rules.customers:
            return None
        incident = known or Incident(
            id=f"INC{at:%Y%m%d}-{self.ids.letters(CROCKFORD, LETTERS)}",
            product_key=product,
            symptom=trouble,
            opened_at=at,
            last_case_at=at,
        )
        uow.incidents.put(replace(incident, last_case_at=at))
        numbers = {case_no for case_no, _ in members}
        for case_no in sorted(uow.cases.outside_incidents(numbers)):
            self._join(uow, case_no, incident, at)
        if known is None:
            customers = count_customers(ids for _, ids in members)
            for role in rules.tell:
                self.informer.tell(
                    uow,
                    role,
                    "staff_incident_opened",
                    case,
                    at,
                    once=f"incident:{incident.id}",
                    facts={"incident": incident.id, "customers": customers, "symptom": trouble},
                    urgent=True,
                )
        return uow.cases.get(case.case_no)

    def _join(self, uow: UnitOfWork, case_no: str, incident: Incident, at: datetime) -> None:
        """Make a case a member: its grade, its copies, the clocks of the grade, a word to the
        customer; a claim stays a claim, as that outranks it."""
        case = uow.cases.lock(case_no)
        if case.links.incident is not None:
            return
        rules = self.policy.work.incidents
        raised = case.grade in rules.raises
        grade = rules.grade if raised else case.grade
        reasons = (*case.grade_reasons, SEVERAL_CUSTOMERS) if raised else case.grade_reasons
        copies = (*case.copied_to, *(self.policy.copies.get(grade, ()) if raised else ()))
        member = replace(
            case,
            grade=grade,
            grade_reasons=reasons,
            copied_to=tuple(dict.fromkeys(copies)),
            priority=self._priority(case, raised),
            links=Links(incident=incident.id, parent=case.links.parent),
            updated_at=at,
        )
        member = uow.cases.update(member)
        if raised:
            self.starter.add_for_grade(uow, member, grade, at)
        uow.events.add(
            CaseEvent(
                case_no=case_no,
                at=at,
                author=SYSTEM,
                kind=JOINED_INCIDENT,
                data={
                    "incident": incident.id,
                    "rule": "incidents",
                    "symptom": incident.symptom,
                    "product": incident.product_key,
                    "grade": str(grade),
                    "before": str(case.grade),
                },
            )
        )
        self.informer.tell_customer(
            uow, "update_incident", member, at, once=f"incident:{incident.id}:{case_no}"
        )

    def _priority(self, case: Case, raised: bool) -> Priority:
        if not raised:
            return case.priority
        grade = self.policy.work.incidents.grade
        given = (rule.priority for rule in self.policy.priorities if grade in rule.grades)
        return higher(case.priority, next(given, case.priority))
