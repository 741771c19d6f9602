"""One turn as the actions see it: what the customer wrote and how it was read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker

LATIN = re.compile(r"[A-Za-z]{2,}")
HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Entity:
    """One detail that the readers found; a value of None did not fit its form."""

    name: str
    value: Any
    text: str
    start: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What a site that embeds the chat vouches for, as the gateway has checked it."""

    name: str | None = None
    contact: str | None = None
    level: str | None = None
    orders: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """The customer's message of this turn."""

    conversation_id: str
    turn_id: str
    text: str
    intent: str
    confidence: float
    entities: Sequence[Entity] = ()
    reading: Mapping[str, Any] = field(default_factory=dict)
    channel: str = "rest"
    language: str = "zh"
    locale: str = "zh-Hans"
    last_case_no: str | None = None
    known: Known = Known()

    @property
    def is_complaint(self) -> float:
        """How likely the message complains, from 0 to 1."""
        return float(self.reading.get("is_complaint") or 0.0)

    @property
    def answer(self) -> str | None:
        """`affirm`, `deny`, `skip`, `cancel` or `go_on` where the message is such an answer."""
        return next((e.value for e in self.entities if e.name == "answer"), None)

    @property
    def declined(self) -> set[str]:
        """The slots for which the message says that there is nothing to give."""
        return {str(entity.value) for entity in self.named("declined")}

    def named(self, *names: str) -> list[Entity]:
        """Return the details of these names, in the order of the text."""
        return [entity for entity in self.entities if entity.name in names]

    def evidence(self, reader: str) -> set[str]:
        """Return the labels of a reader, such as `demand`, for which the text has evidence."""
        return {
            str(item["label"]).partition(".")[2]
            for item in self.reading.get("evidence") or []
            if str(item["label"]).startswith(f"{reader}.")
        }


def turn_from(tracker: Tracker) -> Turn:
    """Return the turn of the tracker's latest message."""
    return turn_of(tracker, tracker.latest_message or {})


def turn_of(tracker: Tracker, message: Mapping[str, Any]) -> Turn:
    """Return the turn of a message as Rasa parsed it."""
    metadata = message.get("metadata") or {}
    intent = message.get("intent") or {}
    locale = tracker.get_slot("locale") or _suggested(
        metadata.get("locale"), message.get("text") or ""
    )
    return Turn(
        conversation_id=tracker.sender_id,
        turn_id=str(metadata.get("turn_id") or message.get("message_id") or ""),
        text=_as_typed(message.get("text") or ""),
        intent=str(intent.get("name") or "nlu_fallback"),
        confidence=float(intent.get("confidence") or 0.0),
        entities=entities_from(message.get("entities") or []),
        reading=message.get("reading") or {},
        channel=str(metadata.get("channel") or "rest"),
        language="en" if locale.startswith("en") else "zh",
        locale=locale,
        last_case_no=tracker.get_slot("last_case_no"),
        known=_known(metadata.get("identity")),
    )


def _known(identity: Any) -> Known:
    if not isinstance(identity, dict):
        return Known()
    values = {key: identity.get(key) for key in ("name", "contact", "level")}
    orders = identity.get("orders")
    return Known(
        **{key: value for key, value in values.items() if isinstance(value, str) and value},
        orders=tuple(
            order
            for order in (orders if isinstance(orders, list) else [])
            if isinstance(order, str)
        ),
    )


def entities_from(items: Sequence[Mapping[str, Any]]) -> tuple[Entity, ...]:
    """Return the details of a parse result."""
    return tuple(
        Entity(
            item["entity"],
            item.get("value"),
            str(item.get("text") or item.get("value") or ""),
            int(item.get("start") or 0),
            item.get("extra") or {},
        )
        for item in items
    )


def _suggested(locale: str | None, text: str) -> str:
    """Return the locale while no message has shown one: the channel's, else the letters'."""
    suggested = (locale or "").lower()
    if suggested.startswith("en"):
        return "en"
    if suggested in {"zh-hant", "zh-tw", "zh-hk", "zh-mo"}:
        return "zh-Hant"
    if suggested.startswith("zh"):
        return "zh-Hans"
    return "en" if LATIN.search(text) and not HAN.search(text) else "zh-Hans"


def _as_typed(text: str) -> str:
    """Return the text with the slash at its front that the tokenizer made wide."""
    text = text.strip()
    return "/" + text[1:] if text.startswith("／") else text
