"""Two gateways over one database and one Redis answer each message once, in order."""

import asyncio
import subprocess
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import aiohttp
import httpx
import pytest
import socketio

from casework.errors import StorageUnavailable
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.app import DeskApp
from desk.gateway.claims import PREFIX, RedisClaims
from desk.health import Health, probes
from desk.storing import StorageThreads
from tests.assistants import FakeAssistant
from tests.chaos.pairs import redis_service, require
from tests.databases import running_redis
from tests.desks import (
    ORIGIN,
    SWIFT,
    build_desk,
    client_of,
    desk_settings,
    messages,
    say,
    serving,
    texts,
)
from tests.stack import free_ports, wait_for


@pytest.fixture(scope="module")
def redis_url() -> str:
    return running_redis()


@pytest.fixture
def sender() -> str:
    return f"pair-{uuid.uuid4().hex[:10]}"


def gateway(redis_url: str, assistant: FakeAssistant, storage: MemoryUnitOfWorkFactory) -> DeskApp:
    settings = replace(desk_settings(), redis_url=redis_url)
    pace = replace(SWIFT, patience=20.0, longest_wait=30.0, turn_timeout=5.0)
    return build_desk(assistant=assistant, uow_factory=storage, settings=settings, pace=pace)


@asynccontextmanager
async def two(
    redis_url: str, assistant: FakeAssistant, storage: MemoryUnitOfWorkFactory
) -> AsyncIterator[list[httpx.AsyncClient]]:
    async with AsyncExitStack() as stack:
        apps = [gateway(redis_url, assistant, storage) for _ in range(2)]
        yield [await stack.enter_async_context(client_of(app)) for app in apps]


async def test_messages_that_arrive_at_both_are_asked_one_at_a_time_and_once(
    redis_url: str, storage: MemoryUnitOfWorkFactory, sender: str
) -> None:
    assistant = FakeAssistant(seconds=0.02)
    async with two(redis_url, assistant, storage) as gateways:
        posts = [say(gateways[number % 2], f"m{number}", sender) for number in range(12)]
        answers = await asyncio.gather(*posts)
        rows = await messages(gateways[0], sender)
    for number, answer in enumerate(answers):
        assert texts(answer) == [f"re: m{number}"]
    assert assistant.most_at_once == {sender: 1}
    asked = [turn.text for turn in assistant.asked]
    assert asked == [row["text"] for row in rows if row["from"] == "customer"]
    assert len(asked) == 12


async def test_what_a_dead_gateway_held_is_answered_by_the_other(
    redis_url: str, storage: MemoryUnitOfWorkFactory, sender: str
) -> None:
    assistant = FakeAssistant()
    async with RedisClaims(redis_url) as dead, two(redis_url, assistant, storage) as (first, _):
        # A key that nobody renews is what a killed gateway leaves.
        await dead._client.set(PREFIX + sender, "dead", px=60_000)
        late = asyncio.create_task(say(first, "hello", sender))
        await asyncio.sleep(1.0)
        assert assistant.asked == []
        await dead._client.pexpire(PREFIX + sender, 1)
        assert texts(await late) == ["re: hello"]
    assert [turn.text for turn in assistant.asked] == ["hello"]


async def test_a_claim_is_held_by_one_and_given_up_at_the_end(redis_url: str, sender: str) -> None:
    async with RedisClaims(redis_url) as first, RedisClaims(redis_url) as second:
        async with first.hold(sender) as mine, second.hold(sender) as theirs:
            assert (mine, theirs) == (True, False)
        async with second.hold(sender) as theirs:
            assert theirs


async def test_without_redis_nothing_is_asked_and_the_desk_is_not_ready(
    storage: MemoryUnitOfWorkFactory, sender: str
) -> None:
    def well(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"intent": {"name": "greet"}})

    nobody = "redis://127.0.0.1:9/0"
    transport = httpx.MockTransport(well)
    async with RedisClaims(nobody) as claims, httpx.AsyncClient(transport=transport) as client:
        with pytest.raises(StorageUnavailable):
            await claims.ping()
        with pytest.raises(StorageUnavailable):
            async with claims.hold(sender):
                pass
        threads = StorageThreads(1)
        health = Health(probes(desk_settings(), storage, threads, client, claims))
        parts = await health.parts()
    assert {name: part.problem for name, part in parts.items()} == {
        "database": None,
        "rasa": None,
        "actions": None,
        "redis": "no_answer",
    }


@pytest.fixture
def pair(redis_url: str, storage: MemoryUnitOfWorkFactory) -> Iterator[tuple[str, str]]:
    assistant = FakeAssistant()
    with (
        serving(gateway(redis_url, assistant, storage)) as first,
        serving(gateway(redis_url, assistant, storage)) as second,
    ):
        yield first, second


async def test_a_page_at_one_gateway_hears_what_is_answered_at_the_other(
    pair: tuple[str, str], storage: MemoryUnitOfWorkFactory
) -> None:
    first, second = pair
    heard: asyncio.Queue[str] = asyncio.Queue()
    confirmed: asyncio.Queue[str] = asyncio.Queue()

    async def note(data: dict[str, str]) -> None:
        await heard.put(data["text"])

    async def confirm(data: dict[str, str]) -> None:
        await confirmed.put(data["token"])

    async with aiohttp.ClientSession() as session, aiohttp.ClientSession() as other:
        page = socketio.AsyncClient(reconnection=False, http_session=session)
        page.on("bot_uttered", note)
        page.on("session_confirm", confirm)
        await page.connect(first, headers={"Origin": ORIGIN}, transports=["websocket"])
        await page.emit("session_request", {})
        ticket = await asyncio.wait_for(confirmed.get(), 20)
        # The same browser's other tab has come to the other gateway.
        tab = socketio.AsyncClient(reconnection=False, http_session=other)
        await tab.connect(
            second, headers={"Origin": ORIGIN}, auth={"token": ticket}, transports=["websocket"]
        )
        told = await tab.call("user_uttered", {"message": "hello"}, timeout=20)
        assert told["status"] == "stored"
        assert await asyncio.wait_for(heard.get(), 20) == "re: hello"
        await tab.eio.disconnect(abort=True)
        await page.eio.disconnect(abort=True)


async def test_pages_read_the_rows_again_once_redis_is_back(
    storage: MemoryUnitOfWorkFactory,
) -> None:
    require("redis-server")
    port = free_ports(1)[0]
    server = redis_service(port)
    process = subprocess.Popen(server.command, stdout=subprocess.DEVNULL)
    try:
        await asyncio.to_thread(wait_for, server.ready)
        with serving(gateway(f"redis://127.0.0.1:{port}/0", FakeAssistant(), storage)) as url:
            async with aiohttp.ClientSession() as session:
                page = socketio.AsyncClient(reconnection=False, http_session=session)
                gone = asyncio.Event()
                page.on("disconnect", gone.set)
                await page.connect(url, headers={"Origin": ORIGIN}, transports=["websocket"])
                await asyncio.sleep(0.5)
                process.kill()
                process.wait()
                await asyncio.sleep(0.5)
                assert not gone.is_set()
                process = subprocess.Popen(server.command, stdout=subprocess.DEVNULL)
                await asyncio.wait_for(gone.wait(), 20)
    finally:
        process.kill()
        process.wait()
