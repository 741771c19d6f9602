"""Bounds how much one session, and one address, may send."""

import ipaddress
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

MESSAGES_PER_MINUTE: Final = 30
MINUTE: Final = 60.0
# A proxy that names no client, and the machine's own tests, come from here in great number.
LOOPBACK_SHARE: Final = 100
# So many keys are kept before those that have run out are looked for.
SWEPT_AFTER: Final = 10_000


class RateLimit:
    """Lets so many messages a minute pass for each key."""

    def __init__(
        self,
        most: int = MESSAGES_PER_MINUTE,
        window: float = MINUTE,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._window = window
        self._stopwatch = stopwatch
        self._passed: dict[str, deque[float]] = {}
        self._sweep_at = SWEPT_AFTER

    def allows(self, key: str, share: int = 1) -> bool:
        """Count one message of this key, unless the window is full.

        Args:
            key: who sends.
            share: how many times the usual number this key may send.
        """
        now = self._stopwatch()
        self._make_room(now)
        passed = self._passed.setdefault(key, deque())
        while passed and now - passed[0] >= self._window:
            passed.popleft()
        if len(passed) >= self._most * share:
            return False
        passed.append(now)
        return True

    def forget(self, key: str) -> None:
        """Drop a key whose window has run out."""
        passed = self._passed.get(key)
        if passed is not None and (not passed or self._stopwatch() - passed[-1] >= self._window):
            del self._passed[key]

    def _make_room(self, now: float) -> None:
        if len(self._passed) < self._sweep_at:
            return
        live = {
            key: passed
            for key, passed in self._passed.items()
            if passed and now - passed[-1] < self._window
        }
        self._passed = live
        self._sweep_at = max(SWEPT_AFTER, 2 * len(live))


@dataclass
class ChatLimits:
    """All bounds of the web chat, each a minute.

    An address may stand for a whole office, so it may do what ten busy sessions do.
    """

    messages: RateLimit = field(default_factory=RateLimit)
    typing: RateLimit = field(default_factory=lambda: RateLimit(120))
    histories: RateLimit = field(default_factory=lambda: RateLimit(60))
    address_messages: RateLimit = field(default_factory=lambda: RateLimit(300))
    connections: RateLimit = field(default_factory=lambda: RateLimit(120))
    sessions: RateLimit = field(default_factory=lambda: RateLimit(60))

    def forget(self, conversation_id: str) -> None:
        """Drop what has run out of a conversation whose page has left."""
        for limit in (self.messages, self.typing, self.histories):
            limit.forget(conversation_id)


def share_of(address: str) -> int:
    """Return how many times the usual number an address may send."""
    try:
        return LOOPBACK_SHARE if ipaddress.ip_address(address).is_loopback else 1
    except ValueError:
        return 1
