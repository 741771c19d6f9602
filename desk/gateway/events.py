"""A Socket.IO server on which several parts of the desk may listen to one event."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import socketio

# A text of 100 kB, escaped, fits; a packet that is larger ends its connection.
LARGEST_PACKET: Final = 1_000_000

Handler = Callable[..., Awaitable[Any]]


class SharedServer(socketio.AsyncServer):
    """The library keeps one handler an event, and the last one to come silences the others."""

    def on(self, event: str, handler: Handler | None = None, namespace: str | None = None) -> Any:
        """Let a handler listen besides those that listen already; usable as a decorator."""
        if handler is None:
            return lambda decorated: self.on(event, decorated, namespace) or decorated
        known = self.handlers.get(namespace or "/", {}).get(event)
        together = handler if known is None else _both(known, handler)
        return super().on(event, together, namespace)


def create_socket_server(allowed_origins: Sequence[str]) -> SharedServer:
    """Return a Socket.IO server that takes browsers from these origins alone."""
    allowed = frozenset(allowed_origins)

    def is_allowed(origin: str) -> bool:
        # A function and not the list itself: an empty list would turn the check off.
        return origin in allowed

    return SharedServer(
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
