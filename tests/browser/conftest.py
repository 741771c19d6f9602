"""What the browser tests share."""

from collections.abc import Callable, Iterator

import pytest
from selenium import webdriver

from tests.assistants import FakeAssistant
from tests.browser.pages import DESKTOP, MISSING, ChatPage, start_browser
from tests.desks import build_desk, desk_settings, serving
from tests.stack import free_ports


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none."""
    if MISSING:
        for item in items:
            if "browser" in item.path.parts:
                item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture
def unused_port() -> int:
    """A port that nobody listens on, known before the desk starts: it is part of its origin."""
    return free_ports(1)[0]


@pytest.fixture
def url(assistant: FakeAssistant, unused_port: int) -> Iterator[str]:
    """The address of a desk whose assistant is the test's."""
    origin = f"http://127.0.0.1:{unused_port}"
    settings = desk_settings(JIEYOU_ALLOWED_ORIGINS=origin)
    with serving(build_desk(assistant=assistant, settings=settings), unused_port):
        yield origin


@pytest.fixture
def open_browser() -> Iterator[Callable[..., webdriver.Chrome]]:
    """Open browsers of a size, a language and a colour scheme; all of them close at the end."""
    browsers: list[webdriver.Chrome] = []

    def open_one(
        size: tuple[int, int] = DESKTOP, languages: str = "en-GB", dark: bool = False
    ) -> webdriver.Chrome:
        browser = start_browser(size, languages, dark)
        browsers.append(browser)
        return browser

    yield open_one
    for browser in browsers:
        browser.quit()


@pytest.fixture
def opened() -> Iterator[Callable[..., ChatPage]]:
    """Open browsers on the chat page; all of them close at the end."""
    pages: list[ChatPage] = []

    def open_page(url: str, **look: object) -> ChatPage:
        page = ChatPage(**look)  # type: ignore[arg-type]
        pages.append(page)
        page.visit(url)
        return page

    yield open_page
    for page in pages:
        page.close()
