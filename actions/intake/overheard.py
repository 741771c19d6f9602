"""What was said before the intake opened and may belong to it: a first telling that was misread."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk import Tracker

from actions.turn import Turn, turn_of

MISTAKABLE = frozenset(
    {
        "question",
        "chitchat",
        "praise",
        "nonsense",
        "unclear",
        "ask_policy",
        "nlu_fallback",
        "inform",
        "add_info",
    }
)
#: Where the look back ends: before these, everything belongs to an earlier matter.
ENDS = frozenset({"intake_form", "action_file_case"})
MOST = 6


def overheard(tracker: Tracker) -> Sequence[Turn]:
    """Return the messages before this one that may have been misread, the oldest first."""
    found: list[Turn] = []
    past_this_one = False
    for event in reversed(tracker.events):
        is_message = event.get("event") == "user"
        if not past_this_one:
            # Rasa lays the form's own execution behind the message that opens it.
            past_this_one = is_message
            continue
        if event.get("event") == "action" and event.get("name") in ENDS:
            break
        if not is_message:
            continue
        parsed = event.get("parse_data") or {}
        turn = turn_of(tracker, {**parsed, "text": parsed.get("text") or event.get("text")})
        if turn.intent in MISTAKABLE:
            found.append(turn)
    return found[:MOST][::-1]
