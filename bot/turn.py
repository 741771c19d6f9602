"""One turn of a conversation inside Rasa: all of it is kept, or nothing of it.

Rasa commits a turn even when its custom action failed, and then loses the form. Here a failure
leaves Rasa's own loop as a `BaseException`, which Rasa does not swallow, before the tracker is
saved. The tracker then stands as it stood before the message, and the gateway sends the message
again under the same turn id. A turn id that the tracker already holds is answered from it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import (
    ACTION_LISTEN_NAME,
    ACTION_SESSION_START_NAME,
    REQUESTED_SLOT,
)
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlg import SAID, said_so_far

TURN_ID = "turn_id"
EXPECTING = "expecting"
SPEAKING = "speaking"
INVITED = "invited"
#: Whether the conversation has filed a case.
FILED = "filed"
#: Whether the number or the digits of a case were asked for just before.
ASKING = "asking"
STATUS_QUERY = "status_query"
#: Wordings that ask somebody who has no intake open to tell what happened.
INVITING = frozenset({"utter_details_first", "utter_idle_yes", "utter_restart"})

#: A tracker is cut back to its live state after so many messages of the customer: the cost of a
#: turn grows with the tracker's length (house figure: turns 281 to 300 cost 8.9 times the first).
TURNS_A_SESSION = 12


class TurnFailed(BaseException):
    """A part that the turn needs did not answer; nothing of the turn was kept."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Answer:
    """What one turn gave back: messages in order, and how the text was read."""

    messages: List[Dict[str, Any]]
    parse_data: Dict[str, Any] = field(default_factory=dict)


class TurnOutput(OutputChannel):
    """Collects whole messages (text, buttons, custom) of one turn, in order."""

    def __init__(self, channel: str) -> None:
        self.messages: List[Dict[str, Any]] = []
        self._channel = channel

    def name(self) -> str:  # type: ignore[override]
        """Return the channel that the customer writes from."""
        return self._channel

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        """Keep one bot message as a unit; Rasa would split it by its parts."""
        # Rasa lays the metadata of a message it sends among its parts.
        self.messages.append(_public(message, message))


def _public(message: Dict[str, Any], metadata: Dict[str, Any]) -> Dict[str, Any]:
    """Return the part of a bot message that leaves Rasa."""
    kept = {k: message[k] for k in ("text", "buttons", "custom") if message.get(k)}
    key = metadata.get("utter_action")
    return {**kept, "key": key} if key else kept


async def run_turn(agent: Agent, message: UserMessage, output: TurnOutput) -> Answer:
    """Run one message through Rasa and save the tracker once, at the end.

    `message.metadata["turn_id"]` identifies the turn. Raises `TurnFailed`.
    """
    processor = agent.processor
    if processor is None or not agent.is_ready():
        raise TurnFailed("model_missing")
    async with agent.lock_store.lock(message.sender_id):
        tracker = await processor.fetch_tracker_and_update_session(
            message.sender_id, output, message.metadata
        )
        turn_id = (message.metadata or {})[TURN_ID]
        known = answer_on_record(tracker, turn_id)
        if known is not None:
            return known
        tracker = await shortened(processor, tracker)
        message.metadata[SPEAKING] = tracker.get_slot("locale")
        message.metadata[ASKING] = bool(tracker.get_slot(STATUS_QUERY))
        message.metadata[FILED] = tracker.get_slot("last_case_no") is not None
        message.metadata[INVITED] = last_key(tracker) in INVITING
        message.metadata[EXPECTING] = (
            tracker.get_slot(REQUESTED_SLOT) if tracker.active_loop_name else None
        )
        await processor._handle_message_with_tracker(message, tracker)
        tracker = await processor.run_action_extract_slots(output, tracker)
        await processor._run_prediction_loop(output, tracker)
        if processor.is_action_limit_reached(tracker, should_predict_another_action=True):
            raise TurnFailed("error")
        if not output.messages:
            raise TurnFailed("empty")
        await processor.save_tracker(tracker)
        latest = tracker.latest_message
        return Answer(output.messages, latest.parse_data if latest else {})


def last_key(tracker: DialogueStateTracker) -> Optional[str]:
    """Return the key of the bot's last wording, None where it has said nothing yet."""
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered):
            key = (event.metadata or {}).get("utter_action")
            return str(key) if key else None
    return None


def answer_on_record(tracker: DialogueStateTracker, turn_id: str) -> Optional[Answer]:
    """Return the answer of a turn that the tracker holds already, else None."""
    events: List[Event] = list(tracker.events)
    for index in range(len(events) - 1, -1, -1):
        event = events[index]
        if isinstance(event, UserUttered) and event.metadata.get(TURN_ID) == turn_id:
            return Answer(spoken_after(events, index), event.parse_data)
    return None


def spoken_after(events: List[Event], index: int) -> List[Dict[str, Any]]:
    """Return what the bot said after an event, up to the customer's next message."""
    messages = []
    for later in events[index + 1 :]:
        if isinstance(later, UserUttered):
            break
        if isinstance(later, BotUttered):
            body = {"text": later.text, **(later.data or {})}
            messages.append(_public(body, later.metadata or {}))
    return messages


async def shortened(
    processor: MessageProcessor, tracker: DialogueStateTracker
) -> DialogueStateTracker:
    """Return the tracker, cut back to its live state where it has grown long.

    A new session that opens with the live slots and the active form costs what a young one
    costs; the older events stay in the store and leave the turn's way.
    """
    turns = sum(1 for event in tracker.events if isinstance(event, UserUttered))
    if turns < TURNS_A_SESSION:
        return tracker
    now = time.time()
    # Rasa's stores tell sessions apart by one or the other of these two.
    carried: List[Event] = [
        ActionExecuted(ACTION_SESSION_START_NAME, timestamp=now),
        SessionStarted(timestamp=now),
    ]
    live = {
        name: slot.value
        for name, slot in tracker.slots.items()
        if slot.value is not None and slot.value != slot.initial_value
    }
    live[SAID] = said_so_far(tracker)
    carried += [SlotSet(name, value, timestamp=now) for name, value in live.items()]
    if tracker.active_loop_name:
        carried.append(ActiveLoop(tracker.active_loop_name, timestamp=now))
    carried.append(ActionExecuted(ACTION_LISTEN_NAME, timestamp=now))
    for event in carried:
        tracker.update(event)
    await processor.save_tracker(tracker)
    return await processor.get_tracker(tracker.sender_id)
