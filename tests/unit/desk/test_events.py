"""Several parts of the desk may listen to one event of the chat."""

from typing import Any

from desk.gateway.events import create_socket_server


async def test_all_listeners_of_an_event_are_told_and_one_answers() -> None:
    server = create_socket_server(["http://desk.test"])
    told: list[str] = []

    async def first(sid: str, data: Any) -> None:
        told.append(f"first {data}")

    @server.on("typing")
    async def second(sid: str, data: Any) -> str:
        told.append(f"second {data}")
        return "answer"

    server.on("typing", first)
    handler = server.handlers["/"]["typing"]
    assert await handler("sid", 1) == "answer"
    assert sorted(told) == ["first 1", "second 1"]
