"""Answers the questions whose answer holds figures of the policy."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import runtime
from actions.intake.acts import ASIDES
from actions.promises import aside_facts
from actions.replies import Reply, say
from actions.turn import turn_from


class ActionAnswerQuestion(Action):
    """Answers how long it takes, when people work and how they are reached."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_answer_question"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Say the answer with the policy's figures."""
        policy = runtime.services().policy
        turn = turn_from(tracker)
        key = ASIDES[turn.intent]
        if turn.intent == "ask_phone" and policy.service_phone:
            key = "utter_faq_phone_number"
        say(dispatcher, turn, [Reply(key, facts=aside_facts(turn.intent, policy))])
        return []
