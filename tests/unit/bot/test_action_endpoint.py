"""The way to the action server: whatever goes wrong there ends the turn, with its reason."""

from typing import Any

import pytest
from rasa.utils.endpoints import EndpointConfig

from bot.action_endpoint import StrictActionEndpoint
from bot.turn import TurnFailed

CALL = {"next_action": "action_report", "tracker": {"sender_id": "c-1"}}


async def call(endpoint: StrictActionEndpoint) -> Any:
    # Rasa passes a time limit of its own, of five minutes.
    return await endpoint.request(json=CALL, method="post", timeout=300, compress=False)


async def test_a_good_answer_is_returned_as_it_is(action_server: Any, endpoint: Any) -> None:
    action_server.answers["action_report"] = {"events": [], "responses": [{"text": "好的"}]}
    assert await call(endpoint) == {"events": [], "responses": [{"text": "好的"}]}
    assert action_server.calls == [CALL]


async def test_the_secret_of_the_settings_goes_along(action_server: Any, endpoint: Any) -> None:
    await call(endpoint)
    assert action_server.headers[0]["X-Jieyou-Secret"] == "s"


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("fail", "action_server_error"),
        ("hang", "action_server_timeout"),
        ("drop", "action_server_down"),
        ("babble", "action_server_down"),
    ],
)
async def test_every_failure_ends_the_turn(
    action_server: Any, endpoint: Any, behaviour: str, reason: str
) -> None:
    action_server.behaviour = behaviour
    with pytest.raises(TurnFailed) as failure:
        await call(endpoint)
    assert failure.value.reason == reason


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {"events": {}},
        {"events": ["slot"]},
        {"events": [{"name": "colour"}]},
        {"events": [{"event": 1}]},
        {"responses": "hello"},
        {"responses": ["hello"]},
    ],
)
async def test_an_answer_of_another_form_ends_the_turn(
    action_server: Any, endpoint: Any, answer: Any
) -> None:
    action_server.answers["action_report"] = answer
    with pytest.raises(TurnFailed) as failure:
        await call(endpoint)
    assert failure.value.reason == "action_server_error"


async def test_a_server_that_is_not_there_ends_the_turn(
    loopback: None, unused_tcp_port: int
) -> None:
    endpoint = StrictActionEndpoint(EndpointConfig(f"http://127.0.0.1:{unused_tcp_port}/webhook"))
    try:
        with pytest.raises(TurnFailed) as failure:
            await call(endpoint)
    finally:
        await endpoint.close()
    assert failure.value.reason == "action_server_down"


@pytest.mark.parametrize("behaviour", ["fail", "hang", "drop"])
async def test_the_call_after_a_failure_succeeds(
    action_server: Any, endpoint: Any, behaviour: str
) -> None:
    action_server.behaviour = behaviour
    with pytest.raises(TurnFailed):
        await call(endpoint)
    action_server.behaviour = "answer"
    assert await call(endpoint) == {"events": [], "responses": []}


def test_a_failed_turn_passes_the_handlers_of_exceptions() -> None:
    # Rasa logs an `Exception` of an action and goes on as if the action had run.
    assert not issubclass(TurnFailed, Exception)
