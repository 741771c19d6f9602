"""The read-back as a card: each line can be edited, and the edit is said as a plain sentence."""

from collections.abc import Callable
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from casework.model import Reply
from desk.gateway.assistant import AssistantAnswer
from tests.assistants import FakeAssistant
from tests.browser.pages import ChatPage, until

Opened = Callable[..., ChatPage]
LINES: list[list[Any]] = [
    ["complaint_text", "It leaks. <script>alert(1)</script>"],
    ["product", "kettle"],
    ["quantity", 2],
    ["order_number", "ORD-1"],
    ["incident_date", "2026-11-20"],
    ["demand", ["refund"]],
    ["contact_name", "Mary $& Field"],
    ["contact", None],
    ["reference", "SF-77"],
]


def record(language: str) -> AssistantAnswer:
    text = "Here it is:\n· What happened: x\n· Name: Mary\nShall I file it?"
    custom = {"type": "record", "lines": LINES}
    return AssistantAnswer(replies=[Reply(text, {"custom": custom})], language=language)


def answer(text: str) -> AssistantAnswer:
    if text == "file it":
        custom = {"type": "case", "case_no": "JY20261123-K7Q4M2XP"}
        said = Reply("Filed as JY20261123-K7Q4M2XP.", {"custom": custom})
        return AssistantAnswer(replies=[said], language="en")
    return record("zh" if "订单" in text or "更正" in text else "en")


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant(answer)


def edit(page: ChatPage, field: str, typed: str) -> None:
    page.click(f".record:not(.old) [data-field={field}] .record-edit")
    control = page.find(f"[data-field={field}] .editor input, [data-field={field}] textarea")
    control.clear()
    control.send_keys(typed)
    page.click(f"[data-field={field}] .editor-save")


def test_the_card_shows_the_record_as_text_and_keeps_the_question(opened: Opened, url: str) -> None:
    page = opened(url, languages="en")
    page.say("My kettle leaks")
    until(lambda: page.all(".record"))
    assert page.bubbles == ["My kettle leaks", "Here it is:", "Shall I file it?"]
    values = {
        line.get_attribute("data-field"): line.text.splitlines()
        for line in page.all(".record-line")
    }
    assert values["complaint_text"] == [
        "What happened",
        "It leaks. <script>alert(1)</script>",
        "Add",
    ]
    assert values["demand"] == ["Outcome you’d like", "Refund", "Change"]
    assert values["contact"] == ["Contact", "not given", "Change"]
    assert values["reference"] == ["Other reference", "SF-77"]
    assert page.all(".record-edit")[1].accessible_name == "Change: Product or service"


@pytest.mark.parametrize(
    ("opening", "field", "typed", "sentence"),
    [
        ("kettle", "order_number", "ORD-2", "Correction: the order number is ORD-2"),
        ("kettle", "contact_name", "A $& B", "Correction: my name is A $& B"),
        ("kettle", "quantity", "3", "Correction: the quantity is 3"),
        ("kettle", "complaint_text", "it is new", "I’d like to add: it is new"),
        ("订单坏了", "order_number", "DD-2", "更正一下，订单号是DD-2"),
        ("订单坏了", "contact", "wang@qq.com", "更正一下，联系方式是wang@qq.com"),
    ],
)
def test_an_edited_line_is_said_in_the_conversations_language(
    opened: Opened, url: str, assistant: FakeAssistant, opening: str, field: str,
    typed: str, sentence: str,
) -> None:  # fmt: skip
    page = opened(url, languages="zh-TW")
    page.click("[data-lang=zh-Hant]")
    page.say(opening)
    until(lambda: page.all(".record"))
    edit(page, field, typed)
    until(lambda: len(page.all(".record")) == 2)
    assert assistant.texts == [opening, sentence]
    assert len(page.all(".record.old")) == 1
    assert page.all(".record.old .record-edit") == []


def test_demands_are_ticked_and_the_keyboard_is_enough(
    opened: Opened, url: str, assistant: FakeAssistant
) -> None:
    page = opened(url, languages="en")
    page.say("My kettle leaks")
    until(lambda: page.all(".record"))
    page.run("document.querySelector('[data-field=demand] .record-edit').focus()")
    page.press(Keys.ENTER)
    page.press(Keys.SPACE, Keys.TAB, Keys.TAB, Keys.SPACE)
    ticked = "return [...document.querySelectorAll('.demand :checked')].map((box) => box.value)"
    assert page.run(ticked) == ["replacement"]
    page.press(Keys.ESCAPE)
    assert page.all(".editor") == []
    focused = page.driver.switch_to.active_element
    assert focused.accessible_name == "Change: Outcome you’d like"
    page.press(Keys.ENTER, Keys.TAB, Keys.SPACE, Keys.ENTER)
    until(lambda: len(page.all(".record")) == 2)
    assert assistant.texts[1] == "Correction: I want a refund, and I want to return it"


def test_a_record_that_was_filed_can_no_longer_be_edited(opened: Opened, url: str) -> None:
    page = opened(url, languages="en")
    page.say("My kettle leaks")
    until(lambda: page.all(".record"))
    assert len(page.all(".record-edit")) == 8
    page.say("file it")
    until(lambda: page.all(".case"))
    assert page.all(".record-edit") == []
    page.driver.refresh()
    page.wait_online()
    assert (len(page.all(".record")), page.all(".record-edit")) == (1, [])
