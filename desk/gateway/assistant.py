"""Asks the assistant for one turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import httpx

from casework.model import Reply
from desk.gateway.rasa_client import RasaClient

SECRET_HEADER: Final = "X-Jieyou-Secret"
TURN_PATH: Final = "/webhooks/gateway/webhook"
LANGUAGES: Final = ("zh", "en")
# What the assistant says about the message itself; the other reasons are outages that pass.
REFUSALS: Final = frozenset({"empty", "error", "rejected"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantAnswer:
    """What a completed turn gave: at least one reply, and how the message was read."""

    replies: Sequence[Reply]
    reading: Mapping[str, Any] | None = None
    language: str | None = None
    intent: str | None = None


class AssistantUnavailable(Exception):
    """The assistant did not complete the turn, and kept nothing of it."""

    def __init__(self, reason: str, language: str | None = None) -> None:
        self.reason = reason
        self.language = language
        super().__init__(reason)


class Assistant(Protocol):
    """Answers messages."""

    async def turn(
        self, conversation_id: str, text: str, turn_id: str, metadata: Mapping[str, Any]
    ) -> AssistantAnswer:
        """Return the answer to one message.

        The same turn id may be asked for again; a turn that was completed is answered alike.

        Raises:
            AssistantUnavailable: the turn was not completed.
        """


class RasaAssistant(RasaClient):
    """The assistant behind the input channel of our own in Rasa."""

    def __init__(
        self,
        base_url: str,
        secret: str,
        timeout: float,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        super().__init__(base_url, timeout, transport, {SECRET_HEADER: secret})

    async def turn(
        self, conversation_id: str, text: str, turn_id: str, metadata: Mapping[str, Any]
    ) -> AssistantAnswer:
        """Post the message to Rasa and read what it answers."""
        body = {
            "sender": conversation_id,
            "message": text,
            "turn_id": turn_id,
            "metadata": dict(metadata),
        }
        try:
            response = await self._client.post(TURN_PATH, json=body)
        except httpx.TimeoutException as error:
            raise AssistantUnavailable("timeout") from error
        except httpx.HTTPError as error:
            raise AssistantUnavailable("unreachable") from error
        return read_answer(response)


def read_answer(response: httpx.Response, *, may_be_silent: bool = False) -> AssistantAnswer:
    """Return what our channel in Rasa answers; raise `AssistantUnavailable` where it failed."""
    try:
        body = response.json()
    except ValueError as error:
        raise AssistantUnavailable(_reason(response.status_code)) from error
    if not isinstance(body, dict):
        raise AssistantUnavailable("malformed")
    language = body.get("language") if body.get("language") in LANGUAGES else None
    if response.status_code != httpx.codes.OK or body.get("status") != "completed":
        reason = body.get("reason") if response.status_code != httpx.codes.UNAUTHORIZED else None
        raise AssistantUnavailable(
            reason if isinstance(reason, str) else _reason(response.status_code), language
        )
    replies = _replies(body.get("messages"))
    if not replies and not may_be_silent:
        raise AssistantUnavailable("empty", language)
    reading, intent = body.get("reading"), body.get("intent")
    return AssistantAnswer(
        replies=replies,
        reading=reading if isinstance(reading, dict) else None,
        language=language,
        intent=intent if isinstance(intent, str) else None,
    )


def _reason(status: int) -> str:
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return "unauthorised"
    if status in (httpx.codes.BAD_REQUEST, httpx.codes.UNPROCESSABLE_ENTITY):
        return "rejected"
    # Rasa answers 404 while its channels are not mounted, and 5xx while it starts or stops.
    return "starting" if status == httpx.codes.NOT_FOUND or status >= 500 else "malformed"


def _replies(messages: Any) -> list[Reply]:
    found = []
    for item in messages if isinstance(messages, list) else []:
        if not isinstance(item, dict):
            continue
        said = item.get("text")
        payload = {key: item[key] for key in ("buttons", "custom", "key") if item.get(key)}
        text = said if isinstance(said, str) else ""
        if text.strip() or "buttons" in payload or "custom" in payload:
            found.append(Reply(text=text, payload=payload or None))
    return found
