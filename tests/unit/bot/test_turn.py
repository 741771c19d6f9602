"""A turn inside Rasa is kept whole or not at all, on each of its tracker stores."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlg import SAID, said_so_far
from bot.turn import (
    EXPECTING,
    TURNS_A_SESSION,
    Answer,
    TurnFailed,
    TurnOutput,
    answer_on_record,
    run_turn,
)

SENDER = "c-1"


async def say(
    agent: Agent, text: str, turn_id: str, metadata: dict[str, Any] | None = None
) -> Answer:
    output = TurnOutput("rest")
    message = UserMessage(
        text,
        output,
        SENDER,
        input_channel="gateway",
        metadata={**(metadata or {}), "turn_id": turn_id},
    )
    return await run_turn(agent, message, output)


async def saved(store: TrackerStore) -> DialogueStateTracker:
    return await store.get_or_create_tracker(SENDER)


def texts(tracker: DialogueStateTracker) -> list[str]:
    return [event.text for event in tracker.events if isinstance(event, (UserUttered, BotUttered))]


def messages(tracker: DialogueStateTracker) -> int:
    return sum(isinstance(event, UserUttered) for event in tracker.events)


def speaking(text: str = "Done.", **facts: Any) -> dict[str, Any]:
    return {"events": [], "responses": [{"text": text, **facts}]}


def form_opens(action_server: Any, value: str = "it broke") -> None:
    """Let the form take the story and ask for the contact."""
    action_server.answers["validate_intake_form"] = {
        "events": [
            {"event": "slot", "name": "complaint_text", "value": value},
            {"event": "slot", "name": "requested_slot", "value": "contact"},
        ],
        "responses": [{"response": "utter_request_contact", "locale": "en"}],
    }


async def test_a_turn_answers_and_is_saved(agent: Agent, tracker_store: TrackerStore) -> None:
    answer = await say(agent, "hello", "t-1")
    (message,) = answer.messages
    assert message["key"] == "utter_greet"
    assert answer.parse_data["intent"]["name"] == "greet"
    assert texts(await saved(tracker_store)) == ["hello", message["text"]]


async def test_text_buttons_and_custom_stay_one_message(action_server: Any, agent: Agent) -> None:
    buttons = [{"title": "Yes", "payload": "Yes"}]
    action_server.answers["action_report"] = speaking(
        "Shall I?", buttons=buttons, custom={"type": "record"}
    )
    answer = await say(agent, "report", "t-1")
    assert answer.messages == [
        {"text": "Shall I?", "buttons": buttons, "custom": {"type": "record"}}
    ]


@pytest.mark.parametrize("behaviour", ["fail", "hang", "drop"])
async def test_a_failed_action_leaves_the_tracker_as_it_was(
    action_server: Any, agent: Agent, tracker_store: TrackerStore, behaviour: str
) -> None:
    await say(agent, "hello", "t-1")
    before = texts(await saved(tracker_store))
    action_server.behaviour = behaviour
    with pytest.raises(TurnFailed):
        await say(agent, "report", "t-2")
    assert texts(await saved(tracker_store)) == before


async def test_a_failed_first_turn_leaves_no_trace(
    action_server: Any, agent: Agent, tracker_store: TrackerStore
) -> None:
    action_server.behaviour = "fail"
    with pytest.raises(TurnFailed):
        await say(agent, "report", "t-1")
    assert texts(await saved(tracker_store)) == []


async def test_a_turn_that_failed_completes_when_it_is_sent_again(
    action_server: Any, agent: Agent, tracker_store: TrackerStore
) -> None:
    action_server.behaviour = "fail"
    with pytest.raises(TurnFailed):
        await say(agent, "report", "t-1")
    action_server.behaviour = "answer"
    action_server.answers["action_report"] = speaking()
    answer = await say(agent, "report", "t-1")
    assert [message["text"] for message in answer.messages] == ["Done."]
    assert texts(await saved(tracker_store)) == ["report", "Done."]


async def test_a_failed_turn_keeps_the_form_and_its_question(
    action_server: Any, agent: Agent, tracker_store: TrackerStore
) -> None:
    form_opens(action_server)
    await say(agent, "it broke", "t-1")
    action_server.behaviour = "fail"
    with pytest.raises(TurnFailed):
        await say(agent, "me@example.com", "t-2")
    tracker = await saved(tracker_store)
    assert tracker.active_loop_name == "intake_form"
    assert tracker.get_slot("requested_slot") == "contact"


async def test_a_turn_without_an_answer_fails_and_is_not_saved(
    agent: Agent, tracker_store: TrackerStore
) -> None:
    await say(agent, "hello", "t-1")
    with pytest.raises(TurnFailed) as failure:
        await say(agent, "quiet", "t-2")
    assert failure.value.reason == "empty"
    assert len(texts(await saved(tracker_store))) == 2


async def test_without_a_model_the_turn_fails() -> None:
    with pytest.raises(TurnFailed) as failure:
        await say(Agent(), "hello", "t-1")
    assert failure.value.reason == "model_missing"


async def test_a_known_turn_id_is_answered_from_the_record(
    action_server: Any, agent: Agent, tracker_store: TrackerStore
) -> None:
    action_server.answers["action_report"] = speaking(
        "Filed.", buttons=[{"title": "Yes", "payload": "Yes"}], custom={"type": "case"}
    )
    first = await say(agent, "report", "t-1")
    again = await say(agent, "report", "t-1")
    assert again.messages == first.messages
    assert again.parse_data["intent"] == first.parse_data["intent"]
    assert len(action_server.calls) == 1
    assert texts(await saved(tracker_store)) == ["report", "Filed."]


async def test_the_answer_on_record_names_the_same_key(agent: Agent) -> None:
    first = await say(agent, "hello", "t-1")
    assert (await say(agent, "hello", "t-1")).messages == first.messages


async def test_a_known_turn_id_is_answered_after_a_restart(
    agent: Agent, load_agent_again: Callable[[], Agent]
) -> None:
    first = await say(agent, "hello", "t-1")
    await say(agent, "hello", "t-2")
    assert (await say(load_agent_again(), "hello", "t-1")).messages == first.messages


async def test_the_slot_that_was_asked_for_goes_to_the_readers(
    action_server: Any, agent: Agent, tracker_store: TrackerStore
) -> None:
    form_opens(action_server)
    await say(agent, "it broke", "t-1")
    await say(agent, "me@example.com", "t-2")
    expecting = [
        event.metadata[EXPECTING]
        for event in (await saved(tracker_store)).events
        if isinstance(event, UserUttered)
    ]
    assert expecting == [None, "contact"]


def test_an_unknown_turn_is_not_on_record(domain: Domain) -> None:
    tracker = DialogueStateTracker.from_events(SENDER, said("t-1", "Hello."), domain.slots)
    assert answer_on_record(tracker, "t-2") is None


def test_a_recorded_answer_ends_where_the_next_message_begins(domain: Domain) -> None:
    events = [*said("t-1", "One.", "Two."), *said("t-2", "Three.")]
    tracker = DialogueStateTracker.from_events(SENDER, events, domain.slots)
    answer = answer_on_record(tracker, "t-1")
    assert answer is not None
    assert [message["text"] for message in answer.messages] == ["One.", "Two."]


def said(turn_id: str, *replies: str) -> list[Any]:
    """Return the events of one turn."""
    return [
        ActionExecuted("action_listen"),
        UserUttered("hello", metadata={"turn_id": turn_id}),
        *(BotUttered(reply, data={}, metadata={}) for reply in replies),
    ]


async def run_turns(agent: Agent, count: int, start: int = 1) -> None:
    for number in range(start, start + count):
        await say(agent, "hello", f"t-{number}")


async def test_a_long_tracker_is_cut_back_to_its_live_state(
    action_server: Any, agent: Agent, tracker_store: TrackerStore
) -> None:
    form_opens(action_server, "the story")
    await say(agent, "it broke", "t-0")
    await run_turns(agent, TURNS_A_SESSION - 1)
    long = await saved(tracker_store)
    variants = said_so_far(long)["utter_request_contact"]
    await say(agent, "hello", "t-last")
    tracker = await saved(tracker_store)
    assert tracker.get_slot("complaint_text") == "the story"
    assert tracker.get_slot("requested_slot") == "contact"
    assert tracker.active_loop_name == "intake_form"
    assert tracker.get_slot(SAID)["utter_request_contact"] == variants
    assert messages(tracker) == 1
    assert len(tracker.events) < len(long.events) / 2


async def test_a_cut_tracker_stays_cut_after_a_restart(
    agent: Agent, tracker_store: TrackerStore, load_agent_again: Callable[[], Agent]
) -> None:
    await run_turns(agent, TURNS_A_SESSION + 1)
    await say(load_agent_again(), "hello", "t-last")
    assert messages(await saved(tracker_store)) == 2


async def test_wordings_said_before_the_cut_are_remembered_over_several_cuts(
    agent: Agent, tracker_store: TrackerStore
) -> None:
    answers = [
        (await say(agent, "hello", f"t-{number}")).messages[0]["text"]
        for number in range(2 * TURNS_A_SESSION + 2)
    ]
    said = said_so_far(await saved(tracker_store))["utter_greet"]
    # Each once, in the order in which they were said last: the memory does not grow.
    assert len(said) == len(set(answers))
    assert len(set(said)) == len(said)


async def test_no_wording_comes_twice_in_a_row_across_a_cut(agent: Agent) -> None:
    answers = [
        (await say(agent, "hello", f"t-{number}")).messages[0]["text"]
        for number in range(2 * TURNS_A_SESSION + 2)
    ]
    assert all(one != next_one for one, next_one in itertools.pairwise(answers))


async def test_the_last_turn_before_a_cut_is_still_answered_from_the_record(agent: Agent) -> None:
    await run_turns(agent, TURNS_A_SESSION - 1)
    last = await say(agent, "hello", "t-last")
    assert (await say(agent, "hello", "t-last")).messages == last.messages


async def test_a_failure_right_after_a_cut_keeps_the_live_state(
    action_server: Any, agent: Agent, tracker_store: TrackerStore
) -> None:
    form_opens(action_server, "the story")
    await say(agent, "it broke", "t-0")
    await run_turns(agent, TURNS_A_SESSION - 1)
    action_server.behaviour = "fail"
    with pytest.raises(TurnFailed):
        await say(agent, "hello", "t-last")
    action_server.behaviour = "answer"
    await say(agent, "hello", "t-last")
    tracker = await saved(tracker_store)
    assert tracker.get_slot("complaint_text") == "the story"
    assert tracker.get_slot("requested_slot") == "contact"
    assert tracker.active_loop_name == "intake_form"
