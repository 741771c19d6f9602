"""Tells the state of a case: by its number, from elsewhere only with the contact's last four."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import runtime
from actions.promises import local
from actions.replies import Reply, say
from actions.turn import Turn, turn_from
from casework.errors import CaseNotFound, StatusRefused, TooManyAttempts

QUERY = "status_query"
CASE_NO = re.compile(r"(?<![A-Z0-9])JY[ -]?(\d{8})[ -]?([0-9A-HJKMNP-TV-Z]{8})(?![A-Z0-9])", re.I)
FOUR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


class ActionCaseStatus(Action):
    """Asks for number and digits, one at a time, and tells status and next date only."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_case_status"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Answer with the state, or ask for what is missing."""
        turn = turn_from(tracker)
        reply, query = answer_status(turn, tracker.get_slot(QUERY) or {})
        say(dispatcher, turn, [reply])
        return [SlotSet(QUERY, query)]


def answer_status(turn: Turn, query: dict[str, Any]) -> tuple[Reply, dict[str, Any] | None]:
    """Return the reply and what is still being asked; None when nothing is."""
    services = runtime.services()
    written = CASE_NO.search(turn.text)
    number = f"JY{written[1]}-{written[2].upper()}" if written else query.get("case_no")
    number = number or turn.last_case_no
    if number is None:
        return Reply("utter_status_request_case_no"), {"asking": "case_no"}
    rest = CASE_NO.sub(" ", turn.text)
    four = FOUR.search(rest)
    if four is None and not _filed_here(number, turn):
        return (
            Reply("utter_status_request_last4", facts={"case_no": number}),
            {"asking": "last4", "case_no": number},
        )
    try:
        state = services.cases.case_status_for(
            number, four[1] if four else None, conversation_id=turn.conversation_id
        )
    except TooManyAttempts:
        return Reply("utter_status_limited"), None
    except StatusRefused:
        return Reply("utter_status_not_found"), {"asking": "case_no"}
    facts: dict[str, Any] = {"case_no": state.case_no, "status_code": str(state.status)}
    if state.next_due_at is None:
        return Reply("utter_status_no_due", facts=facts), None
    facts["instants"] = {"next_due": local(state.next_due_at, services.tz)}
    return Reply("utter_status", facts=facts), None


def _filed_here(number: str, turn: Turn) -> bool:
    """Say whether this conversation filed the case: then it needs no digits."""
    try:
        case = runtime.services().cases.get(number)
    except CaseNotFound:
        return False
    return case.conversation_id == turn.conversation_id
