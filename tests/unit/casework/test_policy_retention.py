"""How long what is kept stands in the policy, if anywhere."""

import pytest

from casework.errors import PolicyError
from casework.policy_retention import RetentionPolicy
from casework.policy_yaml import parse_policy
from casework.settings import ROOT

SHIPPED = (ROOT / "policy.yml").read_text(encoding="utf-8")


def read(*lines: str) -> RetentionPolicy:
    return parse_policy("\n".join([SHIPPED, "retention:", *lines]) + "\n").retention


def test_everything_is_kept_unless_the_policy_says_so() -> None:
    assert not parse_policy(SHIPPED).retention.is_asked_for


def test_each_rule_may_stand_alone() -> None:
    rules = read("  conversations_days: 90", "  closed_cases_years: 3", "  logs_days: 30")
    assert (rules.conversations_days, rules.closed_cases_years) == (90, 3)
    assert (rules.sent_notices_days, rules.logs_days) == (None, 30)
    assert read("  logs_days: 30").is_asked_for


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("  conversations_days: 0", "a whole number from 1"),
        ("  conversation_days: 90", "write conversations_days"),
        ("  closed_cases_years: 3", "add conversations_days"),
        ("  logs_days: never", "a whole number"),
    ],
)
def test_a_mistake_is_named_with_its_fix(line: str, told: str) -> None:
    with pytest.raises(PolicyError, match=told):
        read(line)
