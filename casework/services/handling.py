"""What people do on a case, one function a step; each step is one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from casework.errors import CustomerNotReachable, StepInvalid
from casework.faults import rules_for
from casework.gate.findings import WordsStopped
from casework.gate.service import CASES_LOOKED_AT, GateService
from casework.informing import Informer, customer_address
from casework.model import Case, Message, Supplement
from casework.model.work import CaseEvent, Handling, Step
from casework.numbering import RandomIds, normal_case_no
from casework.policy import Policy
from casework.ports import Calendar, Clock, IdSource, UnitOfWork, UnitOfWorkFactory
from casework.services.doing import (
    NOTHING,
    Doing,
    StepDetails,
    department_of,
    names_in,
    needed,
    unhandled,
)
from casework.services.finishing import Finishing
from casework.services.opening import CaseOpener
from casework.services.outbox import SAID
from casework.services.renewing import Renewal
from casework.services.retrying import until_settled
from casework.services.running import ClockStarter
from casework.services.steps import DONE_WITH, SPOKEN, STATUS_AFTER, TOLD
from casework.text import storable


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with its handling and everything that happened to it."""

    case: Case
    handling: Handling
    events: tuple[CaseEvent, ...]


class HandlingService:
    """Does steps on cases; the steps meet and start clocks as the policy says."""

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        policy: Policy,
        clock: Clock,
        calendar: Calendar,
        tz: ZoneInfo,
        gate: GateService,
        ids: IdSource | None = None,
    ) -> None:
        self._uow_factory = uow_factory
        self._policy = policy
        self._clock = clock
        self._gate = gate
        self._starter = ClockStarter(policy, calendar, tz)
        self._informer = Informer(policy.work, tz)
        self._renewal = Renewal(CaseOpener(policy, calendar, tz, ids or RandomIds()))
        finishing = Finishing(policy)
        self._work: Mapping[Step, Callable[[Doing], dict[str, Any]]] = {
            Step.ASSIGNED: self._assign,
            Step.NOTED: self._note,
            Step.TRANSMITTED: self._transmit,
            Step.SHARED: self._share,
            Step.DEPARTMENT_REPLIED: self._hear_department,
            Step.CUSTOMER_REFUSED: self._refuse,
            Step.WAIT_ANNOUNCED: self._announce,
            Step.WAIT_REFUSED: self._renew,
            Step.GRADED: self._grade,
            Step.JUDGED: self._judge,
            Step.INSTRUCTED: self._instruct,
            Step.CALLED_BACK: finishing.call,
            Step.IMPLEMENTED: finishing.finish,
            Step.COMPLETED: finishing.finish,
            Step.JOINED: self._join,
            Step.PAUSED: self._pause,
            Step.RESUMED: self._resume,
        }

    def view(self, case_no: str) -> CaseView:
        """Return a case with its handling and events; raise `CaseNotFound`."""
        number = normal_case_no(case_no)
        with self._uow_factory(read_only=True) as uow:
            case = uow.cases.get(number)
            handling = uow.handling.get(number) or unhandled(case)
            return _view(uow, case, handling)

    def do(self, case_no: str, step: Step, author: str, details: StepDetails = NOTHING) -> CaseView:
        """Do a step.

        Args:
            case_no: the case.
            step: what is done.
            author: who does it.
            details: what the step needs.

        Raises:
            CaseNotFound: there is no such case.
            StepInvalid: something that the step needs is missing or wrong.
            CustomerNotReachable: there is no way to write to the customer.
            WordsStopped: the promise gate does not let the text out.
        """
        if not author.strip():
            raise StepInvalid("author", "say who does it")
        number = normal_case_no(case_no)
        return until_settled(lambda: self._do(number, step, storable(author), details))

    def _do(self, case_no: str, step: Step, author: str, details: StepDetails) -> CaseView:
        now = self._clock.now()
        with self._uow_factory() as uow:
            case = uow.cases.lock(case_no)
            handling = uow.handling.get(case_no) or unhandled(case)
            doing = Doing(uow, case, handling, step, author, details, now)
            event = self._carry_out(doing, self._work.get(step, _nothing_more)(doing))
            self._tell_customer(uow, doing.case, step, details, event)
            view = _view(uow, uow.cases.get(case_no), doing.handling)
            uow.commit()
        return view

    def said_at_desk(self, uow: UnitOfWork, message: Message, author: str) -> None:
        """Count what an agent said in a conversation as a reply on its open cases (R69, R117).

        It happens in the transaction that stores the message, which the gate has let out: the
        customer is told nothing twice, and no reply stands without its step.
        """
        conversation_id = message.conversation_id
        found = uow.cases.list(conversation_id=conversation_id, limit=CASES_LOOKED_AT)
        # In one order, so that two transactions never wait for each other.
        for case_no in sorted(case.case_no for case in found if case.status not in DONE_WITH):
            case = uow.cases.lock(case_no)
            handling = uow.handling.get(case_no) or unhandled(case)
            doing = Doing(
                uow,
                case,
                handling,
                Step.AGENT_REPLIED,
                storable(author),
                NOTHING,
                message.created_at,
            )
            self._carry_out(doing, {"message": message.seq})

    def _carry_out(self, doing: Doing, data: dict[str, Any]) -> CaseEvent:
        """Store what a step changed, meet and start its clocks, and put it on the timeline."""
        uow, step, now = doing.uow, doing.step, doing.at
        case = replace(doing.case, status=STATUS_AFTER.get(step, doing.case.status), updated_at=now)
        # Clocks have rows of their own that this step may have changed.
        case = replace(case, clocks=uow.cases.get(case.case_no).clocks)
        uow.cases.update(case)
        uow.handling.put(doing.handling)
        met = self._starter.meet(uow, case, step, now)
        self._starter.add_later(uow, case, step, now)
        doing.case = case
        return uow.events.add(
            CaseEvent(
                case_no=case.case_no,
                at=now,
                author=doing.author,
                kind=str(step),
                data={**data, "met": [str(clock.name) for clock in met]},
            )
        )

    def _tell_customer(
        self, uow: UnitOfWork, case: Case, step: Step, details: StepDetails, event: CaseEvent
    ) -> None:
        once = f"step:{event.id}"
        if step in SPOKEN:
            text = needed(details.text, "text", "say what the customer is to read")
            if customer_address(case) is None:
                raise CustomerNotReachable(case.case_no)
            # In the transaction that stores them: an approval that is revoked meanwhile counts not.
            verdict = self._gate.check_words(uow, text, case.language or "zh", case)
            if verdict.stopped:
                raise WordsStopped(case.case_no, verdict)
            facts = {"text": text, "author": event.author}
            self._informer.tell_customer(
                uow, SAID, case, event.at, once=once, facts=facts, urgent=True
            )
        elif step is Step.WAIT_ANNOUNCED and details.until is not None:
            facts = {"instants": {"until": details.until.isoformat()}}
            self._informer.tell_customer(uow, "update_wait", case, event.at, once=once, facts=facts)
        elif step in TOLD:
            facts = {"instants": self._starter.promised(uow, case.case_no)}
            self._informer.tell_customer(uow, TOLD[step], case, event.at, once=once, facts=facts)

    def _assign(self, doing: Doing) -> dict[str, Any]:
        """Give the case to a person; whatever runs on it runs on."""
        (assignee,) = names_in(doing, 1)
        doing.handling = replace(doing.handling, assignee=assignee)
        self._tell(doing, assignee, "staff_case_assigned")
        return {"to": assignee}

    def _note(self, doing: Doing) -> dict[str, Any]:
        text = needed(doing.details.text, "text", "say something")
        supplement = Supplement(
            case_no=doing.case.case_no, author=doing.author, text=text, at=doing.at
        )
        return {"supplement": doing.uow.cases.add_supplement(supplement).id}

    def _transmit(self, doing: Doing) -> dict[str, Any]:
        """Hand the case to the responsible department (R156); one that is named becomes it."""
        if doing.details.to:
            (name,) = names_in(doing, 1)
            doing.case = replace(doing.case, department=department_of(name))
        self._tell(doing, str(doing.case.department), "staff_case_transmitted")
        return {"to": str(doing.case.department)}

    def _share(self, doing: Doing) -> dict[str, Any]:
        """Let departments share the case; one stays responsible (R5, R52)."""
        names = [str(department_of(name)) for name in names_in(doing)]
        shared = dict.fromkeys([*doing.handling.shared_with, *names])
        shared.pop(str(doing.case.department), None)
        doing.handling = replace(doing.handling, shared_with=tuple(shared))
        for name in names:
            self._tell(doing, name, "staff_case_shared")
        return {"to": names}

    def _hear_department(self, doing: Doing) -> dict[str, Any]:
        """Take down the department's opinion, which the customer never reads (R165), and copy it
        to whoever gets copies of the case (R191)."""
        text = needed(doing.details.text, "text", "say what the department replied")
        for role in dict.fromkeys([*doing.case.copied_to, *doing.handling.joined]):
            self._tell(doing, role, "staff_department_replied")
        return {"text": text}

    def _refuse(self, doing: Doing) -> dict[str, Any]:
        """Take the case back to its department and up to the managers of the policy, as often as
        the customer does not agree (R159, R199)."""
        reason = needed(doing.details.reason, "reason", "say what the customer does not agree to")
        before = doing.uow.events.list(doing.case.case_no)
        times = 1 + sum(event.kind == str(Step.CUSTOMER_REFUSED) for event in before)
        for role in (str(doing.case.department), *self._policy.work.refusals):
            self._tell(doing, role, "staff_result_refused", times=times)
        return {"reason": reason, "times": times}

    def _announce(self, doing: Doing) -> dict[str, Any]:
        """Tell when the next word comes, where an answer is not ready in time (R194, R205)."""
        until = needed(doing.details.until, "until", "say until when")
        reason = needed(doing.details.reason, "reason", "say why")
        if until <= doing.at:
            raise StepInvalid("until", "name an instant ahead")
        self._starter.announce(doing.uow, doing.case, until, reason, doing.at)
        return {"until": until.isoformat(), "reason": reason}

    def _renew(self, doing: Doing) -> dict[str, Any]:
        """File the complaint anew, as major, where the customer does not agree to wait (R206)."""
        reason = needed(doing.details.reason, "reason", "say what the customer answered")
        kinds = [each.kind for each in doing.uow.events.list(doing.case.case_no)]
        asked = [kind for kind in kinds if kind in (Step.WAIT_ANNOUNCED, Step.WAIT_REFUSED)]
        if not asked or asked[-1] == Step.WAIT_REFUSED:
            raise StepInvalid("case_no", "announce a wait first: none waits for an answer")
        new = self._renewal.open(doing.uow, doing.case, reason, doing.author, doing.at)
        self._informer.tell_customer(
            doing.uow,
            "update_renewed",
            new,
            doing.at,
            once=f"renewed:{new.case_no}",
            facts={"instants": self._starter.promised(doing.uow, new.case_no)},
        )
        return {"reason": reason, "case": new.case_no}

    def _grade(self, doing: Doing) -> dict[str, Any]:
        """Give another grade, as by an order from above; its clocks join those that run."""
        grade = needed(doing.details.grade, "grade", "name the grade")
        reason = needed(doing.details.reason, "reason", "say why")
        before = doing.case.grade
        copies = (*doing.case.copied_to, *self._policy.copies.get(grade, ()))
        doing.case = replace(
            doing.case,
            grade=grade,
            grade_reasons=(*doing.case.grade_reasons, f"ordered_by_{doing.author}"),
            copied_to=tuple(dict.fromkeys(copies)),
        )
        self._starter.add_for_grade(doing.uow, doing.case, grade, doing.at)
        for role in doing.case.copied_to:
            self._informer.tell(
                doing.uow,
                role,
                "staff_case_copied",
                doing.case,
                doing.at,
                once=f"copied:{doing.case.case_no}",
                urgent=True,
            )
        return {"grade": str(grade), "before": str(before), "reason": reason}

    def _judge(self, doing: Doing) -> dict[str, Any]:
        """Say where the cause lies (R16), of what nature it is (R18), whether it is valid (R73),
        and whether the product has the fault (R34)."""
        details, handling = doing.details, doing.handling
        said = (details.origin, details.nature, details.valid, details.fault)
        if all(each is None for each in said):
            raise StepInvalid(
                "origin", "name an origin, a nature, whether it is valid or the fault is there"
            )
        if details.valid is False:
            needed(details.reason, "reason", "say why it is not valid")
        if details.fault is not None:
            needed(details.reason, "reason", "say what was found on the product")
        doing.handling = replace(
            handling,
            origin=details.origin or handling.origin,
            nature=details.nature or handling.nature,
            valid=handling.valid if details.valid is None else details.valid,
        )
        punishment = self._policy.work.punishment
        if punishment and details.nature in punishment.natures:
            self._informer.tell_of_punishment(doing.uow, doing.case, doing.at)
        return {
            "origin": None if details.origin is None else str(details.origin),
            "nature": None if details.nature is None else str(details.nature),
            "valid": details.valid,
            "reason": details.reason,
            **self._fault(doing),
        }

    def _fault(self, doing: Doing) -> dict[str, Any]:
        """Note whether the fault is there; a confirmed one asks for its replacement (R34).

        The customer hears of it in words that were approved in writing, like of any remedy (R168).
        """
        fault = doing.details.fault
        if fault is None:
            return {}
        rules = rules_for(doing.case, self._policy.work.confirmed_faults)
        if not fault or rules is None:
            return {"fault": fault}
        for role in dict.fromkeys([str(doing.case.department), *rules.tell]):
            self._tell(doing, role, "staff_fault_confirmed", remedy=str(rules.remedy))
        return {"fault": fault, "remedy": str(rules.remedy)}

    def _instruct(self, doing: Doing) -> dict[str, Any]:
        """Take down a superior's instruction, which the customer is told in writing and by phone
        in words of their own (R203): the policy starts a clock for each."""
        text = needed(doing.details.text, "text", "say what is instructed")
        self._tell(doing, doing.handling.assignee or str(doing.case.department), "staff_instructed")
        return {"text": text}

    def _join(self, doing: Doing) -> dict[str, Any]:
        """Let a manager join in; the department's deadline stays (R191)."""
        names = names_in(doing)
        joined = dict.fromkeys([*doing.handling.joined, *names])
        doing.handling = replace(doing.handling, joined=tuple(joined))
        self._tell(doing, str(doing.case.department), "staff_manager_joined")
        return {"to": list(names)}

    def _pause(self, doing: Doing) -> dict[str, Any]:
        reason = needed(doing.details.reason, "reason", "say why the clocks may stand still")
        stopped = self._starter.pause(doing.uow, doing.case, doing.author, reason, doing.at)
        if not stopped:
            raise StepInvalid("case_no", "no clock runs that could be paused")
        return {"reason": reason, "clocks": list(map(str, stopped))}

    def _resume(self, doing: Doing) -> dict[str, Any]:
        moved = self._starter.resume(doing.uow, doing.case, doing.at)
        if not moved:
            raise StepInvalid("case_no", "no clock is paused")
        return {"clocks": list(map(str, moved))}

    def _tell(self, doing: Doing, role: str, key: str, **facts: Any) -> None:
        # The step's event has no number yet; author and instant tell two steps apart.
        once = f"{doing.step}:{doing.case.case_no}:{doing.at.isoformat()}"
        self._informer.tell(doing.uow, role, key, doing.case, doing.at, once=once, facts=facts)


def _view(uow: UnitOfWork, case: Case, handling: Handling) -> CaseView:
    return CaseView(case, handling, tuple(uow.events.list(case.case_no)))


def _nothing_more(_doing: Doing) -> dict[str, Any]:
    return {}
