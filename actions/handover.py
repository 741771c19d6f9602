"""Takes down the wish to speak with a person (R145), outside an intake."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import runtime
from actions.promises import aside_facts
from actions.replies import Reply, say
from actions.turn import turn_from


class ActionHandover(Action):
    """Records the wish and answers honestly; the complaint can be told meanwhile."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_handover"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Record the wish once for the turn."""
        services = runtime.services()
        turn = turn_from(tracker)
        services.handovers.wish(turn.conversation_id, turn.turn_id, "asked")
        facts = aside_facts("ask_hours", services.policy)
        say(dispatcher, turn, [Reply("utter_human_noted", facts=facts)])
        return []
