"""A disk without a free byte: nothing is acknowledged that is not stored, and all goes on after."""

import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.chaos.disk import filled, small_disk
from tests.integration.customers import YES, Customer, customers, together, wake
from tests.stack import Stack, model_for_today, wait_for

MEGABYTES = 48


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", MEGABYTES) as place:
        yield place


@pytest.fixture
def stack(disk: Path, tmp_path: Path) -> Iterator[Stack]:
    """A stack whose databases and logs are on the small disk."""
    folder = tmp_path / "var"
    folder.mkdir()
    (disk / "log").mkdir()
    (folder / "log").symlink_to(disk / "log")
    with Stack(folder, model_for_today(), f"sqlite:///{disk / 'jieyou.db'}") as running:
        yield running


def post(stack: Stack, sender: str, text: str, message_id: str) -> httpx.Response:
    return httpx.post(
        f"{stack.url}/webhooks/rest/webhook",
        json={"sender": sender, "message": text, "message_id": message_id},
        headers={"Authorization": f"Bearer {stack.settings.api_token}"},
        timeout=60,
        trust_env=False,
    )


def test_a_full_disk_loses_nothing_that_was_acknowledged(stack: Stack, disk: Path) -> None:
    everybody = customers(stack, 6)
    together([customer.come_to_the_read_back for customer in everybody])
    stored: list[Customer] = []
    with filled(disk):
        assert until_refused(stack) == 503
        for customer in everybody:
            answer = post(stack, customer.sender, YES[customer.language], customer.message_id)
            assert answer.status_code in (200, 503), answer.text
            if answer.status_code == 200:
                stored.append(customer)
        for customer in stored:
            shown = stack.messages(customer.sender)
            assert customer.message_id in [row.get("message_id") for row in shown]
        assert until_refused(stack) == 503
        ready = httpx.get(f"{stack.url}/readyz", trust_env=False, timeout=20)
        assert ready.status_code == 503
        assert ready.json()["parts"]["database"]["problem"] == "disk_full"
    # The same processes go on: nobody has to start them again.
    wait_for(lambda: httpx.get(f"{stack.url}/readyz", trust_env=False).status_code == 200)
    for customer in everybody:
        customer.confirm()
    wake(stack)
    wait_for(lambda: not stack.pending(*[customer.sender for customer in everybody]))
    for customer in everybody:
        customer.is_served()


def until_refused(stack: Stack) -> int:
    """Write until the database has no room left in its own files either."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        text = "x" * 20_000
        answer = post(stack, f"filler-{uuid.uuid4().hex[:8]}", text, uuid.uuid4().hex)
        if answer.status_code != 200:
            return answer.status_code
    raise AssertionError("the disk does not become full")
