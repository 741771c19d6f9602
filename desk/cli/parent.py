"""Notices that the process which started us (make, under `make run`) is ending."""

import os
import signal
from pathlib import Path


class Parent:
    """The process that started this one."""

    def __init__(self) -> None:
        self._pid = os.getppid()
        self._caught = self._catches_interrupts()

    @property
    def left(self) -> bool:
        """Whether it is gone, or was interrupted and now waits for us.

        `kill -INT` of make reaches make alone: it goes back to the default handling of the
        signal and waits for its children, which have not heard of it. Linux shows that.
        """
        if os.getppid() != self._pid:
            return True
        return self._caught and not self._catches_interrupts()

    def _catches_interrupts(self) -> bool:
        try:
            status = Path(f"/proc/{self._pid}/status").read_text(encoding="ascii", errors="replace")
        except OSError:
            return False
        for line in status.splitlines():
            if line.startswith("SigCgt:"):
                return bool(int(line.split()[1], 16) >> (signal.SIGINT - 1) & 1)
        return False
