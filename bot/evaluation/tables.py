"""Markdown: tables, figures with their intervals, and pages out of templates."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template

from bot.evaluation.metrics import Estimate

TEMPLATES = Path(__file__).with_name("templates")
UNDEFINED = "–"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table; every column after the first is aligned to the right."""
    rule = ["---", *("---:" for _ in head[1:])]
    lines = [list(map(str, head)), rule, *([_cell(item) for item in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def share(value: float) -> str:
    """Return a figure with two digits behind the point; a dash where it is undefined."""
    return UNDEFINED if math.isnan(value) else f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def with_interval(figure: Estimate) -> str:
    """Return a figure with the interval of its resamples."""
    if math.isnan(figure.value):
        return UNDEFINED
    return f"{share(figure.value)} ({share(figure.low)} to {share(figure.high)})"


def gain(figure: Estimate) -> str:
    """Return a difference with its sign and interval."""
    sign = "+" if figure.value > 0 else ""
    return sign + with_interval(figure)


def quoted(text: str, longest: int = 160) -> str:
    """Return a message as one cell: in one line, cut, and with nothing that Markdown obeys."""
    line = " ".join(text.split())
    if len(line) > longest:
        line = line[: longest - 1].rstrip() + "…"
    for mark in "\\`*_{}[]<>#|~":
        line = line.replace(mark, "\\" + mark)
    return line


def page(template: str, values: Mapping[str, str]) -> str:
    """Return a template of this package with its `$names` filled in."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return Template(text).substitute(values).rstrip() + "\n"


def _cell(item: object) -> str:
    if isinstance(item, Estimate):
        return with_interval(item)
    return share(item) if isinstance(item, float) else str(item)
