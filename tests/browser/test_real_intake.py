"""A customer on a phone, on the real stack: told, reloaded, corrected by line, filed."""

from collections.abc import Callable

import pytest

from tests.browser.pages import ChatPage, until
from tests.stack import Stack

Opened = Callable[..., ChatPage]
TALKS = {
    "zh": {
        "languages": "zh-CN",
        "opening": [
            "我11月20日收到的美的空调漏水",
            "订单号202611180045，花了2899元，请给我退款。我叫王芳，电话13812345678",
        ],
        "skip": "没有",
        "edits": {"order_number": "DD-7788", "contact_name": "李小龙", "quantity": None},
    },
    "en": {
        "languages": "en",
        "opening": [
            "The kettle that I received on November 20 leaks",
            "Order ORD-88213, I paid $49.99 and want a refund. I am Mary Field, mary@example.com",
        ],
        "skip": "don't know",
        "edits": {"order_number": "ORD-99901", "contact_name": "Anna Lee", "amount": "59.50 USD"},
    },
}


def until_answered(page: ChatPage, count: int) -> None:
    """Wait for the answer to so many messages, and for what follows it."""
    answered = (
        "const rows = [...document.querySelectorAll('.row')]; return "
        "rows.filter((row) => row.matches('.mine[data-state=stored]')).length >= arguments[0] && "
        "!rows.at(-1).matches('.mine')"
    )
    until(lambda: page.run(answered, count), 30)


@pytest.mark.parametrize("language", list(TALKS))
def test_an_intake_on_a_phone_is_reloaded_corrected_by_line_and_filed(
    opened: Opened, sqlite_stack: Stack, language: str
) -> None:
    talk = TALKS[language]
    page = opened(sqlite_stack.url, languages=talk["languages"])
    for text in talk["opening"]:
        page.say(text)
    said = 2
    until_answered(page, said)
    page.driver.refresh()
    page.wait_online()
    until(lambda: len(page.all(".row.mine")) == 2)
    while not page.all(".record"):
        page.say(str(talk["skip"]))
        said += 1
        until_answered(page, said)
        assert said < 9
    wanted = {}
    for field, value in talk["edits"].items():
        line = f".record:not(.old) [data-field={field}]"
        if value is None or not page.all(line):
            continue
        records = len(page.all(".record"))
        page.click(f"{line} .record-edit")
        control = page.find(f"{line} .editor input")
        control.clear()
        control.send_keys(value)
        page.click(f"{line} .editor-save")
        until(lambda records=records: len(page.all(".record")) > records, 30)
        wanted[field] = value
        assert page.find(f"{line} .record-value").text.startswith(value.split("0 ")[0])
    page.click("#choices .chip")
    until(lambda: page.all(".case-no"), 30)
    case = sqlite_stack.cases(page.confirmed["session_id"])[0]
    assert page.find(".case-no").text == case["case_no"]
    assert case["order_number"] == wanted["order_number"]
    assert case["contact_name"] == wanted["contact_name"]
    assert page.serious_faults() == []
    assert page.complaints_of_the_console() == []
