"""One thought in several messages is one turn, within bounds and in order."""

from dataclasses import replace
from typing import Any

from casework.model import Message, MessageState, Sender
from desk.gateway.joining import LONGEST_JOINED, MOST_JOINED, joinable, told_as_one
from tests.doubles import MONDAY


def row(number: int, text: str = "x", **fields: Any) -> Message:
    return Message(
        **{
            "id": number,
            "conversation_id": "web-1",
            "seq": number,
            "sender": Sender.CUSTOMER,
            "text": text,
            "created_at": MONDAY,
            "turn_id": f"t-{number}",
            "state": MessageState.RECEIVED,
            **fields,
        }
    )


def ids(rows: list[Message]) -> list[int]:
    return [each.id for each in rows]


def test_fresh_messages_in_a_row_are_joined_over_notices() -> None:
    notice = row(2, sender=Sender.BOT, state=None)
    rows = [row(1), notice, row(3), row(4)]
    assert ids(joinable(rows, {1, 3, 4})) == [1, 3, 4]


def test_what_the_assistant_may_have_seen_ends_the_breath() -> None:
    rows = [row(1), row(2), row(3)]
    assert ids(joinable(rows, {1, 3})) == [1]
    done = replace(rows[1], state=MessageState.DONE)
    assert ids(joinable([rows[0], done, rows[2]], {1, 2, 3})) == [1]


def test_a_breath_has_an_end() -> None:
    rows = [row(number) for number in range(1, 30)]
    assert len(joinable(rows, set(range(30)))) == MOST_JOINED
    long = [row(1, "x" * LONGEST_JOINED), row(2)]
    assert ids(joinable(long, {1, 2})) == [1]
    # A first message is taken however long it is.
    assert ids(joinable([row(1, "x" * 2 * LONGEST_JOINED)], {1})) == [1]


def test_the_last_message_tells_all_of_them() -> None:
    told = told_as_one([row(1, "my kettle"), row(2, "leaks")])
    assert (told.id, told.turn_id, told.text) == (2, "t-2", "my kettle\nleaks")
    assert told_as_one([row(1, "alone")]) == row(1, "alone")
