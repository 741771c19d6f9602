"""What the desk's tests share: an empty storage, a clock that stands, a desk with its people.

The tests read rows and answers; the desk's log would only slow them down.
"""

import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog

from casework.model import Role
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.app import DeskApp
from tests.desks import build_desk
from tests.doubles import FixedClock
from tests.minds import FakeMind
from tests.people import QUICK, employ


@pytest.fixture(autouse=True, scope="module")
def quiet() -> Iterator[None]:
    """Drop what is logged below `critical`."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture
def storage() -> MemoryUnitOfWorkFactory:
    """A storage in which nothing happened yet."""
    return MemoryUnitOfWorkFactory()


@pytest.fixture
def clock() -> FixedClock:
    """A clock that moves when the test says so."""
    return FixedClock()


@pytest.fixture
async def app(storage: MemoryUnitOfWorkFactory, clock: FixedClock) -> AsyncIterator[DeskApp]:
    """A running desk with one person of each role, named by it."""
    app = build_desk(mind=FakeMind(), uow_factory=storage, clock=clock, passwords=QUICK)
    for role in Role:
        employ(storage, clock, str(role), role)
    async with app.running():
        yield app
