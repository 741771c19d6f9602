"""The form's action: one call a turn reads, decides, and says what comes next."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import runtime
from actions.intake import hearing
from actions.intake.notes import OUTCOME_SLOT, emptied_slots, read_intake, slot_values
from actions.intake.overheard import overheard
from actions.intake.planner import plan_turn
from actions.replies import say
from actions.status import answer_status
from actions.turn import turn_from
from casework.model import Channel


class ValidateIntakeForm(Action):
    """Takes the message into the intake; Rasa's form keeps the question that is open."""

    def name(self) -> str:
        """Return the name by which Rasa's form finds its validation."""
        return "validate_intake_form"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Say the turn's replies and return the slots as they stand after it."""
        services = runtime.services()
        turn = turn_from(tracker)
        intake = read_intake(tracker.get_slot)
        if intake.is_new:
            services.intakes.open_intake(turn.conversation_id, Channel(turn.channel))
        plan = plan_turn(intake, turn, services.policy, overheard(tracker))
        if plan.wishes_person:
            services.handovers.wish(turn.conversation_id, turn.turn_id, plan.wishes_person)
        tone = hearing.strategy(intake.notes.heard)
        if plan.tells_status:
            say(dispatcher, turn, [answer_status(turn, {})[0]], tone)
        say(dispatcher, turn, plan.replies, tone)
        values: dict[str, Any] = {**slot_values(intake), "tone": tone}
        if plan.outcome == "filing":
            values["confirm"] = True
        if plan.outcome == "cancelled":
            services.intakes.cancel_intake(turn.conversation_id)
            values = emptied_slots()
        values[OUTCOME_SLOT] = plan.outcome
        values["requested_slot"] = plan.requested
        return [SlotSet(name, value) for name, value in values.items()]
