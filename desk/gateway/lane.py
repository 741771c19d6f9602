"""What the dispatcher remembers of one conversation while something waits in it."""

import asyncio
from dataclasses import dataclass, field

from casework.model import Message


@dataclass(eq=False)
class Lane:
    """One conversation's queue: at most one task works on it at a time."""

    conversation_id: str
    storing: asyncio.Lock = field(default_factory=asyncio.Lock)
    # How many callers are storing a message.
    users: int = 0
    task: asyncio.Task[None] | None = None
    # Something was stored while the task was at work, so it has to look again.
    again: bool = False
    # Set while the lane waits for its next attempt.
    retry: asyncio.TimerHandle | None = None
    # Rows stored by this process that the assistant was not asked about yet: only these may be
    # joined, for nobody can tell how far an earlier process came with the others.
    fresh: set[int] = field(default_factory=set)
    # Rows stored by this process since nothing waited here last.
    awaited: dict[int, Message] = field(default_factory=dict)
    # When a message was last stored here, on the event loop's clock.
    stored_at: float = float("-inf")
    # When a turn was last completed here, on the event loop's clock.
    moved_at: float = float("-inf")
    # How often the assistant refused the first message, and since when.
    refusals: int = 0
    # The bot has to speak first, after a person gave the conversation back.
    resuming: bool = False
    resume_failures: int = 0
    # How many of the failures were refusals, and not a part that is away.
    resume_refusals: int = 0
    refused_at: float = float("-inf")

    @property
    def is_working(self) -> bool:
        """Whether its task is at work."""
        return self.task is not None and not self.task.done()

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits here, so that the lane may be forgotten."""
        return not self.is_working and self.retry is None and self.users == 0 and not self.resuming

    def cancel_retry(self) -> None:
        """Forget the time set for the next attempt."""
        if self.retry is not None:
            self.retry.cancel()
            self.retry = None
