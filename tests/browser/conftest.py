"""What the browser tests share."""

from collections.abc import Callable, Iterator

import pytest

from tests.assistants import FakeAssistant
from tests.browser.pages import MISSING, ChatPage
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
