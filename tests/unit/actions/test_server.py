"""The action server: who may call it, what it answers, and which turns it records as done."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
import structlog

from actions import runtime
from actions.server import SECRET_HEADER, create_app
from casework.storage.memory import MemoryUnitOfWorkFactory
from tests.talks import Talk, complaint

SECRET = "its-secret"


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Keep the log lines of actions that fail on purpose out of the tests' output."""
    with structlog.testing.capture_logs():
        yield


@pytest.fixture
async def rasa(services: runtime.Services) -> AsyncIterator[httpx.AsyncClient]:
    """Rasa, which knows the secret."""
    app = create_app(services, SECRET)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False),
        base_url="http://actions",
        headers={SECRET_HEADER: SECRET},
    ) as client:
        yield client


def call(talk: Talk, action: str, **changes: Any) -> dict[str, Any]:
    """Return the call that Rasa makes; it leaves the domain out."""
    body = {
        "next_action": action,
        "sender_id": talk.conversation_id,
        "tracker": talk.tracker(),
        "version": "3.6.21",
    }
    return {**body, **changes}


def completed(services: runtime.Services, turn_id: str = "t-1") -> tuple[str, ...]:
    return services.turns.completed("c-1", turn_id)


async def test_health_needs_no_secret(rasa: httpx.AsyncClient) -> None:
    answer = await rasa.get("/health", headers={SECRET_HEADER: ""})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("secret", ["", "its-secre", "its-secrets", "ITS-SECRET", "sécret"])
async def test_a_stranger_is_refused_and_nothing_runs(
    rasa: httpx.AsyncClient, services: runtime.Services, talk: Talk, secret: str
) -> None:
    talk.hears("转人工", intent="ask_human")
    answer = await rasa.post(
        "/webhook",
        json=call(talk, "action_handover"),
        headers={SECRET_HEADER.encode(): secret.encode()},
    )
    assert answer.status_code == 401
    assert completed(services) == ()


async def test_without_a_secret_nothing_is_answered(services: runtime.Services) -> None:
    transport = httpx.ASGITransport(create_app(services, SECRET))
    async with httpx.AsyncClient(transport=transport, base_url="http://actions") as stranger:
        assert (await stranger.post("/webhook", content=b"{")).status_code == 401
        for path in ("/", "/actions", "/docs", "/openapi.json", "/redoc"):
            assert (await stranger.get(path)).status_code == 404


async def test_an_action_runs_without_a_domain(rasa: httpx.AsyncClient, talk: Talk) -> None:
    talk.hears("空调漏水", intent="complain", read=complaint())
    answer = await rasa.post("/webhook", json=call(talk, "validate_intake_form"))
    assert answer.status_code == 200
    body = answer.json()
    slots = {event["name"]: event["value"] for event in body["events"]}
    assert slots["complaint_text"] == "空调漏水"
    assert body["responses"][0]["response"] == "utter_open"


async def test_a_domain_that_is_sent_along_does_no_harm(
    rasa: httpx.AsyncClient, talk: Talk
) -> None:
    talk.hears("转人工", intent="ask_human")
    answer = await rasa.post("/webhook", json=call(talk, "action_handover", domain={"slots": {}}))
    assert answer.status_code == 200


async def test_a_completed_turn_is_recorded(
    rasa: httpx.AsyncClient, services: runtime.Services, talk: Talk
) -> None:
    talk.hears("转人工", intent="ask_human")
    await rasa.post("/webhook", json=call(talk, "action_handover"))
    assert completed(services) == ("action_handover",)
    assert completed(services, "t-2") == ()


async def test_each_action_of_a_turn_is_recorded(
    rasa: httpx.AsyncClient, services: runtime.Services, talk: Talk
) -> None:
    talk.hears("转人工", intent="ask_human")
    for action in ("action_handover", "action_fallback"):
        await rasa.post("/webhook", json=call(talk, action))
    assert completed(services) == ("action_handover", "action_fallback")


async def test_an_unknown_action_is_not_found(
    rasa: httpx.AsyncClient, services: runtime.Services, talk: Talk
) -> None:
    talk.hears("你好")
    for action in ("action_unheard_of", "", None):
        answer = await rasa.post("/webhook", json=call(talk, "x", next_action=action))
        assert answer.status_code == 404
    assert completed(services) == ()


async def test_a_failed_action_says_so_and_is_not_recorded(
    rasa: httpx.AsyncClient,
    services: runtime.Services,
    storage: MemoryUnitOfWorkFactory,
    talk: Talk,
) -> None:
    talk.hears("是的", intent="affirm")
    talk.slots["intake_notes"] = {"heard": {"threats": ["unheard of"]}}
    answer = await rasa.post("/webhook", json=call(talk, "action_file_case"))
    assert (answer.status_code, answer.json()) == (
        500,
        {"error": "failed", "action_name": "action_file_case"},
    )
    assert completed(services) == ()
    with storage(read_only=True) as uow:
        assert uow.cases.count() == 0


@pytest.mark.parametrize("metadata", [None, {}, {"turn_id": None}, {"turn_id": ""}])
async def test_a_message_without_a_turn_id_is_answered_but_not_recorded(
    rasa: httpx.AsyncClient, services: runtime.Services, talk: Talk, metadata: Any
) -> None:
    talk.hears("转人工", intent="ask_human")
    talk.latest["metadata"] = metadata
    answer = await rasa.post("/webhook", json=call(talk, "action_answer_question"))
    assert answer.status_code in {200, 500}
    assert completed(services, "") == ()


async def test_every_action_of_ours_is_registered(
    rasa: httpx.AsyncClient, services: runtime.Services
) -> None:
    # An empty tracker fails the action, but one that is registered is never 404.
    for action in (
        "validate_intake_form",
        "action_answer_question",
        "action_case_status",
        "action_fallback",
        "action_file_case",
        "action_handover",
        "action_take_details",
    ):
        answer = await rasa.post("/webhook", json={"next_action": action, "sender_id": "c-1"})
        assert answer.status_code != 404


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'"x"', b"5"])
async def test_a_call_that_is_none_is_refused(rasa: httpx.AsyncClient, content: bytes) -> None:
    assert (await rasa.post("/webhook", content=content)).status_code == 400
