"""Confusion matrices and reliability curves as PNG; the same figures give the same file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.evaluation.calibration import Bin
from bot.evaluation.questions import Question

#: What the readers say of a complaint that they missed.
NOTHING = "none"
#: A bin of fewer answers says nothing in a curve; the table has it.
FEWEST_DRAWN = 5


def confusion(
    question: Question, right: Any, said: Any
) -> tuple[tuple[str, ...], tuple[str, ...], Any]:
    """Return the labels of the rows (right) and columns (said) and the counts between them."""
    silent = ~said.any(axis=1, keepdims=True)
    counts = right.astype(int).T @ np.hstack([said, silent]).astype(int)
    kept = right.any(axis=0)
    rows = tuple(label for label, keep in zip(question.labels, kept, strict=True) if keep)
    columns = (*question.labels, NOTHING)
    shown = [i for i in range(len(columns)) if i < len(question.labels) or silent.any()]
    return rows, tuple(columns[i] for i in shown), counts[kept][:, shown]


def draw_confusion(
    path: Path, title: str, rows: Sequence[str], columns: Sequence[str], counts: Any
) -> None:
    """Draw a matrix: the colour is the share of a row, the number is the count."""
    figure, axes = _figure(0.55 * len(columns) + 2.6, 0.42 * len(rows) + 2.2)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    axes.set_xticks(range(len(columns)), columns, rotation=40, ha="right", fontsize=8)
    axes.set_yticks(range(len(rows)), rows, fontsize=8)
    axes.set_xlabel("read", fontsize=8)
    axes.set_ylabel("labelled", fontsize=8)
    axes.set_title(title, fontsize=9)
    for row, column in np.argwhere(counts > 0):
        colour = "white" if shares[row, column] > 0.55 else "black"
        axes.text(
            column, row, str(counts[row, column]), ha="center", va="center", fontsize=7,
            color=colour,
        )  # fmt: skip
    _save(figure, path)


def draw_reliability(path: Path, title: str, curves: Mapping[str, Sequence[Bin]]) -> None:
    """Draw for each reader how often it was right against how sure it was; size is the count."""
    figure, axes = _figure(4.6, 4.2)
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8, linestyle=":")
    for name, bins in curves.items():
        filled = [item for item in bins if item.count >= FEWEST_DRAWN]
        confidence, right = [each.confidence for each in filled], [each.right for each in filled]
        axes.plot(confidence, right, linewidth=1, label=name)
        axes.scatter(confidence, right, s=[6 + item.count / 3 for item in filled])
    axes.set_xlabel("confidence", fontsize=8)
    axes.set_ylabel("share right", fontsize=8)
    axes.tick_params(labelsize=8)
    axes.set_title(title, fontsize=9)
    axes.legend(fontsize=8, loc="lower right")
    _save(figure, path)


def _figure(width: float, height: float) -> tuple[Any, Any]:
    # Imported late: it takes a second, and `make eval-check` draws nothing.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def _save(figure: Any, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": None})
