"""Lets the bot come back after a person gave a conversation back."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

import structlog

from casework.model import Message, Sender
from casework.presenting import instant_as_json
from casework.services.stretch import Stretch
from casework.services.takeover import TakeoverService
from desk.gateway.assistant import REFUSALS, AssistantUnavailable
from desk.gateway.mind import BotMind, Note
from desk.storing import StorageThreads

log: Final = structlog.get_logger()

#: So much of each message of the stretch is told; the rows hold the whole.
MOST_TEXT: Final = 2000


class Spoken(Protocol):
    """Gives out what is said unasked."""

    async def said(self, conversation_id: str, messages: Any) -> None:
        """Send messages to the conversation's open pages."""


class Resumption:
    """Tells the bot what happened meanwhile and lets it ask its open question again."""

    def __init__(
        self, takeover: TakeoverService, mind: BotMind, storage: StorageThreads, spoken: Spoken
    ) -> None:
        self._takeover = takeover
        self._mind = mind
        self._storage = storage
        self._spoken = spoken

    async def run(self, conversation_id: str, *, give_up: bool = False) -> None:
        """Let the bot speak, if it has to.

        Args:
            conversation_id: the conversation that was given back.
            give_up: let the bot come back without a word where it refuses once more; while a
                part of it is away nothing is given up, for that will be back.

        Raises:
            AssistantUnavailable: the bot could not, and should be asked again.
        """
        stretch = await self._storage.run(lambda: self._takeover.stretch(conversation_id))
        if stretch is None:
            return
        try:
            answer = await self._mind.note(
                Note(
                    conversation_id=conversation_id,
                    turn_id=stretch.lease.resume_turn_id or "",
                    stretch=stretch_as_json(stretch),
                    speak=True,
                )
            )
            replies = answer.replies
        except AssistantUnavailable as failure:
            give_up = give_up and failure.reason in REFUSALS
            log.warning("gateway.resume.failed", reason=failure.reason, given_up=give_up)
            if not give_up:
                raise
            replies = []
        said = await self._storage.run(lambda: self._takeover.resumed(stretch, replies))
        await self._spoken.said(conversation_id, said)


def stretch_as_json(stretch: Stretch) -> dict[str, Any]:
    """Return what the bot is told of a human stretch."""
    lease = stretch.lease
    return {
        "agent": lease.holder_name,
        "since": instant_as_json(lease.since) if lease.since else None,
        "locale": stretch.conversation.locale,
        "language": stretch.conversation.language,
        "case_no": stretch.case_no,
        "messages": [_told(message) for message in stretch.messages],
    }


def _told(message: Message) -> dict[str, Any]:
    told: dict[str, Any] = {"from": str(message.sender), "text": message.text[:MOST_TEXT]}
    reading: Mapping[str, Any] = message.reading or {}
    # What was read while the bot answered is in its slots already.
    if message.sender is Sender.CUSTOMER and "intent" in reading:
        told["parse"] = {
            "intent": reading.get("intent"),
            "entities": reading.get("entities") or [],
            "reading": {k: v for k, v in reading.items() if k not in ("intent", "entities")},
        }
    return told
