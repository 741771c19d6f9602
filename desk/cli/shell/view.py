"""What Rasa's tracker tells of one turn, and the turn as the shell remembers it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from casework.model import Message, MessageKind
from desk.cli.scripts import SLOTS

REQUESTED: Final = "requested_slot"
STRATEGY: Final = "tone"
# Runs in every turn before anything is predicted.
UNPREDICTED: Final = "action_extract_slots"


@dataclass(frozen=True, slots=True)
class PredictedAction:
    """An action of a turn and the policy that predicted it; an action may also just follow."""

    name: str
    policy: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a message was read and what became of the conversation's state."""

    intent: str | None = None
    confidence: float = 0.0
    reading: Mapping[str, Any] = field(default_factory=dict)
    entities: Sequence[Mapping[str, Any]] = ()
    actions: Sequence[PredictedAction] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    received_at: str | None = None

    @property
    def requested(self) -> str | None:
        """The slot that is asked for now."""
        return self.slots.get(REQUESTED)

    @property
    def strategy(self) -> str | None:
        """The tone that the bot answers in."""
        return self.slots.get(STRATEGY)

    @property
    def filled(self) -> dict[str, Any]:
        """The slots of the intake that hold something, in the intake's order."""
        return {name: self.slots[name] for name in SLOTS if self.slots.get(name) is not None}

    @property
    def reply_language(self) -> str | None:
        """The language in which the bot speaks now, as scripts name it."""
        locale = str(self.slots.get("locale") or "")
        if locale.startswith("zh-Hant"):
            return "zh-Hant"
        language = locale.partition("-")[0] or self.slots.get("language")
        return language if language in ("zh", "en") else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A message of the customer, what was answered to it, and how it was read."""

    says: str
    replies: Sequence[Message]
    seconds: float
    at: datetime
    view: View = field(default_factory=View)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    #: How far the clock was moved ahead just before.
    jumped: timedelta = timedelta()

    @property
    def keys(self) -> list[str]:
        """The keys of the wordings that were said, each once."""
        said = [reply for reply in self.replies if reply.kind is MessageKind.MESSAGE]
        keys = [str((reply.payload or {}).get("key") or "") for reply in said]
        return list(dict.fromkeys(key for key in keys if key))


def view_of(tracker: Mapping[str, Any], message_id: str) -> View:
    """Return what the tracker tells of the turn of a message; of one not answered, the slots.

    Args:
        tracker: Rasa's JSON of the tracker, with its events.
        message_id: the id under which the message was sent.
    """
    slots = tracker.get("slots") or {}
    events = list(tracker.get("events") or [])
    for index in range(len(events) - 1, -1, -1):
        event = events[index]
        metadata = event.get("metadata") or {}
        if event.get("event") == "user" and metadata.get("message_id") == message_id:
            parsed = event.get("parse_data") or {}
            intent = parsed.get("intent") or {}
            return View(
                intent=intent.get("name"),
                confidence=float(intent.get("confidence") or 0.0),
                reading=parsed.get("reading") or {},
                entities=parsed.get("entities") or (),
                actions=tuple(_actions(events[index + 1 :])),
                slots=slots,
                received_at=metadata.get("received_at"),
            )
    return View(slots=slots)


def _actions(events: Iterable[Mapping[str, Any]]) -> Iterable[PredictedAction]:
    for event in events:
        if event.get("event") == "user":
            return
        if event.get("event") == "action" and event.get("name") != UNPREDICTED:
            yield PredictedAction(str(event["name"]), event.get("policy"), event.get("confidence"))
