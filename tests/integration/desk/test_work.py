"""The work on cases through the interface: steps, clocks that tick, notices that arrive."""

import asyncio
from typing import Any

import httpx
import pytest

from casework.errors import DeliveryFailed
from casework.model.work import Outgoing
from casework.notify.couriers import ConsoleCourier
from casework.notify.texts import Letter
from casework.storage.memory import MemoryUnitOfWorkFactory
from tests.desks import build_desk, client_of, messages, say
from tests.doubles import FixedClock

ENTRY = {"complaint_text": "客服态度恶劣", "language": "zh", "category": ["service_attitude"]}


class Broken:
    """A courier whose other side is down."""

    def deliver(self, outgoing: Outgoing, letter: Letter) -> None:
        raise DeliveryFailed("down")


async def enter(client: httpx.AsyncClient, **changes: Any) -> str:
    response = await client.post("/api/v1/cases", json={**ENTRY, **changes})
    assert response.status_code == 201, response.text
    return str(response.json()["case_no"])


async def step(client: httpx.AsyncClient, case_no: str, name: str, **more: Any) -> httpx.Response:
    body = {"step": name, "author": "li", **more}
    return await client.post(f"/api/v1/cases/{case_no}/steps", json=body)


async def until(condition: Any) -> Any:
    """Return what the condition gives as soon as it gives something."""
    for _ in range(100):
        found = await condition()
        if found:
            return found
        await asyncio.sleep(0.05)
    raise AssertionError("it did not happen")


@pytest.mark.rows("R55", "R179", "R194")
async def test_a_customer_hears_of_a_step_in_the_conversation() -> None:
    async with client_of(build_desk()) as client:
        await say(client, "你好")
        case_no = await enter(client, conversation_id="ann")
        done = await step(client, case_no, "admitted")
        assert done.status_code == 201

        async def told() -> list[dict[str, Any]]:
            return [m for m in await messages(client) if case_no in m["text"]]

        (heard,) = await until(told)
    assert heard["from"] == "bot" and "受理" in heard["text"]
    assert heard["custom"] == {"type": "case_update", "case_no": case_no, "step": "update_admitted"}


@pytest.mark.rows("R117", "R65")
async def test_an_agents_words_reach_the_customer_and_meet_the_first_reply() -> None:
    async with client_of(build_desk()) as client:
        await say(client, "你好")
        case_no = await enter(client, conversation_id="ann")
        await step(client, case_no, "agent_replied", text="您好，我是李明。")

        async def told() -> list[dict[str, Any]]:
            return [m for m in await messages(client) if m["from"] == "agent"]

        (heard,) = await until(told)
        case = (await client.get(f"/api/v1/cases/{case_no}")).json()
    assert heard["text"] == "您好，我是李明。"
    met = {clock["name"] for clock in case["clocks"] if clock["met_at"]}
    assert met == {"first_reply"}


@pytest.mark.rows("R203")
async def test_an_instruction_counts_as_told_after_the_letter_and_the_call() -> None:
    async with client_of(build_desk()) as client:
        await say(client, "你好")
        case_no = await enter(client, conversation_id="ann")
        await step(client, case_no, "instructed", text="说明检测结论", author="gm")
        wordless = await step(client, case_no, "called_back")
        early = await step(client, case_no, "completed")
        letter = await step(client, case_no, "solution_sent", text="您好，检测已经做完。")
        call = await step(client, case_no, "called_back", text="电话里说明了结论")
        done = await step(client, case_no, "completed")
    assert (wordless.status_code, early.status_code) == (422, 422)
    assert letter.json()["instruction"]["told"] is False
    told = call.json()["instruction"]
    assert (told["told"], told["author"], told["text"]) == (True, "gm", "说明检测结论")
    assert done.status_code == 201


@pytest.mark.rows("R34")
async def test_a_confirmed_fault_is_to_be_replaced_with_an_approval() -> None:
    async with client_of(build_desk()) as client:
        await say(client, "你好")
        case_no = await enter(client, conversation_id="ann", category=["product_quality"])
        judged = await step(client, case_no, "judged", fault=True, reason="电机烧了")
        early = await step(client, case_no, "implemented")
        approval = {
            "case_no": case_no, "document": "处理单 34", "author": "zhao",
            "author_role": "supervisor", "remedies": ["replacement"],
        }  # fmt: skip
        approved = await client.post("/api/v1/gate/approvals", json=approval)
        done = await step(client, case_no, "implemented")
    assert (judged.json()["fault"], judged.json()["remedy"]) == (True, "replacement")
    assert early.status_code == 422 and "replacement" in early.text
    assert (approved.status_code, done.status_code) == (201, 201)


@pytest.mark.rows("R66", "R151", "R168", "R202")
async def test_words_that_the_gate_stops_are_told_with_the_findings_and_not_sent() -> None:
    async with client_of(build_desk()) as client:
        await say(client, "你好")
        case_no = await enter(client, conversation_id="ann")
        refused = await step(client, case_no, "customer_answered", text="好的，我们会退您200元。")
        work = (await client.get(f"/api/v1/cases/{case_no}/work")).json()
        outbox = await client.get("/api/v1/outbox", params={"case_no": case_no})
    told = refused.json()
    assert (refused.status_code, told["reason"]) == (422, "promise_stopped")
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert (told["case_no"], told["verdict"], told["kinds"]) == (case_no, "stop", ["commitment"])
    finding = told["findings"][0]
    assert finding["text"] in "好的，我们会退您200元。"
    assert finding["reason"] and "manager" in told["approvers"]
    assert [event["kind"] for event in work["events"]] == ["filed"]
    assert [each["key"] for each in outbox.json()["items"] if each["key"] == "said"] == []


@pytest.mark.rows("R117", "R14")
async def test_a_missed_clock_shows_in_the_case_and_the_customer_hears_of_it() -> None:
    clock = FixedClock()
    async with client_of(build_desk(clock=clock)) as client:
        await say(client, "你好")
        case_no = await enter(client, conversation_id="ann")
        clock.advance(hours=2)

        async def missed() -> list[str]:
            case = (await client.get(f"/api/v1/cases/{case_no}")).json()
            return [c["name"] for c in case["clocks"] if c["breached_at"]]

        assert await until(missed) == ["first_reply"]

        async def told() -> list[dict[str, Any]]:
            return [m for m in await messages(client) if case_no in m["text"]]

        (heard,) = await until(told)
        work = (await client.get(f"/api/v1/cases/{case_no}/work")).json()
    assert heard["custom"]["step"] == "update_overdue"
    assert [e["kind"] for e in work["events"]][:4] == [
        "filed",
        "clock_reminded",
        "clock_missed",
        "clock_escalated",
    ]


async def test_what_cannot_be_delivered_is_listed_and_sent_again() -> None:
    desk = build_desk(clock=FixedClock())
    async with client_of(desk) as client:
        case_no = await enter(client, contact_email="ann@example.com")

        async def dead() -> list[dict[str, Any]]:
            listed = await client.get("/api/v1/outbox", params={"state": "dead"})
            items: list[dict[str, Any]] = listed.json()["items"]
            return items

        (notice,) = await until(dead)
        again = await client.post(f"/api/v1/outbox/{notice['id']}/resend")
        nothing = await client.post("/api/v1/outbox/99999/resend")
    assert (notice["case_no"], notice["channel"]) == (case_no, "email")
    assert "JIEYOU_SMTP_URL is not set" in notice["error"]
    assert "ann@example.com" not in str(notice)
    assert (again.status_code, again.json()["state"]) == (200, "pending")
    assert nothing.status_code == 404


async def test_a_dead_mail_server_is_a_visible_retry_and_loses_nothing() -> None:
    storage = MemoryUnitOfWorkFactory()
    couriers = {"console": ConsoleCourier(), "email": Broken()}
    desk = build_desk(uow_factory=storage, couriers=couriers, clock=FixedClock())
    async with client_of(desk) as client:
        case_no = await enter(client, contact_email="ann@example.com")

        async def failed() -> list[dict[str, Any]]:
            listed = await client.get("/api/v1/outbox", params={"case_no": case_no})
            return [each for each in listed.json()["items"] if each["error"]]

        (notice,) = await until(failed)
    assert (notice["state"], notice["attempts"]) == ("pending", 1)
    assert notice["next_at"] > notice["created_at"]


@pytest.mark.parametrize(
    ("name", "more", "status"),
    [
        ("assigned", {}, 422),
        ("flown", {}, 422),
        ("wait_announced", {"until": "2020-01-01T00:00:00Z", "reason": "x"}, 422),
        ("wait_announced", {"until": "2030-01-01T00:00:00", "reason": "x"}, 422),
        ("agent_replied", {"text": "您好"}, 409),
        ("noted", {"text": "x", "colour": "red"}, 422),
        ("graded", {"grade": "huge", "reason": "x"}, 422),
    ],
)
async def test_a_step_that_cannot_be_done_is_refused(
    name: str, more: dict[str, Any], status: int
) -> None:
    async with client_of(build_desk()) as client:
        case_no = await enter(client)
        response = await step(client, case_no, name, **more)
        work = (await client.get(f"/api/v1/cases/{case_no}/work")).json()
    assert response.status_code == status, response.text
    assert [event["kind"] for event in work["events"]] == ["filed"]


async def test_nobody_works_without_the_token() -> None:
    async with client_of(build_desk(), token=False) as client:
        for address in ("/api/v1/outbox", "/api/v1/incidents", "/api/v1/cases/JY1/work"):
            assert (await client.get(address)).status_code == 401
        assert (await step(client, "JY1", "admitted")).status_code == 401


@pytest.mark.rows("R13", "R132")
async def test_the_work_of_a_case_tells_which_rule_gave_what() -> None:
    async with client_of(build_desk()) as client:
        case_no = await enter(client)
        work = (await client.get(f"/api/v1/cases/{case_no}/work")).json()
        missing = await client.get("/api/v1/cases/JY20261123-ZZZZZZZZ/work")
    decisions = work["events"][0]["data"]
    assert decisions["department"] == {
        "value": "customer_service",
        "rule": "departments.by_category.service_attitude",
    }
    assert {each["name"] for each in work["explanations"]} >= {"first_reply", "customer_reply"}
    assert all(each["zh"] and each["en"] for each in work["explanations"])
    assert missing.status_code == 404
