"""Which messages are told in one breath, and are answered as one turn."""

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Final

from casework.model import Message, Sender

# One thought fits into so many messages and signs; what goes on longer is a turn of its own.
MOST_JOINED: Final = 10
LONGEST_JOINED: Final = 5000


def joinable(rows: Sequence[Message], fresh: Set[int]) -> list[Message]:
    """Return the first row and those after it that may be told with it in one breath.

    Args:
        rows: a conversation's messages from the first pending one on.
        fresh: the ids of rows about which the assistant was never asked.
    """
    found: list[Message] = []
    length = 0
    for row in rows:
        if row.sender is not Sender.CUSTOMER:
            continue
        length += len(row.text)
        too_much = len(found) >= MOST_JOINED or (found and length > LONGEST_JOINED)
        if not row.is_pending or row.id not in fresh or too_much:
            break
        found.append(row)
    return found


def told_as_one(rows: Sequence[Message]) -> Message:
    """Return the last row with the text of all of them, a line each."""
    return replace(rows[-1], text="\n".join(row.text for row in rows))
