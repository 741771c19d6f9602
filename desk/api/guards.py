"""What every request passes before anything else looks at it."""

import hmac
import time
from typing import Final

import structlog
from fastapi.exceptions import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.api.problems import problem

log: Final = structlog.get_logger()

LARGEST_BODY: Final = 1024 * 1024
PROTECTED: Final = ("/api/", "/webhooks/")
# The description holds no data; a client needs it before it has a token.
OPEN: Final = ("/api/v1/openapi.json",)
# The desk's own pages come with a session instead; each of these routes has a guard of its own.
BY_SESSION: Final = "/api/v1/desk/"
CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
FRAME_OPTIONS: Final = "X-Frame-Options"
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    FRAME_OPTIONS: "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class BearerGuard:
    """Answers 401 to whatever comes to the interface without the token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] == "http" and self._is_closed_to(scope):
            refusal = problem(
                401, "A bearer token is needed.", headers={"WWW-Authenticate": "Bearer"}
            )
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_closed_to(self, scope: Scope) -> bool:
        path = scope["path"]
        if not path.startswith(PROTECTED) or path in OPEN or path.startswith(BY_SESSION):
            return False
        given = Headers(scope=scope).get("authorization", "")
        scheme, _, token = given.partition(" ")
        normal = f"{scheme.capitalize()} {token.strip()}".encode("utf-8", "replace")
        return not hmac.compare_digest(normal, self._expected)


class BodyLimit:
    """Answers 413 to a body that is larger than anything we take."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what comes in."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "0")
        if length.isdigit() and int(length) > self._largest:
            await problem(413, f"A body has at most {self._largest} bytes.")(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._largest:
                raise HTTPException(413, f"A body has at most {self._largest} bytes.")
            return message

        await self._app(scope, counted, send)


class SafeHeaders:
    """Adds the headers that keep browsers out of trouble, and logs each request by its route."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and watch its answer start."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # A page with a policy of its own says itself who may frame it.
                frameable = "content-security-policy" in headers
                for name, value in HEADERS.items():
                    if not (frameable and name == FRAME_OPTIONS):
                        headers.setdefault(name, value)
                _log(scope, message["status"], time.perf_counter() - started)
            await send(message)

        await self._app(scope, receive, with_headers)


def _log(scope: Scope, status: int, seconds: float) -> None:
    # The route and not the path: a path may hold what a client calls its customer.
    route = getattr(scope.get("route"), "path", None)
    if status >= 500 or (route or "").startswith(PROTECTED):
        log.info(
            "http.answered",
            method=scope["method"],
            route=route,
            status=status,
            milliseconds=round(seconds * 1000),
        )
