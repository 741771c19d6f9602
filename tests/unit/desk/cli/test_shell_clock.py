"""The shell's clock jumps ahead, and a message waits until everybody has noticed."""

from datetime import timedelta

import pytest

from casework.clock import ProductClock
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.cli.shell.clock import NOTICED_AFTER, MovableClock
from tests.doubles import MONDAY, FixedClock

DAY = timedelta(days=1)


def test_jumps_add_up_for_every_process() -> None:
    storage, system = MemoryUnitOfWorkFactory(), FixedClock()
    clock = MovableClock(storage, system)
    assert clock.now() == MONDAY
    assert clock.jump(3 * DAY) == MONDAY + 3 * DAY
    system.advance(hours=1)
    clock.jump(DAY)
    assert ProductClock(storage, system).now() == MONDAY + 4 * DAY + timedelta(hours=1)


def test_after_a_jump_one_waits_for_what_is_left() -> None:
    elapsed, waited = [10.0], list[float]()
    clock = MovableClock(
        MemoryUnitOfWorkFactory(),
        FixedClock(),
        stopwatch=lambda: elapsed[0],
        sleep=waited.append,
    )
    clock.wait_until_noticed()
    assert waited == []
    clock.jump(DAY)
    elapsed[0] += NOTICED_AFTER / 2
    clock.wait_until_noticed()
    elapsed[0] += NOTICED_AFTER
    clock.wait_until_noticed()
    assert waited == [pytest.approx(NOTICED_AFTER / 2)]
