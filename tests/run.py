"""Runs the tests of both environments and prints one summary: `python -m tests.run`.

What runs inside Rasa is tested on Rasa's Python, everything else on the project's; the
readers of bot/language run on both. The last line is always `N passed, N failed, N skipped`.
"""

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from casework.settings import Settings
from desk.cli.environment import BOT_PYTHON, PROJECT_PYTHON, rasa_environment
from tests.rows import write_page

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "var" / "test"
NO_TESTS_COLLECTED = 5
INTERRUPTED = 2
BOT_TESTS = ("tests/unit/language", "tests/unit/bot")
CHECKS = ("tests/unit/test_layering.py", "tests/unit/test_deploy.py", "tests/data")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tests ended how; an error before or after a test counts as failed."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def read_counts(report: Path) -> Counts:
    """Count the outcomes in a JUnit report; one that is missing or broken counts as a failure."""
    try:
        cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    except (OSError, ElementTree.ParseError):
        return Counts(failed=1)
    failed = sum(1 for case in cases if _has(case, "failure") or _has(case, "error"))
    skipped = sum(1 for case in cases if _has(case, "skipped"))
    return Counts(len(cases) - failed - skipped, failed, skipped)


def run(
    name: str, python: str, arguments: Sequence[str], environ: Mapping[str, str] = os.environ
) -> tuple[int, Counts]:
    """Run pytest in one environment; return its exit status and its counts."""
    report = RESULTS / f"{name}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    print(f"· tests in {python.split('/bin/')[0]}", flush=True)
    command = [str(ROOT / python), "-m", "pytest", "-q", f"--junit-xml={report}", *arguments]
    env = {**environ, "PYTHONPATH": str(ROOT)}
    status = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL).returncode
    if status == NO_TESTS_COLLECTED:
        return 0, Counts()
    counts = read_counts(report)
    if status != 0 and counts.failed == 0:
        # pytest itself failed: an option, a plug-in, a crash, a file that cannot be imported.
        counts += Counts(failed=1)
    return status, counts


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for: everything, or with --checks only what reads the code and data."""
    checks = "--checks" in arguments
    extra = [argument for argument in arguments if argument != "--checks"]
    project = _existing(CHECKS) if checks else ["tests"]
    # -c names the file that relaxes the warnings: Rasa's libraries are old and give many.
    bot = [] if checks else _existing(BOT_TESTS)
    statuses, total = [], Counts()
    if bot:
        options = ["-c", "bot/pytest.ini", "--rootdir", "."]
        # Rasa's libraries write into the home folder when they are imported.
        environ = rasa_environment(os.environ, Settings.from_env(os.environ, root=ROOT), ROOT)
        status, counts = run("bot", BOT_PYTHON, [*options, *bot, *extra], environ)
        statuses.append(status)
        total += counts
    if INTERRUPTED not in statuses:
        status, counts = run("project", PROJECT_PYTHON, [*project, *extra])
        statuses.append(status)
        total += counts
    if not checks and not extra and not any(statuses):
        # Only a run of everything says which rows are held.
        write_page()
    if total == Counts():
        total = Counts(failed=1)
        print("no tests were found")
    print(total, flush=True)
    return 1 if any(statuses) or total.failed else 0


def _existing(paths: Sequence[str]) -> list[str]:
    return [path for path in paths if (ROOT / path).exists()]


def _has(case: ElementTree.Element, child: str) -> bool:
    return case.find(child) is not None


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
