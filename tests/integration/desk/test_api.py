"""The interface for other systems: cases, conversations, its description, its state."""

import re
from typing import Any

import httpx
import pytest

from casework.errors import StorageUnavailable
from casework.model import Channel, Priority, QueueEntry, QueueReason
from casework.storage.memory import MemoryUnitOfWork, MemoryUnitOfWorkFactory
from desk.health import PartHealth
from tests.assistants import FakeAssistant
from tests.desks import build_desk, client_of, messages, say
from tests.doubles import FixedClock

ENTRY = {
    "complaint_text": "电热毯用了一次就不热了",
    "language": "zh",
    "category": ["product_quality"],
    "demand": ["refund"],
    "product": "电热毯",
    "contact_phone": "138-0013-8000",
    "references": [{"type": "tracking", "value": "SF123"}],
}


async def enter(
    client: httpx.AsyncClient, key: str | None = None, **changes: Any
) -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else {}
    return await client.post("/api/v1/cases", json={**ENTRY, **changes}, headers=headers)


async def test_an_entered_case_is_filed_and_can_be_read() -> None:
    async with client_of(build_desk(clock=FixedClock())) as client:
        response = await enter(client, "key-1")
        case = response.json()
        read = await client.get(response.headers["location"])
    assert response.status_code == 201
    assert read.json() == case
    assert case["case_no"].startswith("JY20261123-")
    assert (case["status"], case["channel"], case["grade"]) == ("received", "staff", "general")
    assert case["contact_phone"] == "13800138000"
    assert case["references"] == [{"type": "tracking", "value": "SF123"}]
    assert case["clocks"][0]["due_at"].endswith("Z")


async def test_the_same_key_gives_the_same_case_and_other_contents_a_conflict() -> None:
    async with client_of(build_desk()) as client:
        first, again = await enter(client, "key-1"), await enter(client, "key-1")
        other = await enter(client, "key-1", product="电饭煲")
        listed = (await client.get("/api/v1/cases")).json()
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert first.json() == again.json()
    assert len(listed["items"]) == 1


async def test_without_a_key_every_entry_is_a_case() -> None:
    async with client_of(build_desk()) as client:
        first, second = await enter(client), await enter(client)
    assert first.json()["case_no"] != second.json()["case_no"]


async def test_cases_are_listed_by_what_they_are() -> None:
    async with client_of(build_desk(clock=FixedClock())) as client:
        blanket = (await enter(client)).json()
        parcel = (
            await enter(client, category=["delivery_logistics"], product="Parcel", demand=[])
        ).json()

        async def found(**filters: str) -> list[str]:
            response = await client.get("/api/v1/cases", params=filters)
            assert response.status_code == 200, response.text
            return [case["case_no"] for case in response.json()["items"]]

        assert len(await found()) == 2
        for name in ("status", "department", "grade", "priority"):
            assert parcel["case_no"] in await found(**{name: parcel[name]})
        assert await found(department="logistics") == [parcel["case_no"]]
        assert await found(category="product_quality") == [blanket["case_no"]]
        assert await found(text=" parc ") == [parcel["case_no"]]
        assert await found(text="parcel", category="product_quality") == []
        assert await found(status="closed") == []
        assert len(await found(text="\x00")) == 2
        for name in ("status", "department", "grade", "priority", "category"):
            refused = await client.get("/api/v1/cases", params={name: "the moon"})
            assert refused.status_code == 422, name
        assert (await client.get("/api/v1/cases", params={"text": "x" * 101})).status_code == 422
        described = (await client.get("/api/v1/openapi.json")).json()
    told = {each["name"]: each for each in described["paths"]["/api/v1/cases"]["get"]["parameters"]}
    assert {"status", "department", "grade", "priority", "category", "text"} <= set(told)
    assert "product" in told["text"]["description"]
    assert "improving" in str(described["components"]["schemas"]["Status"])


@pytest.mark.parametrize(
    "changes",
    [
        {"complaint_text": ""},
        {"complaint_text": "   "},
        {"complaint_text": None},
        {"category": ["nonsense"]},
        {"quantity": 0},
        {"anger": 9},
        {"unknown_field": 1},
        {"conversation_id": "nobody"},
    ],
)
async def test_an_entry_that_is_not_valid_is_refused_without_repeating_it(
    changes: dict[str, Any],
) -> None:
    async with client_of(build_desk()) as client:
        response = await enter(client, **changes)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert "13800138000" not in response.text
    assert "电热毯" not in response.text


async def test_a_body_that_is_no_json_is_refused() -> None:
    async with client_of(build_desk()) as client:
        response = await client.post("/api/v1/cases", content=b"{")
        large = await client.post("/api/v1/cases", content=b"x" * 1_100_000)
    assert (response.status_code, large.status_code) == (422, 413)


async def test_cases_are_listed_in_pages_by_conversation() -> None:
    clock = FixedClock()
    async with client_of(build_desk(clock=clock)) as client:
        await say(client, "hello")
        for number in range(3):
            clock.advance(minutes=1)
            await enter(client, f"key-{number}", conversation_id="ann", product=f"p{number}")
        await enter(client, "elsewhere")
        params: dict[str, Any] = {"conversation_id": "ann", "limit": 2}
        first = (await client.get("/api/v1/cases", params=params)).json()
        params["cursor"] = first["next_cursor"]
        second = (await client.get("/api/v1/cases", params=params)).json()
        none = (await client.get("/api/v1/cases", params={"conversation_id": "x"})).json()
    assert [case["product"] for case in first["items"]] == ["p2", "p1"]
    assert [case["product"] for case in second["items"]] == ["p0"]
    assert second["next_cursor"] is None
    assert none == {"items": [], "next_cursor": None}


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 201}, {"cursor": "nonsense"}])
async def test_a_listing_that_cannot_be_is_refused(params: dict[str, Any]) -> None:
    async with client_of(build_desk()) as client:
        assert (await client.get("/api/v1/cases", params=params)).status_code == 422


async def test_an_unknown_case_is_not_found() -> None:
    async with client_of(build_desk()) as client:
        response = await client.get("/api/v1/cases/JY20261123-AAAAAAAA")
    assert response.status_code == 404
    assert response.json()["title"] == "Not Found"


async def test_messages_are_read_in_parts_after_a_number() -> None:
    async with client_of(build_desk()) as client:
        for text in ("one", "two"):
            await say(client, text)
        after_two = await messages(client, after=2)
        url = "/api/v1/conversations/ann/messages"
        part = (await client.get(url, params={"limit": 3})).json()
        rest = (await client.get(url, params={"after": part["last_seq"]})).json()
        end = (await client.get(url, params={"after": rest["last_seq"]})).json()
        unknown = (await client.get("/api/v1/conversations/nobody/messages")).json()
        bad = await client.get(url, params={"after": "x"})
    assert [row["text"] for row in after_two] == ["two", "re: two"]
    assert (part["last_seq"], part["more"]) == (3, True)
    assert [row["text"] for row in rest["items"]] == ["re: two"]
    assert end == {"items": [], "last_seq": 4, "more": False}
    assert unknown == {"items": [], "last_seq": 0, "more": False}
    assert bad.status_code == 422


async def test_the_description_names_every_address_and_needs_no_token() -> None:
    async with client_of(build_desk(), token=False) as client:
        described = (await client.get("/api/v1/openapi.json")).json()
    assert set(described["paths"]) == {
        "/api/v1/cases",
        "/api/v1/cases/{case_no}",
        "/api/v1/cases/{case_no}/steps",
        "/api/v1/cases/{case_no}/work",
        "/api/v1/conversations/{conversation_id}/messages",
        "/api/v1/help",
        "/api/v1/incidents",
        "/api/v1/outbox",
        "/api/v1/outbox/{notice_id}/resend",
        "/api/v1/gate/approvals",
        "/api/v1/gate/approvals/{approval_id}/revoke",
        "/api/v1/gate/check",
        "/api/v1/gate/stops",
        "/healthz",
        "/metrics",
        "/readyz",
        "/webhooks/rest/webhook",
    }
    assert "HTTPBearer" in described["components"]["securitySchemes"]


async def well() -> str | None:
    return None


async def ill() -> str | None:
    return "no_answer"


async def broken() -> str | None:
    raise httpx.ConnectError("refused")


async def test_readiness_names_the_part_that_is_down() -> None:
    probes = {"database": well, "rasa": broken, "actions": ill}
    async with client_of(build_desk(probes=probes), token=False) as client:
        response = await client.get("/readyz")
    body = response.json()
    assert (response.status_code, body["status"]) == (503, "not_ready")
    assert {name: part["problem"] for name, part in body["parts"].items()} == {
        "database": None,
        "rasa": "no_answer",
        "actions": "no_answer",
    }


async def test_readiness_is_asked_for_once_in_two_seconds() -> None:
    asked = []

    async def counted() -> str | None:
        asked.append(1)
        return None

    async with client_of(build_desk(probes={"rasa": counted}), token=False) as client:
        assert [(await client.get("/readyz")).status_code for _ in range(5)] == [200] * 5
    assert len(asked) == 1
    assert PartHealth(None, 1).ok


async def test_the_process_is_alive_whatever_else_is_not() -> None:
    async with client_of(build_desk(), token=False) as client:
        assert (await client.get("/healthz")).json() == {"status": "alive"}
        assert (await client.get("/nowhere")).status_code == 404


async def test_the_figures_count_turns_messages_and_cases() -> None:
    assistant = FakeAssistant(failures=["timeout"])
    async with client_of(build_desk(assistant=assistant)) as client:
        await say(client, "my parcel is lost")
        await say(client, "really", "bob")
        await enter(client, "key-1")
        figures = (await client.get("/metrics")).text
    assert 'jieyou_turns_total{outcome="timeout"} 1.0' in figures
    assert 'jieyou_messages_total{channel="rest"} 2.0' in figures
    assert 'jieyou_notices_total{key="notice_busy"} 1.0' in figures
    assert "jieyou_cases_filed 1.0" in figures
    assert "jieyou_turn_seconds_bucket" in figures
    assert "jieyou_database_up 1.0" in figures
    assert "jieyou_backup_last_timestamp_seconds" in figures


async def test_the_figures_tell_which_part_is_down_and_what_waits() -> None:
    async def well() -> None:
        return None

    async def gone() -> str:
        return "no_answer"

    clock = FixedClock()
    storage = MemoryUnitOfWorkFactory()
    app = build_desk(uow_factory=storage, clock=clock, probes={"database": well, "rasa": gone})
    async with client_of(app) as client:
        await enter(client, "key-1")
        with storage() as uow:
            uow.conversations.ensure("c-1", Channel.REST, clock.now())
            wait = QueueEntry(
                conversation_id="c-1",
                reason=QueueReason.ASKED,
                priority=Priority.NORMAL,
                entered_at=clock.now(),
            )
            uow.queue.add(wait)
            uow.commit()
        await app.desk.background.stop()
        clock.advance(days=30)
        figures = (await client.get("/metrics")).text
    assert 'jieyou_part_up{part="database"} 1.0' in figures
    assert 'jieyou_part_up{part="rasa"} 0.0' in figures
    assert "jieyou_queue_longest_wait_seconds 2.592e+06" in figures
    late = re.search(r"^jieyou_clocks_late_seconds (\S+)$", figures, re.MULTILINE)
    assert late and 0 < float(late[1]) < 30 * 86400


class Unreachable(MemoryUnitOfWorkFactory):
    def __call__(self, *, read_only: bool = False) -> MemoryUnitOfWork:
        raise StorageUnavailable("gone")


async def test_without_a_database_the_answers_say_so_and_no_more() -> None:
    app = build_desk(uow_factory=Unreachable(), clock=FixedClock())
    async with client_of(app) as client:
        cases = await client.get("/api/v1/cases")
        figures = await client.get("/metrics")
        page = await client.get("/")
    assert cases.status_code == 503
    assert cases.json()["detail"] == "The database does not answer"
    assert "jieyou_database_up 0.0" in figures.text
    assert page.status_code == 200
    assert "set-cookie" not in page.headers
