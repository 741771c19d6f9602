"""Measures the promise gate on labelled sentences: `jieyou gate measure`."""

from collections.abc import Sequence
from pathlib import Path

import yaml
from rich.console import Console
from rich.table import Table

from casework.gate.detecting import Source, findings
from casework.gate.findings import Kind
from casework.gate.measuring import STOP, Labelled, Score, labelled, scores
from casework.gate.times import PromisedTimes
from casework.policy_yaml import load_policy
from casework.settings import Settings
from desk.gateway.screening import simplified


class MeasureFailed(Exception):
    """A file of labelled sentences cannot be read."""


def measure(
    files: Sequence[Path],
    settings: Settings,
    *,
    errors: bool = False,
    console: Console | None = None,
) -> None:
    """Print a table a file, and with `errors` the sentences whose kinds were not all found."""
    console = console or Console()
    policy = load_policy(settings.policy)
    hours = (policy.office_hours.start, policy.office_hours.end)
    times = PromisedTimes(figures=policy.clocks, office_hours=hours)
    source = Source(fold=simplified)
    for path in files:
        sentences = _read(path)
        given = {one.text: [f.kind for f in findings(one.text, times, source)] for one in sentences}
        rows = scores(sentences, given.__getitem__)
        console.print(_table(f"{path} · {len(sentences)}", rows))
        if errors:
            _print_errors(console, sentences, given)


def _read(path: Path) -> list[Labelled]:
    try:
        return labelled(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError) as error:
        raise MeasureFailed(f"{path}: {error}") from error


def _table(title: str, rows: Sequence[Score]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("label")
    for name in ("precision", "recall", "F1", "n"):
        table.add_column(name, justify="right")
    for row in rows:
        shares = [_shown(share) for share in (row.precision, row.recall, row.f1)]
        table.add_row(row.label, *shares, str(row.hits + row.missed), end_section=row.label == STOP)
    return table


def _shown(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _print_errors(
    console: Console, sentences: Sequence[Labelled], given: dict[str, list[Kind]]
) -> None:
    for one in sentences:
        found = frozenset(given[one.text])
        if found != one.kinds:
            wanted = ", ".join(sorted(one.kinds)) or "pass"
            got = ", ".join(sorted(found)) or "pass"
            console.print(f"{wanted} → {got}: {one.text}", markup=False, highlight=False)
