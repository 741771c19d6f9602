"""The REST channel: the form of Rasa's, with a token, in order, never empty."""

import asyncio
from dataclasses import replace as changed

import httpx
import pytest

from casework.model import Reply
from casework.ports import UnitOfWorkFactory
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.gateway.assistant import AssistantAnswer
from tests.assistants import FakeAssistant
from tests.desks import AUTHORIZED, SWIFT, build_desk, client_of, messages, say, texts

PATIENT = changed(SWIFT, turn_timeout=5.0, patience=9.0, longest_wait=30.0)


async def test_a_message_is_answered_in_the_form_of_rasas_channel() -> None:
    buttons = [{"title": "好", "payload": "好"}]
    answer = AssistantAnswer(
        replies=[Reply("一", {"key": "utter_a"}), Reply("二", {"buttons": buttons})], language="zh"
    )
    async with client_of(build_desk(assistant=FakeAssistant(lambda _: answer))) as client:
        response = await say(client, "你好", "cust-1")
    assert response.json() == [
        {"recipient_id": "cust-1", "text": "一"},
        {"recipient_id": "cust-1", "text": "二", "buttons": buttons},
    ]


async def test_fifty_messages_at_once_are_answered_in_order_one_at_a_time() -> None:
    assistant = FakeAssistant()
    async with client_of(build_desk(assistant=assistant, pace=PATIENT)) as client:
        posts = [say(client, f"number {n}", message_id=f"m-{n}") for n in range(50)]
        answers = [texts(response) for response in await asyncio.gather(*posts)]
        rows = await messages(client)
    assert answers == [[f"re: number {n}"] for n in range(50)]
    asked = [row["text"] for row in rows if row["from"] == "customer"]
    assert assistant.texts == asked
    assert [row["text"] for row in rows if row["from"] == "bot"] == [f"re: {one}" for one in asked]
    assert [row["seq"] for row in rows] == list(range(1, 101))
    assert assistant.most_at_once == {"ann": 1}


async def test_conversations_do_not_wait_for_each_other() -> None:
    assistant = FakeAssistant(gate=asyncio.Event())
    async with client_of(build_desk(assistant=assistant, pace=PATIENT)) as client:
        posts = [asyncio.create_task(say(client, "hi", f"c-{n}")) for n in range(5)]
        while len(assistant.asked) < 5:
            await asyncio.sleep(0.01)
        assert assistant.gate is not None
        assistant.gate.set()
        assert [texts(await post) for post in posts] == [["re: hi"]] * 5


async def test_a_known_message_id_is_answered_from_the_rows() -> None:
    assistant = FakeAssistant()
    async with client_of(build_desk(assistant=assistant)) as client:
        first = await say(client, "hello", message_id="m-1")
        again = await say(client, "other words", message_id="m-1")
        elsewhere = await say(client, "hello", "bob", message_id="m-1")
        rows = await messages(client)
    assert first.json() == again.json()
    assert texts(elsewhere) == ["re: hello"]
    assert len(assistant.asked) == 2
    assert [row["text"] for row in rows] == ["hello", "re: hello"]
    assert rows[0]["message_id"] == "m-1"
    assert rows[1]["reply_to"] == 1


async def test_the_same_message_id_twice_at_once_waits_for_the_one_turn() -> None:
    assistant = FakeAssistant(gate=asyncio.Event())
    async with client_of(build_desk(assistant=assistant, pace=PATIENT)) as client:
        posts = [asyncio.create_task(say(client, "hello", message_id="m-1")) for _ in range(4)]
        while not assistant.asked:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        assert assistant.gate is not None
        assistant.gate.set()
        answers = [texts(await post) for post in posts]
    assert answers == [["re: hello"]] * 4
    assert len(assistant.asked) == 1


async def test_without_a_message_id_every_post_is_new() -> None:
    assistant = FakeAssistant()
    async with client_of(build_desk(assistant=assistant)) as client:
        await say(client, "hello")
        await say(client, "hello")
    assert len(assistant.asked) == 2
    assert assistant.asked[0].turn_id != assistant.asked[1].turn_id


async def test_the_metadata_reaches_the_assistant() -> None:
    assistant = FakeAssistant()
    metadata = {"locale": "en", "received_at": "2026-10-01T09:00:00+08:00", "shop": 7}
    async with client_of(build_desk(assistant=assistant)) as client:
        await say(client, "hello", message_id="m-1", metadata=metadata)
        await say(client, "hello", "tester", metadata={"channel": "shell"})
    told = assistant.asked[0].metadata
    assert told["received_at"] == "2026-10-01T01:00:00+00:00"
    assert (told["locale"], told["shop"], told["channel"]) == ("en", 7, "rest")
    assert (told["message_id"], told["timezone"]) == ("m-1", "Asia/Shanghai")
    assert assistant.asked[1].metadata["channel"] == "shell"


async def test_a_text_that_looks_like_a_command_is_passed_on_as_it_is() -> None:
    assistant = FakeAssistant()
    async with client_of(build_desk(assistant=assistant)) as client:
        assert texts(await say(client, "/restart")) == ["re: /restart"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer 没有"},
        {"Authorization": "Basic " + AUTHORIZED["Authorization"].partition(" ")[2]},
    ],
)
async def test_without_the_token_nothing_is_stored_and_nothing_told(
    headers: dict[str, str],
) -> None:
    assistant = FakeAssistant()
    async with client_of(build_desk(assistant=assistant), token=False) as client:
        encoded = httpx.Headers(headers, encoding="utf-8")
        for path in ("/webhooks/rest/webhook", "/api/v1/cases", "/api/v1/nothing"):
            response = await client.post(path, headers=encoded, content=b"{")
            assert response.status_code == 401
            assert response.headers["www-authenticate"] == "Bearer"
            assert set(response.json()) == {"type", "title", "status", "detail"}
        for path in ("/api/v1/cases", "/api/v1/conversations/ann/messages"):
            assert (await client.get(path, headers=encoded)).status_code == 401
    assert assistant.asked == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"not json", 422),
        (b"[]", 422),
        (b"[" * 100_000, 422),
        (b'{"sender":"a"}', 422),
        (b'{"message":"a"}', 422),
        (b'{"sender":"a","message":null}', 422),
        (b'{"sender":"a","message":5}', 422),
        (b'{"sender":"a","message":""}', 422),
        (b'{"sender":"a","message":" \\u200b "}', 422),
        (b'{"sender":"","message":"x"}', 422),
        (b'{"sender":"a b","message":"x"}', 422),
        (b'{"sender":5,"message":"x"}', 422),
        (b'{"sender":"' + b"a" * 201 + b'","message":"x"}', 422),
        (b'{"sender":"a\\n","message":"x"}', 422),
        (b'{"sender":"a","message":"x","metadata":[]}', 422),
        (b'{"sender":"a","message":"x","message_id":{}}', 422),
        (b'{"sender":"web-123","message":"x"}', 403),
        (b'{"sender":"WEB-123","message":"x"}', 403),
        (b'{"sender":"a","message":"' + b"x" * 103_000 + b'"}', 413),
        (b'{"sender":"a","message":"' + b"x" * 1_100_000 + b'"}', 413),
    ],
)
async def test_what_is_no_message_is_refused_with_a_reason(body: bytes, status: int) -> None:
    assistant = FakeAssistant()
    async with client_of(build_desk(assistant=assistant)) as client:
        response = await client.post("/webhooks/rest/webhook", content=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert assistant.asked == []


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (b'"a\\ud800b\\u0000c"', "a\ufffdbc"),
        (b'"  \\ud83d\\ude00 "', "\U0001f600"),
        ('"' + "长" * 30_000 + '"', "长" * 30_000),
        (b'"' + b"x" * 100_000 + b'"', "x" * 100_000),
    ],
)
async def test_odd_and_long_texts_are_cleaned_and_answered(raw: bytes | str, read: str) -> None:
    assistant = FakeAssistant()
    content = raw.encode() if isinstance(raw, str) else raw
    async with client_of(build_desk(assistant=assistant, pace=PATIENT)) as client:
        response = await client.post(
            "/webhooks/rest/webhook", content=b'{"sender":"a","message":' + content + b"}"
        )
    assert texts(response) == [f"re: {read}"]


def take_over(storage: UnitOfWorkFactory, conversation_id: str, agent: str | None) -> None:
    with storage() as uow:
        conversation = uow.conversations.get(conversation_id)
        assert conversation is not None
        uow.conversations.update(changed(conversation, held_by=agent))
        uow.commit()


async def test_while_a_person_holds_the_conversation_the_bot_keeps_quiet() -> None:
    storage, assistant = MemoryUnitOfWorkFactory(), FakeAssistant()
    async with client_of(build_desk(assistant=assistant, uow_factory=storage)) as client:
        await say(client, "hello")
        take_over(storage, "ann", "agent-1")
        assert texts(await say(client, "are you there?", message_id="m-2")) == []
        assert texts(await say(client, "are you there?", message_id="m-2")) == []
        take_over(storage, "ann", None)
        assert texts(await say(client, "and now?")) == ["re: and now?"]
        rows = await messages(client)
    assert assistant.texts == ["hello", "and now?"]
    assert [row["text"] for row in rows if row["from"] == "customer"] == [
        "hello",
        "are you there?",
        "and now?",
    ]
