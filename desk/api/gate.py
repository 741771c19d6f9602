"""The promise gate, for the agents' desk and for other systems."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query, Request, Security
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from casework.gate.presenting import approval_as_json, stop_as_json, verdict_as_json
from casework.gate.service import NewApproval
from casework.model import Demand
from desk.context import desk_of
from desk.gateway.rest import bearer

router: Final = APIRouter(prefix="/api/v1/gate", tags=["gate"], dependencies=[Security(bearer)])

LONGEST_TEXT: Final = 20_000
Name = Annotated[str, Field(min_length=1, max_length=200)]
CaseNo = Annotated[str, Field(min_length=1, max_length=64)]


class CheckedText(BaseModel):
    """A text that somebody is about to send to a customer."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    language: Annotated[Literal["zh", "en"], Field(description="In which reasons are told.")]
    case_no: CaseNo | None = None
    author_role: Annotated[Name, Field(description="A role of the policy, or `bot`.")] = "agent"


class ShownFinding(BaseModel):
    """What stops the text: `start` and `end` count Unicode code points."""

    kind: str
    rule: str
    start: int
    end: int
    text: str
    remedies: list[str]
    amounts: list[dict[str, Any]]
    times: list[str]
    reason: str
    way: str


class ShownVerdict(BaseModel):
    """Whether the text may go out, and who may approve it where it may not."""

    verdict: Literal["pass", "stop"]
    kinds: list[str]
    findings: list[ShownFinding]
    approvals: list[str]
    approvers: list[str]


class EnteredApproval(BaseModel):
    """What a person with the authority approved in writing."""

    model_config = ConfigDict(extra="forbid")

    case_no: CaseNo
    document: Annotated[Name, Field(description="The written form's name or number.")]
    author: Name
    author_role: Name
    remedies: list[Demand] = []
    amount: Annotated[Decimal | None, Field(ge=0, le=10**9, decimal_places=2)] = None
    due_on: Annotated[
        date | None, Field(description="The first day for which it may be promised.")
    ] = None
    wording: Annotated[str | None, Field(min_length=1, max_length=LONGEST_TEXT)] = None
    expires_at: AwareDatetime | None = None

    def to_new(self) -> NewApproval:
        """Return it as the gate takes it."""
        return NewApproval(
            **{**self.model_dump(), "remedies": tuple(str(remedy) for remedy in self.remedies)}
        )


class ShownApproval(BaseModel):
    """An approval as it is stored."""

    id: str
    case_no: str
    document: str
    author: str
    author_role: str
    remedies: list[str]
    amount: float | None
    currency: str | None
    due_on: str | None
    wording: str | None
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    revoked_by: str | None


class ApprovalList(BaseModel):
    """The approvals of a case, the oldest first."""

    items: list[ShownApproval]


class Revocation(BaseModel):
    """Who takes an approval back."""

    model_config = ConfigDict(extra="forbid")

    author: Name


class ShownStop(BaseModel):
    """A text that was stopped."""

    conversation_id: str
    turn_id: str
    sender: str
    text: str
    findings: list[dict[str, Any]]
    at: str


class StopList(BaseModel):
    """Stopped texts, the newest first."""

    items: list[ShownStop]


@router.post("/check", response_model=ShownVerdict)
async def check(request: Request, checked: CheckedText) -> dict[str, Any]:
    """Tell whether a text may go to the customer; nothing is sent or stored."""
    desk = desk_of(request)
    verdict = await desk.storage.run(
        lambda: desk.gate.check(
            checked.text, checked.language, checked.case_no, checked.author_role
        )
    )
    return verdict_as_json(verdict)


@router.post("/approvals", response_model=ShownApproval, status_code=201)
async def approve(request: Request, entered: EnteredApproval) -> dict[str, Any]:
    """Store an approval within its author's authority; beyond it the answer is 403."""
    desk = desk_of(request)
    return approval_as_json(await desk.storage.run(lambda: desk.gate.approve(entered.to_new())))


@router.get("/approvals", response_model=ApprovalList)
async def list_approvals(
    request: Request, case_no: Annotated[str, Query(min_length=1, max_length=64)]
) -> dict[str, Any]:
    """Return all approvals of a case, the revoked ones included."""
    desk = desk_of(request)
    found = await desk.storage.run(lambda: desk.gate.approvals(case_no))
    return {"items": [approval_as_json(approval) for approval in found]}


@router.post("/approvals/{approval_id}/revoke", response_model=ShownApproval)
async def revoke(
    request: Request,
    approval_id: Annotated[str, Path(max_length=64)],
    revocation: Revocation,
) -> dict[str, Any]:
    """Take an approval back; from now on nothing goes out by it."""
    desk = desk_of(request)
    done = await desk.storage.run(lambda: desk.gate.revoke(approval_id, revocation.author))
    return approval_as_json(done)


@router.get("/stops", response_model=StopList)
async def list_stops(
    request: Request,
    conversation_id: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return the bot's and agents' texts that were stopped."""
    desk = desk_of(request)
    found = await desk.storage.run(lambda: desk.gate.stops(conversation_id, limit))
    return {"items": [stop_as_json(stop) for stop in found]}
