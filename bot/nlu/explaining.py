"""Tells which words weighed most for what was learned, by leaving each of them out once."""

from __future__ import annotations

import math
import re
from typing import Any, Dict, List, Sequence, Tuple

from bot.language.segment import segment
from bot.language.spans import Span
from bot.nlu.heads import Heads

#: A longer text is left out in so many pieces of neighbouring words: each costs one reading.
MOST_PIECES = 40
MOST_WORDS = 3
#: What moves the log-odds of an answer by less did not weigh.
LEAST_WEIGHT = 0.1
_WORD = re.compile(r"\w")
_SURE = 1e-6


def learned_evidence(heads: Heads, text: str, reading: Dict[str, Any]) -> List[Dict[str, Any]]:
    """Return for each learned answer of a reading up to three spans of words that spoke for it.

    `weight` is how much the log-odds of the answer fall when the span is left out. What a rule
    gave has its evidence in the reading itself and is not told again. Costs up to 40 readings.
    """
    pieces = pieces_of(text)
    if len(pieces) < 2:
        return []
    without = [text_without(text, piece) for piece in pieces]
    whole, *others = heads.answers_all([text, *without])
    found = []
    for label, question, answer in _answers(whole, reading):
        chance = _log_odds(whole, question, answer)
        weighed = [(chance - _log_odds(other, question, answer)) for other in others]
        order = sorted(range(len(pieces)), key=lambda place: -weighed[place])[:MOST_WORDS]
        found += [
            {
                "label": label,
                "start": pieces[place].start,
                "end": pieces[place].end,
                "text": pieces[place].text,
                "weight": round(weighed[place], 2),
            }
            for place in order
            if weighed[place] >= LEAST_WEIGHT
        ]
    return found


def pieces_of(text: str) -> List[Span]:
    """Return the words of a text, joined with their neighbours where there are too many."""
    words = [span for span in segment(text) if _WORD.search(span.text)]
    size = math.ceil(len(words) / MOST_PIECES)
    groups = [words[place : place + size] for place in range(0, len(words), max(size, 1))]
    return [
        Span(group[0].start, group[-1].end, text[group[0].start : group[-1].end])
        for group in groups
    ]


def text_without(text: str, piece: Span) -> str:
    """Return a text with a blank in the place of a piece."""
    return f"{text[: piece.start]} {text[piece.end :]}"


def _answers(whole: Dict[str, Any], reading: Dict[str, Any]) -> Sequence[Tuple[str, str, str]]:
    """Return what was learned and told: the label shown, the question, the answer to it."""
    complaint = "yes" if reading["is_complaint"] >= 0.5 else "no"
    intent = whole["intent"][0][0]
    told = [("is_complaint." + complaint, "is_complaint", complaint)]
    told.append((f"intent.{intent}", "intent", intent))
    told += [
        (f"category.{item['name']}", "category", item["name"]) for item in reading["category"][:1]
    ]
    for question in ("tone", "mindset"):
        name = (reading.get(question) or {}).get("name")
        if name and name != "none":
            told.append((f"{question}.{name}", question, name))
    by_rule = {item["label"] for item in reading["evidence"]}
    for question in ("demand", "threats"):
        for name in reading[question]:
            label = f"{question}.{name}"
            if label not in by_rule and label in whole:
                told.append((label, label, "yes"))
    return told


def _log_odds(answers: Dict[str, Any], question: str, answer: str) -> float:
    chance = min(max(dict(answers[question]).get(answer, 0.0), _SURE), 1 - _SURE)
    return math.log(chance / (1 - chance))
