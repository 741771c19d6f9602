"""The couriers against real servers on loopback: SMTP, webhooks, a chat tool."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from casework.errors import DeliveryFailed, Undeliverable
from casework.model.work import Outgoing
from casework.notify.couriers import (
    ChatCourier,
    EmailCourier,
    MissingCourier,
    WebhookCourier,
    signature,
)
from casework.notify.texts import Letter

LETTER = Letter(subject="您的投诉 JY1", text="您好，\n.已受理")


def notice(address: str) -> Outgoing:
    return Outgoing(
        id=7,
        dedupe_key="x",
        recipient="quality",
        address=address,
        key="staff_case_filed",
        case_no="JY1",
        facts={"case_no": "JY1"},
        created_at=datetime(2026, 11, 23, tzinfo=UTC),
    )


class Mail(socketserver.StreamRequestHandler):
    """Speaks just enough SMTP; the server decides what a recipient gets for an answer."""

    def handle(self) -> None:
        self.wfile.write(b"220 test\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                body = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    body += part
                self.server.bodies.append(body)  # type: ignore[attr-defined]
            if verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            code = self.server.rcpt if verb == b"RCPT" else b"250"  # type: ignore[attr-defined]
            self.wfile.write(code + b" ok\r\n")


@contextmanager
def mail_server(rcpt: bytes = b"250") -> Iterator[Any]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail) as server:
        server.daemon_threads = True
        server.bodies, server.rcpt = [], rcpt  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@contextmanager
def web_server(status: int) -> Iterator[Any]:
    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.seen.append((dict(self.headers), body))  # type: ignore[attr-defined]
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        server.seen = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_mail_arrives_with_its_signs() -> None:
    from email import message_from_bytes, policy

    with mail_server() as server:
        courier = EmailCourier(f"smtp://127.0.0.1:{server.server_address[1]}", "desk@example.com")
        courier.deliver(notice("email:ann@example.com"), LETTER)
    message = message_from_bytes(server.bodies[0], policy=policy.default)
    assert (message["Subject"], message["To"]) == ("您的投诉 JY1", "ann@example.com")
    assert message["Message-ID"] == "<notice-7@jieyou.invalid>"


@pytest.mark.parametrize(("answer", "error"), [(b"550", Undeliverable), (b"450", DeliveryFailed)])
def test_a_refused_recipient_is_given_up_or_tried_again(
    answer: bytes, error: type[Exception]
) -> None:
    with mail_server(answer) as server, pytest.raises(error):
        courier = EmailCourier(f"smtp://127.0.0.1:{server.server_address[1]}", "desk@example.com")
        courier.deliver(notice("email:ann@example.com"), LETTER)


def test_a_dead_mail_server_is_tried_again() -> None:
    with pytest.raises(DeliveryFailed):
        EmailCourier("smtp://127.0.0.1:9", "desk@example.com").deliver(
            notice("email:a@b.c"), LETTER
        )


def test_a_webhook_is_signed_over_time_and_body() -> None:
    with web_server(204) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}/hook"
        WebhookCourier({"crm": url}, "secret", now=lambda: 1_700_000_000.5).deliver(
            notice("webhook:crm"), LETTER
        )
    ((headers, body),) = server.seen
    assert headers["X-Jieyou-Timestamp"] == "1700000000"
    assert headers["X-Jieyou-Signature"] == signature("secret", "1700000000", body)
    assert headers["X-Jieyou-Signature"] != signature("other", "1700000000", body)
    assert headers["X-Jieyou-Delivery"] == "7"
    assert json.loads(body)["event"] == "staff_case_filed"


@pytest.mark.parametrize(
    ("status", "error"), [(500, DeliveryFailed), (404, DeliveryFailed), (410, Undeliverable)]
)
def test_a_webhook_that_is_not_taken_is_tried_again(status: int, error: type[Exception]) -> None:
    with web_server(status) as server, pytest.raises(error):
        url = f"http://127.0.0.1:{server.server_address[1]}/hook"
        WebhookCourier({"crm": url}, "secret").deliver(notice("webhook:crm"), LETTER)


def test_a_chat_tool_is_reached_by_apprise() -> None:
    with web_server(200) as server:
        url = f"json://127.0.0.1:{server.server_address[1]}/room"
        ChatCourier({"quality": url}).deliver(notice("chat:quality"), LETTER)
    assert json.loads(server.seen[0][1])["message"].startswith("您好")


def test_a_chat_tool_that_does_not_answer_is_tried_again() -> None:
    with pytest.raises(DeliveryFailed):
        ChatCourier({"q": "json://127.0.0.1:9/room"}).deliver(notice("chat:q"), LETTER)


@pytest.mark.parametrize(
    ("courier", "address"),
    [
        (WebhookCourier({}, "s"), "webhook:crm"),
        (WebhookCourier({"crm": "ftp://crm"}, "s"), "webhook:crm"),
        (ChatCourier({}), "chat:q"),
        (ChatCourier({"q": "nonsense://x"}), "chat:q"),
        (MissingCourier("JIEYOU_SMTP_URL"), "email:a@b.c"),
    ],
)
def test_what_is_not_set_up_waits_for_a_person(courier: Any, address: str) -> None:
    with pytest.raises(Undeliverable):
        courier.deliver(notice(address), LETTER)
