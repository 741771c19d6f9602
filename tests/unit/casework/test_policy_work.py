"""The policy's part on the work, its mistakes, and a company that decides otherwise."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from casework.errors import PolicyError
from casework.policy import Policy
from casework.policy_yaml import load_policy, parse_policy
from casework.settings import ROOT
from casework.storage.memory import MemoryUnitOfWorkFactory
from tests.works import Works, decision

TEXT = (ROOT / "policy.yml").read_text(encoding="utf-8")
AIRLINE = Path(__file__).parents[2] / "data" / "policies" / "airline.yml"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: china", "kind: moon", "calendar.kind: 'moon' is unknown, use one of week"),
        ("kind: china", "kind: region", "calendar: add the key region, such as US or HK"),
        ("overrides: {}", 'overrides: {"2027-13-01": off}', 'write a day such as "2027-02-08"'),
        ("overrides: {}", 'overrides: {"2027-02-01": free}', "write work or off"),
        ("en: Everyone, addresses: [console]", "en: Everyone, addresses: [pigeon]", "console, em"),
        ("en: Everyone, addresses: [console]", "en: Everyone, addresses: ['email:']", "email:NA"),
        ("  everyone: {", "  somebody: {", "people: add the key everyone"),
        ("    other: service\n", "", "category_sets.domain: add the category other"),
        ("    other: service\n", "    other: mood\n", "use one of product, sales, service"),
        ("other: non_quality", "other: bad", "'bad' is unknown, use one of quality, non_quality"),
        ("service_attitude: attitude", "service_attitude: rude", "use one of attitude, process"),
        ("{name: loyal, signals: [loyal]}", "{name: loyal, signals: [loyel]}", "'loyel' is unkn"),
        ("{name: loyal, signals: [loyal]}", "{name: loyal}", "add a condition, such as signals"),
        ("raise_to: {loyal: high", "raise_to: {lojal: high", "'lojal' is no group, use one of"),
        ("  tell: [service_manager]", "  tell: [nobody]", "'nobody' is nobody, use one of"),
        ("  customers: 3", "  customers: 1", "incidents.customers: write a whole number from 2"),
        ("  window: 30d", "  window: 30 days", "write a length of time such as 30m, 4h or 2d"),
        ("ladder: first_hour", "ladder: first_day", "'first_day' is unknown, use one of first_h"),
        ("tells_customer: true", "tells_customer: perhaps", "write true or false"),
        ("met_by: [called_back]", "met_by: [rang]", "'rang' is unknown, use one of assigned"),
        ("after: 30m, to: service_manager", "after: 5h, to: service_manager", "in the order of"),
        ("after: 30m, to: service_manager", "after: 30m, to: hr", "'hr' is nobody, use one of"),
        ("{count}次", "{times}次", "name only {due}, {count}, {reasons} in braces"),
        ("channels: [email, chat]", "channels: [fax]", "'fax' is unknown, use one of console"),
        ("    leak: '", "    leak: '(", "not a regular expression"),
        ("instant_remedies: []", "instant_remedies: [{name: x}]", "add the key categories"),
        ("  next_update:\n    met_by", "  first_update:\n    met_by", "'first_update' is unknown"),
    ],
)
def test_a_mistake_is_named_with_its_fix(old: str, new: str, message: str) -> None:
    assert old in TEXT
    with pytest.raises(PolicyError) as caught:
        parse_policy(TEXT.replace(old, new, 1))
    assert message in str(caught.value)
    assert "policy.yml line " in str(caught.value)


@pytest.mark.rows("R117", "R118", "R153", "R157", "R161", "R195", "R196", "R197")
def test_every_clock_has_a_plan_that_ends_with_somebody(policy: Policy) -> None:
    for plan in policy.work.plans.values():
        assert plan.met_by and plan.ladder in policy.work.ladders
    for rungs in policy.work.ladders.values():
        assert rungs[-1].to == "general_manager"


@pytest.fixture
def airline() -> Works:
    return Works(MemoryUnitOfWorkFactory(), load_policy(AIRLINE), tz=ZoneInfo("Asia/Hong_Kong"))


def test_another_company_routes_grades_and_promises_by_its_own_policy(airline: Works) -> None:
    case = airline.file(
        "My flight left late; I hold a gold card", category=["delivery_logistics"], language="en"
    )
    assert (case.department, case.grade, case.priority) == ("operations", "general", "urgent")
    assert {clock.name for clock in case.clocks} == {"first_reply", "customer_reply"}
    assert case.policy_version == "airline-3"
    sets = decision(airline, case)["category_sets"]
    assert (sets["domain"], sets["quality"]) == ("product", "quality")
    due = {clock.name: clock.due_at for clock in case.clocks}
    assert due["first_reply"] == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    # Saturday is worked, Sunday and the company's own day off are not.
    assert due["customer_reply"] == datetime(2026, 12, 2, 4, 0, tzinfo=UTC)


def test_another_company_climbs_its_own_ladder_at_its_own_addresses(airline: Works) -> None:
    case = airline.file("late", category=["delivery_logistics"])
    airline.later(hours=3, minutes=15)
    told = airline.notices(case, key="staff_clock_escalated")
    assert [n.address for n in told] == ["email:duty@example.com", "chat:ops"]
    assert airline.notices(case, key="update_overdue") == []


def test_another_company_has_its_own_idea_of_an_incident(airline: Works) -> None:
    airline.file("CX100 was late", contact_phone="85290000001")
    second = airline.file("CX 100 又晚点了", contact_phone="85290000002")
    assert (second.grade, second.copied_to) == ("major", ("duty_manager",))


def test_the_general_rules_of_the_shipped_company_do_not_leak(airline: Works) -> None:
    case = airline.file("开不了机，家里有老人，我要曝光你们", threats=["legal"], anger=3.0)
    view = airline.steps.view(case.case_no)
    assert (case.grade, case.priority, case.department) == ("general", "low", "customer_service")
    assert (view.handling.warnings, view.handling.customer_groups) == ((), ())
