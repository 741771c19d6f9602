"""Which of several gateways works on a conversation: one at a time, for as long as it lives."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import TracebackType
from typing import Final, Protocol, Self

import redis.asyncio as redis
from redis.asyncio.lock import Lock
from redis.exceptions import LockError, RedisError

from casework.errors import StorageUnavailable

PREFIX: Final = "jieyou:conversation:"
#: What a gateway that was killed held is free again after so many seconds.
LEASE_SECONDS: Final = 9.0
RENEW_EVERY: Final = 3.0
CONNECT_SECONDS: Final = 2.0


class Claims(Protocol):
    """Lets one gateway at a time work on a conversation."""

    #: Whether other gateways may answer what this one has stored.
    shared: bool

    def hold(self, conversation_id: str) -> AbstractAsyncContextManager[bool]:
        """Claim a conversation while inside; the value tells whether that succeeded.

        Raises:
            StorageUnavailable: whoever keeps the claims does not answer.
        """


class OwnClaims:
    """There is one gateway, and every conversation is its own."""

    shared = False

    @asynccontextmanager
    async def hold(self, conversation_id: str) -> AsyncIterator[bool]:
        """Claim it."""
        yield True


class RedisClaims:
    """Claims are keys in Redis that run out by themselves and are renewed while they are held.

    Rasa's own lock in Redis is read and written in two steps, so that two Rasas may both take it;
    and the rows must be read under the claim, so that no older message is asked again.
    """

    shared = True

    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(
            url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    @asynccontextmanager
    async def hold(self, conversation_id: str) -> AsyncIterator[bool]:
        """Set the key, renew it while inside, remove it."""
        lock = self._client.lock(PREFIX + conversation_id, timeout=LEASE_SECONDS)
        try:
            held = await lock.acquire(blocking=False)
        except (RedisError, OSError) as error:
            raise StorageUnavailable("Redis") from error
        if not held:
            yield False
            return
        renewing = asyncio.create_task(_renew(lock))
        try:
            yield True
        finally:
            renewing.cancel()
            # A claim that ran out, or that cannot be removed, ends by itself.
            with contextlib.suppress(LockError, RedisError, OSError):
                await lock.release()

    async def ping(self) -> None:
        """Ask Redis whether it is there.

        Raises:
            StorageUnavailable: it is not.
        """
        try:
            await self._client.ping()
        except (RedisError, OSError) as error:
            raise StorageUnavailable("Redis") from error


async def _renew(lock: Lock) -> None:
    while True:
        await asyncio.sleep(RENEW_EVERY)
        # While Redis is away the claim may run out; turn ids and row locks still hold then.
        with contextlib.suppress(LockError, RedisError, OSError):
            await lock.reacquire()
