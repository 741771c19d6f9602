"""Desks to test against: real applications on a fake assistant."""

import socket
import threading
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi.routing import APIRoute

from casework.policy import Policy
from casework.policy_yaml import load_policy
from casework.ports import Clock, UnitOfWorkFactory
from casework.settings import ROOT, Settings
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.app import DeskApp, create_app
from desk.gateway.assistant import Assistant
from desk.gateway.pace import Pace
from tests.assistants import FakeAssistant

API_TOKEN = "test-api-token"
JWT_SECRET = "test-jwt-secret"
AUTHORIZED = {"Authorization": f"Bearer {API_TOKEN}"}
ORIGIN = "http://desk.test"

# The shipped times, cut down so that no test waits long.
SWIFT = Pace(
    turn_timeout=0.3,
    patience=0.5,
    stalled_after=0.1,
    longest_wait=3.0,
    first_retry=0.05,
    longest_retry=0.2,
    storage_retry=0.05,
    sweep_every=0.1,
    refusals=3,
    typing_gap=0.3,
    settle_after_message=0.15,
    longest_settle=1.0,
    recover_every=0.0,
    tick_every=0.05,
)


def desk_settings(database_url: str = "sqlite:///unused.db", **values: str) -> Settings:
    """Return settings with secrets of their own."""
    return Settings.from_env(
        {
            "JIEYOU_DATABASE_URL": database_url,
            "JIEYOU_API_TOKEN": API_TOKEN,
            "JIEYOU_RASA_TOKEN": "test-rasa-token",
            "JIEYOU_ACTIONS_TOKEN": "test-actions-token",
            "JIEYOU_JWT_SECRET": JWT_SECRET,
            "JIEYOU_ALLOWED_ORIGINS": ORIGIN,
            **values,
        }
    )


@cache
def shipped_policy() -> Policy:
    """Return the policy that the project ships."""
    return load_policy(ROOT / "policy.yml")


def build_desk(
    *,
    assistant: Assistant | None = None,
    uow_factory: UnitOfWorkFactory | None = None,
    settings: Settings | None = None,
    pace: Pace = SWIFT,
    clock: Clock | None = None,
    **more: Any,
) -> DeskApp:
    """Return a desk in memory on a fake assistant, unless something else is given."""
    settings = settings or desk_settings()
    more.setdefault("policy", shipped_policy())
    if uow_factory is None and "unused" in settings.database_url:
        uow_factory = MemoryUnitOfWorkFactory()
    return create_app(
        settings,
        assistant=assistant or FakeAssistant(),
        uow_factory=uow_factory,
        pace=pace,
        clock=clock,
        **more,
    )


def routes_of(app: DeskApp) -> list[APIRoute]:
    """Return all routes of a desk, those of included routers too."""
    return list(_routes(app.web.routes))


def _routes(routes: Iterable[Any]) -> Iterator[APIRoute]:
    for route in routes:
        inner = getattr(getattr(route, "original_router", None), "routes", None)
        if isinstance(route, APIRoute):
            yield route
        elif inner is not None:
            yield from _routes(inner)


@asynccontextmanager
async def client_of(app: DeskApp, *, token: bool = True) -> AsyncIterator[httpx.AsyncClient]:
    """Keep the desk at work and yield a client of it."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.running(),
        httpx.AsyncClient(
            transport=transport, base_url=ORIGIN, headers=AUTHORIZED if token else {}
        ) as client,
    ):
        yield client


async def say(
    client: httpx.AsyncClient, text: Any, sender: Any = "ann", **more: Any
) -> httpx.Response:
    """Post a message to the REST channel."""
    body = {"sender": sender, "message": text, **more}
    return await client.post("/webhooks/rest/webhook", json=body)


def texts(response: httpx.Response) -> list[str]:
    """Return the texts of the replies."""
    assert response.status_code == 200, response.text
    return [reply["text"] for reply in response.json()]


async def messages(
    client: httpx.AsyncClient, sender: str = "ann", after: int = 0
) -> list[dict[str, Any]]:
    """Return what the API shows of a conversation."""
    response = await client.get(f"/api/v1/conversations/{sender}/messages", params={"after": after})
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


@contextmanager
def serving(app: DeskApp, port: int = 0) -> Iterator[str]:
    """Serve a desk on a loopback port, any free one by default, and yield its address."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    # Whoever comes before the server is up waits for it.
    listener.listen()
    config = uvicorn.Config(
        app, log_config=None, access_log=False, ws="websockets-sansio", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()


def sqlite_settings(folder: Path) -> Settings:
    """Return settings with a SQLite file in a folder."""
    return desk_settings(f"sqlite:///{folder / 'jieyou.db'}")
