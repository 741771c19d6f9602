"""A turn is found in the tracker by its message's id."""

from typing import Any

import pytest

from desk.cli.shell.view import PredictedAction, view_of

READING = {"language": "zh", "is_complaint": 0.94}


def user(message_id: str, text: str) -> dict[str, Any]:
    return {
        "event": "user",
        "text": text,
        "metadata": {"message_id": message_id, "received_at": "2026-11-23T04:00:00+00:00"},
        "parse_data": {
            "intent": {"name": "complain", "confidence": 0.98},
            "entities": [{"entity": "product", "value": "电热毯"}],
            "reading": READING,
        },
    }


def action(name: str, policy: str | None = "RulePolicy") -> dict[str, Any]:
    return {"event": "action", "name": name, "policy": policy, "confidence": 1.0}


TRACKER = {
    "slots": {
        "requested_slot": "amount",
        "tone": "aggressive",
        "product": "电热毯",
        "demand": None,
    },
    "events": [
        action("action_session_start", None),
        user("m-1", "电热毯不热了"),
        action("action_extract_slots", None),
        action("intake_form"),
        {"event": "bot", "text": "…"},
        action("action_listen"),
        user("m-2", "订单号 E-1"),
        action("action_listen"),
    ],
}


def test_a_turn_has_its_reading_and_its_own_actions() -> None:
    view = view_of(TRACKER, "m-1")
    assert (view.intent, view.confidence, view.reading) == ("complain", 0.98, READING)
    assert view.actions == (
        PredictedAction("intake_form", "RulePolicy", 1.0),
        PredictedAction("action_listen", "RulePolicy", 1.0),
    )
    assert view.received_at == "2026-11-23T04:00:00+00:00"


def test_the_slots_are_those_of_the_intake_that_hold_something() -> None:
    view = view_of(TRACKER, "m-2")
    assert (view.requested, view.strategy) == ("amount", "aggressive")
    assert view.filled == {"product": "电热毯"}


def test_a_message_that_is_not_answered_shows_the_slots_alone() -> None:
    view = view_of(TRACKER, "m-9")
    assert (view.intent, view.actions, view.reading) == (None, (), {})
    assert view.requested == "amount"
    assert view_of({}, "m-1").filled == {}


@pytest.mark.parametrize(
    ("slots", "language"),
    [
        ({"locale": "zh-Hant-TW", "language": "zh"}, "zh-Hant"),
        ({"locale": "zh-Hans", "language": "zh"}, "zh"),
        ({"locale": "en"}, "en"),
        ({"language": "en"}, "en"),
        ({}, None),
    ],
)
def test_the_language_of_the_replies_follows_from_the_slots(
    slots: dict[str, str], language: str | None
) -> None:
    assert view_of({"slots": slots}, "").reply_language == language
