"""Who waits for which answer in this process."""

import asyncio
from collections.abc import Sequence

from casework.model import Message

Answer = asyncio.Future[Sequence[Message]]


class Answers:
    """The answers that are awaited, by the turn that will give them."""

    def __init__(self) -> None:
        self._waiting: dict[str, Answer] = {}

    def find(self, turn_id: str | None) -> Answer | None:
        """Return the awaited answer of a turn, if anybody waits for it."""
        return self._waiting.get(turn_id or "")

    def expect(self, turn_id: str | None) -> Answer:
        """Return the answer of a turn, to be awaited."""
        loop = asyncio.get_running_loop()
        return self._waiting.setdefault(turn_id or "", loop.create_future())

    def settle(self, turn_id: str | None, messages: Sequence[Message]) -> None:
        """Give everybody who waits for a turn what it is answered by."""
        answer = self._waiting.pop(turn_id or "", None)
        if answer is not None and not answer.done():
            answer.set_result(messages)

    def fail(self, turn_id: str | None, error: Exception) -> None:
        """Tell everybody who waits for a turn that not even a notice could be stored."""
        answer = self._waiting.pop(turn_id or "", None)
        if answer is not None and not answer.done():
            answer.set_exception(error)
            # Perhaps nobody waits for it; asyncio need not complain of that.
            answer.exception()

    def drop(self, turn_id: str | None) -> None:
        """Forget a turn for which nobody waits."""
        self._waiting.pop(turn_id or "", None)

    def cancel_all(self) -> None:
        """Send everybody away."""
        for answer in self._waiting.values():
            answer.cancel()
        self._waiting.clear()
