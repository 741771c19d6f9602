"""Liveness, readiness and figures, for operators and their machines."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST

from casework.errors import JieyouError
from casework.model.work import OutgoingState
from desk.context import Desk, desk_of

router: Final = APIRouter(tags=["operations"])


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """Tell that the process answers."""
    return {"status": "alive"}


@router.get("/readyz")
async def ready(request: Request) -> JSONResponse:
    """Tell whether database, Rasa (by a real parse) and action server answer; else 503."""
    parts = await desk_of(request).health.parts()
    is_ready = all(part.ok for part in parts.values())
    content: dict[str, Any] = {
        "status": "ready" if is_ready else "not_ready",
        "parts": {name: part.as_json() for name, part in parts.items()},
    }
    return JSONResponse(content, status_code=200 if is_ready else 503)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Return the figures in Prometheus' text format."""
    desk = desk_of(request)
    try:
        notices = await desk.storage.run(desk.outbox.counts)
        pending, cases, waiting, held = await desk.storage.run(lambda: _counted(desk))
    except JieyouError:
        desk.metrics.database_up.set(0)
    else:
        desk.metrics.database_up.set(1)
        desk.metrics.pending.set(pending)
        desk.metrics.cases.set(cases)
        desk.metrics.notices_waiting.set(notices[OutgoingState.PENDING])
        desk.metrics.notices_dead.set(notices[OutgoingState.DEAD])
        desk.metrics.waiting.set(waiting)
        desk.metrics.held.set(held)
    return Response(desk.metrics.rendered(), media_type=CONTENT_TYPE_LATEST)


def _counted(desk: Desk) -> tuple[int, int, int, int]:
    with desk.uow_factory(read_only=True) as uow:
        waiting, held = len(uow.queue.list_open()), len(uow.leases.held())
        return uow.messages.count_pending(), uow.cases.count(), waiting, held
