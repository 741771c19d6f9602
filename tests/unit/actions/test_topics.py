"""The short topics: not understood, a person, plain questions, additions, promises."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from rasa_sdk import Tracker

from actions import runtime
from actions.fallback import MISUNDERSTOOD, ActionFallback, next_step
from actions.handover import ActionHandover
from actions.intake.acts import ASIDES
from actions.promises import aside_facts, due_times
from actions.questions import ActionAnswerQuestion
from actions.supplement import ActionTakeDetails
from actions.turn import turn_from
from casework.model import Record
from casework.policy import Policy
from casework.storage.memory import MemoryUnitOfWorkFactory
from tests.talks import Said, Talk, entity

HOURS = {"days": [1, 2, 3, 4, 5], "start": "09:00", "end": "18:00"}


# -- not understood -----------------------------------------------------------------------------


def miss(talk: Talk) -> Said:
    talk.hears("@#￥%", intent="nlu_fallback")
    return talk.runs(ActionFallback())


@pytest.mark.rows("R145")
def test_other_words_then_choices_then_a_person(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    assert miss(talk).keys == ["utter_fallback"]
    second = miss(talk)
    assert second.keys == ["utter_choices"]
    assert second.fact("choices") == ["button_report", "button_status", "button_person"]
    with storage(read_only=True) as uow:
        assert list(uow.handovers.list("c-1")) == []
    assert miss(talk).keys == ["utter_fallback_human"]
    with storage(read_only=True) as uow:
        (wish,) = uow.handovers.list("c-1")
    assert (wish.turn_id, wish.reason) == ("t-3", "misunderstood")


def test_a_message_that_was_understood_starts_the_count_anew(talk: Talk) -> None:
    miss(talk)
    miss(talk)
    talk.hears("你好", intent="greet")
    talk.events.append({"event": "bot", "metadata": {"utter_action": "utter_greet"}})
    assert miss(talk).keys == ["utter_fallback"]
    assert talk.slots[MISUNDERSTOOD] == 1


def test_a_detail_without_content_counts_as_not_understood(talk: Talk) -> None:
    miss(talk)
    talk.hears("就那个呗", intent="inform")
    assert talk.runs(ActionTakeDetails()).keys == ["utter_choices"]


@pytest.mark.parametrize(
    "events", [[], [{"event": "user", "parse_data": None}], [{"event": "user"}]]
)
def test_a_tracker_without_intents_counts_as_the_first_miss(
    events: list[dict[str, object]],
) -> None:
    assert next_step(Tracker("c-1", {}, {}, events, False, None, {}, None)) == 1


# -- a person -----------------------------------------------------------------------------------


@pytest.mark.rows("R145")
def test_the_wish_for_a_person_is_recorded_once_a_turn(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    talk.hears("转人工", intent="ask_human")
    said = talk.runs(ActionHandover())
    talk.runs(ActionHandover())
    assert said.keys == ["utter_human_noted"]
    assert said.fact("hours") == HOURS
    with storage(read_only=True) as uow:
        (wish,) = uow.handovers.list("c-1")
    assert (wish.conversation_id, wish.turn_id, wish.reason) == ("c-1", "t-1", "asked")


# -- questions whose answer holds figures -------------------------------------------------------


def ask(talk: Talk, intent: str) -> Said:
    talk.hears("请问", intent=intent)
    return talk.runs(ActionAnswerQuestion())


def test_how_long_it_takes_is_told_by_policy(talk: Talk) -> None:
    said = ask(talk, "ask_duration")
    assert said.keys == ["utter_faq_duration"]
    assert said.fact("durations") == {
        "first_reply_within": ["hours", 1],
        "preliminary_solution_within": ["hours", 24],
        "customer_reply_within": ["days", 5],
    }


def test_when_people_work_is_told_by_policy(talk: Talk) -> None:
    said = ask(talk, "ask_hours")
    assert (said.keys, said.fact("hours")) == (["utter_faq_hours"], HOURS)


def test_without_a_service_phone_none_is_named(talk: Talk) -> None:
    said = ask(talk, "ask_phone")
    assert said.keys == ["utter_faq_phone"]
    assert "service_phone" not in said.messages[0]


def test_a_service_phone_of_the_policy_is_named(talk: Talk, services: runtime.Services) -> None:
    policy = replace(services.policy, service_phone="400-000-0000")
    runtime.use(replace(services, policy=policy))
    said = ask(talk, "ask_phone")
    assert said.keys == ["utter_faq_phone_number"]
    assert said.fact("service_phone") == "400-000-0000"


@pytest.mark.parametrize("intent", sorted(set(ASIDES) - {"ask_duration", "ask_hours", "ask_phone"}))
def test_other_side_questions_need_no_figures(policy: Policy, intent: str) -> None:
    assert aside_facts(intent, policy) == {}


def test_promises_name_what_concerns_the_customer_alone(services: runtime.Services) -> None:
    case = services.filing.file("c-1", "t-1", Record(complaint_text="坏了"))
    assert set(due_times(case, ZoneInfo("Asia/Shanghai"))) == {
        "first_reply",
        "preliminary_solution",
        "customer_reply",
    }


def test_promises_are_told_in_the_time_of_the_desk(services: runtime.Services) -> None:
    case = services.filing.file("c-1", "t-1", Record(complaint_text="坏了"))
    assert due_times(case, ZoneInfo("Europe/London"))["first_reply"] == "2026-11-23T05:00+00:00"


# -- additions ----------------------------------------------------------------------------------


@pytest.fixture
def filed(talk: Talk, services: runtime.Services) -> str:
    """The number of the case that this conversation filed."""
    case_no: str = services.filing.file("c-1", "t-0", Record(complaint_text="坏了")).case_no
    talk.slots["last_case_no"] = case_no
    return case_no


def supplements(storage: MemoryUnitOfWorkFactory, case_no: str) -> list[str]:
    with storage(read_only=True) as uow:
        return [one.text for one in uow.cases.list_supplements(case_no)]


def test_what_comes_after_filing_is_added_to_the_case(
    talk: Talk, storage: MemoryUnitOfWorkFactory, filed: str
) -> None:
    talk.hears("还有，订单号是AB1", intent="add_info")
    said = talk.runs(ActionTakeDetails())
    assert (said.keys, said.fact("case_no")) == (["utter_supplement_added"], filed)
    assert supplements(storage, filed) == ["还有，订单号是AB1"]


def test_an_addition_whose_turn_is_sent_again_is_made_once(
    talk: Talk, services: runtime.Services, storage: MemoryUnitOfWorkFactory, filed: str
) -> None:
    for _ in range(2):
        talk.hears("还有，订单号是AB1", intent="add_info", turn_id="t-9")
        assert talk.runs(ActionTakeDetails()).keys == ["utter_supplement_added"]
        # The server records that the action is complete before Rasa learns of it.
        services.turns.complete("c-1", "t-9", "action_take_details")
    assert supplements(storage, filed) == ["还有，订单号是AB1"]


def test_details_before_any_complaint_are_kept_for_the_intake(talk: Talk) -> None:
    order = entity("order_number", "AB1", how="label")
    talk.hears("订单号是AB1", order)
    assert talk.runs(ActionTakeDetails()).keys == ["utter_details_first"]
    said = talk.tells("空调装好第二天就漏水了，地板都泡了")
    assert said.keys[0] == "utter_open"
    assert talk.slots["order_number"] == "AB1"


# -- the turn -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slot", "suggested", "text", "locale", "language"),
    [
        ("en", "zh-CN", "你好", "en", "en"),
        ("zh-Hant-HK", None, "hello", "zh-Hant-HK", "zh"),
        (None, "en-GB", "你好", "en", "en"),
        (None, "zh-TW", "hello", "zh-Hant", "zh"),
        (None, None, "hello there", "en", "en"),
        (None, None, "你好", "zh-Hans", "zh"),
        (None, None, "123", "zh-Hans", "zh"),
        (None, "fr-FR", "123", "zh-Hans", "zh"),
    ],
)
def test_the_locale_is_that_of_the_conversation_else_what_the_channel_suggests(
    services: runtime.Services,
    slot: str | None,
    suggested: str | None,
    text: str,
    locale: str,
    language: str,
) -> None:
    talk = Talk()
    talk.slots["locale"] = slot
    talk.hears(text, locale=suggested)
    turn = turn_from(Tracker.from_dict(talk.tracker()))
    assert (turn.locale, turn.language) == (locale, language)


def test_a_message_that_nobody_read_is_a_turn_too() -> None:
    tracker = Tracker("c-1", {}, {"text": None, "intent": {}}, [], False, None, {}, None)
    turn = turn_from(tracker)
    assert (turn.text, turn.intent, turn.confidence) == ("", "nlu_fallback", 0.0)
    assert (turn.entities, turn.channel, turn.is_complaint, turn.answer) == ((), "rest", 0.0, None)


def test_evidence_is_told_by_its_reader() -> None:
    talk = Talk()
    evidence = [
        {"label": "threats.media", "start": 0, "end": 1, "text": "x"},
        {"label": "demand.refund", "start": 1, "end": 2, "text": "y"},
    ]
    talk.hears("xy", read={"evidence": evidence})
    turn = turn_from(Tracker.from_dict(talk.tracker()))
    assert (turn.evidence("demand"), turn.evidence("tone")) == ({"refund"}, set())
