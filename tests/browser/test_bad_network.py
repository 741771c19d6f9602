"""Tunnels, reloads and restarts: nothing twice, nothing lost, everything in order."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from casework.storage.migrate import migrate
from desk.gateway.limits import RateLimit
from tests.assistants import FakeAssistant
from tests.browser.pages import ChatPage, until
from tests.browser.tunnels import tunnel
from tests.desks import build_desk, desk_settings, serving

Opened = Callable[..., ChatPage]


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


def states(page: ChatPage) -> list[str | None]:
    return [row.get_attribute("data-state") for row in page.all(".row.mine")]


def test_what_is_written_while_the_desk_is_away_survives_a_reload_and_is_sent_once(
    opened: Opened, assistant: FakeAssistant, unused_port: int, tmp_path: Path
) -> None:
    origin = f"http://127.0.0.1:{unused_port}"
    settings = desk_settings(f"sqlite:///{tmp_path / 'jieyou.db'}", JIEYOU_ALLOWED_ORIGINS=origin)
    migrate(settings.database_url)
    with serving(build_desk(assistant=assistant, settings=settings), unused_port):
        page = opened(origin, languages="en")
        page.say("one")
        until(lambda: page.bubbles == ["one", "re: one"])
        until(lambda: page.run("return navigator.serviceWorker.controller !== null"))
        conversation = page.driver.get_cookie("jieyou_session")
    until(lambda: page.state == "offline")
    page.say("two")
    page.say("three")
    until(lambda: states(page) == ["stored", "waiting", "waiting"])
    # The shell comes from the phone, and no message with it.
    page.driver.refresh()
    until(lambda: len(page.bubbles) == 2)
    assert (page.bubbles, states(page)) == (["two", "three"], ["waiting", "waiting"])
    assert page.state in {"connecting", "offline"}
    with serving(build_desk(assistant=assistant, settings=settings), unused_port):
        until(lambda: len(page.bubbles) == 6, 30)
        assert page.driver.get_cookie("jieyou_session") == conversation
        assert page.bubbles[:2] == ["one", "re: one"]
        assert states(page) == ["stored"] * 3
        order = [text for text in page.bubbles if not text.startswith("re:")]
        assert order == ["one", "two", "three"]
        assert assistant.texts == ["one", "two", "three"]
        assert page.run("return sessionStorage.getItem('jieyou_outbox')") == "[]"


def test_a_message_whose_acknowledgement_was_lost_is_shown_once(
    opened: Opened, assistant: FakeAssistant, unused_port: int
) -> None:
    origin = f"http://127.0.0.1:{unused_port}"
    settings = desk_settings(JIEYOU_ALLOWED_ORIGINS=origin)
    with serving(build_desk(assistant=assistant, settings=settings), unused_port):
        page = opened(origin, languages="en")
        page.say("one")
        until(lambda: page.bubbles == ["one", "re: one"])
        # The page believes that it was never acknowledged: it stands in the outbox again.
        page.run(
            "sessionStorage.setItem('jieyou_outbox', JSON.stringify([{id: arguments[0], "
            "text: 'one', metadata: {}, at: new Date().toISOString(), state: 'sent'}]))",
            page.confirmed["history"][0]["message_id"],
        )
        page.driver.refresh()
        page.wait_online()
        page.say("two")
        until(lambda: "re: two" in page.bubbles)
        assert page.bubbles == ["one", "re: one", "two", "re: two"]
    assert assistant.texts == ["one", "two"]


def test_a_tunnel_of_twenty_seconds_loses_nothing_and_repeats_nothing(
    opened: Opened, assistant: FakeAssistant, unused_port: int
) -> None:
    with tunnel(unused_port) as through:
        settings = desk_settings(JIEYOU_ALLOWED_ORIGINS=through.origin)
        with serving(build_desk(assistant=assistant, settings=settings), unused_port):
            page = opened(through.origin, languages="en")
            page.say("before")
            until(lambda: page.bubbles == ["before", "re: before"])
            through.close()
            page.say("from the tunnel")
            until(lambda: states(page)[-1] == "sent")
            time.sleep(12)
            # No acknowledgement came for ten seconds: the page does not believe its socket.
            assert states(page)[-1] == "waiting"
            page.say("still there")
            time.sleep(8)
            through.open()
            until(lambda: states(page) == ["stored"] * 3, 30)
            until(lambda: page.bubbles[-1].endswith("still there") and
                  page.bubbles[-1].startswith("re:"))  # fmt: skip
            written = [text for text in page.bubbles if not text.startswith("re:")]
            assert written == ["before", "from the tunnel", "still there"]
    # What the network held back arrived late, beside what was sent again. Both messages may have
    # come at once, and then they are one turn.
    assert "\n".join(assistant.texts) == "before\nfrom the tunnel\nstill there"


def test_a_message_that_was_refused_is_tried_again_by_hand(
    opened: Opened, assistant: FakeAssistant, unused_port: int
) -> None:
    origin = f"http://127.0.0.1:{unused_port}"
    app = build_desk(assistant=assistant, settings=desk_settings(JIEYOU_ALLOWED_ORIGINS=origin))
    app.desk.limits.messages = RateLimit(1)
    with serving(app, unused_port):
        page = opened(origin, languages="en")
        page.say("one")
        until(lambda: page.bubbles == ["one", "re: one"])
        page.say("two")
        until(lambda: states(page) == ["stored", "failed"])
        assert "That was a lot of messages" in page.find(".meta .problem").text
        app.desk.limits.messages = RateLimit(10)
        page.click(".meta button")
        until(lambda: page.bubbles == ["one", "re: one", "two", "re: two"])
    assert assistant.texts == ["one", "two"]
