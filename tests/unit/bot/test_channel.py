"""The one door of Rasa: who may come in, what is a turn, and what the gateway is told."""

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from rasa.core.agent import Agent
from rasa.core.channels import channel
from rasa.core.lock_store import LockError
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException
from sanic import Sanic
from sqlalchemy.exc import OperationalError

from bot.channel import SECRET_HEADER, GatewayInput

SECRET = "its-secret"
TURN = {"sender": "c-1", "message": "hello", "turn_id": "t-1"}
# Else Sanic rewrites its own code for the first application of a process alone.
Sanic.test_mode = True
#: Sanic wants every application of a process to have a name of its own.
NAMES = (f"gateway_{number}" for number in itertools.count())


class Gateway:
    """Speaks to Rasa's web server as the gateway does."""

    def __init__(self, session: aiohttp.ClientSession, port: int) -> None:
        self._session = session
        self._url = f"http://127.0.0.1:{port}/webhooks/gateway"

    async def post(
        self, body: Any = TURN, secret: str | None = SECRET, to: str = "webhook"
    ) -> tuple[int, dict[str, Any]]:
        """Return the status and the JSON of the answer."""
        headers = {} if secret is None else {SECRET_HEADER: secret}
        url = f"{self._url}/{to}"
        async with self._session.post(url, json=body, headers=headers) as response:
            return response.status, await response.json()


@asynccontextmanager
async def served(agent: Agent) -> AsyncIterator[Gateway]:
    """Serve the channel over an agent, on a free port of loopback."""
    app = Sanic(next(NAMES), configure_logging=False)
    app.ctx.agent = agent
    channel.register([GatewayInput(SECRET)], app, route="/webhooks/")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = await app.create_server(sock=listener, return_asyncio_server=True)
        assert server is not None
        await server.startup()
        async with aiohttp.ClientSession() as session:
            yield Gateway(session, listener.getsockname()[1])
        server.close()
        await server.wait_closed()


@pytest.fixture
def tracker_store(domain: Domain) -> TrackerStore:
    """One store is enough here: test_turn.py runs over both."""
    return InMemoryTrackerStore(domain)


@pytest.fixture
async def gateway(agent: Agent) -> AsyncIterator[Gateway]:
    """The channel over the small model."""
    async with served(agent) as gateway:
        yield gateway


async def test_a_turn_is_answered(gateway: Gateway) -> None:
    status, body = await gateway.post()
    assert (status, body["status"], body["intent"]) == (200, "completed", "greet")
    assert body["messages"][0]["key"] == "utter_greet"


@pytest.mark.parametrize("secret", [None, "", "its-secre", "its-secrets", "ITS-SECRET"])
async def test_a_stranger_is_refused(gateway: Gateway, secret: str | None) -> None:
    assert await gateway.post(secret=secret) == (401, {"status": "refused"})


async def test_a_stranger_learns_nothing_about_the_form_of_a_turn(gateway: Gateway) -> None:
    assert (await gateway.post({}, secret="wrong"))[0] == 401


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "hello",
        {},
        {**TURN, "message": None},
        {**TURN, "message": ""},
        {**TURN, "message": 5},
        {**TURN, "message": ["hello"]},
        {**TURN, "sender": ""},
        {**TURN, "sender": 1},
        {**TURN, "turn_id": ""},
        {key: value for key, value in TURN.items() if key != "turn_id"},
        {**TURN, "metadata": "zh"},
        {**TURN, "metadata": ["zh"]},
    ],
)
async def test_what_is_no_turn_is_refused_as_malformed(gateway: Gateway, body: Any) -> None:
    assert await gateway.post(body) == (422, {"status": "malformed"})


async def test_metadata_may_be_missing(gateway: Gateway) -> None:
    assert (await gateway.post({**TURN, "metadata": None}))[0] == 200


async def test_metadata_cannot_change_the_turn_id(gateway: Gateway) -> None:
    first = await gateway.post()
    forged = {**TURN, "turn_id": "t-2", "metadata": {"turn_id": "t-1"}}
    await gateway.post(forged)
    assert (await gateway.post())[1]["messages"] == first[1]["messages"]
    assert (await gateway.post(forged))[1]["messages"] != first[1]["messages"]


async def test_the_same_turn_gets_the_same_answer(gateway: Gateway) -> None:
    assert await gateway.post() == await gateway.post()


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("fail", "action_server_error"),
        ("hang", "action_server_timeout"),
        ("drop", "action_server_down"),
        ("answer", "empty"),
    ],
)
async def test_a_turn_that_failed_says_why(
    action_server: Any, gateway: Gateway, behaviour: str, reason: str
) -> None:
    action_server.behaviour = behaviour
    status, body = await gateway.post({**TURN, "message": "report"})
    assert (status, body["status"], body["reason"]) == (503, "failed", reason)


async def test_a_failure_tells_the_language_of_the_message(
    action_server: Any, gateway: Gateway
) -> None:
    action_server.behaviour = "fail"
    status, body = await gateway.post({**TURN, "message": "report 你们的客服太差了"})
    assert (status, body["language"]) == (503, "zh")


async def test_without_a_model_the_turn_fails(loopback: None) -> None:
    async with served(Agent()) as gateway:
        status, body = await gateway.post()
    assert (status, body["reason"]) == (503, "model_missing")


async def test_turns_of_two_conversations_do_not_meet(gateway: Gateway) -> None:
    answers = await asyncio.gather(
        *(gateway.post({**TURN, "sender": f"c-{number}"}) for number in range(6))
    )
    assert [status for status, _ in answers] == [200] * 6


@pytest.mark.parametrize(
    "credentials", [None, {}, {"secret": ""}, {"secret": "${JIEYOU_RASA_TOKEN}"}]
)
def test_without_a_secret_the_channel_does_not_start(credentials: Any) -> None:
    with pytest.raises(RasaException):
        GatewayInput.from_credentials(credentials)


def test_the_secret_comes_from_the_credentials() -> None:
    assert GatewayInput.from_credentials({"secret": SECRET})._secret == SECRET


async def test_a_note_is_taken(gateway: Gateway) -> None:
    status, body = await gateway.post({"sender": "c-1", "turn_id": "r-1"}, to="note")
    assert (status, body["status"], body["messages"]) == (200, "completed", [])


@pytest.mark.parametrize("secret", [None, "", "wrong"])
async def test_a_note_without_the_secret_is_refused(gateway: Gateway, secret: str | None) -> None:
    status, body = await gateway.post({"sender": "c-1", "turn_id": "r-1"}, secret, to="note")
    assert (status, body) == (401, {"status": "refused"})


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"sender": "c-1"},
        {"sender": "", "turn_id": "r-1"},
        {"sender": "c-1", "turn_id": "r-1", "changes": ["x"]},
        {"sender": "c-1", "turn_id": "r-1", "stretch": "x"},
    ],
)
async def test_what_is_no_note_is_malformed(gateway: Gateway, body: Any) -> None:
    assert (await gateway.post(body, to="note"))[0] == 422


async def test_a_note_that_fails_says_why(gateway: Gateway, action_server: Any) -> None:
    action_server.behaviour = "fail"
    status, body = await gateway.post({"sender": "c-1", "turn_id": "r-1"}, to="note")
    assert (status, body["status"], body["reason"]) == (503, "failed", "action_server_error")


async def test_a_text_is_read_once_more_outside_any_conversation(
    gateway: Gateway, tracker_store: TrackerStore
) -> None:
    status, body = await gateway.post({"text": "hello"}, to="explain")
    # The small model has no reader of ours, which would fill both.
    assert (status, body) == (200, {"status": "completed", "reading": None, "weighed": None})
    assert list(await tracker_store.keys()) == []


@pytest.mark.parametrize("body", [None, [], {}, {"text": ""}, {"text": " "}, {"text": 5}])
async def test_what_is_no_text_is_not_explained(gateway: Gateway, body: Any) -> None:
    assert await gateway.post(body, to="explain") == (422, {"status": "malformed"})


async def test_a_stranger_gets_nothing_explained(gateway: Gateway) -> None:
    refused = await gateway.post({"text": "hello"}, secret=None, to="explain")
    assert refused == (401, {"status": "refused"})


async def test_a_turn_cannot_ask_for_what_costs_many_readings(
    gateway: Gateway, tracker_store: TrackerStore
) -> None:
    await gateway.post({**TURN, "metadata": {"explain": True, "locale": "en"}})
    tracker = await tracker_store.retrieve("c-1")
    assert tracker is not None and tracker.latest_message is not None
    kept = tracker.latest_message.metadata
    assert kept["locale"] == "en" and "explain" not in kept


@pytest.mark.parametrize(
    "error", [OperationalError("SELECT 1", {}, Exception("gone")), LockError("Redis is away")]
)
async def test_stores_that_are_away_are_no_refusal_of_the_message(
    gateway: Gateway, tracker_store: TrackerStore, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def fail(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(tracker_store, "retrieve", fail)
    monkeypatch.setattr(tracker_store, "retrieve_full_tracker", fail)
    status, body = await gateway.post()
    assert (status, body["reason"]) == (503, "store_away")
