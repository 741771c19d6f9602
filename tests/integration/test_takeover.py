"""A takeover in the middle of an intake, over the real stack, on both databases."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from desk.cli.accounts import first_password, reset_administrator
from desk.cli.run import prepare_database
from desk.console.identity import CSRF_HEADER
from tests.stack import Stack, wait_for

PASSWORD = "a password of ours"


class Agent:
    """A browser at the desk of a running stack."""

    def __init__(self, stack: Stack) -> None:
        self.origin = stack.settings.allowed_origins[0]
        self.http = httpx.Client(base_url=stack.url, trust_env=False, timeout=30)

    def form(self, path: str, **fields: str) -> httpx.Response:
        """Post a form as a page does."""
        return self.http.post(path, data=fields, headers={"Origin": self.origin})

    def log_in(self, username: str, one_time: str) -> None:
        """Log in with a one-time password and choose another one."""
        assert self.form("/desk/login", username=username, password=one_time).status_code == 303
        changed = self.form(
            "/desk/password", csrf=self.csrf, old=one_time, new=PASSWORD, again=PASSWORD
        )
        assert changed.status_code == 303, changed.text

    @property
    def csrf(self) -> str:
        """The token of the session's own pages."""
        page = self.http.get("/desk/password").text
        return page.split('name="csrf" value="')[1].split('"')[0]

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        """Change something and return the answer."""
        headers = {"Origin": self.origin, CSRF_HEADER: self.csrf}
        response = self.http.post(f"/api/v1/desk{path}", json=body, headers=headers)
        assert response.is_success, response.text
        content: dict[str, Any] = response.json() if response.content else {}
        return content

    def get(self, path: str) -> dict[str, Any]:
        """Ask for something."""
        response = self.http.get(f"/api/v1/desk{path}")
        assert response.is_success, response.text
        content: dict[str, Any] = response.json()
        return content


@contextmanager
def agent_at(stack: Stack) -> Iterator[Agent]:
    """Let the administrator of a stack employ a new agent, and log them in."""
    prepare_database(stack.settings)
    password = first_password(stack.settings) or reset_administrator(stack.settings, "admin")
    admin = Agent(stack)
    admin.log_in("admin", password)
    name = f"agent-{uuid.uuid4().hex[:8]}"
    made = admin.post("/accounts", username=name, display_name="Ann", role="agent")
    agent = Agent(stack)
    agent.log_in(name, made["password"])
    yield agent
    agent.http.close()
    admin.http.close()


TALKS = {
    "zh": (
        "我11月20日收到的电饭煲，外壳是裂的，花了329元，请给我退款。",
        "型号是RC-30，订单号A20261120-77，电话13812345678，我叫周敏",
        "我在看，请稍等。",
    ),
    "en": (
        "The rice cooker that I received on November 20 has a cracked housing. I paid $49 and I "
        "would like a refund.",
        "The model is RC-30, order number ORD-77123, my e-mail is mary.field@example.com",
        "I'm looking into it.",
    ),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_the_bot_comes_back_to_its_question_and_asks_nothing_that_a_person_was_told(
    database: str, language: str, request: pytest.FixtureRequest
) -> None:
    stack: Stack = request.getfixturevalue(f"{database}_stack")
    sender = f"takeover-{uuid.uuid4().hex[:10]}"
    story, told, said = TALKS[language]
    with agent_at(stack) as agent:
        stack.say(sender, story)
        before = stack.slots(sender)
        assert before["requested_slot"] is not None
        path = f"/conversations/{sender}"
        agent.post(f"{path}/take")
        assert stack.post(sender, told) == []
        agent.post(f"{path}/messages", text=said, message_id="1")
        if database == "sqlite" and language == "zh":
            # The desk dies while a person speaks; the lease and the messages are in the rows.
            stack.restart("desk")
            assert stack.post(sender, "你们在吗") == []
        brief = agent.post(f"{path}/record", changes={"product": "RC-30 电饭煲"})
        assert {fact["slot"]: fact["value"] for fact in brief["facts"]}["product"] == "RC-30 电饭煲"
        agent.post(f"{path}/give-back")
        wait_for(lambda: stack.messages(sender)[-1]["from"] == "bot")
        slots = stack.slots(sender)
    assert slots["product"] == "RC-30 电饭煲"
    assert slots["order_number"] in ("A20261120-77", "ORD-77123")
    assert slots["contact"] is not None
    assert slots["requested_slot"] not in (None, "order_number", "contact", "model", "product")
    stretch = slots["human_stretch"]
    assert (stretch["agent"], stretch["agent_messages"]) == ("Ann", 1)
    assert stretch["last_said"] == said
    # Nothing else was said by the bot meanwhile, and the intake goes on where it is.
    speakers = [row["from"] for row in stack.messages(sender)]
    assert speakers.count("agent") == 1
    assert speakers[-1] == "bot" and "bot" not in speakers[speakers.index("agent") : -1]
    stack.say(sender, "没有" if language == "zh" else "none")
    assert stack.tracker(sender)["active_loop"]["name"] == "intake_form"


def test_a_customer_who_asks_for_a_person_waits_in_the_queue(sqlite_stack: Stack) -> None:
    sender = f"takeover-{uuid.uuid4().hex[:10]}"
    with agent_at(sqlite_stack) as agent:
        sqlite_stack.say(sender, "I want to talk to a human being, please")
        listed = {item["id"]: item for item in agent.get("/conversations")["items"]}
        assert listed[sender]["queue"]["reason"] == "asked"
        agent.post(f"/conversations/{sender}/dismiss")
