"""Serves the chat page, its session cookie and its files."""

from pathlib import Path
from typing import Final

import structlog
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response
from starlette.types import Scope

from casework.errors import JieyouError
from desk.context import desk_of
from desk.gateway.sessions import COOKIE, LIFETIME
from desk.web.catalogues import FOLDER as CATALOGUES
from desk.web.catalogues import LANGUAGES, Catalogues, preferred

log: Final = structlog.get_logger()

HERE: Final = Path(__file__).parent
LANGUAGE_COOKIE: Final = "jieyou_lang"


class RevalidatedFiles(StaticFiles):
    """Static files that a browser asks about each time, so that an update is never half seen."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file, or 304 where the browser has it."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def install(app: FastAPI) -> None:
    """Add the page and its files to the application."""
    app.include_router(_page_router())
    app.mount("/static/catalogues", RevalidatedFiles(directory=CATALOGUES), name="catalogues")
    app.mount("/static", RevalidatedFiles(directory=HERE / "static"), name="static")


def _page_router() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = templates.get_template("chat.html")
    catalogues = Catalogues.load()

    @router.get("/")
    async def chat_page(request: Request) -> HTMLResponse:
        chosen = request.cookies.get(LANGUAGE_COOKIE)
        known = chosen if chosen in LANGUAGES else None
        lang = known or preferred(request.headers.get("accept-language", ""))
        page = template.render(
            lang=lang,
            chosen=known is not None,
            languages=LANGUAGES.items(),
            t=catalogues.texts[lang],
        )
        headers = {"Cache-Control": "no-store", "Vary": "Accept-Language, Cookie"}
        response = HTMLResponse(page, headers=headers)
        await _ensure_session(request, response)
        return response

    return router


async def _ensure_session(request: Request, response: Response) -> None:
    desk = desk_of(request)
    token = request.cookies.get(COOKIE)
    try:
        if await desk.storage.run(lambda: desk.sessions.resolve(token)) is not None:
            return
        issued = await desk.storage.run(desk.sessions.issue)
    except JieyouError as error:
        # The page still shows; its socket gets a session as soon as the database answers.
        log.error("page.session.failed", error=type(error).__name__)
        return
    response.set_cookie(
        COOKIE,
        issued.token,
        max_age=int(LIFETIME.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
