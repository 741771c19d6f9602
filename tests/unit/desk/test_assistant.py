"""The client of Rasa's channel reads every answer, and names every failure."""

import json
from collections.abc import Callable

import httpx
import pytest

from desk.gateway.assistant import AssistantAnswer, AssistantUnavailable, RasaAssistant

Handler = Callable[[httpx.Request], httpx.Response]


async def ask(handler: Handler) -> AssistantAnswer:
    transport = httpx.MockTransport(handler)
    async with RasaAssistant("http://rasa", "s3cret", 1.0, transport=transport) as rasa:
        return await rasa.turn("ann", "你好", "turn-1", {"locale": "zh-Hans"})


def answering(status: int, body: object) -> Handler:
    return lambda _: httpx.Response(status, json=body)


async def test_a_turn_is_posted_with_the_secret_and_its_id() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(
            200,
            json={
                "status": "completed",
                "messages": [
                    {"text": "好", "key": "utter_ok", "buttons": [{"title": "a", "payload": "a"}]},
                    {"custom": {"case_no": "JY"}},
                    {"text": " "},
                    "noise",
                ],
                "reading": {"anger": 1.0},
                "language": "zh",
                "intent": "complain",
            },
        )

    answer = await ask(handler)
    assert seen[0].url.path == "/webhooks/gateway/webhook"
    assert seen[0].headers["X-Jieyou-Secret"] == "s3cret"
    assert json.loads(seen[0].content) == {
        "sender": "ann",
        "message": "你好",
        "turn_id": "turn-1",
        "metadata": {"locale": "zh-Hans"},
    }
    assert [reply.text for reply in answer.replies] == ["好", ""]
    assert answer.replies[0].payload == {
        "buttons": [{"title": "a", "payload": "a"}],
        "key": "utter_ok",
    }
    assert (answer.language, answer.intent, answer.reading) == ("zh", "complain", {"anger": 1.0})


@pytest.mark.parametrize(
    ("handler", "reason", "language"),
    [
        (
            answering(503, {"status": "failed", "reason": "action_server_down", "language": "en"}),
            "action_server_down",
            "en",
        ),
        (answering(200, {"status": "completed", "messages": []}), "empty", None),
        (answering(200, {"status": "completed", "messages": None}), "empty", None),
        (answering(200, []), "malformed", None),
        (answering(401, {"status": "refused"}), "unauthorised", None),
        (answering(422, {"status": "malformed"}), "rejected", None),
        (answering(404, {"description": "Not Found"}), "starting", None),
        (lambda _: httpx.Response(200, text="<html>"), "malformed", None),
        (lambda _: httpx.Response(502, text="bad gateway"), "starting", None),
    ],
)
async def test_every_failure_has_its_reason(
    handler: Handler, reason: str, language: str | None
) -> None:
    with pytest.raises(AssistantUnavailable) as failure:
        await ask(handler)
    assert (failure.value.reason, failure.value.language) == (reason, language)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (httpx.ConnectError("refused"), "unreachable"),
        (httpx.ReadError("reset"), "unreachable"),
        (httpx.RemoteProtocolError("closed"), "unreachable"),
        (httpx.ReadTimeout("slow"), "timeout"),
        (httpx.ConnectTimeout("slow"), "timeout"),
    ],
)
async def test_a_broken_connection_is_an_outage(error: httpx.HTTPError, reason: str) -> None:
    def handler(_request: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(AssistantUnavailable) as failure:
        await ask(handler)
    assert failure.value.reason == reason
