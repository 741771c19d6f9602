"""What the browser tests share."""

import socket
from collections.abc import Callable, Iterator

import pytest

from tests.browser.pages import MISSING, ChatPage


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none."""
    if MISSING:
        for item in items:
            if "browser" in item.path.parts:
                item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture
def unused_port() -> int:
    """A port that nobody listens on, known before the desk starts: it is part of its origin."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


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
