"""Times of many runs, and what the machine did meanwhile."""

import math
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took, many times over; in milliseconds."""

    count: int
    p50: float
    p95: float


def times(seconds: Sequence[float]) -> Times:
    """Return the median and the 95th percentile (nearest rank) of times in seconds."""
    if not seconds:
        raise ValueError("nothing was timed")
    ordered = sorted(seconds)
    return Times(len(ordered), _rank(ordered, 0.5) * 1000, _rank(ordered, 0.95) * 1000)


def _rank(ordered: Sequence[float], share: float) -> float:
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def load() -> float:
    """Return the machine's load average of the last minute."""
    return os.getloadavg()[0]


def machine() -> str:
    """Return the processor, its cores and the system in one line."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                name = line.partition(":")[2].strip()
                break
    return f"{os.cpu_count()} cores of {name}, {platform.system()} {platform.machine()}"
