"""The filed cases, for other systems."""

import uuid
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Path, Query, Request, Response, Security

from casework.model import CaseFilters, Category, Department, Grade, Priority, Status
from casework.presenting import case_as_json
from casework.services.cases import MAX_LIMIT
from desk.api.schema import CaseList, EnteredCase, ShownCase
from desk.context import desk_of
from desk.gateway.rest import bearer

router: Final = APIRouter(prefix="/api/v1", tags=["cases"], dependencies=[Security(bearer)])

LONGEST_SEARCH: Final = 100


@router.get("/cases", response_model=CaseList)
async def list_cases(
    request: Request,
    conversation_id: Annotated[str | None, Query(max_length=200)] = None,
    status: Status | None = None,
    department: Annotated[
        Department | None, Query(description="The responsible department.")
    ] = None,
    grade: Grade | None = None,
    priority: Priority | None = None,
    category: Annotated[Category | None, Query(description="One of the case's categories.")] = None,
    text: Annotated[
        str | None,
        Query(
            max_length=LONGEST_SEARCH,
            description="A part of the case number, the order number, the product or the contact, "
            "in any case of letters.",
        ),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> dict[str, Any]:
    """Return the cases that pass all given filters, the newest first.

    The filters are those of the desk's case list. A cursor continues the list that gave it: send
    the same filters along.
    """
    desk = desk_of(request)
    filters = CaseFilters(
        status=status,
        department=department,
        grade=grade,
        priority=priority,
        category=category,
        text=(text or "").strip() or None,
    )
    page = await desk.storage.run(
        lambda: desk.cases.list(
            conversation_id=conversation_id, filters=filters, limit=limit, cursor=cursor
        )
    )
    return {"items": [case_as_json(case) for case in page.items], "next_cursor": page.next_cursor}


@router.get("/cases/{case_no}", response_model=ShownCase)
async def get_case(
    request: Request, case_no: Annotated[str, Path(max_length=64)]
) -> dict[str, Any]:
    """Return one case by its number."""
    desk = desk_of(request)
    return case_as_json(await desk.storage.run(lambda: desk.cases.get(case_no)))


@router.post("/cases", response_model=ShownCase, status_code=201)
async def enter_case(
    request: Request,
    response: Response,
    entered: EnteredCase,
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=200)] = None,
) -> dict[str, Any]:
    """File a case that staff or another system took in.

    The same `Idempotency-Key` with the same contents gives the same case again, with 200; with
    other contents it is a conflict. Without a key every request files a new case.
    """
    desk = desk_of(request)
    key = idempotency_key or str(uuid.uuid4())
    done = await desk.storage.run(
        lambda: desk.filing.file_entered(
            entered.to_record(), key, conversation_id=entered.conversation_id
        )
    )
    response.status_code = 201 if done.created else 200
    response.headers["Location"] = f"/api/v1/cases/{done.case.case_no}"
    return case_as_json(done.case)
