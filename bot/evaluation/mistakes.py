"""The worst mistakes: answers that were wrong although the reader was sure, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.messages import Message
from bot.evaluation.product import Product
from bot.evaluation.questions import Question
from bot.evaluation.reads import Read

SHOWN = 5


@dataclass(frozen=True)
class Mistake:
    """One wrong answer with what spoke for it."""

    text: str
    right: tuple[str, ...]
    said: tuple[str, ...]
    #: How sure the reader was; None for labels that rules give.
    confidence: float | None
    #: The words that weighed most, or those that a rule found with the label that it gave.
    evidence: tuple[str, ...]


def worst(
    question: Question,
    messages: Sequence[Message],
    reads: Sequence[Read],
    product: Product,
    count: int = SHOWN,
) -> list[Mistake]:
    """Return the mistakes about one question, the surest first."""
    wrong = [
        (message, read, known)
        for message, read in zip(messages, reads, strict=True)
        if (known := question.right(message)) is not None and known != question.said(read)
    ]
    if question.several:
        # False alarms come first: a wrong label does more harm than a missing one.
        wrong.sort(
            key=lambda item: (
                -len(question.said(item[1]) - item[2]),
                -len(item[2] - question.said(item[1])),
            )
        )
    else:
        wrong.sort(key=lambda item: -(confidence(question, item[1]) or 0.0))
    return [
        Mistake(
            text=message.text,
            right=tuple(sorted(known)),
            said=tuple(sorted(question.said(read))),
            confidence=confidence(question, read),
            evidence=_evidence(question, message, read, product),
        )
        for message, read, known in wrong[:count]
    ]


def confidence(question: Question, read: Read) -> float | None:
    """Return how sure a reader was of its answer; None where rules answer or nothing was said."""
    if question.name == "is_complaint":
        return max(read.complaint, 1 - read.complaint)
    return read.sure.get(question.name)


def _evidence(
    question: Question, message: Message, read: Read, product: Product
) -> tuple[str, ...]:
    if question.several:
        return tuple(
            f"{label.rpartition('.')[2]}: {words}"
            for label, words in read.evidence
            if label.startswith(f"{question.name}.")
        )
    said = next(iter(question.said(read)), None)
    if said is None:
        return ()
    weights = product.weighed(question, message.text, said)
    return tuple(f"{weight.words} (−{weight.loss:.2f})" for weight in weights)
