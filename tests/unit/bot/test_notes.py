"""A note of what a person did is worked into the tracker whole or not at all, and once."""

from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import BotUttered

from bot.notes import STRETCH_SLOT, run_note
from bot.turn import Answer, TurnFailed, TurnOutput, run_turn

SENDER = "c-1"
NOTE: dict[str, Any] = {
    "sender": SENDER,
    "turn_id": "r-1",
    "changes": {"contact": "ann@example.com"},
    "stretch": {"agent": "Ann", "messages": [{"from": "agent", "text": "Hi"}]},
    "speak": True,
}


def coming_back(action_server: Any) -> None:
    action_server.answers["action_resume"] = {
        "events": [
            {"event": "slot", "name": "contact", "value": "ann@example.com"},
            {"event": "slot", "name": STRETCH_SLOT, "value": {"turn_id": "r-1", "agent": "Ann"}},
            {"event": "slot", "name": "requested_slot", "value": "contact"},
        ],
        "responses": [{"response": "utter_request_contact", "locale": "en"}],
    }


async def note(agent: Agent, **changed: Any) -> Answer:
    return await run_note(agent, {**NOTE, **changed}, TurnOutput("gateway"))


async def say(agent: Agent, text: str, turn_id: str) -> Answer:
    output = TurnOutput("rest")
    message = UserMessage(
        text, output, SENDER, input_channel="gateway", metadata={"turn_id": turn_id}
    )
    return await run_turn(agent, message, output)


async def test_the_bot_is_told_and_comes_back_with_its_question(
    action_server: Any, agent: Agent, tracker_store: TrackerStore
) -> None:
    coming_back(action_server)
    answer = await note(agent)
    assert [message["key"] for message in answer.messages] == ["utter_request_contact"]
    call = action_server.calls[-1]
    assert call["next_action"] == "action_resume"
    told = call["tracker"]["slots"][STRETCH_SLOT]
    assert (told["agent"], told["speak"]) == ("Ann", True)
    assert told["changes"] == {"contact": "ann@example.com"}
    tracker = await tracker_store.get_or_create_tracker(SENDER)
    assert tracker.get_slot("contact") == "ann@example.com"
    assert tracker.get_slot(STRETCH_SLOT) == {"turn_id": "r-1", "agent": "Ann"}
    assert tracker.latest_action_name == "action_listen"


async def test_a_form_that_was_open_goes_on_after_the_note(
    action_server: Any, agent: Agent, tracker_store: TrackerStore
) -> None:
    action_server.answers["validate_intake_form"] = {
        "events": [
            {"event": "slot", "name": "complaint_text", "value": "it broke"},
            {"event": "slot", "name": "requested_slot", "value": "contact"},
        ],
        "responses": [{"response": "utter_request_contact", "locale": "en"}],
    }
    coming_back(action_server)
    await say(agent, "it broke", "t-1")
    await note(agent)
    calls = len(action_server.calls)
    await say(agent, "hello", "t-2")
    assert [call["next_action"] for call in action_server.calls[calls:]] == ["validate_intake_form"]
    tracker = await tracker_store.get_or_create_tracker(SENDER)
    assert tracker.active_loop_name == "intake_form"


async def test_the_same_note_is_worked_in_once(
    action_server: Any, agent: Agent, tracker_store: TrackerStore
) -> None:
    coming_back(action_server)
    first = await note(agent)
    again = await note(agent)
    assert [m["text"] for m in again.messages] == [m["text"] for m in first.messages]
    assert len(action_server.calls) == 1
    tracker = await tracker_store.get_or_create_tracker(SENDER)
    assert sum(isinstance(event, BotUttered) for event in tracker.events) == 1


@pytest.mark.parametrize("behaviour", ["fail", "hang", "drop", "babble"])
async def test_a_note_that_failed_leaves_the_tracker_as_it_was(
    action_server: Any, agent: Agent, tracker_store: TrackerStore, behaviour: str
) -> None:
    await say(agent, "hello", "t-1")
    before = len((await tracker_store.get_or_create_tracker(SENDER)).events)
    action_server.behaviour = behaviour
    with pytest.raises(TurnFailed):
        await note(agent)
    assert len((await tracker_store.get_or_create_tracker(SENDER)).events) == before
    action_server.behaviour = "answer"
    coming_back(action_server)
    assert (await note(agent)).messages


async def test_a_correction_alone_is_silent(action_server: Any, agent: Agent) -> None:
    assert (await note(agent, speak=False)).messages == []
