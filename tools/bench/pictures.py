"""Draws the figures as PNG, in Rasa's environment, which has matplotlib.

`python -m tools.bench.pictures RESULTS.json FOLDER`
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

KINDS = {"utter": "an utter-only turn", "form": "a form turn", "filing": "the filing turn"}
SIDES = {"ours": "the product", "stock": "stock Rasa", "echo": "the echo"}


def draw(results: Mapping[str, Any], folder: Path) -> None:
    """Draw every picture for which there are figures."""
    folder.mkdir(parents=True, exist_ok=True)
    assistant = results.get("assistant")
    if assistant:
        _parts(assistant["ours"]["parts"], folder / "turn.png")
        _throughput(assistant, folder / "throughput.png")
    listing = results.get("listing")
    if listing:
        _listing(listing["combinations"], folder / "listing.png")
    year = results.get("year")
    if year:
        _year(year["spent"], folder / "year.png")


def _parts(parts: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """Draw what each part of a turn costs, one bar a kind of turn."""
    figure, axes = _figure(7.2, 2.8)
    names = list(dict.fromkeys(name for each in parts.values() for name in each))
    rows = [KINDS[kind] for kind in parts]
    left = [0.0] * len(rows)
    for name in names:
        widths = [max(0.0, each.get(name, 0.0)) for each in parts.values()]
        axes.barh(rows, widths, left=left, label=name)
        left = [start + width for start, width in zip(left, widths, strict=True)]
    axes.invert_yaxis()
    axes.set_xlabel("mean milliseconds", fontsize=8)
    axes.tick_params(labelsize=8)
    axes.legend(fontsize=7, loc="upper center", bbox_to_anchor=(0.5, -0.22), ncol=4, frameon=False)
    _save(figure, path)


def _throughput(assistant: Mapping[str, Any], path: Path) -> None:
    """Draw messages a second against the number of customers."""
    figure, axes = _figure(5.0, 3.2)
    for side, label in SIDES.items():
        crowds: Sequence[Mapping[str, Any]] = assistant[side]["crowds"]
        axes.plot(
            [str(each["customers"]) for each in crowds],
            [each["per_second"] for each in crowds],
            marker="o", label=label,
        )  # fmt: skip
    axes.set_yscale("log")
    axes.set_xlabel("customers at once", fontsize=8)
    axes.set_ylabel("messages a second", fontsize=8)
    axes.tick_params(labelsize=8)
    axes.legend(fontsize=8)
    _save(figure, path)


def _listing(combinations: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Draw the 95th percentile of every combination of filters, the slowest first."""
    figure, axes = _figure(5.4, 3.0)
    found = sorted((each["found"]["p95"] for each in combinations), reverse=True)
    axes.bar(range(len(found)), found, width=1.0)
    axes.axhline(300, color="grey", linewidth=0.8, linestyle=":")
    axes.set_xlabel(f"{len(found)} combinations of filters", fontsize=8)
    axes.set_ylabel("p95, ms", fontsize=8)
    axes.tick_params(labelsize=8)
    _save(figure, path)


def _year(spent: Mapping[str, float], path: Path) -> None:
    """Draw what the parts of the year took."""
    figure, axes = _figure(5.4, 2.0)
    axes.barh(list(spent), list(spent.values()))
    axes.invert_yaxis()
    axes.set_xlabel("seconds", fontsize=8)
    axes.tick_params(labelsize=8)
    _save(figure, path)


def _figure(width: float, height: float) -> tuple[Any, Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def _save(figure: Any, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    draw(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))
