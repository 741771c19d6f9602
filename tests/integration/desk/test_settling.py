"""What a customer types in one go is one turn of the assistant, and stays one whatever dies."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from casework.storage.memory import MemoryUnitOfWorkFactory
from casework.storage.migrate import migrate
from tests.assistants import FakeAssistant
from tests.desks import SWIFT, build_desk, client_of, messages, serving, sqlite_settings
from tests.integration.desk.test_chat import new_cookie, page_at

# A test that waits for a customer to pause has to be sure that they are quicker than that.
UNHURRIED = replace(SWIFT, turn_timeout=2.0, patience=5.0, settle_after_message=0.4, typing_gap=0.6)


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def url(assistant: FakeAssistant, storage: MemoryUnitOfWorkFactory) -> Iterator[str]:
    desk = build_desk(assistant=assistant, uow_factory=storage, pace=UNHURRIED)
    with serving(desk) as address:
        yield address


async def test_messages_typed_in_one_go_get_one_answer_to_the_last(
    url: str, assistant: FakeAssistant
) -> None:
    async with page_at(url, new_cookie(url)) as page:
        for text in ("my kettle", "leaks", "since Tuesday"):
            await page.socket.emit("typing", {})
            assert (await page.say(text))["status"] == "stored"
        reply = await page.next("bot_uttered")
        history = (await page.greet())["history"]
    assert assistant.texts == ["my kettle\nleaks\nsince Tuesday"]
    assert (reply["text"], reply["reply_to"], reply["seq"]) == (
        "re: my kettle\nleaks\nsince Tuesday",
        3,
        4,
    )
    assert [row["text"] for row in history[:3]] == ["my kettle", "leaks", "since Tuesday"]


async def test_an_answer_waits_for_the_end_of_the_typing_but_not_for_ever(
    url: str, assistant: FakeAssistant
) -> None:
    async with page_at(url, new_cookie(url)) as page:
        await page.socket.emit("typing", {})
        await page.say("first")
        started = asyncio.get_running_loop().time()
        while page.events.empty():
            await page.socket.emit("typing", {})
            await asyncio.sleep(0.1)
        waited = asyncio.get_running_loop().time() - started
    assert assistant.texts == ["first"]
    assert UNHURRIED.typing_gap < waited < UNHURRIED.longest_settle + 1


async def test_what_is_written_after_a_pause_is_a_turn_of_its_own(
    url: str, assistant: FakeAssistant
) -> None:
    async with page_at(url, new_cookie(url)) as page:
        for text in ("first", "second"):
            await page.socket.emit("typing", {})
            await page.say(text)
            await page.next("bot_uttered")
    assert assistant.texts == ["first", "second"]


async def test_a_joined_turn_that_fails_is_tried_again_as_the_same_turn(
    url: str, assistant: FakeAssistant
) -> None:
    assistant.failures = ["action_server_down"]
    async with page_at(url, new_cookie(url)) as page:
        await page.socket.emit("typing", {})
        await page.say("one")
        await page.say("two")
        notice = await page.next("bot_uttered")
        answer = await page.next("bot_uttered")
        assert page.events.empty()
    assert (notice["kind"], notice["reply_to"]) == ("notice", 2)
    assert (answer["text"], answer["reply_to"]) == ("re: one\ntwo", 2)
    assert assistant.texts == ["one\ntwo", "one\ntwo"]
    assert len({turn.turn_id for turn in assistant.asked}) == 1


async def test_a_desk_that_dies_after_asking_asks_for_the_same_turn_when_it_is_back(
    tmp_path: Path,
) -> None:
    settings = sqlite_settings(tmp_path)
    migrate(settings.database_url)
    hanging = FakeAssistant(gate=asyncio.Event())
    desk = build_desk(assistant=hanging, settings=settings, pace=UNHURRIED)
    with serving(desk) as url:
        cookie = new_cookie(url)
        async with page_at(url, cookie) as page:
            conversation = (await page.greet())["session_id"]
            await page.socket.emit("typing", {})
            await page.say("one")
            await page.say("two")
            async with asyncio.timeout(5):
                while not hanging.asked:
                    await asyncio.sleep(0.02)
            # This one comes while the turn is on its way: it must not slip into it.
            await page.say("three")
    back = FakeAssistant()
    async with client_of(build_desk(assistant=back, settings=settings, pace=UNHURRIED)) as client:
        async with asyncio.timeout(5):
            while len(rows := await messages(client, conversation)) < 5:
                await asyncio.sleep(0.02)
    assert back.texts == ["one\ntwo", "three"]
    assert back.asked[0].turn_id == hanging.asked[0].turn_id
    assert [(row["text"], row.get("reply_to")) for row in rows if row["from"] == "bot"] == [
        ("re: one\ntwo", 2),
        ("re: three", 3),
    ]


async def test_rest_messages_are_answered_one_by_one(assistant: FakeAssistant) -> None:
    async with client_of(build_desk(assistant=assistant)) as client:
        posts = [
            client.post(
                "/webhooks/rest/webhook",
                json={"sender": "ann", "message": text, "metadata": {"joined_to": "x"}},
            )
            for text in ("one", "two", "three")
        ]
        answers = await asyncio.gather(*posts)
    assert [answer.json()[0]["text"] for answer in answers] == ["re: one", "re: two", "re: three"]
    assert all("joined_to" not in turn.metadata for turn in assistant.asked)
