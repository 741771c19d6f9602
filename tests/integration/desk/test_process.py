"""The desk as its own process, `python -m desk`, killed in the midst of its work."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from casework.settings import ROOT
from casework.storage.migrate import migrate
from tests.desks import API_TOKEN, AUTHORIZED
from tests.stack import free_ports


class FakeRasa(ThreadingHTTPServer):
    """Answers the gateway's turns; while it is stuck it takes them and says nothing."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Turns)
        self.stuck = threading.Event()
        self.asked: list[dict[str, Any]] = []


class _Turns(BaseHTTPRequestHandler):
    server: FakeRasa

    def do_POST(self) -> None:
        turn = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(turn)
        while self.server.stuck.is_set():
            time.sleep(0.02)
        text = f"re: {turn['message']}"
        body = json.dumps({"status": "completed", "messages": [{"text": text}]}).encode()
        try:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    server = FakeRasa()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.stuck.clear()
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


@pytest.fixture
def environment(tmp_path: Path, rasa: FakeRasa) -> dict[str, str]:
    migrate(f"sqlite:///{tmp_path / 'jieyou.db'}")
    actions, desk = free_ports(2)
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "JIEYOU_VAR": str(tmp_path),
        "JIEYOU_DATABASE_URL": f"sqlite:///{tmp_path / 'jieyou.db'}",
        "JIEYOU_API_TOKEN": API_TOKEN,
        "JIEYOU_RASA_TOKEN": "rasa",
        "JIEYOU_ACTIONS_TOKEN": "actions",
        "JIEYOU_JWT_SECRET": "jwt",
        "JIEYOU_RASA_PORT": str(rasa.server_address[1]),
        "JIEYOU_ACTIONS_PORT": str(actions),
        "JIEYOU_DESK_PORT": str(desk),
        "JIEYOU_LOG_FORMAT": "json",
    }


@contextmanager
def desk_process(environment: dict[str, str]) -> Iterator[tuple[httpx.Client, Any]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "desk"], env=environment, stderr=subprocess.PIPE, text=True
    )
    url = f"http://127.0.0.1:{environment['JIEYOU_DESK_PORT']}"
    try:
        with httpx.Client(base_url=url, headers=AUTHORIZED, timeout=15, trust_env=False) as client:
            deadline = time.monotonic() + 20
            while not _is_alive(client):
                assert process.poll() is None, process.stderr and process.stderr.read()
                assert time.monotonic() < deadline
                time.sleep(0.05)
            yield client, process
    finally:
        process.kill()
        process.communicate()


def _is_alive(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").status_code == 200
    except httpx.TransportError:
        return False


def shown(client: httpx.Client, count: int) -> list[dict[str, Any]]:
    deadline = time.monotonic() + 10
    while True:
        items: list[dict[str, Any]] = client.get("/api/v1/conversations/ann/messages").json()[
            "items"
        ]
        if len(items) >= count or time.monotonic() > deadline:
            return items
        time.sleep(0.05)


def post_and_lose(environment: dict[str, str]) -> None:
    url = f"http://127.0.0.1:{environment['JIEYOU_DESK_PORT']}/webhooks/rest/webhook"
    body = {"sender": "ann", "message": "I want a refund", "message_id": "m-1"}
    try:
        httpx.post(url, json=body, headers=AUTHORIZED, timeout=15, trust_env=False)
    except httpx.TransportError:
        return


def test_a_desk_that_is_killed_before_it_answered_answers_after_its_start(
    environment: dict[str, str], rasa: FakeRasa
) -> None:
    rasa.stuck.set()
    with desk_process(environment) as (client, process):
        post = threading.Thread(target=post_and_lose, args=(environment,))
        post.start()
        deadline = time.monotonic() + 10
        while not rasa.asked and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        post.join(timeout=15)
    rasa.stuck.clear()
    with desk_process(environment) as (client, _):
        rows = shown(client, 2)
        body = {"sender": "ann", "message": "I want a refund", "message_id": "m-1"}
        repeated = client.post("/webhooks/rest/webhook", json=body).json()
    assert [row["text"] for row in rows] == ["I want a refund", "re: I want a refund"]
    assert [reply["text"] for reply in repeated] == ["re: I want a refund"]
    assert len({turn["turn_id"] for turn in rasa.asked}) == 1


def test_the_log_tells_what_happened_and_not_what_was_said(
    environment: dict[str, str], rasa: FakeRasa
) -> None:
    secret = "my phone is 13800138000"
    environment["JIEYOU_RASA_PORT"] = str(free_ports(1)[0])
    with desk_process(environment) as (client, process):
        body = {"sender": "ann", "message": secret}
        (notice,) = client.post("/webhooks/rest/webhook", json=body).json()
        ready = client.get("/readyz")
        process.send_signal(signal.SIGTERM)
        log = process.communicate(timeout=15)[1]
    assert notice["text"]
    assert ready.status_code == 503
    events = [json.loads(line) for line in log.splitlines()]
    put_off = next(event for event in events if event["event"] == "gateway.turn.put_off")
    assert (put_off["conversation_id"], put_off["reason"]) == ("ann", "unreachable")
    assert "13800138000" not in log
    assert API_TOKEN not in log
    assert "token=rasa" not in log


def test_a_setting_that_is_missing_is_named(environment: dict[str, str]) -> None:
    del environment["JIEYOU_API_TOKEN"]
    done = subprocess.run(
        [sys.executable, "-m", "desk"], env=environment, capture_output=True, text=True, timeout=30
    )
    assert done.returncode != 0
    assert "JIEYOU_API_TOKEN" in done.stderr
    assert "Traceback" not in done.stderr
