"""What the shell shows of a bubble, a turn and a case."""

from dataclasses import replace

from casework.model import Message, MessageKind, Sender, Supplement
from desk.cli.shell.commands import USAGES
from desk.cli.shell.line import Filed
from desk.cli.shell.rendering import case_lines, help_lines, reply_lines, turn_lines
from desk.cli.shell.view import PredictedAction, Turn, View
from tests.doubles import MONDAY
from tests.shells import SHANGHAI, filed_case

REPLY = Message(
    id=2,
    conversation_id="shell-1",
    seq=2,
    sender=Sender.BOT,
    text="第一行\n第二行 [bold]",
    created_at=MONDAY,
    payload={"key": "utter_read_back", "buttons": [{"title": "确认"}, {"title": "修改"}]},
)
VIEW = View(
    intent="complain",
    confidence=0.98,
    reading={
        "language": "zh",
        "is_complaint": 0.944,
        "category": [{"name": "return_refund", "confidence": 0.54}],
        "tone": {"name": "aggressive", "confidence": 0.99},
        "anger": 1.88,
        "threats": ["regulator"],
        "demand": ["refund"],
        "mindset": {"name": "negotiator", "confidence": 0.72},
        "evidence": [{"label": "threats.regulator", "start": 3, "end": 8, "text": "12315"}],
    },
    entities=[{"entity": "product", "value": "电热毯"}, {"entity": "quantity", "value": None}],
    actions=[PredictedAction("intake_form", "policy_0_RulePolicy", 1.0), PredictedAction("next")],
    slots={
        "requested_slot": "order_number",
        "tone": "aggressive",
        "demand": ["refund"],
        "complaint_text": "很长" * 50,
    },
)
TURN = Turn(says="…", replies=[REPLY], seconds=0.2314, at=MONDAY, view=VIEW)


def test_a_bubble_is_shown_in_its_own_lines_with_its_buttons() -> None:
    assert [line.plain for line in reply_lines(REPLY)] == [
        "bot  第一行\n     第二行 [bold]",
        "     [确认] [修改]",
    ]


def test_a_notice_and_a_persons_words_are_told_apart() -> None:
    notice = replace(REPLY, kind=MessageKind.NOTICE, payload=None)
    assert next(reply_lines(notice)).plain.endswith("(a notice; the answer is late)")
    person = replace(REPLY, sender=Sender.AGENT, payload=None)
    assert next(reply_lines(person)).plain.startswith("agent")


def test_a_turn_shows_reading_evidence_slots_strategy_actions_and_time() -> None:
    shown = {}
    for line in turn_lines(TURN, SHANGHAI):
        label, _, text = line.plain.strip().partition(" ")
        shown[label] = text.strip()
    assert shown == {
        "reading": "intent complain 0.98 · zh · complaint 0.94 · category return_refund 0.54 · "
        "tone aggressive 0.99 · anger 1.88 · mindset negotiator 0.72 · demand refund · "
        "threats regulator",
        "evidence": "threats.regulator “12315”",
        "details": "product 电热毯 · quantity null",
        "slots": f'requested_slot order_number · complaint_text {"很长" * 30}… · demand ["refund"]',
        "strategy": "aggressive",
        "actions": "intake_form (RulePolicy 1.00) → next",
        "wordings": "utter_read_back",
        "time": "231 ms · Mon 2026-11-23 12:00 CST",
    }


def test_a_turn_without_a_reading_shows_its_time_alone() -> None:
    bare = Turn(says="…", replies=[], seconds=9.0, at=MONDAY)
    assert [line.plain.split()[0] for line in turn_lines(bare, SHANGHAI)] == ["time"]


def test_a_case_shows_what_it_holds_with_clocks_and_supplements() -> None:
    case = filed_case()
    added = Supplement(case_no=case.case_no, author="customer", text="遥控器也坏了", at=MONDAY)
    shown = [" ".join(line.plain.split()) for line in case_lines(Filed(case, [added]), SHANGHAI)]
    assert shown[0] == "case JY20261123-K7Q4M2XP"
    assert "product 电热毯" in shown
    assert "clock first_reply due Mon 2026-11-23 13:00 CST" in shown
    assert shown[-1] == "supplement Mon 2026-11-23 12:00 CST by customer: 遥控器也坏了"
    assert not [line for line in shown if line.startswith("serial_number")]


def test_the_help_tells_every_command() -> None:
    shown = "\n".join(line.plain for line in help_lines())
    assert [usage for usage in USAGES if f"{usage} " not in shown] == []
