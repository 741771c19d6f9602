"""The shell's clock: that of its own database, which its commands move ahead."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from casework.clock import ProductClock, start_clock_at
from casework.ports import Clock, UnitOfWorkFactory

#: Every process reads the offset again after a second.
NOTICED_AFTER: Final = 1.1


class MovableClock:
    """The product's clock, which `jump` moves ahead for all processes of the stack."""

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        system: Clock | None = None,
        *,
        stopwatch: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._uow_factory = uow_factory
        self._system = system
        self._clock = ProductClock(uow_factory, system, reread_after=0.0)
        self._stopwatch = stopwatch
        self._sleep = sleep
        self._noticed_at = float("-inf")

    def now(self) -> datetime:
        """Return the product's instant in UTC."""
        return self._clock.now()

    def jump(self, ahead: timedelta) -> datetime:
        """Move the clock ahead and return what it shows then."""
        start_clock_at(self._uow_factory, self.now() + ahead, self._system)
        self._noticed_at = self._stopwatch() + NOTICED_AFTER
        return self.now()

    def wait_until_noticed(self) -> None:
        """Return when every process has read the latest jump."""
        left = self._noticed_at - self._stopwatch()
        if left > 0:
            self._sleep(left)
