"""Lets the bot know what a person did: corrections of the record, and what was said meanwhile.

The note goes into a slot, one action works it in, and where the conversation is the bot's again
its open question is asked once more. As with a turn, all of it is kept or nothing.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.core.agent import Agent
from rasa.core.policies.policy import PolicyPrediction
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.turn import TURN_ID, Answer, TurnFailed, TurnOutput, shortened, spoken_after

STRETCH_SLOT = "human_stretch"
RESUME_ACTION = "action_resume"


async def run_note(agent: Agent, note: Dict[str, Any], output: TurnOutput) -> Answer:
    """Work a note into the tracker and save it once, at the end.

    `note` holds `sender`, `turn_id`, `changes`, `stretch` and `speak`. Raises `TurnFailed`.
    """
    processor = agent.processor
    if processor is None or not agent.is_ready():
        raise TurnFailed("model_missing")
    async with agent.lock_store.lock(note["sender"]):
        tracker = await processor.fetch_tracker_and_update_session(note["sender"], output, {})
        known = note_on_record(tracker, note[TURN_ID])
        if known is not None:
            return known
        tracker = await shortened(processor, tracker)
        tracker.update(
            SlotSet(
                STRETCH_SLOT,
                {
                    TURN_ID: note[TURN_ID],
                    "changes": note.get("changes") or {},
                    "speak": bool(note.get("speak")),
                    **(note.get("stretch") or {}),
                },
            )
        )
        action = processor._get_action(RESUME_ACTION)
        if action is None:
            raise TurnFailed("model_missing")
        prediction = PolicyPrediction.for_action_name(processor.domain, RESUME_ACTION)
        await processor._run_action(action, tracker, output, processor.nlg, prediction)
        # What follows is the customer's to say; a form that is open stays open.
        tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        await processor.save_tracker(tracker)
        return Answer(output.messages)


def note_on_record(tracker: DialogueStateTracker, turn_id: str) -> Optional[Answer]:
    """Return the answer of a note that the tracker holds already, else None."""
    events: List[Event] = list(tracker.events)
    # The first that bears the id is the note itself; its summary, which comes later, bears it too.
    for index, event in enumerate(events):
        if not isinstance(event, SlotSet) or event.key != STRETCH_SLOT:
            continue
        if (event.value or {}).get(TURN_ID) == turn_id:
            return Answer(spoken_after(events, index))
    return None
