"""People on the page: who joins and leaves, who types, the queue, and the wish for a call-back."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from desk.app import DeskApp
from desk.gateway.assistant import AssistantAnswer
from tests.assistants import FakeAssistant
from tests.browser.pages import ChatPage, until
from tests.desks import build_desk, desk_settings, serving

Opened = Callable[..., ChatPage]
AT = "2026-11-23T04:00:00Z"
CLOSED = {
    "waiting": True, "position": None, "estimate_minutes": None, "open": False,
    "callback": True, "opens_at": "2026-11-30T01:00:00Z",
}  # fmt: skip
SECOND = {
    "waiting": True, "position": 2, "estimate_minutes": 7.2, "open": True,
    "callback": False, "opens_at": None,
}  # fmt: skip


@dataclass
class Colleague(FakeAssistant):
    """Sends the page what the server of a takeover sends, whenever the customer writes."""

    app: DeskApp | None = None
    signs: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    wishes: list[Any] = field(default_factory=list)
    outcome: Any = None
    sending: asyncio.Task[None] | None = None

    async def turn(
        self, conversation_id: str, text: str, turn_id: str, metadata: Mapping[str, Any]
    ) -> AssistantAnswer:
        """Answer, and send the next sign."""
        answer = await super().turn(conversation_id, text, turn_id, metadata)
        if self.signs:
            # After the answer, which would end what a sign of typing shows.
            send = partial(self._send, conversation_id, *self.signs.pop(0))
            asyncio.get_running_loop().call_later(0.3, send)
        return answer

    def _send(self, conversation_id: str, name: str, data: dict[str, Any]) -> None:
        assert self.app is not None
        emit = self.app.engineio_server.emit(name, data, room=conversation_id)
        self.sending = asyncio.get_running_loop().create_task(emit)

    async def callback_request(self, sid: str, data: Any) -> Any:
        """Take down the wish for a call-back."""
        self.wishes.append(data)
        return self.outcome


@pytest.fixture
def colleague() -> Colleague:
    return Colleague()


@pytest.fixture
def url(colleague: Colleague, unused_port: int) -> Iterator[str]:
    origin = f"http://127.0.0.1:{unused_port}"
    settings = desk_settings(JIEYOU_ALLOWED_ORIGINS=origin)
    colleague.app = build_desk(assistant=colleague, settings=settings)
    # The desk's own answer is another test's matter.
    handlers = colleague.app.engineio_server.handlers["/"]
    handlers["callback_request"] = colleague.callback_request
    with serving(colleague.app, unused_port):
        yield origin


def shown_events(page: ChatPage) -> list[str]:
    return [each.text for each in page.all(".event")]


def test_a_person_joins_writes_and_leaves(opened: Opened, url: str, colleague: Colleague) -> None:
    # A number that no message has had yet: the page puts it last, and misses nothing before it.
    said = {"seq": 99, "from": "agent", "agent": "<b>Mei Lin</b>", "kind": "message",
            "text": "Hello, I am here", "at": AT, "language": "en"}  # fmt: skip
    colleague.signs = [
        ("queue_state", SECOND),
        ("person_joined", {"name": "<b>Mei Lin</b>", "at": AT}),
        ("person_left", {"at": AT}),
        ("bot_uttered", said),
    ]
    page = opened(url, languages="en")
    page.say("one")
    until(lambda: page.find("#queue").is_displayed())
    page.say("two")
    until(lambda: shown_events(page))
    assert shown_events(page) == ["<b>Mei Lin</b> has joined the conversation"]
    assert page.find("#status-text").text == "A colleague is here"
    assert not page.find("#queue").is_displayed()
    page.say("three")
    until(lambda: len(shown_events(page)) == 2)
    assert page.find("#status-text").text == "Connected"
    page.say("four")
    until(lambda: "Hello, I am here" in page.bubbles)
    assert page.find(".row.agent .who").text == "<b>Mei Lin</b>"
    order = page.run(
        "return [...document.querySelectorAll('#log .event, #log .bubble')]"
        ".map((each) => each.textContent)"
    )
    assert order == [
        "one", "re: one", "two", "re: two", "<b>Mei Lin</b> has joined the conversation",
        "three", "re: three", "Our colleague has left the conversation; the assistant goes on",
        "four", "re: four", "Hello, I am here",
    ]  # fmt: skip


def test_typing_is_shown_and_ends_with_the_message(
    opened: Opened, url: str, colleague: Colleague
) -> None:
    colleague.signs = [("typing", {"from": "agent"})]
    page = opened(url, languages="en")
    page.say("one")
    until(lambda: page.find("#typing-text").text == "Our colleague is typing")
    page.say("two")
    until(lambda: "re: two" in page.bubbles)
    assert not page.find("#typing").is_displayed()


def test_the_queue_tells_position_and_estimate(
    opened: Opened, url: str, colleague: Colleague
) -> None:
    colleague.signs = [("queue_state", SECOND), ("queue_state", {**SECOND, "position": 1})]
    page = opened(url, languages="en")
    page.say("a person please")
    until(lambda: page.find("#queue").is_displayed())
    assert page.find("#queue-line").text == (
        "You are number 2 in the queue. It will take about 8 minutes. "
        "You can go on writing meanwhile."
    )
    assert not page.find("#callback").is_displayed()
    page.say("still there?")
    until(lambda: "You are next." in page.find("#queue-line").text)
    page.click("[data-lang=zh-Hans]")
    until(lambda: "下一位就是您" in page.find("#queue-line").text)


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (None, "记下了，我们会联系您。"),
        ({"status": "stored"}, "记下了，我们会联系您。"),
        ({"status": "stored", "due_at": "2026-11-30T02:00:00Z"}, "记下了，我们会在 11月30日"),
        ({"status": "failed", "error": "empty"}, "没有提交成功，请再试一次。"),
    ],
)
def test_outside_the_hours_a_call_back_can_be_asked_for_from_the_keyboard(
    opened: Opened, url: str, colleague: Colleague, outcome: Any, told: str
) -> None:
    colleague.signs, colleague.outcome = [("queue_state", CLOSED)], outcome
    page = opened(url)
    page.say("找人工")
    until(lambda: page.find("#callback").is_displayed())
    assert "人工客服现在不在线" in page.find("#queue-line").text
    assert "11月30日" in page.find("#queue-line").text
    page.run("document.getElementById('callback-contact').focus()")
    page.press(Keys.ENTER)
    until(lambda: page.find("#callback-state").text == "请填写电话或邮箱。")
    page.press("13800138000", Keys.ENTER)
    until(lambda: page.find("#callback-state").text.startswith(told))
    assert colleague.wishes == [{"contact": "13800138000"}]
