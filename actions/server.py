"""The action server: rasa-sdk's executor behind a secret, on loopback."""

from __future__ import annotations

import asyncio
import hmac
import json
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from starlette.concurrency import run_in_threadpool

from actions import runtime

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Jieyou-Secret"


def create_app(services: runtime.Services, secret: str) -> FastAPI:
    """Return the application; `services` serve the actions of this process."""
    runtime.use(services)
    executor = ActionExecutor()
    executor.register_package("actions")
    app = FastAPI(title="Jieyou actions", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.post("/webhook")
    async def webhook(request: Request) -> JSONResponse:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return JSONResponse({"error": "refused"}, status_code=401)
        call = _call(await request.body())
        if call is None:
            return JSONResponse({"error": "malformed"}, status_code=400)
        action = str(call.get("next_action") or "")
        if action not in executor.actions:
            return JSONResponse({"error": "unknown action", "action_name": action}, 404)
        try:
            result = await run_in_threadpool(_run, executor, call)
        except Exception:
            # Rasa loses the events of a failed action: the answer says so, and the turn is undone.
            log.exception(
                "action.failed", action=action, conversation_id=str(call.get("sender_id"))
            )
            return JSONResponse({"error": "failed", "action_name": action}, status_code=500)
        return JSONResponse(result)

    return app


def _call(body: bytes) -> dict[str, Any] | None:
    """Return what Rasa asks for, or None where the body is no such call."""
    try:
        call = json.loads(body)
    except ValueError:
        return None
    return call if isinstance(call, dict) else None


def _run(executor: ActionExecutor, call: dict[str, Any]) -> dict[str, Any]:
    """Run one action, then record that this turn has completed it."""
    # Rasa leaves the domain out (selective domain); the SDK would answer 449.
    call.setdefault("domain", {})
    result = asyncio.run(executor.run(call))
    latest = (call.get("tracker") or {}).get("latest_message") or {}
    turn_id = (latest.get("metadata") or {}).get("turn_id")
    if turn_id:
        runtime.services().turns.complete(
            str(call.get("sender_id")), str(turn_id), str(call["next_action"])
        )
    return result.model_dump() if result else {"events": [], "responses": []}
