"""Serves the chat page, by itself and for other sites to embed, and its files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import structlog
from fastapi import APIRouter, FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.responses import Response
from starlette.types import Scope

from casework.errors import JieyouError
from casework.settings import Settings
from desk.api.guards import CONTENT_SECURITY_POLICY
from desk.context import desk_of
from desk.gateway.limits import share_of
from desk.gateway.sessions import COOKIE, LIFETIME
from desk.web.catalogues import FOLDER as CATALOGUES
from desk.web.catalogues import LANGUAGES, Catalogues, preferred

log: Final = structlog.get_logger()

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
LANGUAGE_COOKIE: Final = "jieyou_lang"
NOBODY: Final = "frame-ancestors 'none'"
# Files that have to stand at the root: a worker reaches no higher than its own address, and the
# widget's address is written into other people's pages.
AT_THE_ROOT: Final = {
    "/sw.js": ("js/sw.js", "text/javascript"),
    "/widget.js": ("js/widget.js", "text/javascript"),
    "/manifest.webmanifest": ("manifest.webmanifest", "application/manifest+json"),
}


class RevalidatedFiles(StaticFiles):
    """Static files that a browser asks about each time, so that an update is never half seen."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file, or 304 where the browser has it."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def install(app: FastAPI, settings: Settings) -> None:
    """Add the page and its files to the application."""
    app.include_router(_page_router(settings))
    app.mount("/static/catalogues", RevalidatedFiles(directory=CATALOGUES), name="catalogues")
    app.mount("/static", RevalidatedFiles(directory=STATIC), name="static")


def framing_policy(origins: Sequence[str]) -> str:
    """Return the content policy of a page that pages of these origins may embed."""
    allowed = "frame-ancestors " + " ".join(origins) if origins else NOBODY
    return CONTENT_SECURITY_POLICY.replace(NOBODY, allowed)


def _page_router(settings: Settings) -> APIRouter:
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
    embedding = framing_policy((*settings.allowed_origins, *settings.widget_origins))

    @router.get("/")
    async def chat_page(request: Request) -> HTMLResponse:
        response = HTMLResponse(_rendered(template, catalogues, request, embedded=False))
        await _finish(request, response)
        return response

    @router.get("/embed")
    async def embedded_page(request: Request) -> HTMLResponse:
        response = HTMLResponse(_rendered(template, catalogues, request, embedded=True))
        response.headers["Content-Security-Policy"] = embedding
        await _finish(request, response, embedded=True)
        return response

    @router.post("/session", status_code=204)
    async def new_session(request: Request) -> Response:
        """Give the browser a new session: somebody else sits at it now."""
        if request.headers.get("origin") not in settings.allowed_origins:
            raise HTTPException(403, "A new session is begun by our own page.")
        response = Response(status_code=204)
        embedded = request.query_params.get("embedded") == "yes"
        await _issue(request, response, embedded=embedded)
        return response

    for address, (path, media_type) in AT_THE_ROOT.items():
        _serve_at_root(router, address, STATIC / path, media_type)
    return router


def _serve_at_root(router: APIRouter, address: str, path: Path, media_type: str) -> None:
    # Other sites load the widget, also those that isolate themselves from foreign files.
    headers = {"Cache-Control": "no-cache", "Cross-Origin-Resource-Policy": "cross-origin"}

    @router.get(address)
    async def file_at_root() -> FileResponse:
        return FileResponse(path, media_type=media_type, headers=headers)


def _rendered(
    template: Template, catalogues: Catalogues, request: Request, *, embedded: bool
) -> str:
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    asked = request.query_params.get("lang") if embedded else None
    known = next((code for code in (chosen, asked) if code in LANGUAGES), None)
    lang = known or preferred(request.headers.get("accept-language", ""))
    return template.render(
        lang=lang,
        chosen=chosen in LANGUAGES,
        embedded=embedded,
        languages=LANGUAGES.items(),
        t=catalogues.texts[lang],
    )


async def _finish(request: Request, response: Response, *, embedded: bool = False) -> None:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept-Language, Cookie"
    desk = desk_of(request)
    token = request.cookies.get(COOKIE)
    try:
        known = await desk.storage.run(lambda: desk.sessions.resolve(token))
    except JieyouError as error:
        # The page still shows; its socket gets a session as soon as the database answers.
        log.error("page.session.failed", error=type(error).__name__)
        return
    if known is None:
        await _issue(request, response, embedded=embedded)


async def _issue(request: Request, response: Response, *, embedded: bool) -> None:
    desk = desk_of(request)
    address = request.client.host if request.client else "unknown"
    if not desk.limits.sessions.allows(address, share_of(address)):
        # The page shows all the same; its socket is told to come back later.
        log.warning("page.session.too_many")
        return
    try:
        issued = await desk.storage.run(desk.sessions.issue)
    except JieyouError as error:
        log.error("page.session.failed", error=type(error).__name__)
        return
    secure = request.url.scheme == "https"
    # Inside another site's page a browser sends only such a cookie, and keeps one a site.
    across = embedded and secure
    response.set_cookie(
        COOKIE,
        issued.token,
        max_age=int(LIFETIME.total_seconds()),
        path="/",
        httponly=True,
        samesite="none" if across else "lax",
        secure=secure,
    )
    if across:
        response.headers["set-cookie"] += "; Partitioned"
