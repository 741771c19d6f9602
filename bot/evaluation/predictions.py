"""The committed predictions, against which a later state of the readers is held."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.messages import Message
from bot.evaluation.reads import Read, packed, unpacked


class NoPredictions(Exception):
    """There are no committed predictions of these messages."""


@dataclass(frozen=True)
class Predictions:
    """What was read from the frozen messages, and from which state of them, by which model."""

    messages: str
    model: str
    reads: list[Read]


def write(path: Path, predictions: Predictions, messages: Sequence[Message]) -> None:
    """Write one line a message, in an order that does not change."""
    lines = {
        message.id: packed(read) for message, read in zip(messages, predictions.reads, strict=True)
    }
    content = {
        "messages": predictions.messages,
        "model": predictions.model,
        "predictions": dict(sorted(lines.items())),
    }
    path.write_text(json.dumps(content, indent=0) + "\n", encoding="ascii")


def load(path: Path, messages: Sequence[Message], digest: str) -> Predictions:
    """Return the predictions in the order of the messages.

    Raises:
        NoPredictions: the file is missing, or of other messages than these.
    """
    try:
        content = json.loads(path.read_text(encoding="ascii"))
        lines = content["predictions"]
        if content["messages"] != digest or lines.keys() != {each.id for each in messages}:
            raise NoPredictions(f"{path} is about other messages. `make eval` writes it anew.")
        reads = [unpacked(lines[each.id]) for each in messages]
        return Predictions(content["messages"], content["model"], reads)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoPredictions(f"{path} cannot be read ({error}). `make eval` writes it.") from error
