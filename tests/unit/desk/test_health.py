"""Readiness asks every part for what it is needed for."""

import json
from collections.abc import Callable

import httpx
import pytest

from casework.errors import StorageFull
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.health import Health, probes
from desk.storing import StorageThreads
from tests.desks import desk_settings

Handler = Callable[[httpx.Request], httpx.Response]


async def problems(handler: Handler) -> dict[str, str | None]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as client:
        health = Health(
            probes(desk_settings(), MemoryUnitOfWorkFactory(), StorageThreads(1), client)
        )
        return {name: part.problem for name, part in (await health.parts()).items()}


def by_path(rasa: httpx.Response, actions: httpx.Response) -> Handler:
    return lambda request: rasa if request.url.path == "/model/parse" else actions


async def test_rasa_is_asked_for_a_real_parse_and_the_action_server_for_its_health() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"intent": {"name": "greet"}})

    assert await problems(handler) == {"database": None, "rasa": None, "actions": None}
    parse = next(request for request in seen if request.url.port == 5005)
    assert (parse.method, parse.url.path) == ("POST", "/model/parse")
    assert parse.url.params["token"] == "test-rasa-token"
    assert json.loads(parse.content)["text"]
    assert {str(request.url) for request in seen if request.url.port == 5055} == {
        "http://127.0.0.1:5055/health"
    }


@pytest.mark.parametrize(
    ("rasa", "problem"),
    [
        (httpx.Response(409, json={"reason": "no model"}), "http_409"),
        (httpx.Response(200, json={"text": "ok"}), "no_intent"),
        (httpx.Response(200, json=[]), "no_intent"),
        (httpx.Response(200, text="<html>"), "no_json"),
    ],
)
async def test_a_rasa_that_cannot_read_is_not_ready(rasa: httpx.Response, problem: str) -> None:
    found = await problems(by_path(rasa, httpx.Response(500)))
    assert found == {"database": None, "rasa": problem, "actions": "http_500"}


async def test_what_does_not_answer_is_named() -> None:
    def handler(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    assert await problems(handler) == {
        "database": None,
        "rasa": "no_answer",
        "actions": "no_answer",
    }


async def test_a_database_that_has_just_run_out_of_room_is_not_ready() -> None:
    storage = StorageThreads(1)

    def write() -> None:
        raise StorageFull("OperationalError")

    async with httpx.AsyncClient(transport=httpx.MockTransport(_well)) as client:
        health = Health(probes(desk_settings(), MemoryUnitOfWorkFactory(), storage, client))
        with pytest.raises(StorageFull):
            await storage.run(write)
        parts = await health.parts()
    assert parts["database"].problem == "disk_full"


def _well(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"intent": {"name": "greet"}})
