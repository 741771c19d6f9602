"""Details that come with no question open: an addition to a filed case, or a first sign of one."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import runtime
from actions.fallback import not_understood
from actions.intake.acts import has_details
from actions.replies import Reply, say
from actions.status import QUERY, answer_status
from actions.turn import turn_from


class ActionTakeDetails(Action):
    """Adds to the case filed before, goes on with a status question, or asks for the story."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_take_details"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Take what was given where it belongs."""
        turn = turn_from(tracker)
        query = tracker.get_slot(QUERY)
        if query:
            reply, query = answer_status(turn, query)
            say(dispatcher, turn, [reply])
            return [SlotSet(QUERY, query)]
        if turn.last_case_no:
            services = runtime.services()
            # A turn that is sent again after a failure elsewhere has added its words already.
            if self.name() not in services.turns.completed(turn.conversation_id, turn.turn_id):
                services.cases.supplement(turn.last_case_no, "customer", turn.text)
            facts = {"case_no": turn.last_case_no}
            say(dispatcher, turn, [Reply("utter_supplement_added", facts=facts)])
            return []
        if not has_details(turn):
            return not_understood(dispatcher, tracker)
        # They are found again when an intake opens (actions/intake/overheard.py).
        say(dispatcher, turn, [Reply("utter_details_first")])
        return []
