"""Shows conversations, messages and waits as the JSON that the desk's pages read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from casework.model import Callback, Lease, Message, Overview, QueueEntry, Whisper
from casework.presenting import instant_as_json, optional_instant
from casework.services.queue import QueueState
from desk.gateway.showing import message_as_json

PREVIEW: Final = 120


def shown_message(message: Message) -> dict[str, Any]:
    """Return a message with what the readers made of it and what was not said any more."""
    reading = message.reading or {}
    return {
        **message_as_json(message, {}),
        "reading": _read(reading) if reading else None,
        "suppressed": [kept["text"] for kept in message.metadata.get("suppressed") or ()],
    }


def shown_lines(
    overviews: Iterable[Overview], queue: Sequence[QueueEntry], lease_of: Callable[[str], Lease]
) -> list[dict[str, Any]]:
    """Return lines of the live list; the queue is whole and in the order in which it is served."""
    waits = {entry.conversation_id: (entry, place) for place, entry in enumerate(queue, 1)}
    return [
        shown_overview(
            one, lease_of(one.conversation.id), *waits.get(one.conversation.id, (None, None))
        )
        for one in overviews
    ]


def shown_overview(
    one: Overview, lease: Lease, waiting: QueueEntry | None, place: int | None
) -> dict[str, Any]:
    """Return one line of the live list."""
    reading = one.readings[-1] if one.readings else {}
    threats = sorted({threat for each in one.readings for threat in each.get("threats") or ()})
    return {
        "id": one.conversation.id,
        "channel": str(one.conversation.channel),
        "language": one.conversation.language,
        "locale": one.conversation.locale,
        "last_seq": one.conversation.last_seq,
        "last_from": str(one.last_sender),
        "last_at": instant_as_json(one.last_at),
        "preview": one.last_text[:PREVIEW],
        "tone": (reading.get("tone") or {}).get("name"),
        "anger": reading.get("anger"),
        "threats": threats,
        "curve": [
            {"anger": each.get("anger") or 0, "tone": (each.get("tone") or {}).get("name")}
            for each in one.readings
        ],
        "lease": shown_lease(lease),
        "queue": None if waiting is None else shown_wait(waiting, place),
    }


def shown_lease(lease: Lease) -> dict[str, Any]:
    """Return who speaks."""
    return {
        "version": lease.version,
        "holder": lease.holder,
        "holder_name": lease.holder_name if lease.holder else None,
        "since": instant_as_json(lease.since) if lease.holder and lease.since else None,
    }


def shown_wait(entry: QueueEntry, place: int | None) -> dict[str, Any]:
    """Return a wait."""
    return {
        "reason": str(entry.reason),
        "priority": str(entry.priority),
        "entered_at": instant_as_json(entry.entered_at),
        "category": entry.category,
        "overdue": entry.alerted_at is not None,
        "place": place,
    }


def shown_callback(callback: Callback) -> dict[str, Any]:
    """Return a promised call-back."""
    return {
        "id": callback.id,
        "conversation_id": callback.conversation_id,
        "contact": callback.contact,
        "requested_at": instant_as_json(callback.requested_at),
        "due_at": instant_as_json(callback.due_at),
    }


def shown_whisper(whisper: Whisper) -> dict[str, Any]:
    """Return what a colleague told the others."""
    return {
        "id": whisper.id,
        "author": whisper.author,
        "author_name": whisper.author_name,
        "text": whisper.text,
        "at": instant_as_json(whisper.at),
    }


def shown_queue_state(state: QueueState) -> dict[str, Any]:
    """Return what a customer is told of their wait."""
    return {
        "waiting": state.waiting,
        "position": state.position,
        "estimate_minutes": state.estimate_minutes,
        "open": state.open,
        "callback": state.callback,
        "opens_at": optional_instant(state.opens_at),
    }


def evidence(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Return every label that a rule or a lexicon gave, with its words and where they stand."""
    found: dict[str, dict[str, Any]] = {}
    for message in messages:
        for item in (message.reading or {}).get("evidence") or ():
            label = str(item.get("label"))
            found.setdefault(label, {"label": label, "text": item.get("text"), "seq": message.seq})
    return list(found.values())


def _read(reading: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "language": reading.get("language"),
        "tone": (reading.get("tone") or {}).get("name"),
        "anger": reading.get("anger"),
        "threats": list(reading.get("threats") or ()),
        "demand": list(reading.get("demand") or ()),
        "category": [item.get("name") for item in reading.get("category") or ()][:1],
        "is_complaint": reading.get("is_complaint"),
    }
