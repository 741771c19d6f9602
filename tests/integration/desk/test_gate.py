"""The promise gate in the running desk: its addresses, and the bot's replies that it replaces."""

from typing import Any

import httpx
import pytest

from casework.model import Reply
from desk.gateway.assistant import AssistantAnswer
from tests.assistants import FakeAssistant
from tests.corpus import texts as wordings_of
from tests.desks import build_desk, client_of, messages, say, texts
from tests.doubles import FixedClock

ENTRY = {"complaint_text": "电热毯不热了", "language": "zh", "category": ["product_quality"]}
CHECK = "/api/v1/gate/check"
APPROVALS = "/api/v1/gate/approvals"
PROMISE = "We'll refund you 200 yuan."


def answering(*replies: Reply) -> FakeAssistant:
    return FakeAssistant(answer=lambda _: AssistantAnswer(replies=list(replies)))


async def new_case(client: httpx.AsyncClient, **more: Any) -> str:
    response = await client.post("/api/v1/cases", json={**ENTRY, **more})
    number: str = response.json()["case_no"]
    return number


def approval(case_no: str, **changes: Any) -> dict[str, Any]:
    entry = {
        "case_no": case_no,
        "document": "Form 12",
        "author": "Ms Wang",
        "author_role": "manager",
        "remedies": ["refund"],
        "amount": 200,
    }
    return {**entry, **changes}


async def test_a_text_is_checked_and_its_findings_are_marked() -> None:
    async with client_of(build_desk()) as client:
        stop = await client.post(CHECK, json={"text": f"😀 {PROMISE}", "language": "en"})
        fine = await client.post(CHECK, json={"text": "很抱歉让您遇到这样的事。", "language": "zh"})
    body = stop.json()
    assert (stop.status_code, body["verdict"], body["kinds"]) == (200, "stop", ["commitment"])
    (found,) = body["findings"]
    assert f"😀 {PROMISE}"[found["start"] : found["end"]] == found["text"]
    assert found["remedies"] == ["refund"] and found["amounts"][0]["value"] == 200
    assert "R168" in found["reason"] and found["way"]
    assert body["approvers"] == ["manager", "general_manager"]
    assert fine.json() == {
        "verdict": "pass",
        "kinds": [],
        "findings": [],
        "approvals": [],
        "approvers": [],
    }


async def test_an_approval_lets_the_promise_through_until_it_is_revoked() -> None:
    async with client_of(build_desk(clock=FixedClock())) as client:
        case_no = await new_case(client)
        checked = {"text": PROMISE, "language": "en", "case_no": case_no}
        before = (await client.post(CHECK, json=checked)).json()
        made = await client.post(APPROVALS, json=approval(case_no))
        after = (await client.post(CHECK, json=checked)).json()
        listed = (await client.get(APPROVALS, params={"case_no": case_no})).json()["items"]
        address = f"{APPROVALS}/{made.json()['id']}/revoke"
        revoked = (await client.post(address, json={"author": "Mr Li"})).json()
        last = (await client.post(CHECK, json=checked)).json()
    assert made.status_code == 201
    assert [one["verdict"] for one in (before, after, last)] == ["stop", "pass", "stop"]
    assert after["approvals"] == [made.json()["id"]] and listed == [made.json()]
    assert revoked["revoked_by"] == "Mr Li" and revoked["revoked_at"].endswith("Z")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"author_role": "agent"}, 403),
        ({"amount": 2001}, 403),
        ({"case_no": "JY20261123-ZZZZZZZZ"}, 404),
        ({"remedies": []}, 422),
        ({"remedies": ["hug"]}, 422),
        ({"amount": -1}, 422),
        ({"expires_at": "2026-11-23T04:00:00"}, 422),
    ],
)
async def test_an_approval_that_may_not_be_is_refused(changes: dict[str, Any], status: int) -> None:
    async with client_of(build_desk()) as client:
        entry = {**approval(await new_case(client)), **changes}
        assert (await client.post(APPROVALS, json=entry)).status_code == status


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("POST", CHECK),
        ("POST", APPROVALS),
        ("GET", f"{APPROVALS}?case_no=x"),
        ("POST", f"{APPROVALS}/x/revoke"),
        ("GET", "/api/v1/gate/stops"),
    ],
)
async def test_without_the_token_nothing_is_told(method: str, address: str) -> None:
    async with client_of(build_desk(), token=False) as client:
        assert (await client.request(method, address, json={})).status_code == 401


async def test_unknown_cases_and_approvals_are_named() -> None:
    async with client_of(build_desk()) as client:
        case_no = {"case_no": "JY20261123-ZZZZZZZZ"}
        check = await client.post(CHECK, json={"text": "x", "language": "en", **case_no})
        listed = await client.get(APPROVALS, params=case_no)
        revoked = await client.post(f"{APPROVALS}/none/revoke", json={"author": "x"})
    assert [one.status_code for one in (check, listed, revoked)] == [404, 404, 404]


@pytest.mark.parametrize(
    ("said", "reply", "language"),
    [
        ("My kettle leaks", "That was our mistake; we'll refund you in full.", "en"),
        ("水壶漏水了", "我们保证明天全额退款给您。", "zh"),
    ],
)
async def test_a_reply_that_promises_is_replaced_and_kept(
    said: str, reply: str, language: str
) -> None:
    """R168: a stopped text of the bot is never lost silently."""
    buttons = {"buttons": [{"title": "OK", "payload": "OK"}], "key": "utter_wrong"}
    assistant = answering(Reply("好的。Okay."), Reply(reply, buttons))
    async with client_of(build_desk(assistant=assistant)) as client:
        first, second = texts(await say(client, said, message_id="m-1"))
        again = texts(await say(client, said, message_id="m-1"))
        shown = await messages(client)
        stops = (await client.get("/api/v1/gate/stops", params={"conversation_id": "ann"})).json()
    assert first == "好的。Okay." and second in wordings_of("utter_gate_replaced", language)
    assert again == [first, second]
    assert reply not in str(shown) and shown[-1]["buttons"] == buttons["buttons"]
    (kept,) = stops["items"]
    assert (kept["text"], kept["sender"]) == (reply, "bot")
    assert "commitment" in {found["kind"] for found in kept["findings"]}


async def test_the_customers_own_words_are_read_back_unharmed() -> None:
    said = "You people promised to refund me tomorrow, it was your fault"
    reply = f"Let me read it back:\n· What happened: {said}\nShall I file it?"
    async with client_of(build_desk(assistant=answering(Reply(reply)))) as client:
        assert texts(await say(client, said)) == [reply]


async def test_the_times_of_the_conversations_case_are_approved_by_policy() -> None:
    right = "同事在 11月23日 13:00 前先回复您。"
    wrong = "同事在 11月23日 12:30 前先回复您。"
    for reply, passes in ((right, True), (wrong, False)):
        assistant = answering(Reply(reply))
        async with client_of(build_desk(assistant=assistant, clock=FixedClock())) as client:
            await say(client, "你好")
            await new_case(client, conversation_id="ann")
            assert (texts(await say(client, "什么时候回复？")) == [reply]) is passes
