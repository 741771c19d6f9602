"""Errors as `application/problem+json` (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from casework.errors import (
    AccountRefused,
    ApprovalInvalid,
    ApprovalNotFound,
    AuthorityExceeded,
    CaseNotFound,
    ConversationNotFound,
    CursorInvalid,
    CustomerNotReachable,
    IdempotencyKeyReused,
    JieyouError,
    NoticeNotFound,
    RecordInvalid,
    StepInvalid,
    StorageConflict,
    StorageUnavailable,
    TakeoverRefused,
)
from casework.gate.findings import WordsStopped
from casework.gate.presenting import verdict_as_json

log: Final = structlog.get_logger()

STATUS: Final[dict[type[JieyouError], HTTPStatus]] = {
    ApprovalInvalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    ApprovalNotFound: HTTPStatus.NOT_FOUND,
    AuthorityExceeded: HTTPStatus.FORBIDDEN,
    AccountRefused: HTTPStatus.CONFLICT,
    CaseNotFound: HTTPStatus.NOT_FOUND,
    ConversationNotFound: HTTPStatus.UNPROCESSABLE_ENTITY,
    CustomerNotReachable: HTTPStatus.CONFLICT,
    CursorInvalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    IdempotencyKeyReused: HTTPStatus.CONFLICT,
    NoticeNotFound: HTTPStatus.NOT_FOUND,
    RecordInvalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    StepInvalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    StorageConflict: HTTPStatus.SERVICE_UNAVAILABLE,
    StorageUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    TakeoverRefused: HTTPStatus.CONFLICT,
    WordsStopped: HTTPStatus.UNPROCESSABLE_ENTITY,
}
MEDIA_TYPE: Final = "application/problem+json"


def problem(
    status: int,
    detail: str | None = None,
    *,
    errors: list[dict[str, str]] | None = None,
    reason: str | None = None,
    more: Mapping[str, object] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """Return a problem document; `more` are its members beyond the standard's."""
    content: dict[str, object] = {
        **(more or {}),
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
    }
    if detail:
        content["detail"] = detail
    if errors:
        content["errors"] = errors
    if reason:
        content["reason"] = reason
    return JSONResponse(content, status_code=int(status), media_type=MEDIA_TYPE, headers=headers)


def install(app: FastAPI) -> None:
    """Let the application answer every error by a problem document."""

    @app.exception_handler(HTTPException)
    async def http_error(_request: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, str(error.detail), headers=dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        # Only where and why: what was sent may be personal.
        errors = [
            {"field": ".".join(map(str, item["loc"])), "reason": str(item["msg"])}
            for item in error.errors()
        ]
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "The request is not valid.", errors=errors)

    @app.exception_handler(WordsStopped)
    async def stopped(_request: Request, error: WordsStopped) -> JSONResponse:
        return problem(
            STATUS[WordsStopped],
            str(error),
            reason="promise_stopped",
            more={"case_no": error.case_no, **verdict_as_json(error.verdict)},
        )

    @app.exception_handler(JieyouError)
    async def ours(_request: Request, error: JieyouError) -> JSONResponse:
        status = next(
            (code for kind, code in STATUS.items() if isinstance(error, kind)),
            HTTPStatus.INTERNAL_SERVER_ERROR,
        )
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("http.failed", error=type(error).__name__)
            retry = {"Retry-After": "2"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
            return problem(status, (type(error).__doc__ or "").strip(" :"), headers=retry)
        return problem(status, str(error), reason=getattr(error, "reason", None))

    @app.exception_handler(Exception)
    async def unexpected(_request: Request, _error: Exception) -> JSONResponse:
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR)
