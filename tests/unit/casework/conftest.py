"""What the core's tests share."""

import pytest

from casework.policy import Policy
from casework.policy_yaml import load_policy
from casework.settings import ROOT


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The policy that the project ships."""
    return load_policy(ROOT / "policy.yml")
