"""The state of a case: from elsewhere by number and last four digits, and nothing but the state."""

import pytest

from actions import runtime
from actions.status import QUERY, ActionCaseStatus
from actions.supplement import ActionTakeDetails
from casework.model import Record
from casework.policy import Policy
from tests.doubles import FixedClock
from tests.talks import Said, Talk

RECORD = Record(complaint_text="快递丢了", contact_phone="13800138000")


@pytest.fixture
def case_no(services: runtime.Services) -> str:
    """The number of a case that the conversation c-1 filed."""
    return services.filing.file("c-1", "t-0", RECORD).case_no


@pytest.fixture
def stranger(services: runtime.Services) -> Talk:
    """Another conversation."""
    return Talk("c-2")


def ask(talk: Talk, text: str) -> Said:
    talk.hears(text, intent="check_status")
    return talk.runs(ActionCaseStatus())


@pytest.mark.rows("R59")
def test_who_filed_it_here_needs_no_digits(talk: Talk, case_no: str) -> None:
    talk.slots["last_case_no"] = case_no
    said = ask(talk, "我的投诉怎么样了")
    assert said.keys == ["utter_status"]
    assert (said.fact("case_no"), said.fact("status_code")) == (case_no, "received")
    assert said.fact("instants") == {"next_due": "2026-11-23T13:00+08:00"}


def test_number_and_digits_are_asked_for_one_after_the_other(stranger: Talk, case_no: str) -> None:
    assert ask(stranger, "查一下进度").keys == ["utter_status_request_case_no"]
    assert ask(stranger, case_no).keys == ["utter_status_request_last4"]
    assert ask(stranger, "8000").keys == ["utter_status"]
    assert stranger.slots[QUERY] is None


def test_an_answer_that_reads_like_a_detail_goes_on_with_the_query(
    stranger: Talk, case_no: str
) -> None:
    ask(stranger, "查一下进度")
    stranger.hears(f"编号是{case_no}，尾号8000")
    assert stranger.runs(ActionTakeDetails()).keys == ["utter_status"]


@pytest.mark.parametrize("written", ["{}", "{} 8000", "编号{}，后四位8000", "my case is {}, 8000"])
def test_number_and_digits_may_come_at_once(stranger: Talk, case_no: str, written: str) -> None:
    wanted = "utter_status" if "8000" in written else "utter_status_request_last4"
    assert ask(stranger, written.format(case_no)).keys == [wanted]


@pytest.mark.parametrize(
    "form",
    [
        str.lower,
        lambda number: number.replace("-", ""),
        lambda number: number.replace("-", " "),
        lambda number: f"JY {number[2:]}",
    ],
)
def test_the_number_is_found_however_it_is_written(
    stranger: Talk, case_no: str, form: object
) -> None:
    assert callable(form)
    assert ask(stranger, f"{form(case_no)} 8000").fact("case_no") == case_no


@pytest.mark.parametrize("digits", ["8001", "0000", "1380"])
def test_wrong_digits_are_refused_like_an_unknown_number(
    stranger: Talk, case_no: str, digits: str
) -> None:
    assert ask(stranger, f"{case_no} {digits}").keys == ["utter_status_not_found"]
    assert ask(stranger, f"JY20261123-00000000 {digits}").keys == ["utter_status_not_found"]
    assert stranger.slots[QUERY] == {"asking": "case_no"}


def test_a_number_alone_tells_a_stranger_nothing(stranger: Talk, case_no: str) -> None:
    said = ask(stranger, case_no)
    assert said.keys == ["utter_status_request_last4"]
    assert "status_code" not in said.messages[0]


def test_a_refusal_names_neither_state_nor_date(stranger: Talk, case_no: str) -> None:
    refused = ask(stranger, f"{case_no} 0000").messages[0]
    assert not {"status_code", "instants"} & set(refused)


def test_attempts_are_limited_for_a_while(
    stranger: Talk, case_no: str, policy: Policy, clock: FixedClock
) -> None:
    for _ in range(policy.status_lookup.attempts):
        assert ask(stranger, f"{case_no} 0000").keys == ["utter_status_not_found"]
    # From here on even the right digits are of no use.
    assert ask(stranger, f"{case_no} 8000").keys == ["utter_status_limited"]
    clock.advance(minutes=policy.status_lookup.window_minutes + 1)
    assert ask(stranger, f"{case_no} 8000").keys == ["utter_status"]


def test_the_last_four_digits_are_not_taken_out_of_the_number(stranger: Talk, case_no: str) -> None:
    # The number itself holds digits, and a year.
    assert ask(stranger, f"查 {case_no}").keys == ["utter_status_request_last4"]


def test_when_every_date_is_past_the_state_alone_is_told(
    talk: Talk, case_no: str, clock: FixedClock
) -> None:
    talk.slots["last_case_no"] = case_no
    clock.advance(days=60)
    said = ask(talk, "我的投诉怎么样了")
    assert said.keys == ["utter_status_no_due"]
    assert not said.fact("instants")


def test_an_older_case_of_the_same_conversation_needs_no_digits_either(
    talk: Talk, services: runtime.Services, case_no: str
) -> None:
    talk.slots["last_case_no"] = services.filing.file("c-1", "t-9", RECORD).case_no
    assert ask(talk, f"{case_no} 呢").keys == ["utter_status"]
