"""The readings of several turns together: what the record and the next answer go by."""

from typing import Any

import pytest

from actions.intake import hearing
from actions.intake.notes import Heard
from tests.talks import complaint, reading


def heard(*readings: dict[str, Any]) -> Heard:
    together = Heard()
    for one in readings:
        hearing.take_in(together, one, telling=True)
    return together


def tone(name: str, confidence: float = 0.8, anger: float = 1.0) -> dict[str, Any]:
    return complaint(tone={"name": name, "confidence": confidence}, anger=anger)


def about(**categories: float) -> dict[str, Any]:
    ranked = [{"name": name, "confidence": chance} for name, chance in categories.items()]
    return {**complaint(), "category": ranked}


@pytest.mark.parametrize(
    ("tones", "expected"),
    [
        ([], "passive"),
        ([("constructive", 0.9)], "constructive"),
        ([("constructive", 0.9), ("expressive", 0.5)], "expressive"),
        ([("aggressive", 0.5), ("passive", 0.9)], "aggressive"),
        # What was hardly read counts only where nothing was read surely.
        ([("aggressive", 0.3), ("passive", 0.9)], "passive"),
        ([("aggressive", 0.2), ("passive", 0.3)], "passive"),
    ],
)
def test_the_record_has_the_weightiest_tone_that_was_sure(
    tones: list[tuple[str, float]], expected: str
) -> None:
    assert hearing.tone(heard(*(tone(*one) for one in tones))) == expected


@pytest.mark.rows("R42")
def test_the_answer_follows_the_latest_tone() -> None:
    together = heard(tone("aggressive"), tone("constructive"))
    assert hearing.strategy(together) == "constructive"
    assert hearing.strategy(Heard()) == "passive"


def test_a_turn_without_a_tone_leaves_the_tone_as_it_was() -> None:
    assert hearing.strategy(heard(tone("aggressive"), reading())) == "aggressive"


def test_the_record_has_the_highest_anger() -> None:
    assert hearing.anger(heard(tone("passive", anger=0.5), tone("aggressive", anger=2.347))) == 2.35
    assert hearing.anger(Heard()) == 0.0


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([], ["other"]),
        ([about(delivery_logistics=0.8)], ["delivery_logistics"]),
        ([about(other=0.5, return_refund=0.4)], ["other", "return_refund"]),
        ([about(delivery_logistics=0.8, return_refund=0.2)], ["delivery_logistics"]),
        # The first telling names the matter; what comes later adds to it.
        ([about(delivery_logistics=0.6), about(service_attitude=0.9)],
         ["delivery_logistics", "service_attitude"]),
        ([about(delivery_logistics=0.8), about(service_attitude=0.6)], ["delivery_logistics"]),
    ],
)  # fmt: skip
def test_the_matter_is_what_the_telling_speaks_of(
    readings: list[dict[str, Any]], expected: list[str]
) -> None:
    assert hearing.categories(heard(*readings)) == expected


def test_a_turn_that_tells_nothing_names_no_matter_but_its_threats_count() -> None:
    together = Heard()
    hearing.take_in(together, complaint(threats=["legal"]), telling=False)
    assert (hearing.categories(together), together.threats) == (["other"], ["legal"])


def test_an_announcement_has_a_tone_but_no_matter() -> None:
    together = Heard()
    hearing.take_in(together, tone("aggressive"), telling=True, announcing=True)
    assert hearing.strategy(together) == "aggressive"
    assert hearing.categories(together) == ["other"]


def test_threats_are_kept_once_in_the_order_in_which_they_came() -> None:
    together = heard(complaint(threats=["media"]), complaint(threats=["legal", "media"]))
    assert together.threats == ["media", "legal"]


def test_the_mindset_is_that_of_most_turns() -> None:
    turns = [complaint(mindset={"name": n, "confidence": 0.5}) for n in ("victim", "rational")]
    assert hearing.mindset(heard(*turns, turns[1])) == "rational"
    assert hearing.mindset(Heard()) is None
