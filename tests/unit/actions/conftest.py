"""What the tests of the actions share: the shipped services over memory, and a fixed clock."""

from zoneinfo import ZoneInfo

import pytest

from actions import runtime
from casework.policy import Policy
from casework.policy_yaml import load_policy
from casework.settings import ROOT
from casework.storage.memory import MemoryUnitOfWorkFactory
from tests.doubles import CountingIds, FixedClock
from tests.talks import Talk


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The policy that the project ships."""
    return load_policy(ROOT / "policy.yml")


@pytest.fixture
def storage() -> MemoryUnitOfWorkFactory:
    """An empty storage."""
    return MemoryUnitOfWorkFactory()


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands still until a test moves it."""
    return FixedClock()


@pytest.fixture
def services(
    policy: Policy, storage: MemoryUnitOfWorkFactory, clock: FixedClock
) -> runtime.Services:
    """The services that the actions work with in this test."""
    services = runtime.build(policy, ZoneInfo("Asia/Shanghai"), storage, clock, CountingIds())
    runtime.use(services)
    return services


@pytest.fixture
def talk(services: runtime.Services) -> Talk:
    """A conversation with the actions."""
    return Talk()
