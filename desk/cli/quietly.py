"""Runs one long command with a single line of progress, its output kept in a log file.

Used by the Makefile before the project's environment exists, so it needs the standard
library alone: `python -m desk.cli.quietly --log var/log/x.log "title" -- command …`.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from desk.cli.janitor import Janitor, end_groups, signal_group

# A terminal sees the time run; a file (CI) gets a line for each stage and, ever more rarely, a
# sign of life.
FIRST_LINE_AFTER = 10.0
LONGEST_BETWEEN_LINES = 60.0
LINES_OF_A_FAILURE = 20
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def run_quietly(
    command: Sequence[str],
    title: str,
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stage: Callable[[str], str | None] | None = None,
    out: TextIO | None = None,
) -> int:
    """Run the command to its end and return its exit status.

    `stage` turns a line of the log into a word on what is being done, or None. A command
    that fails has the last lines of its log printed. An interrupt ends the command too.
    """
    progress = _Progress(title, out or sys.stdout)
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("wb") as sink,
        log.open(encoding="utf-8", errors="replace") as lines,
        Janitor() as janitor,
    ):
        process = subprocess.Popen(
            list(command), stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT,
            env=None if env is None else dict(env), cwd=cwd, start_new_session=True,
        )  # fmt: skip
        janitor.watch(process.pid)
        try:
            status = _follow(process, lines, progress, stage)
        except BaseException:
            progress.close("interrupted")
            end_groups({process.pid})
            process.wait()
            raise
        finally:
            signal_group(process.pid, signal.SIGKILL)
            janitor.release(process.pid)
    if status == 0:
        progress.close("done")
    else:
        progress.close(f"failed (exit status {status}); the end of {_shown(log)}:")
        progress.print(last_lines(log))
    return status


def last_lines(log: Path, count: int = LINES_OF_A_FAILURE) -> str:
    """Return the last lines of a log file, without colours, each indented."""
    text = ESCAPES.sub("", log.read_text(encoding="utf-8", errors="replace"))
    lines = [line.rstrip() for line in text.replace("\r", "\n").splitlines() if line.strip()]
    return "\n".join(f"    {line}" for line in lines[-count:])


def _follow(
    process: "subprocess.Popen[bytes]",
    lines: TextIO,
    progress: "_Progress",
    stage: Callable[[str], str | None] | None,
) -> int:
    while True:
        try:
            return process.wait(timeout=0.25)
        except subprocess.TimeoutExpired:
            for line in lines:
                name = stage(line) if stage else None
                if name:
                    progress.stage = name
            progress.tick()


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


class _Progress:
    def __init__(self, title: str, out: TextIO) -> None:
        self._title = title
        self._out = out
        self._pause = FIRST_LINE_AFTER
        self._started = self._said = time.monotonic()
        self._said_stage = ""
        self._live = out.isatty()
        self.stage = ""
        if not self._live:
            self.print(f"· {title} …")

    def tick(self) -> None:
        now = time.monotonic()
        seconds = int(now - self._started)
        text = f"· {self._title} … {seconds} s" + (f" ({self.stage})" if self.stage else "")
        if self._live:
            self._write("\r\x1b[2K" + text[: _columns() - 1])
        elif self.stage != self._said_stage or now - self._said >= self._pause:
            if self.stage == self._said_stage:
                self._pause = min(self._pause * 2, LONGEST_BETWEEN_LINES)
            self._said, self._said_stage = now, self.stage
            self.print(text)

    def close(self, outcome: str) -> None:
        seconds = time.monotonic() - self._started
        start = "\r\x1b[2K" if self._live else ""
        self._write(
            f"{start}· {self._title}: {outcome}"
            + (f", {seconds:.0f} s\n" if outcome == "done" else "\n")
        )

    def print(self, text: str) -> None:
        self._write(text + "\n")

    def _write(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except (OSError, ValueError):
            # Nobody reads any more (`make … | head`): the work goes on.
            return


def _columns() -> int:
    try:
        return max(os.get_terminal_size().columns, 20)
    except OSError:
        return 80


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the Makefile's call and run it."""
    parser = argparse.ArgumentParser(prog="quietly")
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("title")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args(arguments)
    return run_quietly(options.command, options.title, options.log)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
