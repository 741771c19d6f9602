"""The way from the rows to whoever has a conversation open."""

from collections.abc import Sequence
from typing import Protocol

from casework.model import Message


class Delivery(Protocol):
    """Gives messages out."""

    async def publish(self, inbound: Message, replies: Sequence[Message]) -> None:
        """Send what answers a message to the conversation's open pages; none may be open."""
