"""The way to the bot's mind, against a Rasa that answers as it is told."""

import json
from collections.abc import Callable

import httpx
import pytest

from desk.gateway.assistant import AssistantUnavailable
from desk.gateway.mind import Note, RasaMind

Answer = Callable[[httpx.Request], httpx.Response]


def mind(answer: Answer) -> RasaMind:
    return RasaMind("http://rasa.test", "secret", 1.0, httpx.MockTransport(answer))


async def test_a_text_is_read_with_the_token() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.params["token"] == "secret"
        assert json.loads(request.content) == {"text": "hello"}
        return httpx.Response(200, json={"intent": {"name": "greet"}, "reading": {"anger": 0}})

    async with mind(answer) as bot:
        assert (await bot.read("hello"))["reading"] == {"anger": 0}


async def test_the_slots_of_any_conversation_are_asked_for() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path.decode())
        return httpx.Response(200, json={"slots": {"product": "kettle"}})

    async with mind(answer) as bot:
        assert await bot.slots("a@b.c:1") == {"product": "kettle"}
        await bot.slots("../status")
    assert asked[0].startswith("/conversations/a%40b.c%3A1/tracker?")
    assert asked[1].startswith("/conversations/..%2Fstatus/tracker?")


async def test_a_note_may_be_answered_by_silence() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["X-Jieyou-Secret"] == "secret"
        body = json.loads(request.content)
        assert (body["sender"], body["turn_id"], body["speak"]) == ("c-1", "r-1", False)
        return httpx.Response(200, json={"status": "completed", "messages": []})

    async with mind(answer) as bot:
        answered = await bot.note(Note(conversation_id="c-1", turn_id="r-1"))
    assert list(answered.replies) == []


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(401, json={}),
        httpx.Response(503, json={"status": "failed", "reason": "model_missing"}),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=["x"]),
    ],
)
async def test_what_is_no_answer_is_an_outage(response: httpx.Response) -> None:
    async with mind(lambda _: response) as bot:
        for ask in (
            lambda: bot.read("x"),
            lambda: bot.slots("c-1"),
            lambda: bot.note(Note(conversation_id="c-1", turn_id="r")),
        ):
            with pytest.raises(AssistantUnavailable):
                await ask()


async def test_a_rasa_that_is_not_there_is_an_outage() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no", request=request)

    async with mind(refuse) as bot:
        for ask in (
            lambda: bot.read("x"),
            lambda: bot.slots("c-1"),
            lambda: bot.note(Note(conversation_id="c-1", turn_id="r")),
        ):
            with pytest.raises(AssistantUnavailable, match="unreachable"):
                await ask()
