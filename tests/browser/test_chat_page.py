"""The chat page in a real browser: it talks, it fits, and it breaks no rule of its own policy."""

from collections.abc import Callable

import pytest

from casework.model import Reply
from desk.gateway.assistant import AssistantAnswer
from tests.assistants import FakeAssistant
from tests.browser.pages import ChatPage, until

Opened = Callable[..., ChatPage]


def answer(text: str) -> AssistantAnswer:
    if "file" in text:
        said = "Filed as JY20261123-K7Q4M2XP."
        return AssistantAnswer(replies=[Reply(said)], language="en")
    buttons = [{"title": "Yes, file it", "payload": "Yes, file it"}]
    return AssistantAnswer(
        replies=[Reply(f"<b>{text}</b>"), Reply("Shall I?", {"buttons": buttons})], language="en"
    )


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant(answer)


def test_a_conversation_is_shown_as_text_survives_a_reload_and_names_the_case(
    opened: Opened, url: str, assistant: FakeAssistant
) -> None:
    page = opened(url)
    assert page.language == "zh-Hans"
    page.say("My kettle leaks")
    until(lambda: len(page.bubbles) == 3)
    assert page.bubbles == ["My kettle leaks", "<b>My kettle leaks</b>", "Shall I?"]
    # The page follows the conversation's language, until its reader chooses one.
    until(lambda: page.language == "en")
    assert [each.text for each in page.all(".meta .state")] == ["Delivered"]
    page.click("#choices .chip")
    until(lambda: len(page.bubbles) == 5)
    assert assistant.texts == ["My kettle leaks", "Yes, file it"]
    assert page.find(".case-no").text == "JY20261123-K7Q4M2XP"
    before = page.bubbles
    page.driver.refresh()
    page.wait_online()
    assert page.bubbles == before
    assert page.run("return document.documentElement.scrollWidth") <= 360
    assert page.run("return document.documentElement.scrollHeight") <= 740
    assert page.complaints_of_the_console() == []


def test_a_late_answer_follows_its_notice(
    opened: Opened, url: str, assistant: FakeAssistant
) -> None:
    assistant.outage = "action_server_down"
    page = opened(url)
    page.say("My kettle leaks")
    until(lambda: page.all(".row.notice"))
    assistant.outage = None
    until(lambda: len(page.bubbles) == 4)
    assert page.bubbles[2].endswith("<b>My kettle leaks</b>")


def test_the_reader_chooses_the_language_and_keeps_it(opened: Opened, url: str) -> None:
    page = opened(url)
    page.click("[data-lang=zh-Hant]")
    until(lambda: "解憂" in page.driver.title)
    page.driver.refresh()
    page.wait_online()
    assert page.language == "zh-Hant"
    page.say("My kettle leaks")
    until(lambda: len(page.bubbles) == 3)
    assert page.language == "zh-Hant"


def test_the_page_follows_a_customer_who_writes_traditional_chinese(
    opened: Opened, url: str, assistant: FakeAssistant
) -> None:
    assistant.answer = lambda text: AssistantAnswer(replies=[Reply("好的")], language="zh")
    page = opened(url, languages="en")
    assert page.language == "en"
    page.say("我的電熱水壺漏水，請幫我處理這個問題")
    until(lambda: page.language == "zh-Hant")


def test_what_is_typed_in_one_go_gets_one_answer(
    opened: Opened, url: str, assistant: FakeAssistant
) -> None:
    page = opened(url)
    page.say("my kettle")
    page.say("leaks")
    until(lambda: len(page.bubbles) == 4)
    assert page.bubbles[:3] == ["my kettle", "leaks", "<b>my kettle\nleaks</b>"]
    assert assistant.texts == ["my kettle\nleaks"]


LINKS = (
    "See https://help.example.com/a?b=1. Not javascript:alert(1), not data:text/html,x but "
    "care@example.com, 400-800-1234 or <a href='https://evil.example'>this</a>."
)


def test_links_lead_to_safe_addresses_alone(
    opened: Opened, url: str, assistant: FakeAssistant
) -> None:
    assistant.answer = lambda text: AssistantAnswer(replies=[Reply(LINKS)], language="en")
    page = opened(url)
    page.say("<img src=x onerror=alert(1)>")
    until(lambda: len(page.bubbles) == 2)
    assert page.bubbles == ["<img src=x onerror=alert(1)>", LINKS]
    assert [link.get_attribute("href") for link in page.all(".bubble a")] == [
        "https://help.example.com/a?b=1",
        "mailto:care@example.com",
        "tel:4008001234",
        "https://evil.example/",
    ]
    assert {link.get_attribute("rel") for link in page.all(".bubble a")} == {
        "noopener noreferrer nofollow"
    }
    assert page.all(".bubble img") == []
