"""A case as integrations read it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from casework.calendars import WeekCalendar
from casework.drafting import CaseDrafter
from casework.model import Case, Record, Reference, ReferenceType
from casework.policy import Policy
from casework.presenting import case_as_json, instant_as_json
from tests.doubles import MONDAY

FIELDS = """case_no conversation_id status language locale category tone anger threats mindset
demand grade grade_reasons complaint_text product model serial_number quantity order_number
references incident_date amount currency contact_name contact_phone contact_email contact_other
stated department copied_to priority channel clocks links policy_version reader_version
created_at updated_at""".split()


@pytest.fixture
def case(policy: Policy) -> Case:
    record = Record(
        complaint_text="电热毯不热",
        language="zh",
        mindset="rational",
        category=["return_refund"],
        references=[Reference(ReferenceType.TRACKING, "SF1")],
        stated={"incident_date": "上周五"},
    )
    drafter = CaseDrafter(policy, WeekCalendar(), ZoneInfo("Asia/Shanghai"))
    return drafter.draft(record, case_no="JY20261123-K7Q4M2XP", at=MONDAY)


def test_the_fields_are_those_that_integrations_know(case: Case) -> None:
    shown = json.loads(json.dumps(case_as_json(case)))
    assert list(shown) == FIELDS
    assert shown["status"] == "received"
    assert shown["references"] == [{"type": "tracking", "value": "SF1"}]
    assert shown["links"] == {"incident": None, "parent": None}
    assert shown["created_at"] == "2026-11-23T04:00:00Z"
    assert shown["stated"] == {"incident_date": "上周五"}


def test_clocks_are_explained_in_the_cases_language(case: Case) -> None:
    first = case_as_json(case)["clocks"][0]
    assert list(first) == ["id", "name", "due_at", "met_at", "breached_at", "explanation"]
    assert first["due_at"] == "2026-11-23T05:00:00Z"
    assert first["explanation"].startswith("受理后1小时内")
    english = case_as_json(replace(case, language="en"))["clocks"][0]
    assert english["explanation"].startswith("A person replies")
    unknown = case_as_json(replace(case, language=None, mindset=None))
    assert unknown["clocks"][0]["explanation"] == first["explanation"]
    assert unknown["mindset"] is None


def test_a_met_and_a_breached_clock_show_their_instants(case: Case) -> None:
    clock = replace(case.clocks[0], id=7, met_at=MONDAY, breached_at=MONDAY)
    shown = case_as_json(replace(case, clocks=(clock,)))["clocks"][0]
    assert (shown["id"], shown["met_at"]) == (7, "2026-11-23T04:00:00Z")
    assert shown["breached_at"] == "2026-11-23T04:00:00Z"


def test_an_instant_shows_milliseconds_where_there_are_any() -> None:
    instant = datetime(2026, 11, 23, 4, 0, 0, 123456, tzinfo=UTC)
    assert instant_as_json(instant) == "2026-11-23T04:00:00.123Z"
