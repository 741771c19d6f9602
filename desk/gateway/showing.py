"""Shows messages as the JSON that clients and pages read."""

from collections.abc import Mapping
from typing import Any

from casework.model import Message
from casework.presenting import instant_as_json


def message_as_json(message: Message, numbers: Mapping[int, int]) -> dict[str, Any]:
    """Return one message of a conversation.

    Args:
        message: the row.
        numbers: the `seq` of the rows it may answer, by their id.
    """
    shown: dict[str, Any] = {
        "seq": message.seq,
        "from": str(message.sender),
        "kind": str(message.kind),
        "text": message.text,
        "at": instant_as_json(message.created_at),
    }
    if message.message_id is not None:
        shown["message_id"] = message.message_id
    if message.reply_to is not None and message.reply_to in numbers:
        shown["reply_to"] = numbers[message.reply_to]
    return {**shown, **_payload(message)}


def reply_as_json(recipient_id: str, message: Message) -> dict[str, Any]:
    """Return one reply in the form of Rasa's REST channel."""
    return {"recipient_id": recipient_id, "text": message.text, **_payload(message)}


def _payload(message: Message) -> dict[str, Any]:
    payload = message.payload or {}
    return {key: payload[key] for key in ("buttons", "custom", "agent") if payload.get(key)}
