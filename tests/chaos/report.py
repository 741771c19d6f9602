"""Writes the figures of the kill suite into docs/reliability.md, between two marks."""

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

from desk.cli.environment import ROOT

PAGE: Final = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
STEPS: Final = (0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300)
WIDTH: Final = 40


def write_report(records: Sequence[dict[str, Any]]) -> None:
    """Replace the page's figures by those of all sittings on record."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    figures = "\n".join(_figures(records))
    PAGE.write_text(f"{before}{BEGIN}\n\n{figures}\n\n{END}{after}", encoding="utf-8")


def _figures(records: Sequence[dict[str, Any]]) -> Iterable[str]:
    kinds = sorted({record["database"] for record in records})
    kills = {kind: _summed(records, "kills", kind) for kind in kinds}
    total = sum((kills[kind] for kind in kinds), Counter())
    days = sorted({record["at"][:10] for record in records})
    seconds = sum(record["seconds"] for record in records)
    yield (
        f"{total.total()} kills in {len(records)} sittings, {seconds / 60:.0f} minutes in all, "
        f"on {' and '.join(days)}."
    )
    yield ""
    yield "### What was found"
    yield ""
    yield from _table(
        ["", *kinds, "in all"],
        [
            [
                kind,
                *(str(_faults(records, kind, name)) for name in kinds),
                str(_faults(records, kind)),
            ]
            for kind in ("lost", "doubled", "out of order", "readiness", "other")
        ],
    )
    yield ""
    yield "### What was killed"
    yield ""
    yield from _counted("killed", kills, kinds)
    yield ""
    troubles = {kind: _summed(records, "troubles", kind) for kind in kinds}
    yield "And besides, not counted as kills:"
    yield ""
    yield from _counted("done", troubles, kinds)
    yield ""
    yield "### What was looked at"
    yield ""
    counts = {kind: _summed(records, "counts", kind) for kind in kinds}
    for kind in kinds:
        counts[kind]["takeovers"] = sum(
            record["takeovers"] for record in records if record["database"] == kind
        )
    yield from _counted("", counts, kinds)
    yield ""
    yield "### How long customers waited"
    yield ""
    yield from _waits(records)
    yield ""
    yield "### What `/readyz` told"
    yield ""
    yield from _counted("", {kind: _summed(records, "readiness", kind) for kind in kinds}, kinds)
    yield ""
    yield "### When what was killed"
    yield ""
    yield from _timeline(records)


def _summed(records: Sequence[dict[str, Any]], key: str, kind: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for record in records:
        if record["database"] == kind:
            found.update(record[key])
    return found


def _faults(records: Sequence[dict[str, Any]], fault: str, database: str | None = None) -> int:
    return sum(
        line.startswith(f"{fault}:")
        for record in records
        if database in (None, record["database"])
        for line in record["faults"]
    )


def _counted(head: str, found: dict[str, Counter[str]], kinds: Sequence[str]) -> Iterable[str]:
    names = sorted({name for kind in kinds for name in found[kind]})
    yield from _table(
        [head, *kinds, "in all"],
        [
            [name, *(f"{found[kind][name]:,}" for kind in kinds),
             f"{sum(found[kind][name] for kind in kinds):,}"]
            for name in names
        ],
    )  # fmt: skip


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _waits(records: Sequence[dict[str, Any]]) -> Iterable[str]:
    rows = []
    for name, key in (
        ("acknowledged", "acknowledged"),
        ("first word (an answer, a notice, a person)", "word"),
        ("answer", "answered"),
        ("longest wait for an answer, by customer", "longest"),
    ):
        values = sorted(value for record in records for value in record[key])
        if values:
            rows.append([name, f"{len(values):,}", *(f"{_at(values, q):.1f}" for q in (50, 95, 99)),
                         f"{values[-1]:.1f}"])  # fmt: skip
    yield "Seconds from the first attempt to send a message:"
    yield ""
    yield from _table(["until", "of", "p50", "p95", "p99", "longest"], rows)
    yield ""
    yield "```"
    answered = [value for record in records for value in record["answered"]]
    yield from _histogram(answered)
    yield "```"


def _at(values: Sequence[float], percent: int) -> float:
    if len(values) < 2:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _histogram(values: Sequence[float]) -> Iterable[str]:
    bounds = [0.0, *map(float, STEPS), float("inf")]
    counts = [sum(low <= value < high for value in values) for low, high in pairwise(bounds)]
    most = max(counts, default=0) or 1
    for low, high, count in zip(bounds, bounds[1:], counts, strict=False):
        span = f"{low:g} to {high:g} s" if high < float("inf") else f"over {low:g} s"
        bar = "█" * round(WIDTH * count / most) or ("▏" if count else "")
        yield f"{span:>14} {count:>7,} {bar}".rstrip()


def _timeline(records: Sequence[dict[str, Any]]) -> Iterable[str]:
    """One line a minute of each sitting: what was hit, and how often."""
    yield "```"
    for record in records:
        yield f"{record['database']}, {record['at']}, quiet again after {record['settled_in']} s"
        minutes: dict[int, Counter[str]] = {}
        for at, victim in record["blows"]:
            minutes.setdefault(int(at // 60), Counter())[victim] += 1
        for minute, hit in sorted(minutes.items()):
            named = ", ".join(f"{victim} {count}" for victim, count in hit.most_common())
            yield f"  {minute:>3} min  {named}"
    yield "```"
