"""An assistant that answers at once, and fails as it is told."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from casework.model import Reply
from desk.gateway.assistant import AssistantAnswer, AssistantUnavailable


@dataclass(frozen=True)
class Turn:
    """One turn that the assistant was asked for."""

    conversation_id: str
    text: str
    turn_id: str
    metadata: Mapping[str, Any]


def echo(text: str) -> AssistantAnswer:
    """Answer with the customer's own words."""
    return AssistantAnswer(replies=[Reply(f"re: {text}")])


@dataclass
class FakeAssistant:
    """Answers by a function; `outage` names why it cannot, `gate` holds turns back."""

    answer: Callable[[str], AssistantAnswer] = echo
    outage: str | None = None
    # Each of these fails one turn: a reason, or any exception.
    failures: list[str | Exception] = field(default_factory=list)
    gate: asyncio.Event | None = None
    seconds: float = 0.0
    asked: list[Turn] = field(default_factory=list)
    completed: dict[str, AssistantAnswer] = field(default_factory=dict)
    most_at_once: dict[str, int] = field(default_factory=dict)
    busy: dict[str, int] = field(default_factory=dict)

    async def turn(
        self, conversation_id: str, text: str, turn_id: str, metadata: Mapping[str, Any]
    ) -> AssistantAnswer:
        """Answer a turn, the same one alike, or fail it as told."""
        self.asked.append(Turn(conversation_id, text, turn_id, metadata))
        self.busy[conversation_id] = self.busy.get(conversation_id, 0) + 1
        self.most_at_once[conversation_id] = max(
            self.most_at_once.get(conversation_id, 0), self.busy[conversation_id]
        )
        try:
            await asyncio.sleep(self.seconds)
            if self.gate is not None:
                await self.gate.wait()
            if self.failures:
                failure = self.failures.pop(0)
                raise AssistantUnavailable(failure) if isinstance(failure, str) else failure
            if self.outage is not None:
                raise AssistantUnavailable(self.outage)
            return self.completed.setdefault(turn_id, self.answer(text))
        finally:
            self.busy[conversation_id] -= 1

    @property
    def texts(self) -> list[str]:
        """The texts of all turns asked for, in order."""
        return [turn.text for turn in self.asked]
