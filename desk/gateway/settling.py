"""Lets a customer who is still typing finish, so that one thought is answered once."""

import asyncio
from typing import Final

from desk.gateway.lane import Lane
from desk.gateway.pace import Pace

# Who has typed this recently is typing the way people do, one message after the other.
RECENT_SECONDS: Final = 30.0
SWEPT_AFTER: Final = 2000


class Settling:
    """Knows who is typing, and waits for them within the bounds of the pace."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._typed: dict[str, float] = {}

    def note(self, conversation_id: str) -> None:
        """Take down a sign that the customer of this conversation is typing."""
        now = asyncio.get_running_loop().time()
        if len(self._typed) >= SWEPT_AFTER:
            self._typed = {k: at for k, at in self._typed.items() if now - at < RECENT_SECONDS}
        self._typed[conversation_id] = now

    async def settled(self, lane: Lane) -> bool:
        """Wait for the customer to pause; tell whether what waits now was typed in one go.

        A client that tells nothing about typing waits for nothing, and has each message
        answered by itself.
        """
        if not self._is_typing(lane):
            return False
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + self._pace.longest_settle
        while (until := min(self._quiet_at(lane), give_up_at)) > loop.time():
            await asyncio.sleep(until - loop.time())
        return True

    def _is_typing(self, lane: Lane) -> bool:
        typed_at = self._typed.get(lane.conversation_id)
        return typed_at is not None and lane.stored_at - typed_at <= RECENT_SECONDS

    def _quiet_at(self, lane: Lane) -> float:
        typed_at = self._typed.get(lane.conversation_id, float("-inf"))
        if typed_at <= lane.stored_at:
            # The first letter of a next message takes a moment.
            return lane.stored_at + self._pace.settle_after_message
        return typed_at + self._pace.typing_gap
