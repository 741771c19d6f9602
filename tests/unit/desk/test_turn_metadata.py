"""What the assistant is told: the client's words where they make sense, else ours."""

from datetime import UTC, datetime
from typing import Any

import pytest

from casework.model import Channel, Conversation, Message, Sender
from desk.gateway.turn_metadata import channel_for, turn_metadata
from tests.doubles import MONDAY


def told(**metadata: Any) -> dict[str, Any]:
    message = Message(
        id=1,
        conversation_id="ann",
        seq=1,
        sender=Sender.CUSTOMER,
        text="hello",
        message_id="m-1",
        created_at=MONDAY,
        metadata=metadata,
    )
    known = Conversation(id="ann", channel=Channel.REST, created_at=MONDAY)
    return turn_metadata(message, known, "Asia/Shanghai")


def test_without_metadata_the_gateway_fills_everything() -> None:
    assert told() == {
        "received_at": "2026-11-23T04:00:00+00:00",
        "channel": "rest",
        "locale": None,
        "message_id": "m-1",
        "timezone": "Asia/Shanghai",
    }


def test_what_a_client_says_is_passed_on() -> None:
    metadata = told(locale="en", timezone="Europe/Paris", shop="7", channel="web")
    assert metadata["locale"] == "en"
    assert metadata["timezone"] == "Europe/Paris"
    assert metadata["shop"] == "7"
    assert metadata["channel"] == "web"


@pytest.mark.parametrize(
    ("stated", "received"),
    [
        ("2026-10-01T09:00:00+08:00", datetime(2026, 10, 1, 1, tzinfo=UTC)),
        ("2026-10-01T09:00:00Z", datetime(2026, 10, 1, 9, tzinfo=UTC)),
        ("2026-10-01T09:00:00", datetime(2026, 10, 1, 9, tzinfo=UTC)),
        ("yesterday", MONDAY),
        ("0001-01-01T00:00:00+14:00", MONDAY),
        ("9999-12-31T23:59:59-12:00", MONDAY),
        (5, MONDAY),
    ],
)
def test_a_stated_time_counts_where_it_is_one(stated: object, received: datetime) -> None:
    assert told(received_at=stated)["received_at"] == received.isoformat()


@pytest.mark.parametrize("timezone", ["Nowhere/City", "../../etc/passwd", "", 8, "x" * 500])
def test_an_unknown_time_zone_is_replaced(timezone: object) -> None:
    assert told(timezone=timezone)["timezone"] == "Asia/Shanghai"


def test_only_the_shell_names_a_channel_of_its_own() -> None:
    assert channel_for({"channel": "shell"}) is Channel.SHELL
    assert channel_for({"channel": "web"}) is Channel.REST
    assert channel_for({"channel": ["web"]}) is Channel.REST
