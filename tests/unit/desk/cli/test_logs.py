"""Log files stay small, and the screen is shown what matters without a flood."""

from pathlib import Path

import pytest

from desk.cli.logs import BURST, BURST_SECONDS, ERRORS, WARNINGS, Forwarder, LogFile


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-23 10:00:00 WARNING  casework  the disk is almost full",
        "ERROR:    [Errno 98] address already in use",
        "2026-11-23 [error    ] filing.failed",
        '{"event": "filing.failed", "level": "error"}',
        "Traceback (most recent call last):",
    ],
)
def test_warnings_and_errors_are_important(line: str) -> None:
    assert WARNINGS.search(line)


@pytest.mark.parametrize("line", ["INFO: started", "no errors were found", '{"level": "info"}'])
def test_ordinary_lines_are_not(line: str) -> None:
    assert not WARNINGS.search(line)


def test_warnings_are_passed_over_where_errors_alone_count() -> None:
    assert not ERRORS.search("WARNING an old library")
    assert ERRORS.search("ERROR no model")


def test_colours_are_taken_off_and_long_lines_cut() -> None:
    said: list[str] = []
    forward = Forwarder(said.append, WARNINGS)
    forward(b"\x1b[31mERROR\x1b[0m " + b"x" * 1000 + b"\n")
    assert said == ["ERROR " + "x" * 294 + " …"]


def test_a_flood_is_cut_off_with_one_line_and_later_lines_come_again() -> None:
    said: list[str] = []
    now = [0.0]
    forward = Forwarder(said.append, WARNINGS, clock=lambda: now[0])
    for _ in range(BURST + 50):
        forward(b"ERROR again\n")
    assert len(said) == BURST + 1
    assert said[-1] == "(more of these in the log file)"
    now[0] = BURST_SECONDS + 1
    forward(b"ERROR later\n")
    assert said[-1] == "ERROR later"


def test_a_large_file_is_kept_once_and_started_anew(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "desk.log", largest=10)
    for line in (b"first and long\n", b"second and long\n", b"third\n"):
        log.write(line)
    log.close()
    assert (tmp_path / "desk.log").read_bytes() == b"third\n"
    assert (tmp_path / "desk.log.1").read_bytes() == b"second and long\n"
    log.write(b"after the end\n")
    assert (tmp_path / "desk.log").read_bytes() == b"third\n"
