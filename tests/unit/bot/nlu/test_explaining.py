"""The words that weighed most for what was learned."""

import re
from collections.abc import Sequence
from typing import Any

from bot.nlu.explaining import MOST_PIECES, learned_evidence

READING = {
    "is_complaint": 0.9,
    "category": [{"name": "product_quality", "confidence": 0.8}],
    "tone": {"name": "aggressive", "confidence": 0.7},
    "mindset": None,
    "demand": ["refund", "repair"],
    "threats": [],
    "evidence": [{"label": "demand.repair", "start": 0, "end": 3, "text": "fix"}],
}


class Heads:
    """Stand for trained heads: one word each decides an answer."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def answers_all(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        """Answer by the words `broken`, `liars` and `money`, the last one weakly."""
        self.read += texts
        return [
            {
                "intent": [("complain", 0.9)],
                "is_complaint": self._chance("broken" in text, 0.9),
                "category": [("product_quality", 0.8 if "broken" in text else 0.3)],
                "tone": [("aggressive", 0.9 if "liars" in text else 0.2)],
                "demand.refund": self._chance("money" in text, 0.6),
            }
            for text in texts
        ]

    @staticmethod
    def _chance(there: bool, yes: float) -> list[tuple[str, float]]:
        return [("yes", yes if there else 1 - yes), ("no", 1 - yes if there else yes)]


TEXT = "It is broken, you liars, I want my money. fix"


def told(text: str = TEXT) -> list[tuple[str, str]]:
    found = learned_evidence(Heads(), text, READING)  # type: ignore[arg-type]
    assert all(text[item["start"] : item["end"]] == item["text"] for item in found)
    return [(item["label"], item["text"]) for item in found]


def test_each_learned_answer_has_the_words_that_carried_it() -> None:
    assert told() == [
        ("is_complaint.yes", "broken"),
        ("category.product_quality", "broken"),
        ("tone.aggressive", "liars"),
        ("demand.refund", "money"),
    ]


def test_what_a_rule_gave_is_not_told_again() -> None:
    assert "demand.repair" not in dict(told())


def test_a_single_word_explains_nothing() -> None:
    assert told("broken") == []


def test_a_long_text_costs_no_more_than_so_many_readings() -> None:
    heads = Heads()
    long = " ".join(["again"] * 500 + ["broken"] + ["and again"] * 300)
    found = learned_evidence(heads, long, READING)  # type: ignore[arg-type]
    assert len(heads.read) <= MOST_PIECES + 1
    assert "broken" in next(item["text"] for item in found if item["label"] == "is_complaint.yes")


def test_chinese_is_left_out_word_by_word() -> None:
    class Chinese(Heads):
        def answers_all(self, texts: Sequence[str]) -> list[dict[str, Any]]:
            return super().answers_all([re.sub("漏水", "broken", text) for text in texts])

    found = learned_evidence(Chinese(), "洗衣机又漏水了", READING)  # type: ignore[arg-type]
    assert {item["text"] for item in found if item["label"] == "is_complaint.yes"} == {"漏水"}
