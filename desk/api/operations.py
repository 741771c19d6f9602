"""Liveness, readiness and figures, for operators and their machines."""

from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST

from casework.errors import JieyouError
from casework.model.work import OutgoingState
from casework.settings import BACKUP_DONE
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
    desk.metrics.backup_at.set(_backup_at(desk))
    for name, part in (await desk.health.parts()).items():
        desk.metrics.part_up.labels(part=name).set(part.ok)
    try:
        notices = await desk.storage.run(desk.outbox.counts)
        counted = await desk.storage.run(lambda: _counted(desk))
    except JieyouError:
        desk.metrics.database_up.set(0)
    else:
        desk.metrics.database_up.set(1)
        desk.metrics.pending.set(counted.pending)
        desk.metrics.cases.set(counted.cases)
        desk.metrics.notices_waiting.set(notices[OutgoingState.PENDING])
        desk.metrics.notices_dead.set(notices[OutgoingState.DEAD])
        desk.metrics.waiting.set(counted.waiting)
        desk.metrics.held.set(counted.held)
        desk.metrics.longest_wait.set(counted.longest_wait)
        desk.metrics.clocks_late.set(counted.clocks_late)
    return Response(desk.metrics.rendered(), media_type=CONTENT_TYPE_LATEST)


@dataclass(frozen=True, slots=True)
class _Counted:
    pending: int
    cases: int
    waiting: int
    held: int
    longest_wait: float
    clocks_late: float


def _counted(desk: Desk) -> _Counted:
    now = desk.clock.now()
    with desk.uow_factory(read_only=True) as uow:
        waits = [(now - entry.entered_at).total_seconds() for entry in uow.queue.list_open()]
        due = uow.clock_runs.next_at()
        return _Counted(
            pending=uow.messages.count_pending(),
            cases=uow.cases.count(),
            waiting=len(waits),
            held=len(uow.leases.held()),
            longest_wait=max(waits, default=0.0),
            clocks_late=max(0.0, (now - due).total_seconds()) if due else 0.0,
        )


def _backup_at(desk: Desk) -> float:
    try:
        return (desk.settings.var / BACKUP_DONE).stat().st_mtime
    except OSError:
        return 0.0
