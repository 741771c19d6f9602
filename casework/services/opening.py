"""What happens in the transaction in which a case is filed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from casework.aids import Known
from casework.assessment import Assessment, assess
from casework.errors import CaseNumberTaken
from casework.help import HelpIndex
from casework.incidents import identities, product_key, symptoms
from casework.informing import Informer
from casework.model import Case
from casework.model.work import SYSTEM, CaseEvent, Handling, Nature
from casework.numbering import new_case_no
from casework.policy import Policy
from casework.policy_work import IncidentRules
from casework.ports import Calendar, IdSource, UnitOfWork
from casework.services.first_aid import FirstAid
from casework.services.gathering import Gathering
from casework.services.running import ClockStarter

FILED: Final = "filed"
NUMBER_ATTEMPTS: Final = 5


@dataclass(frozen=True, slots=True)
class CaseOpener:
    """Stores a drafted case with its handling, its running clocks and the notices about it."""

    policy: Policy
    calendar: Calendar
    tz: ZoneInfo
    ids: IdSource
    articles: HelpIndex | None = None

    def open(
        self, uow: UnitOfWork, known: Known, drafted: Callable[[str], Case], at: datetime
    ) -> Case:
        """Return the case as it is stored: routed, first come first, part of an incident or not.

        `drafted` gives it under the number that was drawn for it.

        Raises:
            CaseNumberTaken: several numbers in a row were other cases'.
        """
        for _ in range(NUMBER_ATTEMPTS):
            case_no = new_case_no(at, self.tz, self.ids)
            try:
                return self._open(uow, known, drafted(case_no), at)
            except CaseNumberTaken:
                # Nothing is stored of a case whose number is another one's.
                continue
        raise CaseNumberTaken(case_no)

    def _open(self, uow: UnitOfWork, known: Known, drafted: Case, at: datetime) -> Case:
        loyalty = known.order.loyalty if known.order else None
        assessment = assess(known.record, drafted, self.policy, {loyalty} if loyalty else ())
        case = replace(drafted, department=assessment.department, priority=assessment.priority)
        starter = ClockStarter(self.policy, self.calendar, self.tz)
        informer = Informer(self.policy.work, self.tz)
        case = uow.cases.add(case)
        starter.run_first(uow, case, at)
        uow.handling.put(_handling(case, assessment, self.policy.work.incidents))
        uow.events.add(
            CaseEvent(
                case_no=case.case_no,
                at=at,
                author=SYSTEM,
                kind=FILED,
                data={
                    **assessment.decisions,
                    "clocks": [f"clocks.{clock.name}" for clock in case.clocks],
                    "from_order": list(known.filled),
                    "orders_unreadable": known.unreadable,
                },
            )
        )
        self._inform(uow, informer, starter, case, assessment, at)
        FirstAid(self.policy.work, informer, self.articles).offer(uow, case, at)
        self._watch_surge(uow, informer, case, at)
        gathering = Gathering(self.policy, starter, informer, self.ids)
        case = gathering.gather(uow, case, at)
        return case

    def _inform(
        self,
        uow: UnitOfWork,
        informer: Informer,
        starter: ClockStarter,
        case: Case,
        assessment: Assessment,
        at: datetime,
    ) -> None:
        """Tell the departments at once (R176), copies by grade (R186, R190), warnings (R103)."""
        once = f"filed:{case.case_no}"
        facts = {"instruction": dict(self.policy.work.instruction(case.category[0]))}
        responsible = str(case.department)
        informer.tell(uow, responsible, "staff_case_filed", case, at, once=once, facts=facts)
        for department in assessment.shared_with:
            informer.tell(uow, str(department), "staff_case_shared", case, at, once=once)
        for role in case.copied_to:
            informer.tell(
                uow, role, "staff_case_copied", case, at, once=f"copied:{case.case_no}", urgent=True
            )
        punishment = self.policy.work.punishment
        if punishment and any(each in punishment.demands for each in case.demand):
            informer.tell_of_punishment(uow, case, at)
        if assessment.warnings:
            for role in self.policy.work.warned:
                informer.tell(
                    uow,
                    role,
                    "staff_case_warning",
                    case,
                    at,
                    once=f"warned:{case.case_no}",
                    facts={"warnings": ", ".join(assessment.warnings)},
                    urgent=True,
                )
        if case.conversation_id is None:
            facts = {"instants": starter.promised(uow, case.case_no)}
            informer.tell_customer(uow, "update_filed", case, at, once=once, facts=facts)

    def _watch_surge(self, uow: UnitOfWork, informer: Informer, case: Case, at: datetime) -> None:
        """Tell once in a window that more comes in than usual (R112)."""
        rules = self.policy.work.surge
        count = uow.cases.count(since=at - rules.window)
        if count < rules.cases:
            return
        window = int(at.timestamp() // rules.window.total_seconds())
        facts = {"count": count, "minutes": int(rules.window.total_seconds() // 60)}
        for role in rules.tell:
            informer.tell(
                uow,
                role,
                "staff_surge",
                case,
                at,
                once=f"surge:{window}",
                facts=facts,
                urgent=True,
            )


def _handling(case: Case, assessment: Assessment, rules: IncidentRules) -> Handling:
    troubles = symptoms(case, rules)
    return Handling(
        case_no=case.case_no,
        customer_key=identities(case)[0],
        product_key=product_key(case, rules),
        symptom=troubles[0] if troubles else None,
        shared_with=tuple(map(str, assessment.shared_with)),
        complex_reasons=assessment.complex_reasons,
        warnings=assessment.warnings,
        customer_groups=assessment.customer_groups,
        nature=None if assessment.nature is None else Nature(assessment.nature),
    )
