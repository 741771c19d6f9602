"""What an action wants said: a response key, leads before it in the same bubble, and facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn


@dataclass(frozen=True)
class Reply:
    """One bubble; the wording itself stands in `data/responses`."""

    key: str
    lead: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


def say(
    dispatcher: CollectingDispatcher, turn: Turn, replies: Iterable[Reply], tone: str | None = None
) -> None:
    """Hand the replies to Rasa, which words them in the conversation's language and tone."""
    for reply in replies:
        dispatcher.utter_message(
            response=reply.key,
            locale=turn.locale,
            tone=tone,
            lead=list(reply.lead),
            **reply.facts,
        )
