"""The couriers: console, e-mail, signed webhooks, and chat tools by apprise."""

import hashlib
import hmac
import json
import smtplib
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Final, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import structlog

from casework.errors import DeliveryFailed, Undeliverable
from casework.model.work import Outgoing
from casework.notify.texts import Letter
from casework.presenting import instant_as_json

log: Final = structlog.get_logger()

SECONDS: Final = 10.0
SIGNATURE: Final = "X-Jieyou-Signature"
TIMESTAMP: Final = "X-Jieyou-Timestamp"
DELIVERY: Final = "X-Jieyou-Delivery"


class Courier(Protocol):
    """Carries a notice to where its address points."""

    def deliver(self, outgoing: Outgoing, letter: Letter) -> None:
        """Carry a notice; it blocks until the other side took it.

        Args:
            outgoing: the notice and its address.
            letter: its words.

        Raises:
            DeliveryFailed: another attempt may succeed.
            Undeliverable: none will.
        """


class ConsoleCourier:
    """Writes notices to staff into the log; they hold nothing personal."""

    def deliver(self, outgoing: Outgoing, letter: Letter) -> None:
        """Log the notice."""
        log.info(
            "notice.delivered",
            recipient=outgoing.recipient,
            key=outgoing.key,
            case_no=outgoing.case_no,
            notice=letter.subject,
        )


@dataclass(frozen=True, slots=True)
class EmailCourier:
    """Sends by SMTP; `smtps://` speaks TLS from the start, `smtp://…?tls=1` after STARTTLS."""

    url: str
    sender: str

    def deliver(self, outgoing: Outgoing, letter: Letter) -> None:
        """Send one message; its id is the notice's, so that a mail server sees repetitions."""
        message = EmailMessage()
        message["Subject"] = " ".join(letter.subject.split())
        message["From"] = self.sender
        message["To"] = _after_colon(outgoing.address)
        message["Message-ID"] = f"<notice-{outgoing.id}@jieyou.invalid>"
        message.set_content(letter.text)
        try:
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            if codes and all(500 <= code < 600 for code in codes):
                raise Undeliverable(f"SMTP {codes[0]}") from error
            raise DeliveryFailed("SMTP refused the recipient for now") from error
        except (OSError, smtplib.SMTPException) as error:
            raise DeliveryFailed(type(error).__name__) from error

    def _connected(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host = parts.hostname or "localhost"
        server: smtplib.SMTP
        if parts.scheme == "smtps":
            context = ssl.create_default_context()
            server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=SECONDS)
            if parse_qs(parts.query).get("tls") == ["1"]:
                server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server


@dataclass(frozen=True, slots=True)
class WebhookCourier:
    """Posts JSON, signed with HMAC-SHA256 over the timestamp, a dot and the body."""

    urls: Mapping[str, str]
    secret: str
    now: Callable[[], float] = time.time

    def deliver(self, outgoing: Outgoing, letter: Letter) -> None:
        """Post the notice; the other side answers 2xx when it has it."""
        url = _named(self.urls, outgoing, "JIEYOU_WEBHOOKS")
        body = json.dumps(_payload(outgoing, letter), ensure_ascii=False).encode()
        timestamp = str(int(self.now()))
        headers = {
            "Content-Type": "application/json",
            TIMESTAMP: timestamp,
            SIGNATURE: signature(self.secret, timestamp, body),
            DELIVERY: str(outgoing.id),
        }
        try:
            response = httpx.post(url, content=body, headers=headers, timeout=SECONDS)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise Undeliverable("the webhook's address is not a URL") from error
        except httpx.HTTPError as error:
            raise DeliveryFailed(type(error).__name__) from error
        if response.status_code == httpx.codes.GONE:
            raise Undeliverable("HTTP 410")
        if not response.is_success:
            raise DeliveryFailed(f"HTTP {response.status_code}")


@dataclass(frozen=True, slots=True)
class ChatCourier:
    """Sends to DingTalk, Feishu, WeCom, Slack, Teams and the rest of what apprise knows."""

    urls: Mapping[str, str]

    def deliver(self, outgoing: Outgoing, letter: Letter) -> None:
        """Send to the tool that the address names."""
        import apprise

        tool = apprise.Apprise()
        if not tool.add(_named(self.urls, outgoing, "JIEYOU_CHAT_TOOLS")):
            raise Undeliverable("the chat tool's address is not one that apprise knows")
        if not tool.notify(body=letter.text, title=letter.subject):
            raise DeliveryFailed("the chat tool did not take it")


@dataclass(frozen=True, slots=True)
class MissingCourier:
    """Stands for a channel that is not set up: what goes there waits for a person."""

    setting: str

    def deliver(self, outgoing: Outgoing, letter: Letter) -> None:
        """Refuse for good."""
        raise Undeliverable(f"{self.setting} is not set")


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return what a receiver computes to see that a webhook is ours."""
    signed = f"{timestamp}.".encode() + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _payload(outgoing: Outgoing, letter: Letter) -> dict[str, Any]:
    return {
        "id": outgoing.id,
        "event": outgoing.key,
        "case_no": outgoing.case_no,
        "recipient": outgoing.recipient,
        "facts": dict(outgoing.facts),
        "text": letter.text,
        "created_at": instant_as_json(outgoing.created_at),
    }


def _named(urls: Mapping[str, str], outgoing: Outgoing, setting: str) -> str:
    name = _after_colon(outgoing.address)
    if name not in urls:
        raise Undeliverable(f"{setting} names no {name}")
    return urls[name]


def _after_colon(address: str) -> str:
    return address.partition(":")[2]
