"""A script's customer says its lines, and answers what is asked."""

from collections.abc import Iterable

import pytest

from desk.cli.scripts import Script, read_script
from desk.cli.shell.replay import MOST_OFTEN, ReplayStopped, replay

ANSWERING = """
name: A customer who answers
turns:
  - says: 电热毯不热了
  - until: confirm
  - says: 再等等
  - until: filed
answers: {order_number: E-1, contact: [139, 13912345678], default_skip: 没有, confirm: 对}
"""


def script(text: str) -> Script:
    return read_script(text, "test.yml")


class Asking:
    """A desk that asks for one slot after the other."""

    def __init__(self, slots: Iterable[str | None]) -> None:
        self.heard: list[str] = []
        self._slots = iter(slots)

    def __call__(self, text: str) -> str | None:
        """Note a message and ask the next question."""
        self.heard.append(text)
        return next(self._slots)


def test_questions_are_answered_until_the_read_back_and_until_it_is_filed() -> None:
    asked = ["order_number", "contact", "contact", "product", "confirm", "confirm", None]
    desk = Asking(asked)
    replay(script(ANSWERING), desk)
    assert desk.heard == ["电热毯不热了", "E-1", "139", "13912345678", "没有", "再等等", "对"]


def test_nothing_is_answered_where_nothing_is_asked() -> None:
    desk = Asking([None, None])
    replay(script(ANSWERING), desk)
    assert desk.heard == ["电热毯不热了", "再等等"]


def test_a_question_that_has_no_answer_stops_the_replay() -> None:
    desk = Asking(["complaint_text"])
    with pytest.raises(ReplayStopped, match="asks for complaint_text"):
        replay(script(ANSWERING), desk)


def test_a_question_asked_again_and_again_stops_the_replay() -> None:
    desk = Asking(["contact"] * 9)
    with pytest.raises(ReplayStopped, match="contact"):
        replay(script(ANSWERING), desk)
    assert len(desk.heard) == 1 + MOST_OFTEN
