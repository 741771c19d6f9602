"""Customer and desk side by side on real sockets: who hears what, and who hears nothing."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp
import httpx
import pytest
import socketio

from casework.model import Channel, QueueReason, Role
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.app import DeskApp
from desk.console.identity import COOKIE, CSRF_HEADER, csrf_for
from desk.console.limits import TYPING_A_MINUTE
from desk.gateway.sessions import COOKIE as CUSTOMER_COOKIE
from tests.assistants import FakeAssistant
from tests.desks import JWT_SECRET, ORIGIN, build_desk, serving
from tests.doubles import MONDAY, FixedClock
from tests.minds import FakeMind
from tests.people import PASSWORD, QUICK, employ

NIGHT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
EVENTS = (
    "session_confirm",
    "bot_uttered",
    "person_joined",
    "person_left",
    "typing",
    "queue_state",
)
DESK_EVENTS = (
    "conversations",
    "message",
    "lease",
    "whisper",
    "typing",
    "handed_over",
    "overdue",
)


class Ear:
    """A socket that keeps what it hears."""

    def __init__(self, session: aiohttp.ClientSession, namespace: str, names: Any) -> None:
        self.socket = socketio.AsyncClient(reconnection=False, http_session=session)
        self.namespace = namespace
        self.heard: list[tuple[str, Any]] = []
        for name in names:
            self.socket.on(name, self._noting(name), namespace=namespace)

    def _noting(self, name: str) -> Any:
        async def note(data: Any) -> None:
            self.heard.append((name, data))

        return note

    async def wait_for(self, name: str, seconds: float = 5) -> Any:
        """Return the data of the first event of this name, and forget what came up to it."""
        deadline = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < deadline:
            for place, (heard, data) in enumerate(self.heard):
                if heard == name:
                    del self.heard[: place + 1]
                    return data
            await asyncio.sleep(0.01)
        raise AssertionError((name, self.heard))

    async def call(self, name: str, data: Any = None) -> Any:
        """Send an event and return its acknowledgement."""
        return await self.socket.call(name, data, timeout=5, namespace=self.namespace)

    async def emit(self, name: str, data: Any = None) -> None:
        """Send an event."""
        await self.socket.emit(name, data, namespace=self.namespace)


@asynccontextmanager
async def ear_at(
    url: str,
    namespace: str = "/",
    cookie: str = "",
    origin: str = ORIGIN,
) -> AsyncIterator[Ear]:
    names = DESK_EVENTS if namespace == "/desk" else EVENTS
    async with aiohttp.ClientSession() as session:
        ear = Ear(session, namespace, names)
        headers = {"Origin": origin, **({"Cookie": cookie} if cookie else {})}
        await ear.socket.connect(
            url, headers=headers, transports=["websocket"], namespaces=[namespace]
        )
        try:
            yield ear
        finally:
            await ear.socket.disconnect()


@pytest.fixture
def storage(clock: FixedClock) -> MemoryUnitOfWorkFactory:
    storage = MemoryUnitOfWorkFactory()
    employ(storage, clock, "ann")
    employ(storage, clock, "sue", Role.SUPERVISOR)
    employ(storage, clock, "max", Role.ADMINISTRATOR)
    return storage


@pytest.fixture
def app(storage: MemoryUnitOfWorkFactory, clock: FixedClock) -> DeskApp:
    return build_desk(
        assistant=FakeAssistant(),
        mind=FakeMind(),
        uow_factory=storage,
        clock=clock,
        passwords=QUICK,
        look_every=0.05,
    )


@pytest.fixture
def url(app: DeskApp) -> Iterator[str]:
    with serving(app) as address:
        yield address


def customer_cookie(url: str) -> str:
    token = httpx.get(url, trust_env=False).cookies[CUSTOMER_COOKIE]
    return f"{CUSTOMER_COOKIE}={token}"


def token_of(url: str, username: str) -> str:
    response = httpx.post(
        f"{url}/desk/login",
        data={"username": username, "password": PASSWORD},
        headers={"Origin": ORIGIN},
        trust_env=False,
    )
    return response.cookies[COOKIE]


async def deed(url: str, token: str, path: str, **body: Any) -> httpx.Response:
    headers = {
        "Origin": ORIGIN,
        "Cookie": f"{COOKIE}={token}",
        CSRF_HEADER: csrf_for(JWT_SECRET, token),
    }
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(f"{url}/api/v1/desk{path}", json=body, headers=headers)


async def test_customer_and_agent_see_each_other_live(url: str) -> None:
    token = token_of(url, "ann")
    async with (
        ear_at(url, cookie=customer_cookie(url)) as customer,
        ear_at(url, "/desk", f"{COOKIE}={token}") as desk,
    ):
        await customer.emit("session_request", {})
        conversation = (await customer.wait_for("session_confirm"))["session_id"]
        await customer.call("user_uttered", {"message": "my kettle leaks"})
        line = (await desk.wait_for("conversations"))["items"][0]
        assert (line["id"], line["lease"]["holder"]) == (conversation, None)
        assert (await customer.wait_for("bot_uttered"))["text"] == "re: my kettle leaks"

        assert (await desk.call("watch", {"conversation_id": conversation}))["status"] == "watching"
        await customer.emit("typing", {})
        assert (await desk.wait_for("typing"))["from"] == "customer"

        path = f"/conversations/{conversation}"
        assert (await deed(url, token, f"{path}/take")).status_code == 200
        assert (await customer.wait_for("person_joined"))["name"] == "Ann"
        assert (await desk.wait_for("lease"))["holder_name"] == "Ann"
        await desk.emit("typing", {"conversation_id": conversation})
        assert (await customer.wait_for("typing"))["from"] == "agent"

        acknowledged = await customer.call("user_uttered", {"message": "hello?"})
        assert (acknowledged["status"], acknowledged["held"]) == ("stored", True)
        shown = await desk.wait_for("message")
        assert (shown["from"], shown["text"], shown["reading"]) == ("customer", "hello?", None)
        # A moment later it was read, silently.
        assert (await desk.wait_for("message"))["reading"]["tone"] == "passive"

        await deed(url, token, f"{path}/messages", text="<b>Hi</b>", message_id="1")
        reply = await customer.wait_for("bot_uttered")
        assert (reply["from"], reply["agent"], reply["text"]) == ("agent", "Ann", "<b>Hi</b>")
        assert reply["seq"] == 4
        await deed(url, token, f"{path}/whispers", text="he is nice")
        assert (await desk.wait_for("whisper"))["text"] == "he is nice"

        await deed(url, token, f"{path}/give-back")
        assert "at" in await customer.wait_for("person_left")
        assert (await customer.wait_for("bot_uttered"))["text"] == "I'm back."
        await customer.emit("session_request", {})
        history = (await customer.wait_for("session_confirm"))["history"]
        assert [row["seq"] for row in history] == [1, 2, 3, 4, 5]
        assert "nice" not in str(history)


@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=guessed", "jieyou_session=x"])
async def test_a_stranger_hears_nothing_of_the_desk(url: str, cookie: str) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        async with ear_at(url, "/desk", cookie):
            pass


async def test_a_customer_and_an_administrator_hear_nothing_of_the_desk(url: str) -> None:
    for cookie in (customer_cookie(url), f"{COOKIE}={token_of(url, 'max')}"):
        with pytest.raises(socketio.exceptions.ConnectionError):
            async with ear_at(url, "/desk", cookie):
                pass


async def test_another_site_cannot_open_the_desk_with_a_browsers_cookie(url: str) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        async with ear_at(url, "/desk", f"{COOKIE}={token_of(url, 'ann')}", "http://evil.test"):
            pass


async def test_a_customer_cannot_do_what_an_agent_does(url: str) -> None:
    token = token_of(url, "ann")
    async with ear_at(url, cookie=customer_cookie(url)) as customer:
        await customer.emit("session_request", {})
        conversation = (await customer.wait_for("session_confirm"))["session_id"]
        await customer.call("user_uttered", {"message": "hi"})
        await deed(url, token, f"/conversations/{conversation}/take")
        await customer.wait_for("person_joined")
        for event in ("give_back", "give-back", "release", "person_left", "renew", "watch"):
            await customer.emit(event, {"conversation_id": conversation})
        held = await customer.call("user_uttered", {"message": "/restart"})
        assert held["held"] is True
        stranger = await deed(url, "guessed", f"/conversations/{conversation}/give-back")
        assert stranger.status_code == 401
        assert (
            await deed(url, token, f"/conversations/{conversation}/messages", text="x")
        ).is_success


async def test_a_session_that_ended_hears_nothing_more(
    url: str, app: DeskApp, storage: MemoryUnitOfWorkFactory
) -> None:
    token = token_of(url, "ann")
    async with ear_at(url, "/desk", f"{COOKIE}={token}") as desk:
        admin = token_of(url, "max")
        with storage(read_only=True) as uow:
            account = uow.accounts.find("ann")
        assert account is not None
        headers = {
            "Origin": ORIGIN,
            "Cookie": f"{COOKIE}={admin}",
            CSRF_HEADER: csrf_for(JWT_SECRET, admin),
        }
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.patch(
                f"{url}/api/v1/desk/accounts/{account.id}",
                json={"is_active": False},
                headers=headers,
            )
        for _ in range(100):
            if not desk.socket.connected:
                break
            await asyncio.sleep(0.02)
        assert not desk.socket.connected


async def test_who_waits_is_told_the_place_and_at_night_the_call_back(
    url: str, storage: MemoryUnitOfWorkFactory, clock: FixedClock, app: DeskApp
) -> None:
    async with ear_at(url, cookie=customer_cookie(url)) as customer:
        await customer.emit("session_request", {})
        conversation = (await customer.wait_for("session_confirm"))["session_id"]
        wait(app, storage, conversation)
        wait(app, storage, "c-before", reason=QueueReason.THREAT)
        await customer.emit("queue_request", {})
        state = await customer.wait_for("queue_state")
        assert (state["waiting"], state["position"], state["open"]) == (True, 2, True)
        # Two people at their desks take eight conversations: the second need not wait long.
        assert (state["estimate_minutes"], state["callback"]) == (1, False)
        clock.at = NIGHT
        await customer.emit("queue_request", {})
        state = await customer.wait_for("queue_state")
        assert (state["open"], state["callback"], state["estimate_minutes"]) == (False, True, None)
        assert state["opens_at"] == "2026-11-24T01:00:00Z"
        for bad in ({}, {"contact": ""}, {"contact": 5}, "x", None):
            assert (await customer.call("callback_request", bad))["status"] == "failed"
        promised = await customer.call("callback_request", {"contact": "138 0013 8000"})
        assert promised == {"status": "stored", "due_at": "2026-11-24T02:00:00Z"}
        again = await customer.call("callback_request", {"contact": "another"})
        assert again["due_at"] == promised["due_at"]
        state = await customer.wait_for("queue_state")
        assert (state["waiting"], state["callback"]) == (False, False)
    with storage(read_only=True) as uow:
        (callback,) = uow.callbacks.list_open()
    assert (callback.contact, callback.conversation_id) == ("138 0013 8000", conversation)


async def test_a_page_that_comes_back_is_told_its_place_again(
    url: str, storage: MemoryUnitOfWorkFactory, app: DeskApp
) -> None:
    cookie = customer_cookie(url)
    async with ear_at(url, cookie=cookie) as customer:
        await customer.emit("session_request", {})
        conversation = (await customer.wait_for("session_confirm"))["session_id"]
        wait(app, storage, conversation)
        await customer.emit("queue_request", {})
        assert (await customer.wait_for("queue_state"))["position"] == 1
    async with ear_at(url, cookie=cookie) as customer:
        await customer.emit("queue_request", {})
        assert (await customer.wait_for("queue_state"))["position"] == 1


async def test_a_flood_of_wishes_and_of_typing_is_bounded(url: str) -> None:
    async with (
        ear_at(url, cookie=customer_cookie(url)) as customer,
        ear_at(url, "/desk", f"{COOKIE}={token_of(url, 'ann')}") as desk,
    ):
        await customer.emit("session_request", {})
        conversation = (await customer.wait_for("session_confirm"))["session_id"]
        await desk.call("watch", {"conversation_id": conversation})
        answers = [await customer.call("callback_request", {"contact": "x"}) for _ in range(7)]
        assert [one["status"] for one in answers] == ["stored"] * 5 + ["failed"] * 2
        for _ in range(TYPING_A_MINUTE + 20):
            await customer.emit("typing", {})
        await customer.call("callback_request", {"contact": "x"})
        await asyncio.sleep(0.2)
        assert sum(name == "typing" for name, _ in desk.heard) <= TYPING_A_MINUTE


@pytest.mark.rows("R7")
async def test_nobody_waits_unseen(
    url: str, storage: MemoryUnitOfWorkFactory, clock: FixedClock, app: DeskApp
) -> None:
    async with (
        ear_at(url, "/desk", f"{COOKIE}={token_of(url, 'sue')}") as sue,
        ear_at(url, "/desk", f"{COOKIE}={token_of(url, 'ann')}") as ann,
    ):
        wait(app, storage, "c-1")
        clock.advance(minutes=6)
        loop_of(app).call_soon_threadsafe(
            lambda: asyncio.ensure_future(app.web.state.console.keeper.count())
        )
        alert = await sue.wait_for("overdue")
        assert alert == {"conversation_id": "c-1", "reason": "asked"}
        assert "overdue" not in [name for name, _ in ann.heard]


def wait(
    app: DeskApp,
    storage: MemoryUnitOfWorkFactory,
    conversation_id: str,
    reason: QueueReason = QueueReason.ASKED,
) -> None:
    console = app.web.state.console
    with storage() as uow:
        uow.conversations.ensure(conversation_id, Channel.WEB, MONDAY)
        console.queue.enter(uow, conversation_id, reason, MONDAY)
        uow.commit()


def loop_of(app: DeskApp) -> asyncio.AbstractEventLoop:
    task = app.web.state.console.floor._task
    loop: asyncio.AbstractEventLoop = task.get_loop()
    return loop
