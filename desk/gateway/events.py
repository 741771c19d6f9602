"""A Socket.IO server on which several parts of the desk may listen to one event."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import socketio
import structlog
from redis.exceptions import RedisError

# A text of 100 kB, escaped, fits; a packet that is larger ends its connection.
LARGEST_PACKET: Final = 1_000_000
CHANNEL: Final = "jieyou:pages:"
RETRY_SECONDS: Final = 1.0
log: Final = structlog.get_logger()

Handler = Callable[..., Awaitable[Any]]


class PagesManager(socketio.AsyncRedisManager):
    """Hears what other gateways emit; what it missed while Redis was away, its pages read again."""

    async def _redis_listen_with_retries(self) -> AsyncIterator[Any]:
        # The library's own waits up to a minute, and nobody learns what was missed meanwhile.
        missed = False
        while True:
            try:
                self._redis_connect()
                await self.pubsub.subscribe(self.channel)
                if missed:
                    await self._send_pages_to_the_rows()
                async for message in self.pubsub.listen():
                    yield message
            except (RedisError, OSError) as error:
                log.warning("pages.redis.away", error=type(error).__name__)
            missed = True
            await asyncio.sleep(RETRY_SECONDS)

    async def _send_pages_to_the_rows(self) -> None:
        """End the connections of all pages: they come back by themselves and ask what is new."""
        engine = self.server.eio
        for sid in list(engine.sockets):
            with contextlib.suppress(KeyError):
                await engine.disconnect(sid)


class SharedServer(socketio.AsyncServer):
    """The library keeps one handler an event, and the last one to come silences the others."""

    def on(self, event: str, handler: Handler | None = None, namespace: str | None = None) -> Any:
        """Let a handler listen besides those that listen already; usable as a decorator."""
        if handler is None:
            return lambda decorated: self.on(event, decorated, namespace) or decorated
        known = self.handlers.get(namespace or "/", {}).get(event)
        together = handler if known is None else _both(known, handler)
        return super().on(event, together, namespace)

    async def close(self) -> None:
        """End the connections of pages, and the one by which other gateways are heard."""
        await self.shutdown()
        manager = self.manager
        if isinstance(manager, socketio.AsyncRedisManager) and manager.redis is not None:
            # The library lets them go with the process. It listens once a page has come.
            listening = getattr(manager, "thread", None)
            if listening is not None:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
            await manager.pubsub.aclose()
            await manager.redis.aclose()

    def may_reach(self, room: str, namespace: str = "/") -> bool:
        """Tell whether a page may have this room open, here or at another gateway."""
        if isinstance(self.manager, socketio.AsyncRedisManager):
            return True
        return any(True for _ in self.manager.get_participants(namespace, room))


def create_socket_server(allowed_origins: Sequence[str], redis_url: str = "") -> SharedServer:
    """Return a Socket.IO server that takes browsers from these origins alone.

    Args:
        allowed_origins: the origins.
        redis_url: where several gateways meet, so that each reaches the pages of all.
    """
    allowed = frozenset(allowed_origins)

    def is_allowed(origin: str) -> bool:
        # A function and not the list itself: an empty list would turn the check off.
        return origin in allowed

    manager = None
    if redis_url:
        # Redis tells channels not apart by its databases, as it does keys.
        channel = CHANNEL + (urlsplit(redis_url).path.strip("/") or "0")
        manager = PagesManager(redis_url, channel)
    return SharedServer(
        client_manager=manager,
        async_mode="asgi",
        cors_allowed_origins=is_allowed,
        max_http_buffer_size=LARGEST_PACKET,
        ping_interval=20,
        ping_timeout=20,
        logger=False,
        engineio_logger=False,
    )


def _both(first: Handler, second: Handler) -> Handler:
    async def handle(*arguments: Any) -> Any:
        answer = await first(*arguments)
        other = await second(*arguments)
        return other if answer is None else answer

    return handle
