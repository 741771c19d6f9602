"""Approvals, stopped texts and the gate's decisions over every storage."""

from dataclasses import replace
from datetime import UTC, date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from casework.errors import (
    ApprovalInvalid,
    ApprovalNotFound,
    AuthorityExceeded,
    CaseNotFound,
    StorageConflict,
)
from casework.gate.approvals import Approval, Stop
from casework.gate.findings import Kind
from casework.gate.service import GateService, NewApproval
from casework.model import Case, Channel, Record
from casework.policy import Policy
from casework.ports import UnitOfWorkFactory
from casework.services.filing import FilingService
from tests.doubles import CountingIds, FixedClock

SHANGHAI = ZoneInfo("Asia/Shanghai")
REFUND = "我们会退您200元。"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def case(storage: UnitOfWorkFactory, policy: Policy, clock: FixedClock) -> Case:
    filing = FilingService(storage, policy, clock, CountingIds(), SHANGHAI)
    return filing.file("c-1", "t-1", Record(complaint_text="电热毯不热了", language="zh"))


@pytest.fixture
def gate(storage: UnitOfWorkFactory, policy: Policy, clock: FixedClock) -> GateService:
    return GateService(storage, policy, clock, CountingIds(), SHANGHAI)


def wanted(case: Case, **changes: object) -> NewApproval:
    approval = NewApproval(
        case_no=case.case_no,
        document="处理单 12",
        author="王经理",
        author_role="manager",
        remedies=("refund",),
        amount=Decimal("200.50"),
    )
    return replace(approval, **changes)  # type: ignore[arg-type]


def test_a_promise_is_stopped_until_it_is_approved_for_the_case(
    gate: GateService, case: Case
) -> None:
    """R168."""
    before = gate.check(REFUND, "zh", case.case_no, "agent")
    assert before.stopped and before.kinds == (Kind.COMMITMENT,)
    assert list(before.approvers) == ["manager", "general_manager"]
    assert set(before.reasons) == set(before.ways) == {Kind.COMMITMENT}
    approval = gate.approve(wanted(case))
    after = gate.check(REFUND, "zh", case.case_no.lower(), "agent")
    assert not after.stopped and after.approvals == (approval.id,)
    assert gate.check(REFUND, "zh", None, "agent").stopped
    assert gate.check("我们会退您201元。", "zh", case.case_no, "agent").stopped


def test_an_approval_that_is_taken_back_covers_nothing(
    gate: GateService, case: Case, clock: FixedClock
) -> None:
    approval = gate.approve(wanted(case))
    clock.advance(minutes=1)
    revoked = gate.revoke(approval.id, "李总")
    assert (revoked.revoked_at, revoked.revoked_by) == (clock.now(), "李总")
    clock.advance(minutes=1)
    assert gate.revoke(approval.id, "别人") == revoked
    assert gate.check(REFUND, "zh", case.case_no, "agent").stopped
    assert gate.approvals(case.case_no) == [revoked]
    with pytest.raises(ApprovalNotFound):
        gate.revoke("none", "李总")


@pytest.mark.parametrize(
    "changes",
    [
        {"author_role": "agent"},
        {"author_role": "supervisor"},
        {"author_role": "stranger"},
        {"amount": Decimal(2001)},
        {"remedies": ("punish_staff",)},
        {"remedies": (), "wording": "这是我们的失误。"},
        {"wording": "我们会退您5000元。"},
        {"author_role": "general_manager", "wording": "都怪快递公司。"},
    ],
)
def test_nobody_approves_beyond_their_authority(
    gate: GateService, case: Case, changes: dict[str, object]
) -> None:
    """R202."""
    with pytest.raises(AuthorityExceeded):
        gate.approve(wanted(case, **changes))
    assert gate.approvals(case.case_no) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"remedies": ("hug",)},
        {"remedies": ()},
        {"remedies": (), "wording": " "},
        {"document": " "},
        {"author": ""},
        {"amount": Decimal("NaN")},
        {"amount": Decimal(-1)},
    ],
)
def test_an_approval_without_sense_is_refused(
    gate: GateService, case: Case, changes: dict[str, object]
) -> None:
    with pytest.raises(ApprovalInvalid):
        gate.approve(wanted(case, **changes))


def test_an_approval_is_for_a_case_that_exists(gate: GateService, case: Case) -> None:
    unknown = "JY20261123-ZZZZZZZZ"
    for work in (
        lambda: gate.approve(wanted(case, case_no=unknown)),
        lambda: gate.approvals(unknown),
        lambda: gate.check(REFUND, "zh", unknown, "agent"),
    ):
        with pytest.raises(CaseNotFound):
            work()


def test_a_wording_approved_by_the_general_manager_goes_out_word_for_word(
    gate: GateService, case: Case
) -> None:
    """R165."""
    wording = "此次发错货是我们的失误，向您道歉。"
    gate.approve(wanted(case, author_role="general_manager", remedies=(), wording=wording))
    assert not gate.check(f"您好，{wording}", "zh", case.case_no, "agent").stopped
    assert gate.check("此次发错货是我们的失误。", "zh", case.case_no, "agent").stopped


def test_due_times_of_the_case_may_be_named(gate: GateService, case: Case) -> None:
    due = case.clocks[0].due_at.astimezone(SHANGHAI)
    text = f"同事会在{due.month}月{due.day}日 {due:%H:%M}前回复您。"
    assert not gate.check(text, "zh", case.case_no, "agent").stopped
    assert gate.check(text, "zh", None, "agent").stopped


def test_pre_approved_remedies_come_from_the_policy(
    storage: UnitOfWorkFactory, policy: Policy, clock: FixedClock
) -> None:
    """C5."""
    text = "我们会给您免费维修。"
    generous = replace(policy, approved_remedies=("repair",))
    for of, stopped in ((policy, True), (generous, False)):
        gate = GateService(storage, of, clock, CountingIds(), SHANGHAI)
        assert gate.check(text, "zh", None, "agent").stopped is stopped


def test_an_approval_is_stored_as_it_was_given(
    storage: UnitOfWorkFactory, case: Case, clock: FixedClock
) -> None:
    approval = Approval(
        id="a-1",
        case_no=case.case_no,
        document="处理单",
        author="王",
        author_role="manager",
        created_at=clock.now(),
        remedies=("refund", "repair"),
        amount=Decimal("0.10"),
        currency="CNY",
        due_on=date(2026, 11, 27),
        wording="好的 ok",
        expires_at=clock.now().astimezone(UTC) + timedelta(days=1),
    )
    with storage() as uow:
        uow.approvals.add(approval)
        uow.commit()
    with storage() as uow:
        assert uow.approvals.get("a-1") == approval
        assert uow.approvals.list(case.case_no) == [approval]
        assert uow.approvals.get("a-2") is None and uow.approvals.list("none") == []
        with pytest.raises(StorageConflict):
            uow.approvals.add(approval)
    with storage() as uow, pytest.raises(StorageConflict):
        uow.approvals.add(replace(approval, id="a-2", case_no="none"))
    with storage() as uow:
        uow.approvals.update(replace(approval, revoked_at=clock.now(), revoked_by="x", author="y"))
        uow.commit()
    with storage() as uow:
        assert uow.approvals.get("a-1") == replace(approval, revoked_at=clock.now(), revoked_by="x")


def test_a_stopped_text_is_kept_once(storage: UnitOfWorkFactory, clock: FixedClock) -> None:
    stop = Stop(
        conversation_id="c-1",
        turn_id="t-1",
        position=0,
        sender="bot",
        text="我们会退款\x00",
        findings=[{"kind": "commitment", "start": 0}],
        at=clock.now(),
    )
    with storage() as uow:
        for one in (stop, stop, replace(stop, position=1), replace(stop, conversation_id="c-2")):
            uow.stops.add(one)
        uow.commit()
    with storage(read_only=True) as uow:
        kept = uow.stops.list(conversation_id="c-1")
        assert [one.position for one in kept] == [1, 0]
        assert kept[1] == replace(stop, id=kept[1].id, text="我们会退款")
        assert [one.conversation_id for one in uow.stops.list(limit=1)] == ["c-2"]


def test_a_text_of_an_agent_is_kept_by_the_service(
    storage: UnitOfWorkFactory, gate: GateService
) -> None:
    with storage() as uow:
        uow.conversations.ensure("c-1", Channel.WEB, FixedClock().now())
        uow.commit()
    verdict = gate.check(REFUND, "zh", None, "agent")
    with storage() as uow:
        gate.keep_stop(uow, "c-1", "draft-1", REFUND, verdict, "agent")
        uow.commit()
    (kept,) = gate.stops("c-1")
    assert (kept.text, kept.sender, kept.findings[0]["kind"]) == (REFUND, "agent", "commitment")
