"""A record becomes a case: its grade, its department, its priority and its clocks."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from casework.calendars import WeekCalendar
from casework.clocks import add_working_days
from casework.drafting import CaseDrafter
from casework.model import Case, ClockName, Record
from casework.model.work import Step
from casework.policy import Policy
from tests.doubles import MONDAY

SHANGHAI = ZoneInfo("Asia/Shanghai")


def draft(policy: Policy, text: str = "不好", **fields: Any) -> Case:
    record = Record(complaint_text=text, **fields)
    drafter = CaseDrafter(policy, WeekCalendar(), SHANGHAI)
    return drafter.draft(record, case_no="JY20261123-00000001", at=MONDAY)


@pytest.mark.rows("R184", "R185", "R187", "R188")
@pytest.mark.rows("R186", "R190")
@pytest.mark.rows("R13", "R171")
@pytest.mark.parametrize(
    ("fields", "grade", "reasons"),
    [
        ({"demand": ["refund", "return"]}, "general", ["remedy_only"]),
        ({"demand": ["refund", "apology"]}, "general", ["dissatisfaction"]),
        ({"demand": ["compensation"]}, "general", ["dissatisfaction"]),
        ({}, "general", ["dissatisfaction"]),
        ({"text": "开不了机"}, "major", ["dead_on_arrival"]),
        ({"facts": {"repeat_after_repair": True}}, "major", ["repeat_after_repair"]),
        ({"facts": {"people_harmed": True}}, "major", ["people_harmed"]),
        ({"category": ["safety_privacy"]}, "major", ["safety_privacy"]),
        ({"category": ["product_quality", "safety_privacy"]}, "major", ["safety_privacy"]),
        ({"facts": {"claims_further_loss": True}}, "claim", ["claims_further_loss"]),
        (
            {"text": "开不了机", "facts": {"claims_further_loss": True}},
            "claim",
            ["claims_further_loss"],
        ),
        ({"facts": {"pretext": True}}, "unjustified", ["pretext"]),
        ({"text": "开不了机", "facts": {"pretext": True}}, "major", ["dead_on_arrival"]),
        ({"facts": {"other_company": True}}, "out_of_scope", ["other_company"]),
    ],
)
def test_the_grade_follows_the_policy(
    policy: Policy, fields: dict[str, Any], grade: str, reasons: list[str]
) -> None:
    """R184 to R188; a claim outranks major."""
    case = draft(policy, **fields)
    assert (case.grade, list(case.grade_reasons)) == (grade, reasons)


@pytest.mark.rows("R2", "R13", "R119")
@pytest.mark.parametrize(
    ("fields", "department"),
    [
        ({"category": ["product_quality"]}, "quality"),
        ({"category": ["delivery_logistics", "billing_price"]}, "logistics"),
        ({"category": ["billing_price"]}, "finance"),
        ({"category": ["property_engineering"]}, "property"),
        ({"category": ["safety_privacy"], "text": "你们泄露我的个人信息"}, "information_security"),
        ({"category": ["safety_privacy"], "text": "充电宝起火"}, "quality"),
        ({}, "customer_service"),
    ],
)
def test_the_department_follows_category_and_facts(
    policy: Policy, fields: dict[str, Any], department: str
) -> None:
    assert draft(policy, **fields).department == department


def test_a_complaint_without_a_category_is_other(policy: Policy) -> None:
    assert draft(policy).category == ("other",)


@pytest.mark.parametrize(
    ("fields", "priority"),
    [
        ({}, "normal"),
        ({"anger": 2.4}, "normal"),
        ({"anger": 2.5}, "high"),
        ({"threats": ["churn"]}, "normal"),
        ({"threats": ["churn", "regulator"]}, "high"),
        ({"threats": ["violence"]}, "urgent"),
        ({"facts": {"claims_further_loss": True}}, "high"),
        ({"facts": {"claims_further_loss": True, "people_harmed": True}}, "urgent"),
        ({"facts": {"dead_on_arrival": True}}, "urgent"),
        ({"facts": {"other_company": True}, "anger": 3.0}, "low"),
    ],
)
def test_the_priority_follows_grade_threats_and_anger(
    policy: Policy, fields: dict[str, Any], priority: str
) -> None:
    assert draft(policy, **fields).priority == priority


@pytest.mark.parametrize(
    ("fact", "copies"),
    [
        ("dead_on_arrival", ("general_manager",)),
        ("claims_further_loss", ("general_manager",)),
        ("pretext", ()),
    ],
)
def test_the_general_manager_gets_a_copy_of_major_and_claim(
    policy: Policy, fact: str, copies: tuple[str, ...]
) -> None:
    """R186 and R190."""
    assert draft(policy, facts={fact: True}).copied_to == copies


def due(case: Case) -> dict[str, str]:
    return {clock.name: f"{clock.due_at:%m-%dT%H:%M}Z" for clock in case.clocks}


COMMON = {
    ClockName.FIRST_REPLY: "11-23T05:00Z",
    ClockName.PRELIMINARY_SOLUTION: "11-24T04:00Z",
    ClockName.DEPARTMENT_REPLY: "11-26T04:00Z",
    ClockName.CUSTOMER_REPLY: "11-30T04:00Z",
}


@pytest.mark.rows("R117", "R118", "R153", "R157", "R195")
def test_a_general_case_starts_its_promises(policy: Policy) -> None:
    """R117, R118, R153, R157 and R195."""
    assert due(draft(policy)) == {**COMMON, ClockName.GENERAL_COMPLETION: "11-24T04:00Z"}


@pytest.mark.rows("R196", "R197")
def test_a_major_case_is_called_back_and_completed(policy: Policy) -> None:
    """R196 and R197."""
    assert due(draft(policy, facts={"people_harmed": True})) == {
        **COMMON,
        ClockName.MAJOR_CALLBACK: "11-24T04:00Z",
        ClockName.MAJOR_COMPLETION: "11-25T04:00Z",
    }


def test_a_claim_has_the_common_promises(policy: Policy) -> None:
    assert due(draft(policy, facts={"claims_further_loss": True})) == COMMON


@pytest.mark.rows("R33")
@pytest.mark.parametrize(
    ("facts", "grade"),
    [
        ({}, "general"),
        ({"people_harmed": True}, "major"),
        ({"claims_further_loss": True}, "claim"),
        ({"pretext": True}, "unjustified"),
        ({"other_company": True}, "out_of_scope"),
    ],
)
def test_whatever_its_grade_a_complaint_is_owed_a_solution_and_an_answer(
    policy: Policy, facts: dict[str, bool], grade: str
) -> None:
    case = draft(policy, facts=facts)
    assert case.grade == grade
    assert COMMON.items() <= due(case).items()


@pytest.mark.rows("R33")
def test_nothing_done_among_ourselves_counts_as_a_solution_or_an_answer(policy: Policy) -> None:
    plans = policy.work.plans
    assert plans[ClockName.CUSTOMER_REPLY].met_by == (Step.CUSTOMER_ANSWERED,)
    assert set(plans[ClockName.PRELIMINARY_SOLUTION].met_by) == {
        Step.SOLUTION_SENT,
        Step.CUSTOMER_ANSWERED,
        Step.COMPLETED,
    }


def test_a_clock_explains_itself_in_both_languages(policy: Policy) -> None:
    case = draft(policy)
    assert case.clocks[0].explanation == {
        "zh": "受理后1小时内由专人首次回复，最迟2026-11-23 13:00。",
        "en": "A person replies for the first time within 1 hour(s) of receipt, "
        "by 2026-11-23 13:00.",
    }
    assert case.clocks == tuple(sorted(case.clocks, key=lambda clock: clock.due_at))


@pytest.mark.parametrize(
    ("start", "count", "tz", "expected"),
    [
        ("2026-11-23T04:00", 5, "Asia/Shanghai", "2026-11-30T04:00"),
        ("2026-11-27T04:00", 1, "Asia/Shanghai", "2026-11-30T04:00"),
        ("2026-11-28T04:00", 1, "Asia/Shanghai", "2026-11-30T04:00"),
        # Late on Sunday in UTC is Monday in Shanghai.
        ("2026-11-22T17:00", 1, "Asia/Shanghai", "2026-11-23T17:00"),
        # The same local time, although the clocks went back in between.
        ("2026-10-30T14:00", 1, "America/New_York", "2026-11-02T15:00"),
    ],
)
def test_working_days_leave_out_the_weekend(start: str, count: int, tz: str, expected: str) -> None:
    """C3: working days need a calendar."""
    begin = datetime.fromisoformat(start).replace(tzinfo=UTC)
    end = add_working_days(begin, count, WeekCalendar(), ZoneInfo(tz))
    assert end == datetime.fromisoformat(expected).replace(tzinfo=UTC)
