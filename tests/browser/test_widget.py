"""The one line for other sites: it opens the chat in a frame, where the site may, and as whom."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from tests.assistants import FakeAssistant
from tests.browser.pages import PHONE, ChatPage, until
from tests.desks import build_desk, desk_settings, serving

KEY = "the site's key"
# A policy as strict as ours: the widget must not need more than its own script and frame.
SITE_POLICY = (
    "default-src 'none'; script-src {desk}; frame-src {desk}; style-src 'none'; img-src 'self'"
)


def signed(**who: Any) -> str:
    given = json.dumps({"iat": int(time.time()), **who}).encode()
    payload = base64.urlsafe_b64encode(given).decode().rstrip("=")
    return f"{payload}.{hmac.new(KEY.encode(), payload.encode(), hashlib.sha256).hexdigest()}"


class Site:
    """Another company's page."""

    def __init__(self) -> None:
        self.desk = ""
        self.identity = ""
        self.url = ""

    def page(self) -> bytes:
        identity = f' data-identity="{self.identity}"' if self.identity else ""
        return (
            '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">'
            f"<title>A shop</title><body><h1>A shop</h1>"
            f'<script src="{self.desk}/widget.js"{identity} async></script></body></html>'
        ).encode()


@contextmanager
def served(site: Site) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", SITE_POLICY.format(desk=site.desk))
            self.end_headers()
            if self.path == "/":
                self.wfile.write(site.page())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    # Another host than the desk's, so that it is another origin and another site.
    site.url = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def site(assistant: FakeAssistant, unused_port: int, request: pytest.FixtureRequest) -> Any:
    site = Site()
    site.desk = f"http://127.0.0.1:{unused_port}"
    with served(site):
        allowed = getattr(request, "param", None) or site.url
        settings = desk_settings(
            JIEYOU_ALLOWED_ORIGINS=site.desk,
            JIEYOU_WIDGET_ORIGINS=allowed,
            JIEYOU_WIDGET_SECRET=KEY,
        )
        with serving(build_desk(assistant=assistant, settings=settings), unused_port):
            yield site


@pytest.fixture
def visitor() -> Iterator[Callable[..., ChatPage]]:
    pages: list[ChatPage] = []

    def visit(url: str, **look: Any) -> ChatPage:
        page = ChatPage(**look)
        pages.append(page)
        page.driver.get(url)
        until(lambda: page.run(HOST) is not None)
        return page

    yield visit
    for page in pages:
        page.close()


FRAME = "return document.body.lastElementChild.shadowRoot.querySelector('iframe')"
HOST = "return document.body.lastElementChild.tagName === 'DIV' ? 1 : null"


def open_chat(page: ChatPage) -> None:
    """Press the button by the keyboard."""
    page.press(Keys.TAB)
    page.press(Keys.ENTER)


def step_in(page: ChatPage) -> None:
    """Step into the frame, once its chat is connected and its field has the focus."""
    page.driver.switch_to.frame(until(lambda: page.run(FRAME)))
    page.wait_online()
    until(lambda: page.run("return document.activeElement.id") == "message")


def test_a_visitor_chats_in_the_frame_and_is_known(
    site: Site, assistant: FakeAssistant, visitor: Callable[..., ChatPage]
) -> None:
    site.identity = signed(name="Ann Lee", contact="ann@example.com", orders=["A-1"])
    page = visitor(site.url, size=PHONE)
    open_chat(page)
    step_in(page)
    page.press("My kettle leaks", Keys.ENTER)
    until(lambda: assistant.asked, 15)
    assert assistant.asked[0].text == "My kettle leaks"
    assert assistant.asked[0].metadata["identity"] == {
        "name": "Ann Lee", "contact": "ann@example.com", "level": None, "orders": ["A-1"],
    }  # fmt: skip
    until(lambda: page.bubbles == ["My kettle leaks", "re: My kettle leaks"])
    # The frame got no cookie across sites: a ticket brings it back to its conversation.
    page.driver.switch_to.default_content()
    page.driver.refresh()
    until(lambda: page.run(HOST) is not None)
    open_chat(page)
    step_in(page)
    assert page.bubbles == ["My kettle leaks", "re: My kettle leaks"]
    page.press(Keys.ESCAPE)
    page.driver.switch_to.default_content()
    until(lambda: page.run("return document.activeElement.tagName") == "DIV")
    assert page.complaints_of_the_console() == []


def test_another_visitor_in_the_same_browser_sees_nothing_of_the_first(
    site: Site, assistant: FakeAssistant, visitor: Callable[..., ChatPage]
) -> None:
    site.identity = signed(name="Ann Lee", contact="ann@example.com")
    page = visitor(site.url)
    open_chat(page)
    step_in(page)
    page.press("my secret", Keys.ENTER)
    until(lambda: len(page.bubbles) == 2)
    site.identity = signed(name="Bob Ray", contact="bob@example.com")
    page.driver.switch_to.default_content()
    page.driver.refresh()
    until(lambda: page.run(HOST) is not None)
    open_chat(page)
    step_in(page)
    assert page.bubbles == []
    page.press("hello", Keys.ENTER)
    until(lambda: len(page.bubbles) == 2)
    assert len({turn.conversation_id for turn in assistant.asked}) == 2
    assert assistant.asked[1].metadata["identity"]["name"] == "Bob Ray"


def test_a_forged_identity_is_nobody(
    site: Site, assistant: FakeAssistant, visitor: Callable[..., ChatPage]
) -> None:
    site.identity = signed(name="Ann Lee")[:-1] + "z"
    page = visitor(site.url)
    open_chat(page)
    step_in(page)
    page.press("hello", Keys.ENTER)
    until(lambda: assistant.asked)
    assert "identity" not in assistant.asked[0].metadata


@pytest.mark.parametrize("site", ["https://shop.example.com"], indirect=True)
def test_a_site_that_is_not_named_cannot_embed_the_chat(
    site: Site, visitor: Callable[..., ChatPage]
) -> None:
    page = visitor(site.url)
    open_chat(page)
    refusals: list[str] = []

    def refused() -> bool:
        refusals.extend(str(each["message"]) for each in page.complaints_of_the_console())
        return any("frame-ancestors" in each for each in refusals)

    until(refused)
    page.driver.switch_to.frame(page.run(FRAME))
    assert page.all("#message") == []
