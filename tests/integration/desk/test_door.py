"""Who gets into which conversation: tickets, identities, addresses, and those who try."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any

import aiohttp
import httpx
import pytest
import socketio

from desk.gateway.limits import ChatLimits, RateLimit
from desk.gateway.sessions import COOKIE
from tests.assistants import FakeAssistant
from tests.desks import ORIGIN, build_desk, client_of, desk_settings, serving
from tests.integration.desk.test_chat import new_cookie, page_at

KEY = "the site's key"
SITE = "https://shop.example.com"


def signed(key: str = KEY, **who: Any) -> str:
    given = json.dumps({"iat": int(time.time()), **who}).encode()
    payload = base64.urlsafe_b64encode(given).decode()
    return f"{payload}.{hmac.new(key.encode(), payload.encode(), hashlib.sha256).hexdigest()}"


async def refusal(url: str, cookie: str, auth: Any = None) -> str | None:
    """Return why the door stays shut."""
    reasons: list[Any] = []
    headers = {"Origin": ORIGIN, "Cookie": f"{COOKIE}={cookie}"}
    async with aiohttp.ClientSession() as session:
        socket = socketio.AsyncClient(reconnection=False, http_session=session)

        async def note(reason: Any) -> None:
            reasons.append(reason)

        socket.on("connect_error", note)
        with pytest.raises(socketio.exceptions.ConnectionError):
            await socket.connect(url, headers=headers, auth=auth, transports=["websocket"])
    return reasons[0]["message"] if reasons else None


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def url(assistant: FakeAssistant) -> Iterator[str]:
    settings = desk_settings(JIEYOU_WIDGET_SECRET=KEY, JIEYOU_WIDGET_ORIGINS=SITE)
    with serving(build_desk(assistant=assistant, settings=settings)) as address:
        yield address


async def test_a_signed_identity_travels_with_each_message(
    url: str, assistant: FakeAssistant
) -> None:
    identity = signed(name="Ann", contact="ann@example.com", level="gold", orders=["A-1", "A-2"])
    async with page_at(url, auth={"identity": identity}) as page:
        confirmed = await page.greet()
        await page.say("hello", metadata={"identity": {"name": "Eve"}})
        await page.next("bot_uttered")
    assert confirmed["identified"] is True
    assert assistant.asked[0].metadata["identity"] == {
        "name": "Ann", "contact": "ann@example.com", "level": "gold", "orders": ["A-1", "A-2"],
    }  # fmt: skip


@pytest.mark.parametrize("identity", [signed("another key", name="Ann"), "x.y", 5, {"name": "Ann"}])
async def test_an_identity_that_was_not_signed_with_the_key_is_nobody(
    url: str, assistant: FakeAssistant, identity: Any
) -> None:
    async with page_at(url, auth={"identity": identity}) as page:
        assert (await page.greet())["identified"] is False
        await page.say("hello", metadata={"identity": {"name": "Eve"}})
        await page.next("bot_uttered")
    assert "identity" not in assistant.asked[0].metadata


async def test_without_a_key_all_identities_are_refused(assistant: FakeAssistant) -> None:
    with serving(build_desk(assistant=assistant)) as url:
        async with page_at(url, auth={"identity": signed("", name="Ann")}) as page:
            assert (await page.greet())["identified"] is False


async def test_one_browser_does_not_show_one_customers_words_to_another(url: str) -> None:
    cookie = new_cookie(url)
    async with page_at(url, cookie, auth={"identity": signed(name="Ann")}) as page:
        await page.say("my secret")
        await page.next("bot_uttered")
    async with page_at(url, cookie, auth={"identity": signed(name="Ann", level="x")}) as page:
        assert len((await page.greet())["history"]) == 2
    assert await refusal(url, cookie, {"identity": signed(name="Bob")}) == "somebody_else"


async def test_who_chatted_first_and_logged_in_then_stays_in_the_conversation(url: str) -> None:
    cookie = new_cookie(url)
    async with page_at(url, cookie) as page:
        await page.say("hello")
        await page.next("bot_uttered")
    async with page_at(url, cookie, auth={"identity": signed(name="Ann")}) as page:
        assert len((await page.greet())["history"]) == 2


async def test_a_ticket_is_renewed_and_worth_nothing_to_a_browser_of_somebody_else(
    url: str,
) -> None:
    async with page_at(url) as page:
        first = await page.greet()
        second = await page.greet()
    assert first["session_id"] == second["session_id"]
    cookie = new_cookie(url)
    async with page_at(url, cookie, auth={"token": second["token"]}) as page:
        confirmed = await page.greet()
    # The browser's own session outranks a ticket that somebody slipped it.
    assert confirmed["session_id"] != first["session_id"]
    assert "token" not in confirmed


async def test_the_cookie_itself_is_no_ticket_and_a_ticket_no_cookie(url: str) -> None:
    async with page_at(url) as page:
        mine = await page.greet()
    async with page_at(url, cookie=mine["token"]) as page:
        assert (await page.greet())["session_id"] != mine["session_id"]
    cookie = new_cookie(url)
    async with page_at(url, cookie) as page:
        theirs = (await page.greet())["session_id"]
    async with page_at(url, auth={"token": cookie}) as page:
        assert (await page.greet())["session_id"] != theirs


async def test_events_that_are_none_of_the_chats_change_nothing(
    url: str, assistant: FakeAssistant
) -> None:
    async with page_at(url, new_cookie(url)) as page:
        for name in ("person_left", "bot_uttered", "take", "give_back", "join", "enter_room"):
            await page.socket.emit(name, {"room": "web-1", "conversation_id": "web-1"})
        for data in (None, "x", [1], {"from": "agent"}, {"conversation_id": "web-1"}):
            await page.socket.emit("typing", data)
        await page.say("hello")
        assert (await page.next("bot_uttered"))["text"] == "re: hello"
    assert len(assistant.asked) == 1


async def test_an_address_opens_and_writes_so_much_a_minute(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.gateway.doorkeeper.share_of", lambda address: 1)
    monkeypatch.setattr("desk.gateway.chat.share_of", lambda address: 1)
    app = build_desk(assistant=assistant)
    limits = app.desk.limits
    limits.connections, limits.address_messages = RateLimit(3), RateLimit(2)
    with serving(app) as url:
        for number in range(3):
            async with page_at(url, new_cookie(url)) as page:
                answer = await page.say("hello")
                expected = "stored" if number < 2 else "failed"
                assert answer["status"] == expected
        assert await refusal(url, new_cookie(url)) == "too_many"


async def test_an_address_gets_so_many_sessions_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.web.page.share_of", lambda address: 1)
    app = build_desk()
    app.desk.limits.sessions = RateLimit(2)
    async with client_of(app, token=False) as client:
        cookies = []
        for _ in range(3):
            client.cookies.clear()
            page = await client.get("/")
            cookies.append("set-cookie" in page.headers)
    assert cookies == [True, True, False]


def test_a_busy_session_is_bounded_in_every_way() -> None:
    limits = ChatLimits()
    for limit in (limits.messages, limits.typing, limits.histories):
        passed = sum(limit.allows("web-1") for _ in range(500))
        assert 0 < passed < 200
    limits.forget("web-1")


async def test_the_embedded_page_may_be_framed_by_the_named_sites_alone(url: str) -> None:
    own, embedded = (httpx.get(url + path, trust_env=False) for path in ("/", "/embed"))
    assert "frame-ancestors 'none'" in own.headers["content-security-policy"]
    assert own.headers["x-frame-options"] == "DENY"
    policy = embedded.headers["content-security-policy"]
    assert f"frame-ancestors {ORIGIN} {SITE}" in policy
    assert "script-src 'self';" in policy and "unsafe" not in policy
    assert "x-frame-options" not in embedded.headers


async def test_embedding_needs_a_named_site() -> None:
    async with client_of(build_desk(), token=False) as client:
        policy = (await client.get("/embed")).headers["content-security-policy"]
    assert policy.endswith(f"frame-ancestors {ORIGIN}")


@pytest.mark.parametrize(
    ("secure", "wanted"),
    [(True, ["SameSite=none", "Secure", "Partitioned"]), (False, ["SameSite=lax"])],
)
async def test_the_embedded_pages_cookie_works_across_sites_where_it_may(
    secure: bool, wanted: list[str]
) -> None:
    async with client_of(build_desk(), token=False) as client:
        page = await client.get(("https" if secure else "http") + "://desk.test/embed")
    assert all(word in page.headers["set-cookie"] for word in [*wanted, "HttpOnly"])
    assert ("Partitioned" in page.headers["set-cookie"]) is secure


async def test_a_new_session_is_begun_by_our_own_page_alone() -> None:
    async with client_of(build_desk(), token=False) as client:
        await client.get("/")
        first = client.cookies[COOKIE]
        for origin in (None, "null", "http://evil.test"):
            headers = {"Origin": origin} if origin else {}
            assert (await client.post("/session", headers=headers)).status_code == 403
        assert client.cookies[COOKIE] == first
        begun = await client.post("/session", headers={"Origin": ORIGIN})
        assert begun.status_code == 204
        assert client.cookies[COOKIE] != first


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/widget.js", "text/javascript"),
        ("/sw.js", "text/javascript"),
        ("/manifest.webmanifest", "application/manifest+json"),
    ],
)
async def test_the_files_at_the_root_are_served_to_other_sites_too(path: str, kind: str) -> None:
    async with client_of(build_desk(), token=False) as client:
        served = await client.get(path)
    assert served.status_code == 200
    assert served.headers["content-type"].startswith(kind)
    assert served.headers["cross-origin-resource-policy"] == "cross-origin"
    assert served.headers["cache-control"] == "no-cache"
    assert "set-cookie" not in served.headers


async def test_the_worker_keeps_files_that_exist_and_no_address_with_data() -> None:
    async with client_of(build_desk(), token=False) as client:
        script = (await client.get("/sw.js")).text
        listed = script[script.index("const FILES") : script.index("];")]
        files = [part for part in listed.split('"') if part.startswith("/")]
        answers = {file: (await client.get(file)).status_code for file in files}
    assert len(files) > 20
    assert set(answers.values()) == {200}
    assert not [file for file in files if not file.startswith(("/static/", "/manifest"))]
