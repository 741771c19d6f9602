"""The work on cases, the notices about it and the incidents, for other systems."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request, Security
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from casework.model import Grade
from casework.model.work import Nature, Origin, OutgoingState, Step
from casework.presenting_work import incident_as_json, notice_as_json, work_as_json
from casework.services.doing import StepDetails
from desk.context import desk_of
from desk.gateway.rest import bearer

router: Final = APIRouter(prefix="/api/v1", tags=["work"], dependencies=[Security(bearer)])

CaseNo = Annotated[str, Path(max_length=64)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1, max_length=20_000)]
LONGEST_LIST: Final = 500


class DoneStep(BaseModel):
    """What somebody does on a case; which details are needed depends on the step."""

    model_config = ConfigDict(extra="forbid")

    step: Step
    author: Name
    text: Text | None = None
    to: Annotated[list[Name], Field(max_length=20)] = []
    until: AwareDatetime | None = None
    reason: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    grade: Grade | None = None
    origin: Origin | None = None
    nature: Nature | None = None
    valid: bool | None = None
    fault: bool | None = None

    def details(self) -> StepDetails:
        """Return what the step needs."""
        return StepDetails(
            text=self.text,
            to=tuple(self.to),
            until=self.until,
            reason=self.reason,
            grade=self.grade,
            origin=self.origin,
            nature=self.nature,
            valid=self.valid,
            fault=self.fault,
        )


@router.get("/cases/{case_no}/work")
async def get_work(request: Request, case_no: CaseNo) -> dict[str, Any]:
    """Return how a case is handled: who has it, why it is where it is, and all that happened."""
    desk = desk_of(request)
    view = await desk.storage.run(lambda: desk.handling.view(case_no))
    return work_as_json(view, desk.policy)


@router.post("/cases/{case_no}/steps", status_code=201)
async def do_step(request: Request, case_no: CaseNo, done: DoneStep) -> dict[str, Any]:
    """Do a step on a case; clocks are met and started as the policy says."""
    desk = desk_of(request)
    view = await desk.storage.run(
        lambda: desk.handling.do(case_no, done.step, done.author, done.details())
    )
    return work_as_json(view, desk.policy)


@router.get("/outbox")
async def list_notices(
    request: Request,
    state: OutgoingState | None = None,
    case_no: Annotated[str | None, Query(max_length=64)] = None,
    before: Annotated[int | None, Query(ge=1)] = None,
    limit: Annotated[int, Query(ge=1, le=LONGEST_LIST)] = 100,
) -> dict[str, Any]:
    """Return notices, the latest first; `state=dead` lists those that were given up."""
    desk = desk_of(request)
    found = await desk.storage.run(
        lambda: desk.outbox.list(state=state, case_no=case_no, before=before, limit=limit)
    )
    return {"items": [notice_as_json(each) for each in found]}


@router.post("/outbox/{notice_id}/resend")
async def resend(request: Request, notice_id: Annotated[int, Path(ge=1)]) -> dict[str, Any]:
    """Let a notice that was given up be tried again at once."""
    desk = desk_of(request)
    return notice_as_json(await desk.storage.run(lambda: desk.outbox.resend(notice_id)))


@router.get("/incidents")
async def list_incidents(request: Request) -> dict[str, Any]:
    """Return the incidents, the latest first."""
    desk = desk_of(request)

    def read() -> list[dict[str, Any]]:
        with desk.uow_factory(read_only=True) as uow:
            return [incident_as_json(each) for each in uow.incidents.list()]

    return {"items": await desk.storage.run(read)}
