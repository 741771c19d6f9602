"""What the tests of Rasa's room share: a model of four rules, and an action server to break."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_socket
import structlog
from aiohttp import web

# Both are read when Rasa's libraries are imported.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["RASA_TELEMETRY_ENABLED"] = "false"

from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from rasa.model_training import train
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from bot.action_endpoint import StrictActionEndpoint
from bot.nlg import ResponsePicker
from bot.responses import Catalogue

MODEL = Path(__file__).parent / "model"
#: Four wordings are enough to see which one is picked.
WORDINGS = {
    "utter_greet": {"en": {"any": ["Hello.", "Hi.", "Good day.", "Welcome."]}},
    "utter_done": {"en": {"any": ["Done.", "Noted."]}},
    "utter_request_contact": {"en": {"any": ["Where can we reach you?"]}},
}


class ActionServer:
    """An action server on loopback that answers, fails, hangs or hangs up, as it is told."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.behaviour = "answer"
        self.answers: dict[str, dict[str, Any]] = {}
        self.url = ""
        self._let_go = asyncio.Event()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one action call in the way that was set."""
        call = await request.json()
        self.calls.append(call)
        self.headers.append(dict(request.headers))
        if self.behaviour == "hang":
            await self._let_go.wait()
        if self.behaviour == "drop":
            assert request.transport is not None
            request.transport.abort()
        if self.behaviour == "fail":
            return web.json_response({"error": "failed"}, status=500)
        if self.behaviour == "babble":
            return web.Response(text="<html>", content_type="application/json")
        nothing: dict[str, Any] = {"events": [], "responses": []}
        return web.json_response(self.answers.get(call["next_action"], nothing))

    def let_go(self) -> None:
        """End every call that hangs."""
        self._let_go.set()


@pytest.fixture
def loopback() -> None:
    """Open the network, to this machine alone; pytest-socket closes it again after the test."""
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"])


@pytest.fixture
async def action_server(loopback: None) -> AsyncIterator[ActionServer]:
    """A running action server."""
    server = ActionServer()
    app = web.Application()
    app.router.add_post("/webhook", server.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, shutdown_timeout=0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/webhook"
    yield server
    server.let_go()
    await runner.cleanup()


@pytest.fixture
async def endpoint(action_server: ActionServer) -> AsyncIterator[StrictActionEndpoint]:
    """The way to the running action server, with little patience."""
    config = EndpointConfig(action_server.url, headers={"X-Jieyou-Secret": "s"})
    endpoint = StrictActionEndpoint(config, timeout=0.2)
    yield endpoint
    await endpoint.close()


@pytest.fixture(scope="session", autouse=True)
def quiet() -> None:
    """Keep Rasa's debug lines out of the tests' output."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a model that knows four rules; trained in half a second."""
    trained = train(
        str(MODEL / "domain.yml"),
        str(MODEL / "config.yml"),
        [str(MODEL / "nlu.yml"), str(MODEL / "rules.yml")],
        output=str(tmp_path_factory.mktemp("model")),
    )
    assert trained.model
    return trained.model


@pytest.fixture(scope="session")
def domain() -> Domain:
    """The domain of that model."""
    return Domain.load(str(MODEL / "domain.yml"))


@pytest.fixture(params=["memory", "sqlite"])
def tracker_store(
    request: pytest.FixtureRequest, domain: Domain, tmp_path: Path
) -> Iterator[TrackerStore]:
    """Each of Rasa's tracker stores in turn."""
    if request.param == "memory":
        yield InMemoryTrackerStore(domain)
        return
    store = SQLTrackerStore(domain, dialect="sqlite", db=str(tmp_path / "tracker.db"))
    yield store
    store.engine.dispose()


@pytest.fixture
def agent(
    model: str, tracker_store: TrackerStore, endpoint: StrictActionEndpoint, domain: Domain
) -> Agent:
    """An agent of that model, over one tracker store, that reaches the action server."""
    return load_agent(model, tracker_store, endpoint)


@pytest.fixture
def load_agent_again(
    model: str, tracker_store: TrackerStore, endpoint: StrictActionEndpoint
) -> Callable[[], Agent]:
    """Load another agent over the same tracker store, as a restart does."""
    return lambda: load_agent(model, tracker_store, endpoint)


def load_agent(model: str, store: TrackerStore, endpoint: StrictActionEndpoint) -> Agent:
    """Return an agent with our response picker over a few wordings."""
    agent = Agent.load(
        model,
        tracker_store=store,
        lock_store=InMemoryLockStore(),
        generator=ResponsePicker(catalogue=Catalogue(WORDINGS, {})),
        action_endpoint=endpoint,
    )
    # Rasa wraps the store into one that swallows its failures; bot/server.py takes it off too.
    agent.tracker_store = store
    assert agent.processor is not None
    agent.processor.tracker_store = store
    return agent
