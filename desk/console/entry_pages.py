"""The page on which staff enter a complaint."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from casework.errors import IdempotencyKeyReused, RecordInvalid
from casework.model import Permission
from desk.console.entering import CODES, LINES, REQUIRED, Entry, file_entry
from desk.console.identity import Guard, Visitor, pairs_of
from desk.console.parts import console_of
from desk.console.rendering import Pages

PLACE: Final = "/desk/cases/new"

Clerk = Annotated[Visitor, Depends(Guard(Permission.CASES_ENTER, page=True))]


def entry_routes(pages: Pages) -> APIRouter:
    """Return the routes of the form; they stand before those of the single cases."""
    router = APIRouter(include_in_schema=False)

    def shown(
        request: Request,
        visitor: Visitor,
        entry: Entry,
        problems: Mapping[str, str],
        status: int = HTTPStatus.OK,
        problem: str | None = None,
    ) -> Response:
        more: dict[str, Any] = {
            "entry": entry,
            "problems": problems,
            "problem": problem,
            "lines": LINES,
            "codes": CODES,
            "required": REQUIRED,
        }
        return pages.render(request, "new_case", visitor, status=status, **more)

    @router.get(PLACE)
    async def blank(request: Request, visitor: Clerk) -> Response:
        return shown(request, visitor, Entry.empty(), {})

    @router.post(PLACE)
    async def enter(request: Request, visitor: Clerk) -> Response:
        console = console_of(request)
        entry = Entry.of(await pairs_of(request))
        problems = entry.problems()
        if problems:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return shown(request, visitor, entry, problems, status, "entry.problems")
        try:
            case = await console.storage.run(lambda: file_entry(console, visitor.account, entry))
        except RecordInvalid as error:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return shown(
                request, visitor, entry, {error.field: "entry.unknown"}, status, "entry.problems"
            )
        except IdempotencyKeyReused:
            # What was changed after the filing may be a second case, but never by accident.
            again = Entry(Entry.empty().key, entry.texts, entry.codes)
            return shown(request, visitor, again, {}, HTTPStatus.CONFLICT, "entry.reused")
        return RedirectResponse(f"/desk/cases/{case.case_no}", status_code=HTTPStatus.SEE_OTHER)

    return router
