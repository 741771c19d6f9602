"""The desk's pages, rendered here and brought to life by small scripts of our own."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from casework.errors import AccountRefused, LoginRefused
from casework.model import Permission
from desk.console.case_pages import case_list, case_page
from desk.console.entry_pages import entry_routes
from desk.console.identity import (
    COOKIE,
    Guard,
    LogInFirst,
    PageForbidden,
    PasswordFirst,
    Visitor,
    address_of,
    check_origin,
    form_of,
)
from desk.console.parts import console_of
from desk.console.people_api import shown_account
from desk.console.rendering import HERE, LINKS, Pages
from desk.console.texts import FOLDER as CATALOGUES
from desk.console.texts import LANGUAGE_COOKIE, LANGUAGES
from desk.web.page import RevalidatedFiles

YEAR_SECONDS: Final = 365 * 24 * 3600
AUDIT_PAGE: Final = 100
Anybody = Annotated[Visitor, Depends(Guard(page=True))]
Newcomer = Annotated[Visitor, Depends(Guard(page=True, one_time_password=True))]
CaseReader = Annotated[Visitor, Depends(Guard(Permission.CASES_READ, page=True))]
Manager = Annotated[Visitor, Depends(Guard(Permission.ACCOUNTS_MANAGE, page=True))]
Auditor = Annotated[Visitor, Depends(Guard(Permission.AUDIT_READ, page=True))]


def install(app: FastAPI) -> None:
    """Add the pages, their files and their refusals to the application."""
    pages = Pages()
    app.include_router(_entrance(pages))
    app.include_router(entry_routes(pages))
    app.include_router(_rooms(pages))
    app.mount("/desk/static/catalogues", RevalidatedFiles(directory=CATALOGUES))
    app.mount("/desk/static", RevalidatedFiles(directory=HERE / "static"))

    @app.exception_handler(LogInFirst)
    async def log_in_first(_request: Request, _error: LogInFirst) -> Response:
        return RedirectResponse("/desk/login", status_code=303)

    @app.exception_handler(PasswordFirst)
    async def password_first(_request: Request, _error: PasswordFirst) -> Response:
        return RedirectResponse("/desk/password", status_code=303)

    @app.exception_handler(PageForbidden)
    async def forbidden(request: Request, _error: PageForbidden) -> Response:
        return pages.render(request, "forbidden", None, status=403)


def _entrance(pages: Pages) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/desk/login")
    async def login_page(request: Request) -> Response:
        return pages.render(request, "login", None, problem=None, username="")

    @router.post("/desk/login")
    async def log_in(request: Request) -> Response:
        console = console_of(request)
        await check_origin(request, console)
        form = await form_of(request)
        username, address = form.get("username", "").strip(), address_of(request)
        problem = "login.refused"
        limits = console.limits
        if not (limits.address.allows(address) and limits.account.allows(username.lower())):
            problem, status = "login.too_many", 429
        else:
            status = 401
            try:
                done = await console.slow.run(
                    lambda: console.accounts.log_in(username, form.get("password", ""), address)
                )
            except LoginRefused:
                pass
            else:
                limits.account.clear(username.lower())
                response = RedirectResponse("/desk", status_code=303)
                response.set_cookie(
                    COOKIE,
                    done.token,
                    max_age=console.policy.desk.sessions.hours * 3600,
                    path="/",
                    httponly=True,
                    samesite="strict",
                    secure=request.url.scheme == "https",
                )
                return response
        return pages.render(
            request, "login", None, status=status, problem=problem, username=username
        )

    @router.post("/desk/logout")
    async def log_out(request: Request, visitor: Newcomer) -> Response:
        console = console_of(request)
        await console.storage.run(lambda: console.accounts.log_out(visitor.token, visitor.account))
        await console.floor.dismissed(visitor.account.id)
        response = RedirectResponse("/desk/login", status_code=303)
        response.delete_cookie(COOKIE, path="/")
        return response

    @router.post("/desk/language")
    async def choose_language(request: Request) -> Response:
        await check_origin(request, console_of(request))
        form = await form_of(request)
        back = form.get("back", "")
        # Only a place of our own: what stands here came from the browser.
        safe = back if back == "/desk" or back.startswith("/desk/") else "/desk"
        response = RedirectResponse(safe, status_code=303)
        if form.get("language") in LANGUAGES:
            response.set_cookie(
                LANGUAGE_COOKIE,
                form["language"],
                max_age=YEAR_SECONDS,
                path="/desk",
                httponly=True,
                samesite="lax",
            )
        return response

    @router.get("/desk/password")
    async def password_page(request: Request, visitor: Newcomer) -> Response:
        return pages.render(request, "password", visitor, problem=None)

    @router.post("/desk/password")
    async def change_password(request: Request, visitor: Newcomer) -> Response:
        console = console_of(request)
        form = await form_of(request)
        old, new = form.get("old", ""), form.get("new", "")
        problem = None
        if new != form.get("again", ""):
            problem = "password.different"
        elif not console.limits.account.allows(f"password:{visitor.account.id}"):
            problem = "login.too_many"
        else:
            try:
                await console.slow.run(
                    lambda: console.accounts.change_password(
                        visitor.account, old, new, visitor.token
                    )
                )
            except LoginRefused:
                problem = "password.wrong"
            except AccountRefused as error:
                problem = f"password.{error.reason}"
        if problem is None:
            return RedirectResponse("/desk", status_code=303)
        return pages.render(request, "password", visitor, status=422, problem=problem)

    return router


def _rooms(pages: Pages) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/desk")
    async def live(request: Request, visitor: Anybody) -> Response:
        console = console_of(request)
        if not visitor.may(console, Permission.CONVERSATIONS_READ):
            first = [href for _, href, need in LINKS if visitor.may(console, need)]
            if not first:
                raise PageForbidden()
            return RedirectResponse(first[0], status_code=303)
        return pages.render(request, "live", visitor)

    @router.get("/desk/cases")
    async def cases(
        request: Request,
        visitor: CaseReader,
        status: Annotated[str, Query(max_length=40)] = "",
        grade: Annotated[str, Query(max_length=40)] = "",
        department: Annotated[str, Query(max_length=40)] = "",
        priority: Annotated[str, Query(max_length=40)] = "",
        category: Annotated[str, Query(max_length=40)] = "",
        text: Annotated[str, Query(max_length=100)] = "",
        cursor: Annotated[str, Query(max_length=200)] = "",
    ) -> Response:
        console = console_of(request)
        filters = {
            "status": status,
            "grade": grade,
            "department": department,
            "priority": priority,
            "category": category,
            "text": text,
        }
        shown = await console.storage.run(lambda: case_list(console, filters, cursor))
        entering = visitor.may(console, Permission.CASES_ENTER)
        return pages.render(request, "cases", visitor, filters=filters, entering=entering, **shown)

    @router.get("/desk/cases/{case_no}")
    async def case(request: Request, visitor: CaseReader, case_no: str) -> Response:
        console = console_of(request)
        shown = await console.storage.run(lambda: case_page(console, case_no[:64]))
        noting = visitor.may(console, Permission.CASES_NOTE)
        talking = visitor.may(console, Permission.CONVERSATIONS_READ)
        return pages.render(request, "case", visitor, noting=noting, talking=talking, **shown)

    @router.get("/desk/accounts")
    async def accounts(request: Request, visitor: Manager) -> Response:
        console = console_of(request)
        found = await console.storage.run(console.accounts.list)
        return pages.render(
            request, "accounts", visitor, accounts=[shown_account(one) for one in found]
        )

    @router.get("/desk/audit")
    async def audit(
        request: Request,
        visitor: Auditor,
        before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
        action: Annotated[str, Query(max_length=40)] = "",
        subject: Annotated[str, Query(max_length=200)] = "",
    ) -> Response:
        console = console_of(request)

        def read() -> Any:
            with console.uow_factory(read_only=True) as uow:
                return uow.audit.list(
                    before=before, limit=AUDIT_PAGE, action=action or None, subject=subject or None
                )

        lines = await console.storage.run(read)
        older = lines[-1].id if len(lines) == AUDIT_PAGE else None
        return pages.render(
            request, "audit", visitor, lines=lines, older=older, action=action, subject=subject
        )

    return router
