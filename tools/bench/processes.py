"""Starts processes for a measurement, watches what they use, and ends them."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desk.cli.environment import ROOT
from desk.cli.janitor import Janitor, end_groups
from desk.cli.service import answers

START_SECONDS: Final = 300.0
TICKS: Final = os.sysconf("SC_CLK_TCK")


class DidNotStart(Exception):
    """A process ended or stayed silent; the message names its log."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a command took until its end: seconds by the clock, and of the processors."""

    seconds: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Running:
    """A process that answers; `ready_in` is how long that took, in seconds."""

    pid: int
    ready_in: float


def run_timed(command: Sequence[str], env: Mapping[str, str], cwd: Path, log: Path) -> Spent:
    """Run a command to its end; raise `DidNotStart` where it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    with log.open("wb") as output, Janitor() as janitor:
        process = subprocess.Popen(
            list(command), env=dict(env), cwd=cwd, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        janitor.watch(process.pid)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            end_groups({process.pid})
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
        janitor.release(process.pid)
    if process.returncode != 0:
        raise DidNotStart(f"{command[0]} failed, see {log}")
    return Spent(time.perf_counter() - started, usage.ru_utime + usage.ru_stime)


@contextmanager
def started(
    command: Sequence[str], env: Mapping[str, str], ready_url: str, log: Path, cwd: Path = ROOT
) -> Iterator[Running]:
    """Run a process while the block runs; it is entered once the address answers."""
    log.parent.mkdir(parents=True, exist_ok=True)
    ready, begun = answers(ready_url), time.perf_counter()
    with log.open("wb") as output, Janitor() as janitor:
        process = subprocess.Popen(
            list(command), env=dict(env), cwd=cwd, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        janitor.watch(process.pid)
        try:
            while not ready():
                late = time.perf_counter() - begun > START_SECONDS
                if process.poll() is not None or late:
                    raise DidNotStart(f"{command[0]} does not answer, see {log}")
                time.sleep(0.05)
            yield Running(process.pid, time.perf_counter() - begun)
        finally:
            end_groups({process.pid})
            process.wait()
            janitor.release(process.pid)


def resident(pid: int) -> float:
    """Return the resident memory of a process and its children, in megabytes."""
    return sum(_status_kb(each) for each in (pid, *_children(pid))) / 1024


def cpu(pid: int) -> float:
    """Return the processor seconds that a process and its children have used so far."""
    return sum(_cpu_ticks(each) for each in (pid, *_children(pid))) / TICKS


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            found += [int(child), *_children(int(child))]
    return found


def _status_kb(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def _cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
