"""The chat page in a real browser: it talks, it fits, and it breaks no rule of its own policy."""

import shutil
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from casework.model import Reply
from desk.gateway.assistant import AssistantAnswer
from tests.assistants import FakeAssistant
from tests.desks import build_desk, desk_settings, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="chromium and chromedriver are not installed"
)


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


@pytest.fixture
def url(assistant: FakeAssistant, unused_port: int) -> Iterator[str]:
    origin = f"http://127.0.0.1:{unused_port}"
    settings = desk_settings(JIEYOU_ALLOWED_ORIGINS=origin)
    with serving(build_desk(assistant=assistant, settings=settings), unused_port):
        yield origin


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"intl.accept_languages": "zh-CN"})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(
        options=options, service=webdriver.ChromeService(executable_path=DRIVER)
    )
    size = {"width": 360, "height": 640, "deviceScaleFactor": 1, "mobile": True}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    yield driver
    driver.quit()


def until(condition: Callable[[], Any], seconds: float = 10) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def shown(browser: webdriver.Chrome) -> list[str]:
    script = "return [...document.querySelectorAll('.bubble')].map((each) => each.textContent)"
    found: list[str] = browser.execute_script(script)
    return found


def say(browser: webdriver.Chrome, text: str) -> None:
    field = browser.find_element(By.ID, "message")
    field.send_keys(text)
    field.send_keys(Keys.ENTER)


def online(browser: webdriver.Chrome) -> bool:
    return browser.find_element(By.ID, "status").get_attribute("data-state") == "online"


def test_a_conversation_is_shown_as_text_survives_a_reload_and_names_the_case(
    browser: webdriver.Chrome, url: str, assistant: FakeAssistant
) -> None:
    browser.get(url)
    until(lambda: online(browser))
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "zh-Hans"
    say(browser, "My kettle leaks")
    until(lambda: len(shown(browser)) == 3)
    assert shown(browser) == ["My kettle leaks", "<b>My kettle leaks</b>", "Shall I?"]
    # The page follows the conversation's language, until its reader chooses one.
    until(lambda: browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en")
    browser.find_element(By.CSS_SELECTOR, "#choices .chip").click()
    until(lambda: len(shown(browser)) == 5)
    assert assistant.texts == ["My kettle leaks", "Yes, file it"]
    assert browser.find_element(By.CSS_SELECTOR, ".case-no").text == "JY20261123-K7Q4M2XP"
    before = shown(browser)
    browser.refresh()
    until(lambda: online(browser))
    assert shown(browser) == before
    width = browser.execute_script("return document.documentElement.scrollWidth")
    assert width <= 360
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_a_late_answer_follows_its_notice(
    browser: webdriver.Chrome, url: str, assistant: FakeAssistant
) -> None:
    assistant.outage = "action_server_down"
    browser.get(url)
    until(lambda: online(browser))
    say(browser, "My kettle leaks")
    until(lambda: browser.find_elements(By.CSS_SELECTOR, ".row.notice"))
    assistant.outage = None
    until(lambda: len(shown(browser)) == 4)
    assert shown(browser)[2].endswith("<b>My kettle leaks</b>")


def test_the_reader_chooses_the_language_and_keeps_it(browser: webdriver.Chrome, url: str) -> None:
    browser.get(url)
    until(lambda: online(browser))
    browser.find_element(By.CSS_SELECTOR, "[data-lang=zh-Hant]").click()
    until(lambda: "解憂" in browser.title)
    browser.refresh()
    until(lambda: online(browser))
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "zh-Hant"
