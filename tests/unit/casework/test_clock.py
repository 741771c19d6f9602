"""The product's clock: one offset, never back."""

from datetime import timedelta

import pytest

from casework.clock import ProductClock, SystemClock, start_clock_at
from casework.errors import ClockWouldGoBack
from casework.model import Channel
from casework.storage.memory import MemoryUnitOfWorkFactory
from tests.doubles import MONDAY, FixedClock

HOUR = timedelta(hours=1)


def test_the_systems_clock_is_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta()


def test_without_an_offset_the_product_shows_the_systems_time() -> None:
    assert ProductClock(MemoryUnitOfWorkFactory(), FixedClock()).now() == MONDAY


@pytest.mark.parametrize("shift", [-30 * HOUR, 30 * HOUR])
def test_the_clock_starts_at_the_request_and_runs_on(shift: timedelta) -> None:
    storage, system = MemoryUnitOfWorkFactory(), FixedClock()
    start_clock_at(storage, MONDAY + shift, system)
    clock = ProductClock(storage, system)
    assert clock.now() == MONDAY + shift
    system.advance(minutes=7)
    assert clock.now() == MONDAY + shift + timedelta(minutes=7)


def test_all_processes_see_a_new_offset_within_a_second() -> None:
    storage, system = MemoryUnitOfWorkFactory(), FixedClock()
    elapsed = [0.0]
    clock = ProductClock(storage, system, stopwatch=lambda: elapsed[0])
    assert clock.now() == MONDAY
    start_clock_at(storage, MONDAY + HOUR, system)
    elapsed[0] = 1.0
    assert clock.now() == MONDAY + HOUR


def test_the_same_request_after_a_restart_runs_on() -> None:
    storage, system = MemoryUnitOfWorkFactory(), FixedClock()
    first = start_clock_at(storage, MONDAY - HOUR, system)
    system.advance(hours=5)
    assert start_clock_at(storage, MONDAY - HOUR, system) == first
    assert ProductClock(storage, system).now() == MONDAY + 4 * HOUR


def test_the_clock_does_not_go_back_behind_what_it_showed() -> None:
    storage, system = MemoryUnitOfWorkFactory(), FixedClock()
    start_clock_at(storage, MONDAY + HOUR, system)
    with pytest.raises(ClockWouldGoBack):
        start_clock_at(storage, MONDAY + HOUR / 2, system)
    assert ProductClock(storage, system).now() == MONDAY + HOUR
    start_clock_at(storage, MONDAY + 2 * HOUR, system)
    assert ProductClock(storage, system).now() == MONDAY + 2 * HOUR


def test_the_clock_does_not_go_back_behind_what_is_stored() -> None:
    storage, system = MemoryUnitOfWorkFactory(), FixedClock()
    with storage() as uow:
        uow.conversations.ensure("c-1", Channel.WEB, MONDAY)
        uow.commit()
    with pytest.raises(ClockWouldGoBack):
        start_clock_at(storage, MONDAY - HOUR, system)
    start_clock_at(storage, MONDAY, system)
