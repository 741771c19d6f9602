"""The gate at work: checks texts against policy and approvals, and keeps the approvals."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from casework.errors import ApprovalInvalid, ApprovalNotFound, AuthorityExceeded, CaseNotFound
from casework.gate.approvals import Approval, Stop, covered_beforehand
from casework.gate.authority import Authority
from casework.gate.detecting import Source, findings
from casework.gate.findings import Finding, Verdict
from casework.gate.lexicon import LANGUAGES, reasons
from casework.gate.presenting import finding_as_json
from casework.gate.times import Due, PromisedTimes
from casework.model import Case, Demand, Sender
from casework.numbering import normal_case_no
from casework.policy import Policy
from casework.ports import Clock, IdSource, UnitOfWork, UnitOfWorkFactory

BOT: Final = "bot"
# Cases that a conversation may speak of; more than these are never open in one.
CASES_LOOKED_AT: Final = 20
MESSAGES_LOOKED_AT: Final = 200
_CASE_NO: Final = re.compile(r"JY\d{8}-[0-9A-HJKMNP-TV-Z]{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApproval:
    """What somebody asks the gate to approve for a case."""

    case_no: str
    document: str
    author: str
    author_role: str
    remedies: tuple[str, ...] = ()
    amount: Decimal | None = None
    due_on: date | None = None
    wording: str | None = None
    expires_at: datetime | None = None


class GateService:
    """Decides what may be said to a customer (R66, R151, R165, R168, R202)."""

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        policy: Policy,
        clock: Clock,
        ids: IdSource,
        tz: ZoneInfo,
        fold: Callable[[str], str] = str,
    ) -> None:
        """Keep the parts; `fold` turns each Traditional character into a Simplified one."""
        self._uow_factory = uow_factory
        self._policy = policy
        self._clock = clock
        self._ids = ids
        self._tz = tz
        self._fold = fold

    def check(self, text: str, language: str, case_no: str | None, author_role: str) -> Verdict:
        """Return whether a text may go to the customer, by the policy and the case's approvals.

        Args:
            text: what is to be said.
            language: `zh` or `en`, in which the author reads the reasons.
            case_no: the case that it is about, if there is one.
            author_role: a role of the policy, or `bot`.

        Raises:
            CaseNotFound: no case has this number.
        """
        with self._uow_factory(read_only=True) as uow:
            cases = [uow.cases.get(normal_case_no(case_no))] if case_no else []
            return self._verdict(
                uow, text, language, cases, Source(fold=self._fold, assistant=author_role == BOT)
            )

    def check_reply(
        self, uow: UnitOfWork, text: str, language: str, conversation_id: str
    ) -> Verdict:
        """Return whether the assistant's reply may go out, inside the transaction that stores it.

        The conversation's cases, and one whose number the reply names, say which times hold; what
        the customer wrote in it is quoted and not said.
        """
        cases = list(uow.cases.list(conversation_id=conversation_id, limit=CASES_LOOKED_AT))
        for case_no in set(_CASE_NO.findall(text)) - {case.case_no for case in cases}:
            cases += _found(uow, case_no)
        conversation = uow.conversations.get(conversation_id)
        latest = conversation.last_seq if conversation else 0
        since = max(0, latest - MESSAGES_LOOKED_AT)
        said = uow.messages.after(conversation_id, since, MESSAGES_LOOKED_AT)
        customer = tuple(message.text for message in said if message.sender is Sender.CUSTOMER)
        source = Source(fold=self._fold, assistant=True, customer=customer)
        return self._verdict(uow, text, language, cases, source)

    def check_words(self, uow: UnitOfWork, text: str, language: str, case: Case) -> Verdict:
        """Return whether somebody's words may go to a case's customer, inside the transaction
        that stores them."""
        return self._verdict(uow, text, language, [case], Source(fold=self._fold))

    def approve(self, wanted: NewApproval) -> Approval:
        """Store an approval that lies within its author's authority.

        Raises:
            ApprovalInvalid: it approves nothing, or something unknown.
            AuthorityExceeded: the author's role may not approve this.
            CaseNotFound: no case has this number.
        """
        self._check_sense(wanted)
        self._check_authority(wanted)
        approval = Approval(
            id=self._ids.new_id(),
            case_no=normal_case_no(wanted.case_no),
            document=wanted.document.strip(),
            author=wanted.author.strip(),
            author_role=wanted.author_role,
            created_at=self._clock.now(),
            remedies=tuple(dict.fromkeys(wanted.remedies)),
            amount=wanted.amount,
            currency=None if wanted.amount is None else self._policy.gate.currency,
            due_on=wanted.due_on,
            wording=wanted.wording,
            expires_at=wanted.expires_at,
        )
        with self._uow_factory() as uow:
            uow.cases.get(approval.case_no)
            uow.approvals.add(approval)
            uow.commit()
        return approval

    def authority_of(self, role: str) -> Authority | None:
        """Return what a role may approve, None for a role that the policy does not name."""
        return self._policy.gate.authority.get(role)

    def approvals(self, case_no: str) -> Sequence[Approval]:
        """Return all approvals of a case, the oldest first.

        Raises:
            CaseNotFound: no case has this number.
        """
        with self._uow_factory(read_only=True) as uow:
            case = uow.cases.get(normal_case_no(case_no))
            return uow.approvals.list(case.case_no)

    def revoke(self, approval_id: str, author: str) -> Approval:
        """Take an approval back; what was said by it before stays said.

        Raises:
            ApprovalNotFound: there is none with this id.
        """
        with self._uow_factory() as uow:
            approval = uow.approvals.get(approval_id)
            if approval is None:
                raise ApprovalNotFound(approval_id)
            if approval.revoked_at is None:
                approval = replace(approval, revoked_at=self._clock.now(), revoked_by=author)
                uow.approvals.update(approval)
                uow.commit()
        return approval

    def keep_stop(
        self,
        uow: UnitOfWork,
        conversation_id: str,
        turn_id: str,
        text: str,
        verdict: Verdict,
        sender: str,
        position: int = 0,
    ) -> None:
        """Keep a stopped text inside a transaction; the same place of a turn is kept once."""
        uow.stops.add(
            Stop(
                conversation_id=conversation_id,
                turn_id=turn_id,
                position=position,
                sender=sender,
                text=text,
                findings=[finding_as_json(finding) for finding in verdict.findings],
                at=self._clock.now(),
            )
        )

    def stops(self, conversation_id: str | None = None, limit: int = 50) -> Sequence[Stop]:
        """Return the stopped texts, the newest first."""
        with self._uow_factory(read_only=True) as uow:
            return uow.stops.list(conversation_id=conversation_id, limit=limit)

    def _verdict(
        self, uow: UnitOfWork, text: str, language: str, cases: Iterable[Case], source: Source
    ) -> Verdict:
        known = tuple(cases)
        now = self._clock.now()
        found = findings(text, self._times(known, now), source)
        # Most words promise nothing, and need no approval.
        asked = known if found else ()
        held = [one for case in asked for one in uow.approvals.list(case.case_no)]
        stopping: list[Finding] = []
        used: list[str] = []
        for finding in found:
            covering = [one.id for one in held if one.covers(finding, text, now, self._tz)]
            if covering:
                used.append(covering[0])
            elif not covered_beforehand(finding, text, self._policy.approved_remedies):
                stopping.append(finding)
        told = reasons()
        code = language if language in LANGUAGES else LANGUAGES[0]
        kinds = {one.kind for one in stopping}
        return Verdict(
            findings=tuple(stopping),
            reasons={kind: told.why[code][kind] for kind in kinds},
            ways={kind: told.way[code][kind] for kind in kinds},
            approvals=tuple(dict.fromkeys(used)),
            approvers=self._policy.gate.roles_for(stopping) if stopping else (),
        )

    def _times(self, cases: Iterable[Case], now: datetime) -> PromisedTimes:
        hours = self._policy.office_hours
        return PromisedTimes(
            figures=self._policy.clocks,
            dues=tuple(Due(str(clock.name), clock.due_at) for c in cases for clock in c.clocks),
            tz=self._tz,
            now=now,
            office_hours=(hours.start, hours.end),
        )

    def _check_sense(self, wanted: NewApproval) -> None:
        known = {str(demand) for demand in Demand}
        unknown = [remedy for remedy in wanted.remedies if remedy not in known]
        if unknown:
            raise ApprovalInvalid(f"remedies: {unknown[0]!r}, use one of {', '.join(known)}")
        if not wanted.remedies and not (wanted.wording or "").strip():
            raise ApprovalInvalid("name a remedy or a wording")
        if not wanted.document.strip() or not wanted.author.strip():
            raise ApprovalInvalid("name the written form and its author")
        if wanted.amount is not None and not (wanted.amount.is_finite() and wanted.amount >= 0):
            raise ApprovalInvalid("amount: a sum from 0")

    def _check_authority(self, wanted: NewApproval) -> None:
        authority = self.authority_of(wanted.author_role)
        if authority is None:
            raise AuthorityExceeded(wanted.author_role)
        found = findings(wanted.wording or "", source=Source(fold=self._fold))
        may = wanted.author_role in self._policy.gate.roles_for(found)
        if not may or not authority.reaches(wanted.remedies, wanted.amount):
            raise AuthorityExceeded(wanted.author_role)


def _found(uow: UnitOfWork, case_no: str) -> list[Case]:
    try:
        return [uow.cases.get(case_no)]
    except CaseNotFound:
        return []
