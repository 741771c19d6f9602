"""Not understood: once other words are asked for, then choices are offered, then a person."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import runtime
from actions.promises import aside_facts
from actions.replies import Reply, say
from actions.turn import turn_from

MISUNDERSTOOD = "misunderstood"
#: Which try comes after the bot's last words, where these said that it had not understood.
STEP_AFTER = {"utter_fallback": 2, "utter_choices": 3}


class ActionFallback(Action):
    """Goes one step further each time in a row that a message was not understood."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_fallback"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Say the step's reply; the third one records that a person should look."""
        return not_understood(dispatcher, tracker)


def not_understood(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """Ask for other words, then offer choices, then have a person look."""
    services = runtime.services()
    turn = turn_from(tracker)
    step = next_step(tracker)
    if step >= 3:
        services.handovers.wish(turn.conversation_id, turn.turn_id, "misunderstood")
        facts = aside_facts("ask_hours", services.policy)
        reply = Reply("utter_fallback_human", facts=facts)
    elif step == 2:
        choices = ["button_report", "button_status", "button_person"]
        reply = Reply("utter_choices", facts={"choices": choices})
    else:
        reply = Reply("utter_fallback")
    say(dispatcher, turn, [reply])
    return [SlotSet(MISUNDERSTOOD, step)]


def next_step(tracker: Tracker) -> int:
    """Return which try at being understood this is, by what the bot said last."""
    for event in reversed(tracker.events):
        if event.get("event") == "bot":
            key = (event.get("metadata") or {}).get("utter_action")
            return STEP_AFTER.get(str(key), 1)
    return 1
