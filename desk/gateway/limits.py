"""Bounds how much one session may send."""

import time
from collections import deque
from collections.abc import Callable
from typing import Final

MESSAGES_PER_MINUTE: Final = 30
MINUTE: Final = 60.0


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

    def allows(self, key: str) -> bool:
        """Count one message of this key, unless the window is full."""
        now = self._stopwatch()
        passed = self._passed.setdefault(key, deque())
        while passed and now - passed[0] >= self._window:
            passed.popleft()
        if len(passed) >= self._most:
            return False
        passed.append(now)
        return True

    def forget(self, key: str) -> None:
        """Drop a key whose window has run out."""
        passed = self._passed.get(key)
        if passed is not None and (not passed or self._stopwatch() - passed[-1] >= self._window):
            del self._passed[key]
