"""A superior's instruction is told in writing and by phone; a confirmed fault is replaced; over
every storage."""

from datetime import timedelta
from typing import Any

import pytest

from casework.errors import StepInvalid
from casework.gate.findings import WordsStopped
from casework.gate.service import NewApproval
from casework.model import Case
from casework.model.work import Step
from casework.policy import Policy
from casework.ports import UnitOfWorkFactory
from casework.presenting_work import work_as_json
from tests.works import Works

LETTER = {"text": "您好，处理意见已经有了，随后我打电话跟您细说。"}
CALL = {"text": "已在电话里逐项说明，客户表示清楚。"}


@pytest.fixture
def works(storage: UnitOfWorkFactory, policy: Policy) -> Works:
    return Works(storage, policy)


def work(works: Works, case: Case) -> dict[str, Any]:
    """Return the work on a case as integrations read it."""
    return work_as_json(works.steps.view(case.case_no), works.policy)


def runs(works: Works, case: Case) -> set[str]:
    """Return the names of the clocks that run on a case."""
    return {str(clock.name) for clock in works.case(case).clocks if clock.met_at is None}


@pytest.mark.rows("R203")
@pytest.mark.parametrize(
    "order", [(Step.SOLUTION_SENT, Step.CALLED_BACK), (Step.CALLED_BACK, Step.CUSTOMER_ANSWERED)]
)
def test_an_instruction_is_told_once_a_letter_and_a_call_are_on_record(
    works: Works, order: tuple[Step, Step]
) -> None:
    case = works.file()
    given = works.clock.now()
    works.do(case, Step.INSTRUCTED, text="按质保处理，向客户说明检测结论", author="gm")
    (told,) = works.notices(case, key="staff_instructed")
    assert told.recipient == "customer_service"
    for name in ("instruction_letter", "instruction_call"):
        assert works.due(case, name) - given == timedelta(hours=24)
    for step in order:
        assert work(works, case)["instruction"]["told"] is False
        with pytest.raises(StepInvalid, match="tell the instruction"):
            works.do(case, Step.COMPLETED)
        works.clock.advance(minutes=5)
        works.do(case, step, **(CALL if step is Step.CALLED_BACK else LETTER))
    instruction = work(works, case)["instruction"]
    assert (instruction["told"], instruction["author"]) == (True, "gm")
    assert {instruction["written_at"], instruction["called_at"]} == {
        "2026-11-23T04:05:00Z",
        "2026-11-23T04:10:00Z",
    }
    (call,) = works.events(case, "called_back")
    assert call.data["text"] == CALL["text"]
    works.do(case, Step.COMPLETED)


@pytest.mark.rows("R203")
def test_a_call_counts_with_what_was_said_in_it_and_no_other_word_for_the_letter(
    works: Works,
) -> None:
    case = works.file()
    works.do(case, Step.INSTRUCTED, text="说明检测结论")
    with pytest.raises(StepInvalid, match="by phone"):
        works.do(case, Step.CALLED_BACK)
    works.do(case, Step.AGENT_REPLIED, text="您好，我在跟进您的事。")
    works.do(case, Step.UPDATE_SENT, text="您好，您的事有进展了。")
    assert {"instruction_letter", "instruction_call"} <= runs(works, case)
    with pytest.raises(StepInvalid, match="text"):
        works.do(case, Step.INSTRUCTED)


@pytest.mark.rows("R203")
def test_what_was_told_before_is_no_telling_of_a_later_instruction(works: Works) -> None:
    case = works.file()
    works.do(case, Step.INSTRUCTED, text="第一次指示")
    works.do(case, Step.SOLUTION_SENT, **LETTER)
    works.clock.advance(hours=1)
    works.do(case, Step.INSTRUCTED, text="第二次指示")
    works.clock.advance(hours=1)
    works.do(case, Step.CALLED_BACK, **CALL)
    instruction = work(works, case)["instruction"]
    assert (instruction["text"], instruction["written_at"]) == ("第二次指示", None)
    assert instruction["called_at"] is not None and instruction["told"] is False
    works.do(case, Step.CUSTOMER_ANSWERED, **LETTER)
    assert work(works, case)["instruction"]["told"] is True


@pytest.mark.rows("R203")
def test_a_call_that_nobody_makes_is_reminded_and_taken_up_the_ladder(works: Works) -> None:
    case = works.file()
    works.do(case, Step.ASSIGNED, to=("wang",))
    works.do(case, Step.INSTRUCTED, text="说明检测结论")
    works.do(case, Step.SOLUTION_SENT, **LETTER)
    works.later(hours=30)
    told = [
        (notice.recipient, notice.key)
        for notice in works.notices(case)
        if notice.facts.get("clock") == "instruction_call"
    ]
    assert told == [
        ("wang", "staff_clock_reminder"),
        ("customer_service", "staff_clock_escalated"),
        ("department_head", "staff_clock_escalated"),
    ]


def test_who_can_only_be_called_is_not_held_up_for_a_letter(works: Works) -> None:
    case = works.enter(contact_phone="13800138000")
    works.do(case, Step.INSTRUCTED, text="说明检测结论")
    works.do(case, Step.CALLED_BACK, **CALL)
    assert work(works, case)["instruction"]["told"] is False
    works.do(case, Step.COMPLETED)


def test_a_case_without_an_instruction_says_so(works: Works) -> None:
    case = works.file()
    assert work(works, case)["instruction"] is None
    works.do(case, Step.CALLED_BACK)
    works.do(case, Step.COMPLETED)


@pytest.mark.rows("R34")
def test_a_confirmed_fault_is_replaced_once_that_is_approved(works: Works) -> None:
    case = works.file("电热毯用了两天就坏了", category=["product_quality"], demand=["replacement"])
    (filed,) = works.notices(case, key="staff_case_filed")
    assert "报批换货" in filed.facts["instruction"]["zh"]
    assert work(works, case)["fault"] is None
    with pytest.raises(StepInvalid, match="what was found"):
        works.do(case, Step.JUDGED, fault=True)
    works.do(case, Step.JUDGED, fault=True, reason="发热线断路")
    assert (work(works, case)["fault"], work(works, case)["remedy"]) == (True, "replacement")
    told = works.notices(case, key="staff_fault_confirmed")
    assert [notice.recipient for notice in told] == ["quality", "service_manager"]
    assert works.notices(case, recipient="customer") == []
    promise = "我们会给您换一台新的。"
    with pytest.raises(WordsStopped):
        works.do(case, Step.CUSTOMER_ANSWERED, text=promise)
    for step in (Step.IMPLEMENTED, Step.COMPLETED):
        with pytest.raises(StepInvalid, match="have the replacement approved"):
            works.do(case, step)
    works.gate.approve(
        NewApproval(
            case_no=case.case_no,
            document="处理单 34",
            author="zhao",
            author_role="supervisor",
            remedies=("replacement",),
        )
    )
    works.do(case, Step.CUSTOMER_ANSWERED, text=promise)
    assert works.do(case, Step.IMPLEMENTED).case.status == "implementing"


@pytest.mark.rows("R34")
@pytest.mark.parametrize(
    ("category", "judged"),
    [
        ("product_quality", {"fault": False, "reason": "检测正常"}),
        ("service_attitude", {"fault": True, "reason": "说明书缺页"}),
        ("product_quality", {"origin": "management"}),
    ],
)
def test_nothing_is_owed_for_a_fault_that_is_not_there_or_not_the_products(
    works: Works, category: str, judged: dict[str, Any]
) -> None:
    case = works.file(category=[category])
    works.do(case, Step.JUDGED, **judged)
    assert work(works, case)["remedy"] is None
    assert works.notices(case, key="staff_fault_confirmed") == []
    works.do(case, Step.IMPLEMENTED)


@pytest.mark.rows("R34")
def test_what_the_customer_chose_instead_is_put_on_record(works: Works) -> None:
    case = works.file(category=["product_quality"])
    works.do(case, Step.JUDGED, fault=True, reason="主板虚焊")
    works.do(case, Step.IMPLEMENTED, reason="客户选择维修，不换货")
    (done,) = works.events(case, "implemented")
    assert done.data["reason"] == "客户选择维修，不换货"


def test_the_latest_finding_on_the_fault_counts(works: Works) -> None:
    case = works.file(category=["product_quality"])
    works.do(case, Step.JUDGED, fault=True, reason="初检：不通电")
    works.do(case, Step.JUDGED, fault=False, reason="复检：电源线没插紧")
    works.do(case, Step.JUDGED, nature="capability")
    assert (work(works, case)["fault"], work(works, case)["remedy"]) == (False, None)
