"""A bot's mind that reads, remembers and comes back as it is told."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from casework.model import Reply
from desk.gateway.assistant import AssistantAnswer, AssistantUnavailable
from desk.gateway.mind import Note


@dataclass
class FakeMind:
    """Reads every text as calm, and says that it is back."""

    outage: str | None = None
    gate: asyncio.Event | None = None
    reading: dict[str, Any] = field(default_factory=dict)
    remembered: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    read_texts: list[str] = field(default_factory=list)
    #: How often it was asked to note something, in vain or not.
    asked: int = 0

    async def read(self, text: str) -> dict[str, Any]:
        """Read a text."""
        self._check()
        self.read_texts.append(text)
        reading = {"language": "en", "anger": 0.5, "tone": {"name": "passive"}, **self.reading}
        return {"reading": reading, "intent": {"name": "inform"}, "entities": []}

    async def slots(self, conversation_id: str) -> dict[str, Any]:
        """Return what is remembered."""
        self._check()
        return dict(self.remembered)

    async def note(self, note: Note) -> AssistantAnswer:
        """Remember the changes, and say that the bot is back where it is to speak."""
        if self.gate is not None:
            await self.gate.wait()
        self.asked += 1
        self._check()
        self.notes.append(note)
        self.remembered.update(note.changes)
        return AssistantAnswer(replies=[Reply("I'm back.")] if note.speak else [])

    def _check(self) -> None:
        if self.outage is not None:
            raise AssistantUnavailable(self.outage)
