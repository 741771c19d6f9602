"""A customer of the running stack is erased by one command, while the desk goes on serving."""

import asyncio
import uuid
from pathlib import Path
from typing import Any

import pytest

from desk.cli.scripts import read_script
from tests.conversations.player import play
from tests.integration.desk.test_chat import new_cookie, page_at
from tests.planting import whole_text, words_in, words_in_files
from tests.stack import Stack

SCRIPT = """
name: A customer who will be erased
reply_language: en
turns:
  - says: >-
      The rice cooker that I received on November 20 has a cracked housing. My order is
      {order}, I paid $49 and I would like a refund.
  - until: confirm
answers: {{contact_name: Zoe Quillmarker, contact: {email}, default_skip: none}}
"""


@pytest.mark.parametrize("database", ["sqlite_stack", "postgres_stack"])
def test_a_customer_is_erased_from_the_running_stack(
    database: str, request: pytest.FixtureRequest
) -> None:
    stack: Stack = request.getfixturevalue(database)
    mark = uuid.uuid4().hex[:8]
    sender, email = f"zq-{mark}", f"zoe.{mark}@mail.example"
    order = f"ORD-{int(mark, 16) % 10**8:08d}"
    script = read_script(SCRIPT.format(order=order, email=email), "erased.yml")
    assert play(script, stack, sender).faults == []
    stack.say(sender, "Yes, please file it")
    (case,) = stack.cases(sender)
    assert case["contact_email"] == email
    assert stack.command("cases", "note", case["case_no"], f"wrote to {email}").returncode == 0
    words = (sender, email, order, "Quillmarker")

    async def chat() -> None:
        async with page_at(stack.url, new_cookie(stack.url), origin=stack.url) as page:
            confirmed = await page.greet()
            said = f"My order {order} is late, write to {email}"
            assert (await page.say(said, message_id=mark))["status"] == "stored"
            await page.next("bot_uttered")
            await asyncio.to_thread(erase, stack, email, sender, confirmed["session_id"])
            everything = (*words, confirmed["session_id"])
            await asyncio.to_thread(nothing_is_left, stack, everything)
            refused: Any = await page.say("Are you there?")
            assert refused["status"] == "failed"
        # The browser's cookie opens nothing any more: it gets a conversation of its own.
        async with page_at(stack.url, origin=stack.url) as page:
            again = await page.greet()
            assert again["session_id"] != confirmed["session_id"]
            assert again["history"] == []

    before = whole_text(stack.settings.database_url) + whole_text(stack.tracker_url)
    assert words_in(before, words) == set(words)
    asyncio.run(chat())

    stays = stack.case(case["case_no"])
    assert (stays["grade"], stays["category"]) == (case["grade"], case["category"])
    assert (stays["contact_email"], stays["complaint_text"]) == (None, "")
    assert stack.slots(sender)["complaint_text"] is None
    assert stack.say(sender, "Hello"), "the same customer may come back as a new one"


def erase(stack: Stack, email: str, sender: str, talk: str) -> None:
    shown = stack.command("erase", email)
    assert shown.returncode == 0 and "nothing was changed" in shown.stdout
    assert sender in shown.stdout and talk in shown.stdout
    done = stack.command("erase", email, "--yes")
    assert done.returncode == 0, done.stdout + done.stderr


def nothing_is_left(stack: Stack, words: tuple[str, ...]) -> None:
    assert words_in(whole_text(stack.settings.database_url), words) == set()
    assert words_in(whole_text(stack.tracker_url), words) == set()
    assert words_in_files(Path(stack.folder), words) == {}
