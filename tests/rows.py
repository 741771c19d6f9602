"""Notes which rows of the source documents' requirements are held by which tests that passed.

A test says by `@pytest.mark.rows("R117")` which rows it holds. Each run leaves its results in
`var/test/rows`; `python -m tests.rows` writes them as `docs/requirements-coverage.md`, and the
runner does so after a run of everything.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
RESULTS: Final = ROOT / "var" / "test" / "rows"
PAGE: Final = ROOT / "docs" / "requirements-coverage.md"
ROWS: Final = ROOT / "tests" / "data" / "requirements" / "rows.tsv"
PEOPLE: Final = ROOT / "tests" / "data" / "requirements" / "people.yml"
NAME: Final = re.compile(r"R[1-9]\d{0,2}")

INTRODUCTION: Final = """\
# What the tests hold of the source documents

Written by the test run (`python -m tests.rows` writes it again from the last results). A row counts
as **held** when tests that name it passed; a row with a test that failed does not count.
**People's work** is what no program can hold. **Open** rows are not built, or are built and no test
says so yet.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement: its number, the document it comes from, its kind and its words."""

    name: str
    source: str
    kind: str
    text: str


@cache
def known_rows() -> dict[str, Row]:
    """Return the rows by name, in their order."""
    lines = ROWS.read_text(encoding="utf-8").splitlines()[1:]
    return {row.name: row for row in (Row(*line.split("\t")) for line in lines)}


def rows_of(item: pytest.Item) -> tuple[str, ...]:
    """Return the rows that a test names; a name that is none is a mistake."""
    names = [name for mark in item.iter_markers("rows") for name in mark.args]
    for name in names:
        if not isinstance(name, str) or name not in known_rows():
            raise pytest.UsageError(f"{item.nodeid}: {name!r} is no row of the requirements")
    return tuple(dict.fromkeys(names))


class RowNotes:
    """A pytest plug-in that notes how the tests of each row ended."""

    def __init__(self, environment: str) -> None:
        self._file = RESULTS / f"{environment}.json"
        self._rows: dict[str, tuple[str, ...]] = {}
        self._outcomes: dict[str, dict[str, bool]] = defaultdict(dict)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Read the marks."""
        self._rows = {item.nodeid: found for item in items if (found := rows_of(item))}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test: all its cases have to pass, and a skipped one holds nothing."""
        over = report.when == "call" or not report.passed
        if not over or report.skipped:
            return
        test = report.nodeid.partition("[")[0]
        for row in self._rows.get(report.nodeid, ()):
            self._outcomes[row][test] = self._outcomes[row].get(test, True) and report.passed

    def pytest_sessionfinish(self) -> None:
        """Put the results of this run over those of the runs before."""
        if not self._outcomes:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        before = _read(self._file) if self._file.exists() else {}
        merged = {
            row: {**before.get(row, {}), **self._outcomes.get(row, {})}
            for row in {*before, *self._outcomes}
        }
        self._file.write_text(json.dumps(merged, indent=1, sort_keys=True), encoding="utf-8")


def page(outcomes: Mapping[str, Mapping[str, bool]], people: Mapping[str, str]) -> str:
    """Return the page about all rows."""
    lines, counts = [], {"held": 0, "people": 0, "open": 0}
    for row in known_rows().values():
        tests = outcomes.get(row.name, {})
        if tests and all(tests.values()):
            state, why = "held", "<br>".join(map(_short, sorted(tests)))
        elif row.name in people:
            state, why = "people", people[row.name]
        else:
            state, why = "open", ""
        counts[state] += 1
        shown = "people's work" if state == "people" else state
        text = row.text.replace("|", "\\|")
        lines.append(f"| {row.name} | {row.source} | {text} | {shown} | {why} |")
    summary = (
        f"{counts['held']} held, {counts['people']} people's work, {counts['open']} open, "
        f"of {sum(counts.values())}."
    )
    head = "| row | from | requirement | state | held by, or why not |\n|---|---|---|---|---|"
    return "\n".join([INTRODUCTION, summary, "", head, *lines]) + "\n"


def write_page() -> None:
    """Write the page from the results of the last runs."""
    import yaml

    outcomes: dict[str, dict[str, bool]] = defaultdict(dict)
    for file in sorted(RESULTS.glob("*.json")):
        for row, tests in _read(file).items():
            outcomes[row].update(tests)
    existing = {row: dict(_existing(tests)) for row, tests in outcomes.items()}
    people = yaml.safe_load(PEOPLE.read_text(encoding="utf-8"))
    PAGE.write_text(page(existing, people), encoding="utf-8")


def _existing(tests: Mapping[str, bool]) -> Iterator[tuple[str, bool]]:
    """Yield the tests that are still there: results may be older than the code."""
    for test, passed in tests.items():
        file, _, name = test.rpartition("::")
        path = ROOT / file.partition("::")[0]
        if path.exists() and f"def {name}(" in path.read_text(encoding="utf-8"):
            yield test, passed


def _short(test: str) -> str:
    return f"`{test.removeprefix('tests/')}`"


def _read(file: Path) -> dict[str, dict[str, bool]]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


if __name__ == "__main__":
    write_page()
