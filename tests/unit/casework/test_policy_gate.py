"""The authority limits in the policy."""

from decimal import Decimal

import pytest

from casework.errors import PolicyError
from casework.gate.detecting import findings
from casework.policy import Policy
from casework.policy_yaml import parse_policy
from casework.settings import ROOT

TEXT = (ROOT / "policy.yml").read_text(encoding="utf-8")


@pytest.mark.rows("R68", "R202")
def test_the_shipped_limits_grow_with_the_role(policy: Policy) -> None:
    """R202."""
    limits = policy.gate.authority
    assert list(limits) == ["agent", "supervisor", "manager", "general_manager"]
    assert not limits["agent"].reaches(["repair"], None)
    assert limits["supervisor"].reaches(["repair"], None)
    assert not limits["supervisor"].reaches(["refund"], None)
    assert limits["manager"].reaches(["refund"], Decimal(2000))
    assert not limits["manager"].reaches(["refund"], Decimal(2001))
    assert limits["general_manager"].reaches(["punish_staff"], Decimal(10**9))


@pytest.mark.rows("R68")
@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("我们会给您免费维修。", ["supervisor", "manager", "general_manager"]),
        ("我们会退您500元。", ["manager", "general_manager"]),
        ("我们会退您5000元。", ["general_manager"]),
        ("We'll refund you £20.", ["general_manager"]),
        ("这是我们的失误。", ["general_manager"]),
        ("都怪快递公司。", []),
        ("我们会退您500元，都怪快递公司。", []),
    ],
)
def test_the_roles_that_may_approve_a_text(text: str, roles: list[str], policy: Policy) -> None:
    assert list(policy.gate.roles_for(findings(text))) == roles


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("currency: CNY", "currency: yuan", "gate.currency: write a currency's three letters"),
        ("amount: 2000", "amount: lots", "gate.authority.manager.amount: write a whole number"),
        ("wording: true", "wording: maybe", "gate.authority.general_manager.wording: write true"),
        ("agent: {remedies: []", "agent: {remedies: [hug]", "'hug' is unknown, use one of"),
        ("agent: {remedies: [], amount: 0,", "agent: {remedies: [],", "add the key amount"),
        ("\ngate:\n", "\ngates:\n", "unknown key, write gate"),
    ],
)
def test_a_mistake_is_named_with_its_fix(old: str, new: str, message: str) -> None:
    assert old in TEXT
    with pytest.raises(PolicyError) as caught:
        parse_policy(TEXT.replace(old, new, 1))
    assert message in str(caught.value)


def test_somebody_must_be_named() -> None:
    start = TEXT.index("  authority:")
    end = TEXT.index("\n# ", start)
    with pytest.raises(PolicyError, match="name at least one role"):
        parse_policy(TEXT[:start] + "  authority: {}\n" + TEXT[end:])
