"""Details that come with no question open: an addition to a filed case, or a first sign of one."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import runtime
from actions.fallback import not_understood
from actions.intake.acts import has_details, is_story
from actions.intake.answering import INFORMING
from actions.intake.overheard import overheard
from actions.intake.residue import is_question, only_details
from actions.replies import Reply, say
from actions.status import QUERY, answer_status
from actions.turn import Turn, turn_from

FORM = "intake_form"
#: With so much of a sign, a long message full of details tells of a complaint.
MAY_COMPLAIN = 0.1


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
        if _tells(turn) or any(_told(earlier) for earlier in overheard(tracker)):
            # The intake finds the earlier message again, and nothing has to be said twice.
            return [FollowupAction(FORM)]
        if not has_details(turn):
            return not_understood(dispatcher, tracker)
        # They are found again when an intake opens (actions/intake/overheard.py).
        say(dispatcher, turn, [Reply("utter_details_first")])
        return []


def _told(earlier: Turn) -> bool:
    """Say whether a message before the details may have told what happened."""
    return earlier.intent not in INFORMING and is_story(earlier) and not is_question(earlier)


def _tells(turn: Turn) -> bool:
    """Say whether a message that was read as mere details tells what happened as well."""
    signs = turn.is_complaint >= MAY_COMPLAIN or bool(turn.evidence("demand"))
    return is_story(turn) and signs and not only_details(turn)
