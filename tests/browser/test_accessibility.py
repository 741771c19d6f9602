"""What axe-core finds on the chat page, and what the keyboard alone can do there."""

from collections.abc import Callable
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from casework.model import Reply
from desk.gateway.assistant import AssistantAnswer
from tests.assistants import FakeAssistant
from tests.browser.pages import DESKTOP, OF_CUSTOMERS, PHONE, ChatPage, until

Opened = Callable[..., ChatPage]
LINES = [["complaint_text", "漏水" * 80], ["demand", ["refund", "apology"]], ["contact", None]]


def answer(text: str) -> AssistantAnswer:
    record = {"custom": {"type": "record", "lines": LINES}}
    case = {"custom": {"type": "case", "case_no": "JY20261123-K7Q4M2XP"}}
    buttons = {"buttons": [{"title": "就这样登记", "payload": "就这样登记"}]}
    replies = [
        Reply("请看：\n· 事情经过：漏水\n对吗？ https://help.example.com", record),
        Reply("编号 JY20261123-K7Q4M2XP", case),
        Reply("请看：\n· 事情经过：漏水\n对吗？", {**record, **buttons}),
    ]
    return AssistantAnswer(replies=replies, language="zh")


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant(answer)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("path", OF_CUSTOMERS)
def test_axe_finds_no_serious_fault(
    opened: Opened, url: str, assistant: FakeAssistant, path: str, size: Any, dark: bool
) -> None:
    page = opened(url + path, size=size, dark=dark)
    assert page.serious_faults() == []
    page.say("漏水了")
    until(lambda: len(page.all(".record")) == 2)
    page.click(".record:not(.old) [data-field=demand] .record-edit")
    # The parts that a server of people would show.
    page.run("document.getElementById('queue').hidden = false")
    page.run("document.getElementById('callback').hidden = false")
    page.run("document.getElementById('queue-line').textContent = '您排在第 3 位。'")
    page.run("document.getElementById('typing').hidden = false")
    assistant.outage = "action_server_down"
    page.say("还在吗")
    until(lambda: page.all(".row.notice"))
    # Colours that are on their way are no colours to measure.
    until(lambda: page.run("return document.getAnimations().every((each) => "
                           "each.effect.getTiming().iterations === Infinity)"))  # fmt: skip
    assert page.serious_faults() == []


def test_the_whole_conversation_goes_by_keyboard(
    opened: Opened, url: str, assistant: FakeAssistant
) -> None:
    page = opened(url, size=DESKTOP)
    for _ in range(12):
        page.press(Keys.TAB)
        if page.run("return document.activeElement.id") == "message":
            break
    page.press("漏水了", Keys.ENTER)
    until(lambda: page.all("#choices .chip"))
    page.tab_back()
    assert page.run("return document.activeElement.className") == "chip"
    page.press(Keys.ENTER)
    until(lambda: len(assistant.texts) == 2)
    assert assistant.texts == ["漏水了", "就这样登记"]
    # The chip is gone, and the focus is where the customer goes on.
    assert page.run("return document.activeElement.id") == "message"


def test_new_messages_are_read_out_and_old_ones_are_not(opened: Opened, url: str) -> None:
    page = opened(url)
    page.say("漏水了")
    until(lambda: len(page.all(".record")) == 2)
    log = page.find("#log")
    assert log.get_attribute("role") == "log"
    # The page waits a moment after the history was filled in.
    until(lambda: log.get_attribute("aria-live") == "polite")
    page.driver.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument",
        {
            "source": "new MutationObserver(() => { const log = document.getElementById('log');"
            "if (log && log.querySelector('.row')) sessionStorage.setItem('seen', "
            "(sessionStorage.getItem('seen') || '') + log.getAttribute('aria-live') + ' '); })"
            ".observe(document, {childList: true, subtree: true});"
        },
    )
    page.driver.refresh()
    page.wait_online()
    until(lambda: page.find("#log").get_attribute("aria-live") == "polite")
    assert page.run("return sessionStorage.getItem('seen')").split()[0] == "off"


def test_the_page_can_be_installed(opened: Opened, url: str) -> None:
    page = opened(url)
    manifest = page.driver.execute_cdp_cmd("Page.getAppManifest", {})
    assert manifest["url"] == f"{url}/manifest.webmanifest"
    assert manifest["errors"] == []
    found = page.driver.execute_cdp_cmd("Page.getInstallabilityErrors", {})
    # A window of a headless browser is not one that could install it; nothing else is amiss.
    wrong = {each["errorId"] for each in found["installabilityErrors"]}
    assert wrong <= {"in-incognito"}
