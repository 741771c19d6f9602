"""Lets nothing that an agent writes out that the promise gate stops (R66, R151, R168, R202)."""

import uuid
from dataclasses import dataclass
from typing import Any, Final

from casework.errors import AuthorityExceeded, ConversationNotFound, JieyouError, TakeoverRefused
from casework.gate.approvals import Stop
from casework.gate.findings import Verdict
from casework.gate.presenting import verdict_as_json
from casework.gate.service import GateService, NewApproval
from casework.model import Account, AuditEntry, Role, Sender
from casework.ports import Clock, UnitOfWork, UnitOfWorkFactory
from casework.presenting import instant_as_json

#: The desk's roles as the policy's `gate.authority` names them; an administrator has no say in it.
GATE_ROLES: Final = {
    Role.AGENT: "agent",
    Role.SUPERVISOR: "supervisor",
    Role.MANAGER: "manager",
}
NO_ROLE: Final = "none"
LATEST_STOPS: Final = 50
MOST_SHOWN: Final = 10
MESSAGES_LOOKED_AT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedDraft:
    """A text that may not go to the customer as it is, and why."""

    draft_id: str
    case_no: str | None
    text: str
    verdict: Verdict


class PromiseStopped(JieyouError):
    """The promise gate stopped this message."""

    def __init__(self, draft: StoppedDraft) -> None:
        self.draft = draft
        super().__init__()


class DraftNotFound(JieyouError):
    """No draft of this conversation was stopped under this id."""


class PromiseDesk:
    """Checks what agents write, and lets those approve it whose authority reaches so far."""

    def __init__(self, gate: GateService, uow_factory: UnitOfWorkFactory, clock: Clock) -> None:
        self._gate = gate
        self._uow_factory = uow_factory
        self._clock = clock

    def check(
        self,
        conversation_id: str,
        account: Account,
        text: str,
        message_id: str | None,
        language: str | None,
    ) -> None:
        """Return where the text may go out; else keep it, with who wrote it in the trail.

        Args:
            conversation_id: where it is to be said.
            account: who wrote it.
            text: what was written.
            message_id: the client's id; what was said under it before is not judged anew.
            language: in which the author reads the reasons, None for the conversation's.

        Raises:
            ConversationNotFound: there is no such conversation.
            TakeoverRefused: the agent does not hold the conversation.
            PromiseStopped: it may not go out as it is.
        """
        with self._uow_factory(read_only=True) as uow:
            conversation = uow.conversations.get(conversation_id)
            if conversation is None:
                raise ConversationNotFound(conversation_id)
            # Only who may speak here is told what may be said.
            if uow.leases.get(conversation_id).holder != account.id:
                raise TakeoverRefused("not_holder")
            if message_id is not None and uow.messages.find(conversation_id, message_id):
                return
            case_no = _case_of(uow, conversation_id)
        code = language or conversation.language or "zh"
        verdict = self._gate.check(text, code, case_no, gate_role(account))
        if not verdict.stopped:
            return
        draft = StoppedDraft(
            draft_id=_draft_id(conversation_id, account, text),
            case_no=case_no,
            text=text,
            verdict=verdict,
        )
        self._keep(conversation_id, account, draft)
        raise PromiseStopped(draft)

    def drafts(self, conversation_id: str, account: Account, language: str) -> list[dict[str, Any]]:
        """Return the stopped drafts that nobody has sent yet, the newest first.

        Who may approve something sees all that can be approved by anybody; the others see what was
        approved meanwhile, so that it can be sent. Without a case there is nothing to approve for.
        """
        with self._uow_factory(read_only=True) as uow:
            conversation = uow.conversations.get(conversation_id)
            case_no = _case_of(uow, conversation_id)
            if conversation is None or case_no is None:
                return []
            stops = uow.stops.list(conversation_id=conversation_id, limit=LATEST_STOPS)
            since = max(0, conversation.last_seq - MESSAGES_LOOKED_AT)
            said = {
                message.text
                for message in uow.messages.after(conversation_id, since)
                if message.sender is Sender.AGENT
            }
        role = gate_role(account)
        shown: list[dict[str, Any]] = []
        for stop in stops:
            if len(shown) == MOST_SHOWN:
                break
            if stop.sender != Sender.AGENT or stop.text in said:
                continue
            verdict = self._gate.check(stop.text, language, case_no, role)
            if verdict.stopped and not (verdict.approvers and self._approves_something(role)):
                continue
            shown.append(
                {
                    "id": stop.turn_id,
                    "case_no": case_no,
                    "text": stop.text,
                    "at": instant_as_json(stop.at),
                    "approved": not verdict.stopped,
                    "may_approve": verdict.stopped and role in verdict.approvers,
                    **verdict_as_json(verdict),
                }
            )
        return shown

    def approve(
        self, conversation_id: str, draft_id: str, account: Account, document: str
    ) -> str | None:
        """Approve a stopped draft word for word for the conversation's case.

        What passes already needs no second approval; then the answer is None, else the approval's
        id.

        Raises:
            DraftNotFound: nothing was stopped under this id.
            TakeoverRefused: no case is filed for which it could be approved (`no_case`).
            AuthorityExceeded: the account's role may not approve this.
            ApprovalInvalid: no written form is named.
        """
        with self._uow_factory(read_only=True) as uow:
            stop = _stop_of(uow, conversation_id, draft_id)
            case_no = _case_of(uow, conversation_id)
        if case_no is None:
            raise TakeoverRefused("no_case")
        role = gate_role(account)
        verdict = self._gate.check(stop.text, "zh", case_no, role)
        if not verdict.stopped:
            return None
        if role not in verdict.approvers:
            raise AuthorityExceeded(role)
        approval = self._gate.approve(
            NewApproval(
                case_no=case_no,
                document=document,
                author=f"desk:{account.username}",
                author_role=role,
                wording=stop.text,
            )
        )
        with self._uow_factory() as uow:
            uow.audit.add(
                AuditEntry.by(
                    account,
                    self._clock.now(),
                    "promise.approved",
                    case_no,
                    approval=approval.id,
                    draft=draft_id,
                )
            )
            uow.commit()
        return approval.id

    def _approves_something(self, role: str) -> bool:
        authority = self._gate.authority_of(role)
        return authority is not None and bool(authority.remedies or authority.wording)

    def _keep(self, conversation_id: str, account: Account, draft: StoppedDraft) -> None:
        kinds = [str(kind) for kind in draft.verdict.kinds]
        with self._uow_factory() as uow:
            self._gate.keep_stop(
                uow,
                conversation_id,
                draft.draft_id,
                draft.text,
                draft.verdict,
                str(Sender.AGENT),
            )
            # What was written stands in the stop alone: the trail is kept for ever.
            uow.audit.add(
                AuditEntry.by(
                    account,
                    self._clock.now(),
                    "promise.stopped",
                    conversation_id,
                    draft=draft.draft_id,
                    case_no=draft.case_no,
                    kinds=kinds,
                )
            )
            uow.commit()


def gate_role(account: Account) -> str:
    """Return the policy's role of the gate that an account has."""
    return GATE_ROLES.get(account.role, NO_ROLE)


def stopped_as_json(draft: StoppedDraft) -> dict[str, Any]:
    """Return what a stopped draft's author needs to know.

    `at_desk` tells whether somebody with an account of the desk may approve it.
    """
    return {
        "draft_id": draft.draft_id,
        "case_no": draft.case_no,
        "text": draft.text,
        "at_desk": not set(GATE_ROLES.values()).isdisjoint(draft.verdict.approvers),
        **verdict_as_json(draft.verdict),
    }


def _case_of(uow: UnitOfWork, conversation_id: str) -> str | None:
    """Return the number of the conversation's latest case."""
    latest = next(iter(uow.cases.list(conversation_id=conversation_id, limit=1)), None)
    return None if latest is None else latest.case_no


def _stop_of(uow: UnitOfWork, conversation_id: str, draft_id: str) -> Stop:
    for stop in uow.stops.list(conversation_id=conversation_id, limit=LATEST_STOPS):
        if stop.turn_id == draft_id and stop.sender == Sender.AGENT:
            return stop
    raise DraftNotFound()


def _draft_id(conversation_id: str, account: Account, text: str) -> str:
    """Return the same id whenever the same person is stopped with the same words."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{conversation_id}\n{account.id}\n{text}"))
