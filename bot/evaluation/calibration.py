"""Whether a reader that is 80 % sure is right in 80 of 100 cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.messages import Message
from bot.evaluation.questions import Question
from bot.evaluation.reads import Read

BINS = 10


@dataclass(frozen=True)
class Bin:
    """The answers whose confidence lies from `low` to `high`."""

    low: float
    high: float
    count: int
    #: Their mean confidence, and how many of them were right; 0 where there are none.
    confidence: float
    right: float


def reliability(confidences: Sequence[float], right: Sequence[bool], bins: int = BINS) -> list[Bin]:
    """Return bins of equal width from 0 to 1; 1 itself falls into the last."""
    sorted_in: list[list[int]] = [[] for _ in range(bins)]
    for place, confidence in enumerate(confidences):
        sorted_in[min(int(confidence * bins), bins - 1)].append(place)
    return [
        Bin(
            number / bins,
            (number + 1) / bins,
            len(places),
            sum(confidences[place] for place in places) / max(len(places), 1),
            sum(right[place] for place in places) / max(len(places), 1),
        )
        for number, places in enumerate(sorted_in)
    ]


def expected_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error: the mean gap of the bins by their counts."""
    total = sum(item.count for item in bins)
    gaps = sum(item.count * abs(item.confidence - item.right) for item in bins)
    return gaps / total if total else float("nan")


def confidences(
    question: Question, messages: Sequence[Message], reads: Sequence[Read]
) -> tuple[list[float], list[bool]]:
    """Return how sure a reader was and whether it was right, where it answered.

    For `is_complaint` this is the chance that the message complains, and whether it does.
    """
    sure, right = [], []
    for message, read in zip(messages, reads, strict=True):
        known = question.right(message)
        if question.name == "is_complaint":
            sure.append(read.complaint)
            right.append(message.complains)
        elif known is not None and question.name in read.sure:
            sure.append(read.sure[question.name])
            right.append(question.said(read) == known)
    return sure, right
