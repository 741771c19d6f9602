"""Runs the database's work in threads, away from the event loop."""

import time
from collections.abc import Callable
from typing import Final, TypeVar

import anyio
from anyio import to_thread

from casework.errors import StorageFull
from casework.services.retrying import until_settled

Result = TypeVar("Result")

# SQLite lets one transaction write at a time: a queue of ours is fair and costs no waiting in
# its busy loop, in which a transaction can starve.
SQLITE_THREADS: Final = 1
SERVER_THREADS: Final = 8
FULL_SECONDS: Final = 5.0


class StorageThreads:
    """Lets a bounded number of functions talk to the database at once, first come first served."""

    def __init__(self, threads: int) -> None:
        self._limiter = anyio.CapacityLimiter(threads)
        self._full_at = float("-inf")

    @classmethod
    def for_database(cls, url: str) -> "StorageThreads":
        """Return the threads that suit the kind of database behind the URL."""
        return cls(SQLITE_THREADS if url.startswith("sqlite") else SERVER_THREADS)

    async def run(self, work: Callable[[], Result]) -> Result:
        """Return what the function returns; a lost race with another transaction is run again."""
        try:
            return await to_thread.run_sync(lambda: until_settled(work), limiter=self._limiter)
        except StorageFull:
            self._full_at = time.monotonic()
            raise

    @property
    def is_full(self) -> bool:
        """Whether the database refused something a moment ago because its disk is full.

        A small write may succeed where the next message does not fit, so one cannot just try.
        """
        return time.monotonic() - self._full_at < FULL_SECONDS
