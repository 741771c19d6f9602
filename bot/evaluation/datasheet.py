"""Writes `docs/datasheet.md`: what stands in the training and evaluation messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median

from bot.evaluation import tables
from bot.evaluation.diversity import Overlap, distinct_2, overlap
from bot.evaluation.messages import COMPLAIN, LANGUAGES, Example, Message
from bot.evaluation.questions import QUESTIONS
from bot.nlu.labels import CATEGORIES, DEMANDS, MINDSETS, PURPOSES, THREATS, TONES, Labels

TRAINING, EVALUATION = "training", "evaluation"
_HEAD = ["", *(f"{part} {language}" for part in (TRAINING, EVALUATION) for language in LANGUAGES)]


def write_datasheet(docs: Path, training: Sequence[Example], evaluation: Sequence[Message]) -> None:
    """Count the messages and write the page."""
    values = {
        "sizes": _sizes(training, evaluation),
        "intents": _intents(training),
        "category": _labels(training, evaluation, "category", CATEGORIES, lambda x: x.category),
        "tone": _labels(training, evaluation, "tone", TONES, lambda x: (x.tone,)),
        "mindset": _labels(
            training, evaluation, "mindset", MINDSETS, lambda x: (x.mindset,) if x.mindset else ()
        ),
        "threats": _labels(training, evaluation, "threats", THREATS, lambda x: x.threats),
        "demand": _labels(training, evaluation, "demand", DEMANDS, lambda x: x.demand),
        "purpose": tables.table(
            _HEAD[:3],
            [
                [f"`{code}`", *(
                    sum(each.purpose == code for each in _told(training, language))
                    for language in LANGUAGES
                )]
                for code in PURPOSES
            ],
        ),
        "unlabelled": _unlabelled(evaluation),
        "diversity": _diversity(training, evaluation),
    }  # fmt: skip
    (docs / "datasheet.md").write_text(tables.page("datasheet.md", values), encoding="utf-8")


def _sizes(training: Sequence[Example], evaluation: Sequence[Message]) -> str:
    rows = []
    for part, messages in ((TRAINING, training), (EVALUATION, evaluation)):
        for language in LANGUAGES:
            own = [message for message in messages if message.language == language]
            complaints = [message.text for message in own if _complains(message)]
            lengths = sorted(len(text) for text in complaints)
            rows.append(
                [
                    f"{part} {language}", len(own), len(complaints),
                    f"{median(lengths):.0f}" if lengths else tables.UNDEFINED,
                    f"{lengths[0]} to {lengths[-1]}" if lengths else tables.UNDEFINED,
                ]
            )  # fmt: skip
    head = ["", "messages", "complaints", "characters of a complaint, median", "range"]
    return tables.table(head, rows)


def _intents(training: Sequence[Example]) -> str:
    counts = Counter((example.intent, example.language) for example in training)
    return tables.table(
        ["intent", *LANGUAGES],
        [
            [f"`{intent}`", *(counts[intent, language] for language in LANGUAGES)]
            for intent in sorted({intent for intent, _ in counts})
        ],
    )


def _labels(
    training: Sequence[Example],
    evaluation: Sequence[Message],
    name: str,
    codes: Sequence[str],
    told: Callable[[Labels], Iterable[str]],
) -> str:
    question = next(question for question in QUESTIONS if question.name == name)
    rows = []
    for code in codes:
        learned = [
            sum(code in told(labels) for labels in _told(training, language))
            for language in LANGUAGES
        ]
        measured = [
            sum(
                code in (question.right(message) or ())
                for message in evaluation
                if message.language == language
            )
            for language in LANGUAGES
        ]
        rows.append([f"`{code}`", *learned, *measured])
    return tables.table(_HEAD, rows)


def _unlabelled(evaluation: Sequence[Message]) -> str:
    names = [question.name for question in QUESTIONS[1:]]
    rows = []
    for language in LANGUAGES:
        complaints = [m for m in evaluation if m.language == language and m.complains]
        missing = [sum(q.right(m) is None for m in complaints) for q in QUESTIONS[1:]]
        rows.append([f"{language}, of {len(complaints)}", *missing])
    return tables.table(["no label", *names], rows)


def _diversity(training: Sequence[Example], evaluation: Sequence[Message]) -> str:
    rows: list[list[object]] = []
    for language in LANGUAGES:
        learned, measured = (
            [message.text for message in messages if message.language == language]
            for messages in (training, evaluation)
        )
        rows += [
            [f"{TRAINING} {language}", distinct_2(learned), *_shared(overlap(learned))],
            [f"{EVALUATION} {language}", distinct_2(measured), *_shared(overlap(measured))],
            [
                f"{EVALUATION} against {TRAINING} {language}", tables.UNDEFINED,
                *_shared(overlap(measured, learned)),
            ],
        ]  # fmt: skip
    head = ["", "distinct-2", "5-gram overlap, mean", "closest pair", "near-duplicate pairs"]
    return tables.table(head, rows)


def _shared(found: Overlap) -> list[str]:
    return [f"{found.mean * 100:.2g} %", f"{found.closest:.0%}", str(found.near_duplicates)]


def _told(training: Sequence[Example], language: str) -> list[Labels]:
    return [each.labels for each in training if each.labels and each.language == language]


def _complains(message: Example | Message) -> bool:
    if isinstance(message, Example):
        return message.intent == COMPLAIN
    return message.complains
