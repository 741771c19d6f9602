"""What a written approval covers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from casework.gate.approvals import Approval, covered_beforehand
from casework.gate.detecting import findings

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TZ = ZoneInfo("Asia/Shanghai")
REFUND = Approval(
    id="a-1",
    case_no="JY20261123-AAAAAAAA",
    document="处理单 12",
    author="王经理",
    author_role="manager",
    created_at=NOW,
    remedies=("refund",),
    amount=Decimal(200),
    currency="CNY",
    due_on=date(2026, 11, 27),
)


def covered(approval: Approval, text: str, now: datetime = NOW) -> bool:
    found = findings(text)
    assert found
    return all(approval.covers(one, text, now, TZ) for one in found)


@pytest.mark.rows("R134")
@pytest.mark.parametrize(
    "text",
    [
        "我们会给您退款。",
        "我们会退您200元。",
        "我们会给您退款，周五到账。",
        "We'll refund you by Friday.",
    ],
)
def test_the_approved_remedy_within_its_sum_and_day_may_be_promised(text: str) -> None:
    assert covered(REFUND, text)


@pytest.mark.parametrize(
    "text",
    [
        "我们会退您201元。",
        "We'll refund you £20.",
        "我们会给您退款，周四到账。",
        "我们会给您换一台新的。",
        "我们会给您退款，再送您一张优惠券。",
        "We'll refund you by the end of the week.",
        "这是我们的失误。",
        "我个人觉得您能退。",
    ],
)
def test_what_goes_beyond_the_approval_is_not_covered(text: str) -> None:
    assert not covered(REFUND, text)


@pytest.mark.rows("R67")
def test_a_wording_may_be_used_word_for_word_alone() -> None:
    wording = "这是我们的失误，向您道歉。"
    approval = replace(REFUND, remedies=(), wording=wording)
    assert covered(approval, f"王先生您好。{wording}")
    assert not covered(approval, "这是我们的失误。")


@pytest.mark.parametrize("text", ["都怪快递公司。", "您别无理取闹。", "You're being ridiculous."])
def test_nobody_can_approve_blame_or_what_inflames(text: str) -> None:
    """R15 and R66."""
    assert not covered(replace(REFUND, wording=text), text)


def test_an_expired_or_revoked_approval_covers_nothing() -> None:
    text = "我们会给您退款。"
    ends = replace(REFUND, expires_at=NOW + timedelta(hours=1))
    assert covered(ends, text)
    assert not covered(ends, text, NOW + timedelta(hours=1))
    assert not covered(replace(REFUND, revoked_at=NOW, revoked_by="王经理"), text)


@pytest.mark.rows("R134")
def test_a_pre_approved_remedy_covers_the_bare_remedy() -> None:
    """C5."""

    def all_covered(text: str, *approved: str) -> bool:
        return all(covered_beforehand(one, text, approved) for one in findings(text))

    assert all_covered("我们会给您换一台新的。", "replacement")
    assert not all_covered("我们会给您换一台新的。", "repair")
    assert not all_covered("我们会给您换一台新的，再补您50元。", "replacement", "compensation")
    assert not all_covered("明天给您换一台新的。", "replacement")
    assert all_covered("给您延长一年保修。", "给您延长一年保修")
    assert not all_covered("这是我们的失误。", "这是我们的失误")
