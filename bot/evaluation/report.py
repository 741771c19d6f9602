"""Writes `docs/evaluation.md` and its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation import calibration, pictures, tables
from bot.evaluation.figures import (
    AngerFigures,
    QuestionFigures,
    anger_figures,
    false_alarms,
    question_figures,
)
from bot.evaluation.messages import GROUPS, Message
from bot.evaluation.mistakes import worst
from bot.evaluation.product import Product
from bot.evaluation.questions import QUESTIONS, answers
from bot.evaluation.reads import Read
from bot.evaluation.speed import Timing

CALIBRATED = ("is_complaint", "category", "tone", "mindset")
ANGER_ROWS = {
    "correlation": "correlation with the label",
    "mean_error": "mean distance from the label",
    "auc_calm_complaints": "AUC, angry against calm complaints",
    "auc_no_complaint": "AUC, angry complaints against no complaint",
}
IMAGES = "evaluation"


@dataclass(frozen=True)
class Measured:
    """The messages of one group with what both readers said of them."""

    group: str
    messages: list[Message]
    ours: list[Read]
    baseline: list[Read]


def by_group(
    messages: Sequence[Message], ours: Sequence[Read], baseline: Sequence[Read]
) -> list[Measured]:
    """Part the messages by language and by where they come from."""
    parts = []
    for group in GROUPS:
        places = [i for i, message in enumerate(messages) if message.group == group]
        if not places:
            continue
        parts.append(
            Measured(
                group,
                [messages[i] for i in places],
                [ours[i] for i in places],
                [baseline[i] for i in places],
            )
        )
    return parts


def write_report(
    docs: Path,
    parts: Sequence[Measured],
    product: Product,
    speed: Sequence[Timing],
    trained_on: int,
    model: str,
) -> list[str]:
    """Write the page with its pictures; return the lines that sum it up."""
    figures = {
        (question.name, part.group): question_figures(
            question, part.messages, part.ours, part.baseline
        )
        for question in QUESTIONS
        for part in parts
    }
    anger = {part.group: anger_figures(part.messages, part.ours, part.baseline) for part in parts}
    _draw(docs / IMAGES, parts)
    values = {
        "model": model,
        "trained_on": f"{trained_on:,}",
        "counts": _counts(parts),
        "summary": _summary(parts, figures),
        "labels": _labels(parts, figures),
        "false_alarms": _false_alarms(parts),
        "anger": _anger(parts, anger),
        "calibration": _calibration(parts),
        "reliability": " ".join(
            f"![Reliability, {part.group}]({IMAGES}/{_picture('reliability', part.group)})"
            for part in parts
        ),
        "speed": _speed(speed),
        "load": f"{product.loaded_in:.1f}",
        "mistakes": _mistakes(parts, product),
    }
    (docs / "evaluation.md").write_text(tables.page("evaluation.md", values), encoding="utf-8")
    return [
        f"{name:13} {group:10}  macro-F1 {tables.with_interval(found.macro)}"
        f"  baseline {found.baseline.value:.2f}  difference {tables.gain(found.gain)}"
        for (name, group), found in figures.items()
    ]


def _counts(parts: Sequence[Measured]) -> str:
    return tables.table(
        ["", "messages", "complaints", *(question.name for question in QUESTIONS[1:])],
        [
            [
                part.group,
                len(part.messages),
                sum(message.complains for message in part.messages),
                *(
                    sum(question.right(message) is not None for message in part.messages)
                    for question in QUESTIONS[1:]
                ),
            ]
            for part in parts
        ],
    )


def _summary(parts: Sequence[Measured], figures: dict[tuple[str, str], QuestionFigures]) -> str:
    rows = []
    for question in QUESTIONS:
        for part in parts:
            found = figures[question.name, part.group]
            rows.append(
                [
                    f"{question.name}, {part.group}", found.count, found.macro,
                    found.baseline, tables.gain(found.gain),
                ]
            )  # fmt: skip
    return tables.table(["", "messages", "macro-F1", "baseline", "difference"], rows)


def _labels(parts: Sequence[Measured], figures: dict[tuple[str, str], QuestionFigures]) -> str:
    sections = []
    for question in QUESTIONS:
        sections.append(f"### {question.name}")
        for part in parts:
            rows = [
                [f"`{each.label}`", each.count, each.precision, each.recall, each.f1,
                 each.baseline_f1]
                for each in figures[question.name, part.group].labels
            ]  # fmt: skip
            head = [part.group, "labelled", "precision", "recall", "F1", "baseline's F1"]
            sections.append(tables.table(head, rows))
        if not question.several:
            sections.append(
                " ".join(
                    f"![{question.name}, {part.group}: labelled against read]"
                    f"({IMAGES}/{_picture(question.name, part.group)})"
                    for part in parts
                )
            )
    return "\n\n".join(sections)


def _false_alarms(parts: Sequence[Measured]) -> str:
    rows = [
        [
            part.group,
            sum(not message.complains for message in part.messages),
            *(
                false_alarms(question, part.messages, reads)
                for question in QUESTIONS
                if question.several
                for reads in (part.ours, part.baseline)
            ),
        ]
        for part in parts
    ]
    head = ["", "no complaint", "threats", "baseline's", "demand", "baseline's"]
    return tables.table(head, rows)


def _anger(parts: Sequence[Measured], anger: dict[str, AngerFigures]) -> str:
    rows = []
    for name, title in ANGER_ROWS.items():
        for part in parts:
            ours, theirs, gained = anger[part.group].figures[name]
            rows.append([f"{title}, {part.group}", ours, theirs, tables.gain(gained)])
    return tables.table(["", "ours", "baseline", "difference"], rows)


def _calibration(parts: Sequence[Measured]) -> str:
    head, errors, columns = [""], ["ECE"], []
    for question in QUESTIONS:
        if question.name not in CALIBRATED:
            continue
        for part in parts:
            bins = calibration.reliability(
                *calibration.confidences(question, part.messages, part.ours)
            )
            head.append(f"{question.name}, {part.group}")
            errors.append(tables.share(calibration.expected_error(bins)))
            columns.append(bins)
    rows: list[list[str]] = [errors]
    for each in zip(*columns, strict=True):
        cells = [
            f"{tables.share(item.right)} of {item.count}" if item.count else tables.UNDEFINED
            for item in each
        ]
        rows.append([f"{each[0].low:.1f} to {each[0].high:.1f}", *cells])
    return tables.table(head, rows)


def _speed(speed: Sequence[Timing]) -> str:
    rows = [
        [f"{each.words:,} words, {each.language}", each.messages, f"{each.milliseconds:.0f} ms"]
        for each in speed
    ]
    return tables.table(["", "messages", "p50"], rows)


def _mistakes(parts: Sequence[Measured], product: Product) -> str:
    sections = []
    for question in QUESTIONS:
        for part in parts:
            rows = [
                [
                    tables.quoted(mistake.text),
                    _codes(mistake.right),
                    _codes(mistake.said)
                    + (f" ({mistake.confidence:.2f})" if mistake.confidence else ""),
                    tables.quoted(" · ".join(mistake.evidence)),
                ]
                for mistake in worst(question, part.messages, part.ours, product)
            ]
            if rows:
                title = f"**{question.name}, {part.group}**"
                head = ["message", "labelled", "read", "evidence"]
                sections += [title, tables.table(head, rows).replace("---:", "---")]
    return "\n\n".join(sections)


def _codes(codes: Sequence[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes) or pictures.NOTHING


def _picture(name: str, group: str) -> str:
    return f"{name}-{group.replace(', ', '-')}.png"


def _draw(folder: Path, parts: Sequence[Measured]) -> None:
    for part in parts:
        curves = {}
        for question in QUESTIONS:
            if question.several:
                continue
            both = answers(question, part.messages, part.ours)
            pictures.draw_confusion(
                folder / _picture(question.name, part.group),
                f"{question.name}, {part.group}",
                *pictures.confusion(question, both.right, both.said),
            )
            curves[question.name] = calibration.reliability(
                *calibration.confidences(question, part.messages, part.ours)
            )
        pictures.draw_reliability(
            folder / _picture("reliability", part.group), f"reliability, {part.group}", curves
        )
