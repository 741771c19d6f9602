"""What a message does in the middle of an intake, by what was asked for and how it was read."""

from typing import Any

import pytest

from actions.intake.acts import Act, announces, gives_requested, has_details, read_act
from actions.intake.notes import INTAKE_SLOTS, Intake, Notes
from tests.talks import complaint, entity, make_turn, reading

STORY = "你们的空调装好第二天就漏水，客厅地板都泡了"
SKIP, AFFIRM, DENY, GO_ON = (entity("answer", a) for a in ("skip", "affirm", "deny", "go_on"))
ORDER = entity("order_number", "AB20261101")
PHONE = entity("contact_phone", "13800138000")


def intake(requested: str | None = "order_number", *, new: bool = False) -> Intake:
    return Intake(dict.fromkeys(INTAKE_SLOTS), Notes(), requested, new)


@pytest.mark.parametrize(
    ("given", "act"),
    [
        # The answer to the question outranks what the words may mean elsewhere.
        ({"text": "AB20261101", "entities": [ORDER]}, Act.DETAIL),
        ({"text": "AB20261101", "entities": [ORDER], "intent": "cancel"}, Act.DETAIL),
        ({"text": "说过了，AB20261101", "entities": [ORDER], "intent": "told_already"}, Act.DETAIL),
        ({"text": "谢谢，AB20261101", "entities": [ORDER], "intent": "thanks"}, Act.DETAIL),
        ({"text": "13800138000", "entities": [PHONE]}, Act.DETAIL),
        ({"text": "没有", "entities": [SKIP], "intent": "skip"}, Act.SKIP),
        ({"text": "没有", "entities": [SKIP], "intent": "deny"}, Act.SKIP),
        ({"text": "跳过吧这个", "intent": "skip"}, Act.SKIP),
        ({"text": "不", "entities": [DENY], "intent": "deny"}, Act.DENY),
        ({"text": "好", "entities": [AFFIRM], "intent": "affirm"}, Act.AFFIRM),
        ({"text": "接着说", "entities": [GO_ON]}, Act.GO_ON),
        ({"text": "转人工", "intent": "ask_human"}, Act.PERSON),
        ({"text": "算了不投诉了", "intent": "cancel"}, Act.CANCEL),
        ({"text": "刚才说错了", "intent": "correct"}, Act.CORRECT),
        ({"text": "说过了", "intent": "told_already"}, Act.TOLD_ALREADY),
        ({"text": "等一下", "intent": "wait"}, Act.WAIT),
        ({"text": "多久能好", "intent": "ask_duration"}, Act.ASIDE),
        ({"text": "谢谢", "intent": "thanks"}, Act.ASIDE),
        ({"text": STORY, "intent": "thanks", "reading": complaint()}, Act.TELL),
        ({"text": STORY, "intent": "complain", "reading": complaint()}, Act.TELL),
        ({"text": "气死我了", "intent": "complain", "reading": complaint()}, Act.VENT),
        ({"text": "骗子", "intent": "abuse", "reading": complaint()}, Act.VENT),
        ({"text": "asdf", "intent": "nlu_fallback"}, Act.UNCLEAR),
        # An intent that is only guessed decides nothing.
        ({"text": "嗯那个", "intent": "cancel", "confidence": 0.3}, Act.UNCLEAR),
        ({"text": "嗯那个", "intent": "ask_human", "confidence": 0.3}, Act.UNCLEAR),
        # A long message that also says 'never mind' tells something.
        ({"text": STORY, "intent": "cancel", "reading": complaint()}, Act.TELL),
    ],
)
def test_with_a_question_open(given: dict[str, Any], act: Act) -> None:
    assert read_act(make_turn(**given), intake()) is act


@pytest.mark.parametrize(
    ("given", "act"),
    [
        ({"text": "是的", "entities": [AFFIRM], "intent": "affirm"}, Act.AFFIRM),
        ({"text": "不对", "entities": [DENY], "intent": "deny"}, Act.DENY),
        ({"text": "没有", "entities": [DENY], "intent": "skip"}, Act.DENY),
        ({"text": "继续", "entities": [GO_ON]}, Act.AFFIRM),
        ({"text": "电话是13800138000", "entities": [PHONE]}, Act.CORRECT),
        ({"text": "不对，13800138000", "entities": [DENY, PHONE], "intent": "deny"}, Act.CORRECT),
        ({"text": "多久能好", "intent": "ask_duration"}, Act.ASIDE),
        ({"text": "嗯？", "intent": "nlu_fallback"}, Act.UNCLEAR),
        ({"text": STORY, "intent": "complain", "reading": complaint()}, Act.TELL),
    ],
)
def test_with_the_record_read_back(given: dict[str, Any], act: Act) -> None:
    assert read_act(make_turn(**given), intake("confirm")) is act


@pytest.mark.parametrize("requested", [None, "complaint_text"])
@pytest.mark.parametrize(
    ("given", "act"),
    [
        ({"text": STORY, "intent": "complain", "reading": complaint()}, Act.TELL),
        ({"text": "坏了", "intent": "complain", "reading": complaint()}, Act.TELL),
        ({"text": "坏了", "intent": "inform", "reading": reading(is_complaint=0.3)}, Act.TELL),
        ({"text": "美的的", "intent": "inform"}, Act.DETAIL),
        ({"text": "我要投诉", "intent": "new_complaint", "reading": complaint()}, Act.UNCLEAR),
        (
            {"text": f"我要投诉，{STORY}", "intent": "new_complaint", "reading": complaint()},
            Act.TELL,
        ),
        ({"text": "asdfgh", "intent": "nonsense"}, Act.UNCLEAR),
        ({"text": "骗子", "intent": "abuse"}, Act.UNCLEAR),
        ({"text": "没有", "entities": [SKIP], "intent": "skip"}, Act.SKIP),
    ],
)
def test_before_the_story_is_told(given: dict[str, Any], act: Act, requested: str | None) -> None:
    assert read_act(make_turn(**given), intake(requested, new=requested is None)) is act


@pytest.mark.parametrize(
    ("requested", "given", "gives"),
    [
        ("contact", {"entities": [PHONE]}, True),
        ("contact", {"entities": [entity("contact_other", "微信 abc")]}, True),
        ("contact", {"entities": [ORDER]}, False),
        ("order_number", {"entities": [ORDER]}, True),
        ("order_number", {"entities": [entity("reference", "SF1", type="tracking")]}, True),
        ("order_number", {"entities": [PHONE]}, False),
        ("demand", {"reading": reading(demand=["refund"])}, True),
        ("demand", {"reading": reading()}, False),
        ("amount", {"entities": [entity("amount", None)]}, True),
        ("complaint_text", {"text": STORY}, False),
        ("confirm", {"entities": [AFFIRM]}, False),
        (None, {"entities": [ORDER]}, False),
    ],
)
def test_whether_a_message_answers_the_question(
    requested: str | None, given: dict[str, Any], gives: bool
) -> None:
    assert gives_requested(make_turn(**given), intake(requested)) is gives


def test_a_demand_in_the_text_is_a_detail_but_a_guessed_one_is_not() -> None:
    evidence = [{"label": "demand.refund", "start": 0, "end": 2, "text": "退款"}]
    assert has_details(make_turn(reading=reading(demand=["refund"], evidence=evidence)))
    assert not has_details(make_turn(reading=reading(demand=["refund"], evidence=[])))


@pytest.mark.parametrize(
    ("given", "announcing"),
    [
        ({"text": "我要投诉", "intent": "new_complaint"}, True),
        (
            {"text": "I would like to make a complaint to you, please", "intent": "new_complaint"},
            True,
        ),
        ({"text": STORY, "intent": "new_complaint", "reading": complaint()}, False),
        ({"text": STORY, "intent": "complain", "reading": complaint()}, False),
    ],
)
def test_whether_a_complaint_is_only_announced(given: dict[str, Any], announcing: bool) -> None:
    assert announces(make_turn(**given)) is announcing
