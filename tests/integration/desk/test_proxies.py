"""What a request says of its own way is believed from configured proxies alone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn

from desk.__main__ import server_config
from tests.desks import build_desk, desk_settings
from tests.stack import free_ports, wait_for

FORWARDED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}


@contextmanager
def served(proxies: str) -> Iterator[str]:
    """Serve the desk as its own process does."""
    port = free_ports(1)[0]
    settings = desk_settings(JIEYOU_DESK_PORT=str(port), JIEYOU_TRUSTED_PROXIES=proxies)
    server = uvicorn.Server(server_config(build_desk(settings=settings), settings))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        wait_for(lambda: server.started, 10)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


@pytest.mark.parametrize(
    ("proxies", "believed"),
    [("127.0.0.1", True), ("127.0.0.0/8", True), ("10.1.2.3", False), ("none", False)],
)
def test_forwarded_headers_count_from_configured_proxies_alone(
    proxies: str, believed: bool
) -> None:
    with served(proxies) as address, httpx.Client(trust_env=False) as client:
        cookie = client.get(f"{address}/", headers=FORWARDED).headers["set-cookie"]
        assert ("secure" in cookie.lower()) is believed
        plain = client.get(f"{address}/").headers.get("set-cookie", "")
        assert "secure" not in plain.lower()
