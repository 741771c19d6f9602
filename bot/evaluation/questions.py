"""The questions that the readers answer, and the answers side by side as arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.evaluation.messages import Message
from bot.evaluation.reads import Read
from bot.nlu.labels import CATEGORIES, DEMANDS, MINDSETS, THREATS, TONES

YES, NO = "yes", "no"
Codes = frozenset[str]


@dataclass(frozen=True)
class Question:
    """One thing that is read from a message: its possible labels, the right ones and those said."""

    name: str
    labels: tuple[str, ...]
    #: None where the annotators did not agree, or where the question does not arise.
    right: Callable[[Message], Codes | None]
    said: Callable[[Read], Codes]
    #: Any number of labels at once, instead of one.
    several: bool = False


@dataclass(frozen=True)
class Answers:
    """Right and given labels of the messages that are asked, both of shape (messages, labels)."""

    right: Any
    said: Any
    #: The places of these messages among all.
    places: list[int]


def _one(name: str | None) -> Codes:
    return frozenset({name}) if name else frozenset()


def _agreed(name: str | None) -> Codes | None:
    return frozenset({name}) if name else None


def _yes_or_no(complains: bool) -> Codes:
    return frozenset({YES if complains else NO})


QUESTIONS = (
    Question(
        "is_complaint", (YES, NO),
        lambda message: _yes_or_no(message.complains), lambda read: _yes_or_no(read.complains),
    ),
    Question(
        "category", CATEGORIES,
        lambda message: _agreed(message.category), lambda read: _one(read.category),
    ),
    Question(
        "tone", TONES, lambda message: _agreed(message.tone), lambda read: _one(read.tone)
    ),
    Question(
        "mindset", MINDSETS,
        lambda message: _agreed(message.mindset), lambda read: _one(read.mindset),
    ),
    Question(
        "threats", THREATS,
        lambda message: message.threats, lambda read: read.threats, several=True,
    ),
    Question(
        "demand", DEMANDS,
        lambda message: message.demand, lambda read: read.demand, several=True,
    ),
)  # fmt: skip


def answers(question: Question, messages: Sequence[Message], reads: Sequence[Read]) -> Answers:
    """Return both sides of one question, of the messages whose right answer is known."""
    places, right, said = [], [], []
    for place, (message, read) in enumerate(zip(messages, reads, strict=True)):
        known = question.right(message)
        if known is not None:
            places.append(place)
            right.append([label in known for label in question.labels])
            given = question.said(read)
            said.append([label in given for label in question.labels])
    shape = (len(places), len(question.labels))
    return Answers(
        np.asarray(right, dtype=bool).reshape(shape),
        np.asarray(said, dtype=bool).reshape(shape),
        places,
    )
