"""Looks into the bot's mind: reads a text, shows the slots, and notes what a person did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from urllib.parse import quote

import httpx

from desk.gateway.assistant import (
    SECRET_HEADER,
    AssistantAnswer,
    AssistantUnavailable,
    read_answer,
)
from desk.gateway.rasa_client import RasaClient

NOTE_PATH: Final = "/webhooks/gateway/note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a person did: corrections of the record, and the stretch in which they spoke."""

    conversation_id: str
    turn_id: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    stretch: Mapping[str, Any] = field(default_factory=dict)
    #: Whether the bot is to speak now, because the conversation is its own again.
    speak: bool = False


class BotMind(Protocol):
    """What the bot knows."""

    async def read(self, text: str) -> dict[str, Any]:
        """Return how a text is read: Rasa's parse result.

        Raises:
            AssistantUnavailable: it was not read.
        """

    async def slots(self, conversation_id: str) -> dict[str, Any]:
        """Return the slots of a conversation.

        Raises:
            AssistantUnavailable: they were not told.
        """

    async def note(self, note: Note) -> AssistantAnswer:
        """Let the bot know what a person did; the answer has replies where it is to speak.

        The same turn id may be noted again; it is answered alike.

        Raises:
            AssistantUnavailable: it was not noted.
        """


class RasaMind(RasaClient):
    """The bot's mind behind Rasa's interface and our channel."""

    def __init__(
        self,
        base_url: str,
        token: str,
        timeout: float,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        super().__init__(base_url, timeout, transport)
        self._token = token

    async def read(self, text: str) -> dict[str, Any]:
        """Ask Rasa for a parse."""
        parsed = await self._json("POST", "/model/parse", json={"text": text})
        if not isinstance(parsed.get("reading"), dict):
            raise AssistantUnavailable("malformed")
        return parsed

    async def slots(self, conversation_id: str) -> dict[str, Any]:
        """Ask Rasa for the tracker without its events."""
        path = f"/conversations/{quote(conversation_id, safe='')}/tracker"
        tracker = await self._json("GET", path, params={"include_events": "NONE"})
        slots = tracker.get("slots")
        return slots if isinstance(slots, dict) else {}

    async def note(self, note: Note) -> AssistantAnswer:
        """Post the note to our channel."""
        body = {
            "sender": note.conversation_id,
            "turn_id": note.turn_id,
            "changes": dict(note.changes),
            "stretch": dict(note.stretch),
            "speak": note.speak,
        }
        headers = {SECRET_HEADER: self._token}
        try:
            response = await self._client.post(NOTE_PATH, json=body, headers=headers)
        except httpx.HTTPError as error:
            raise AssistantUnavailable("unreachable") from error
        return read_answer(response, may_be_silent=True)

    async def _json(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        params = {**request.pop("params", {}), "token": self._token}
        try:
            response = await self._client.request(method, path, params=params, **request)
            body = response.json()
        except httpx.HTTPError as error:
            raise AssistantUnavailable("unreachable") from error
        except ValueError as error:
            raise AssistantUnavailable("malformed") from error
        if response.status_code != httpx.codes.OK or not isinstance(body, dict):
            raise AssistantUnavailable(f"http_{response.status_code}")
        return body
