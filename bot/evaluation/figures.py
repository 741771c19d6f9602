"""All figures of one reader on one language: a plain record that the pages are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.evaluation.messages import Message
from bot.evaluation.metrics import (
    Difference,
    Estimate,
    Scores,
    auc,
    correlation,
    difference,
    estimate,
    macro_f1,
    mean_error,
    resamples,
    scores,
)
from bot.evaluation.questions import Question, answers
from bot.evaluation.reads import Read

#: Anger as it was labelled: angry from here on, calm up to there.
HOT, CALM = 2.0, 0.75


@dataclass(frozen=True)
class LabelFigures:
    """How one label was read."""

    label: str
    count: int
    precision: Estimate
    recall: Estimate
    f1: Estimate
    baseline_f1: float


@dataclass(frozen=True)
class QuestionFigures:
    """How one question was answered, beside the baseline."""

    count: int
    macro: Estimate
    baseline: Estimate
    gain: Difference
    labels: list[LabelFigures]


@dataclass(frozen=True)
class AngerFigures:
    """How well anger was read: against the annotators, and apart from calm text."""

    count: int
    figures: Mapping[str, tuple[Estimate, Estimate, Difference]]


def question_figures(
    question: Question,
    messages: Sequence[Message],
    ours: Sequence[Read],
    theirs: Sequence[Read],
) -> QuestionFigures:
    """Return the figures of one question, with the same resamples for both readers."""
    first, second = (answers(question, messages, reads) for reads in (ours, theirs))
    weights = resamples(len(first.places))
    macros = [macro_f1(each.right, each.said, weights) for each in (first, second)]
    found = scores(first.right, first.said, weights)
    baseline = scores(second.right, second.said, weights[:1])
    return QuestionFigures(
        count=len(first.places),
        macro=estimate(macros[0]),
        baseline=estimate(macros[1]),
        gain=difference(macros[0], macros[1]),
        labels=[
            _label(label, column, int(first.right[:, column].sum()), found, baseline)
            for column, label in enumerate(question.labels)
            if first.right[:, column].any() or first.said[:, column].any()
        ],
    )


def macro_change(
    question: Question,
    messages: Sequence[Message],
    now: Sequence[Read],
    before: Sequence[Read],
) -> tuple[Difference, float, float]:
    """Return the change of the macro-F1, and its value before and now."""
    first, second = (answers(question, messages, reads) for reads in (now, before))
    weights = resamples(len(first.places))
    macros = [macro_f1(each.right, each.said, weights) for each in (first, second)]
    return difference(macros[0], macros[1]), float(macros[1][0]), float(macros[0][0])


def anger_change(
    messages: Sequence[Message], now: Sequence[Read], before: Sequence[Read]
) -> tuple[Difference, float, float]:
    """Return the change of anger's correlation, and its value before and now."""
    told, places = _told(messages)
    weights = resamples(len(told))
    both = [correlation(told, _anger(reads)[places], weights) for reads in (now, before)]
    return difference(both[0], both[1]), float(both[1][0]), float(both[0][0])


def anger_figures(
    messages: Sequence[Message], ours: Sequence[Read], theirs: Sequence[Read]
) -> AngerFigures:
    """Return correlation, mean error and the two AUCs."""
    told, places = _told(messages)
    weights = resamples(len(told))
    hot = [place for place, message in enumerate(messages) if (message.anger or 0) >= HOT]
    calm = [
        place
        for place, message in enumerate(messages)
        if message.anger is not None and message.anger <= CALM
    ]
    other = [place for place, message in enumerate(messages) if not message.complains]
    figures: dict[str, list[Any]] = {}
    for reads in (ours, theirs):
        anger = _anger(reads)
        rows = {
            "correlation": correlation(told, anger[places], weights),
            "mean_error": mean_error(told, anger[places], weights),
            "auc_calm_complaints": _apart(anger, hot, calm),
            "auc_no_complaint": _apart(anger, hot, other),
        }
        for name, row in rows.items():
            figures.setdefault(name, []).append(row)
    return AngerFigures(
        len(told),
        {
            name: (estimate(first), estimate(second), difference(first, second))
            for name, (first, second) in figures.items()
        },
    )


def false_alarms(question: Question, messages: Sequence[Message], reads: Sequence[Read]) -> int:
    """Return in how many messages without a complaint a label was seen all the same."""
    return sum(
        bool(question.said(read))
        for message, read in zip(messages, reads, strict=True)
        if not message.complains
    )


def _label(label: str, column: int, count: int, found: Scores, baseline: Scores) -> LabelFigures:
    return LabelFigures(
        label,
        count,
        estimate(found.precision[:, column]),
        estimate(found.recall[:, column]),
        estimate(found.f1[:, column]),
        float(baseline.f1[0, column]),
    )


def _told(messages: Sequence[Message]) -> tuple[Any, list[int]]:
    places = [place for place, message in enumerate(messages) if message.anger is not None]
    return np.asarray([messages[place].anger for place in places], dtype=np.float64), places


def _anger(reads: Sequence[Read]) -> Any:
    return np.asarray([read.anger for read in reads], dtype=np.float64)


def _apart(anger: Any, hot: Sequence[int], calm: Sequence[int]) -> Any:
    # Two seeds: who is drawn of the angry says nothing of who is drawn of the calm.
    drawn = resamples(len(hot), seed=11), resamples(len(calm), seed=13)
    return auc(anger[list(hot)], anger[list(calm)], *drawn)
