"""Runs the database's work in threads, away from the event loop."""

from collections.abc import Callable
from typing import Final, TypeVar

import anyio
from anyio import to_thread

from casework.services.retrying import until_settled

Result = TypeVar("Result")

# SQLite lets one transaction write at a time: a queue of ours is fair and costs no waiting in
# its busy loop, in which a transaction can starve.
SQLITE_THREADS: Final = 1
SERVER_THREADS: Final = 8


class StorageThreads:
    """Lets a bounded number of functions talk to the database at once, first come first served."""

    def __init__(self, threads: int) -> None:
        self._limiter = anyio.CapacityLimiter(threads)

    @classmethod
    def for_database(cls, url: str) -> "StorageThreads":
        """Return the threads that suit the kind of database behind the URL."""
        return cls(SQLITE_THREADS if url.startswith("sqlite") else SERVER_THREADS)

    async def run(self, work: Callable[[], Result]) -> Result:
        """Return what the function returns; a lost race with another transaction is run again."""
        return await to_thread.run_sync(lambda: until_settled(work), limiter=self._limiter)
