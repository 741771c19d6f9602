"""The product's clock: the system's plus one offset that all processes share."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from casework.errors import ClockWouldGoBack
from casework.model import ClockOffset
from casework.ports import Clock, UnitOfWorkFactory


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the machine's instant in UTC."""
        return datetime.now(UTC)


class ProductClock:
    """The system's clock moved by the stored offset, which is read again every second."""

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        system: Clock | None = None,
        *,
        reread_after: float = 1.0,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._uow_factory = uow_factory
        self._system = system or SystemClock()
        self._reread_after = reread_after
        self._stopwatch = stopwatch
        self._offset = timedelta()
        self._read_at: float | None = None

    def now(self) -> datetime:
        """Return the product's instant in UTC."""
        at = self._stopwatch()
        if self._read_at is None or at - self._read_at >= self._reread_after:
            with self._uow_factory(read_only=True) as uow:
                stored = uow.clock_offset.get()
            self._offset = timedelta(seconds=stored.seconds) if stored else timedelta()
            self._read_at = at
        return self._system.now() + self._offset


def start_clock_at(
    uow_factory: UnitOfWorkFactory, requested: datetime, system: Clock | None = None
) -> ClockOffset:
    """Let the product's clock start at the requested instant, and return the offset in force.

    The same request again changes nothing, so that a restart under the same settings runs on.

    Args:
        uow_factory: opens the transactions.
        requested: an aware instant.
        system: the machine's clock.

    Raises:
        ClockWouldGoBack: the product's clock, or something stored, is past that instant.
    """
    machine_now = (system or SystemClock()).now()
    with uow_factory() as uow:
        stored = uow.clock_offset.get()
        if stored is not None and stored.requested == requested:
            return stored
        latest = uow.clock_offset.latest_recorded()
        if stored is not None:
            shown = machine_now + timedelta(seconds=stored.seconds)
            latest = max(shown, latest or shown)
        if latest is not None and requested < latest:
            raise ClockWouldGoBack(f"{requested.isoformat()} is before {latest.isoformat()}")
        offset = ClockOffset(seconds=(requested - machine_now).total_seconds(), requested=requested)
        uow.clock_offset.set(offset)
        uow.commit()
    return offset
