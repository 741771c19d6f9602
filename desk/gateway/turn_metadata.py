"""What the assistant is told about a message besides its text."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from casework.model import Channel, Conversation, Message
from casework.model.conversation import JOINED_TO
from desk.gateway.voice import requested_locale

# Instants outside these years are a client's mistake, and no customer's complaint.
YEARS: Final = range(1971, 2200)


def turn_metadata(message: Message, conversation: Conversation, timezone: str) -> dict[str, Any]:
    """Return the client's metadata with the fields that the gateway answers for.

    Args:
        message: the stored message.
        conversation: its conversation.
        timezone: the product's time zone, where the client gave none.
    """
    given = {key: value for key, value in message.metadata.items() if key != JOINED_TO}
    return {
        **given,
        "received_at": received_at(given, message.created_at).isoformat(),
        "channel": str(given.get("channel") or conversation.channel),
        "locale": requested_locale(given),
        "message_id": message.message_id,
        "timezone": known_timezone(given.get("timezone")) or timezone,
    }


def received_at(metadata: Mapping[str, Any], fallback: datetime) -> datetime:
    """Return when the client says the message came in, in UTC, else the fallback."""
    stated = metadata.get("received_at")
    if not isinstance(stated, str):
        return fallback
    try:
        instant = datetime.fromisoformat(stated)
        instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
        instant = instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return fallback
    return instant if instant.year in YEARS else fallback


def known_timezone(name: Any) -> str | None:
    """Return the name of a time zone that exists, else None."""
    if not isinstance(name, str) or not name or len(name) > 64:
        return None
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, KeyError):
        return None


def channel_for(metadata: Mapping[str, Any]) -> Channel:
    """Return the channel of a REST message: the testing shell says so, all others are `rest`."""
    return Channel.SHELL if metadata.get("channel") == Channel.SHELL else Channel.REST
