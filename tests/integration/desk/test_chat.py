"""The web chat on a real socket: sessions, order, history, and who may listen."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import httpx
import pytest
import socketio

from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.gateway.limits import MESSAGES_PER_MINUTE
from desk.gateway.sessions import COOKIE
from tests.assistants import FakeAssistant
from tests.desks import AUTHORIZED, ORIGIN, build_desk, serving


class Page:
    """One open chat page."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.socket = socketio.AsyncClient(reconnection=False, http_session=session)
        self.events: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        for name in ("session_confirm", "bot_uttered", "user_stored"):
            self.socket.on(name, self._noting(name))

    def _noting(self, name: str) -> Any:
        async def note(data: Any) -> None:
            await self.events.put((name, data))

        return note

    async def next(self, name: str) -> Any:
        """Return the data of the next event, which has to have this name."""
        got, data = await asyncio.wait_for(self.events.get(), 5)
        assert got == name, (got, data)
        return data

    async def greet(self, **asked: Any) -> Any:
        """Ask for the session and return its confirmation."""
        await self.socket.emit("session_request", asked)
        return await self.next("session_confirm")

    async def say(self, text: Any, **more: Any) -> Any:
        """Send a message and return its acknowledgement."""
        return await self.socket.call("user_uttered", {"message": text, **more}, timeout=5)


@asynccontextmanager
async def page_at(
    url: str,
    cookie: str | None = None,
    origin: str | None = ORIGIN,
    auth: Any = None,
    transport: str = "websocket",
) -> AsyncIterator[Page]:
    headers = {"Origin": origin} if origin else {}
    if cookie:
        headers["Cookie"] = f"other=1; {COOKIE}={cookie}; bad[=x"
    async with aiohttp.ClientSession() as session:
        page = Page(session)
        await page.socket.connect(url, headers=headers, auth=auth, transports=[transport])
        try:
            yield page
        finally:
            # A goodbye by polling would wait for the open poll to run out.
            await page.socket.eio.disconnect(abort=transport == "polling")


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def url(assistant: FakeAssistant, storage: MemoryUnitOfWorkFactory) -> Iterator[str]:
    with serving(build_desk(assistant=assistant, uow_factory=storage)) as address:
        yield address


def new_cookie(url: str) -> str:
    return httpx.get(url, trust_env=False).cookies[COOKIE]


@pytest.mark.rows("R7")
@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_message_is_acknowledged_stored_and_then_answered(
    url: str, assistant: FakeAssistant, transport: str
) -> None:
    async with page_at(url, new_cookie(url), transport=transport) as page:
        confirmed = await page.greet()
        metadata = {"locale": "zh-Hant", "timezone": "Asia/Taipei", "channel": "x", "evil": 1}
        acknowledged = await page.say("  我的包裹  ", message_id="m-1", metadata=metadata)
        reply = await page.next("bot_uttered")
    assert confirmed["session_id"].startswith("web-")
    assert (confirmed["history"], confirmed["last_seq"], confirmed["more"]) == ([], 0, False)
    assert "token" not in confirmed
    assert (acknowledged["status"], acknowledged["seq"], acknowledged["held"]) == (
        "stored",
        1,
        False,
    )
    assert (reply["seq"], reply["from"], reply["text"]) == (2, "bot", "re: 我的包裹")
    assert reply["reply_to"] == 1
    told = assistant.asked[0].metadata
    assert (told["channel"], told["locale"], told["timezone"]) == ("web", "zh-Hant", "Asia/Taipei")
    assert "evil" not in told


async def test_messages_sent_in_one_go_are_stored_and_answered_in_order(url: str) -> None:
    async with page_at(url, new_cookie(url)) as page:
        for number in range(20):
            await page.socket.emit("user_uttered", {"message": f"n{number}"})
        replies = [(await page.next("bot_uttered"))["text"] for _ in range(20)]
    assert replies == [f"re: n{number}" for number in range(20)]


async def test_the_session_is_the_servers_whatever_the_page_asks_for(url: str) -> None:
    async with page_at(url, new_cookie(url)) as victim:
        theirs = (await victim.greet())["session_id"]
        await victim.say("my secret", session_id="mine")
        await victim.next("bot_uttered")
        async with page_at(url, new_cookie(url)) as stranger:
            confirmed = await stranger.greet(session_id=theirs)
            assert confirmed["session_id"] != theirs
            assert confirmed["history"] == []
            await stranger.say("hello", session_id=theirs)
            assert (await stranger.next("bot_uttered"))["text"] == "re: hello"
            await victim.say("another secret")
            assert (await victim.next("bot_uttered"))["text"] == "re: another secret"
            await asyncio.sleep(0.1)
            assert stranger.events.empty()
        assert victim.events.empty()


@pytest.mark.parametrize("transport", ["websocket", "polling"])
@pytest.mark.parametrize("origin", ["http://evil.test", "null", f"{ORIGIN}.evil.test"])
async def test_a_foreign_origin_is_refused(url: str, origin: str, transport: str) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        async with page_at(url, new_cookie(url), origin=origin, transport=transport):
            pass


async def test_a_page_that_comes_back_gets_what_it_missed(url: str) -> None:
    cookie = new_cookie(url)
    async with page_at(url, cookie) as page:
        first = await page.greet()
        await page.say("one")
        await page.next("bot_uttered")
    async with page_at(url, cookie) as page:
        whole = await page.greet()
        rest = await page.greet(after=1)
        odd = [await page.greet(after=after) for after in ("x", -1, None, 10**30, True)]
    assert whole["session_id"] == first["session_id"]
    assert [row["text"] for row in whole["history"]] == ["one", "re: one"]
    assert [row["text"] for row in rest["history"]] == ["re: one"]
    assert rest["history"][0]["reply_to"] == 1
    assert all(each["session_id"] == first["session_id"] for each in odd)


async def test_two_tabs_of_one_browser_show_the_same(url: str) -> None:
    cookie = new_cookie(url)
    async with page_at(url, cookie) as one, page_at(url, cookie) as two:
        await one.say("hello", message_id="m-1")
        stored = await two.next("user_stored")
        assert (stored["text"], stored["message_id"], stored["seq"]) == ("hello", "m-1", 1)
        assert (await two.next("bot_uttered"))["text"] == "re: hello"
        assert (await one.next("bot_uttered"))["text"] == "re: hello"


async def test_a_message_sent_again_is_stored_once(url: str, assistant: FakeAssistant) -> None:
    async with page_at(url, new_cookie(url)) as page:
        first = await page.say("hello", message_id="m-1")
        await page.next("bot_uttered")
        again = await page.say("hello", message_id="m-1")
    assert first["seq"] == again["seq"] == 1
    assert len(assistant.asked) == 1


async def test_a_page_without_a_cookie_comes_back_by_its_token(url: str) -> None:
    async with page_at(url) as page:
        confirmed = await page.greet()
    async with page_at(url, auth={"token": confirmed["token"]}) as page:
        assert (await page.greet())["session_id"] == confirmed["session_id"]
    for forged in ({"token": "x"}, {"token": confirmed["session_id"]}, {"token": 5}, "x"):
        async with page_at(url, auth=forged) as page:
            assert (await page.greet())["session_id"] != confirmed["session_id"]


async def test_a_late_answer_reaches_the_open_page(url: str, assistant: FakeAssistant) -> None:
    assistant.outage = "action_server_down"
    async with page_at(url, new_cookie(url)) as page:
        await page.say("my parcel is lost")
        notice = await page.next("bot_uttered")
        assistant.outage = None
        answer = await page.next("bot_uttered")
    assert notice["kind"] == "notice"
    assert (answer["kind"], answer["text"]) == ("message", "re: my parcel is lost")
    assert answer["reply_to"] == notice["reply_to"] == 1


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"message": ""}, "empty"),
        ({"message": " \u200b"}, "empty"),
        ({"message": None}, "empty"),
        ({"message": ["x"]}, "empty"),
        ("just text", "empty"),
        (None, "empty"),
        ({"message": "x", "message_id": {"a": 1}}, "empty"),
        ({"message": "x" * 103_000}, "too_long"),
    ],
)
async def test_what_is_no_message_is_not_stored(
    url: str, assistant: FakeAssistant, data: Any, error: str
) -> None:
    async with page_at(url, new_cookie(url)) as page:
        answer = await page.socket.call("user_uttered", data, timeout=5)
    assert answer == {"status": "failed", "error": error}
    assert assistant.asked == []


async def test_a_session_may_send_thirty_messages_a_minute(url: str) -> None:
    async with page_at(url, new_cookie(url)) as page:
        for number in range(MESSAGES_PER_MINUTE):
            assert (await page.say(f"n{number}"))["status"] == "stored"
        assert await page.say("one more") == {"status": "failed", "error": "too_many"}


async def test_the_web_chats_messages_are_read_by_the_interface_too(url: str) -> None:
    async with page_at(url, new_cookie(url)) as page:
        session = (await page.greet())["session_id"]
        await page.say("hello")
        await page.next("bot_uttered")
    response = httpx.get(
        f"{url}/api/v1/conversations/{session}/messages", headers=AUTHORIZED, trust_env=False
    )
    assert [row["text"] for row in response.json()["items"]] == ["hello", "re: hello"]
