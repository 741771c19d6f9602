"""What the supervised processes print: all of it into a file, the important lines on screen."""

import re
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from desk.cli.quietly import ESCAPES

WARNINGS: Final = re.compile(
    r"\b(?:WARNING|ERROR|CRITICAL)\b|\[(?:warning|error|critical)\s*\]"
    r'|"level": ?"(?:warning|error|critical)"|^Traceback '
)
ERRORS: Final = re.compile(
    r'\b(?:ERROR|CRITICAL)\b|\[(?:error|critical)\s*\]|"level": ?"(?:error|critical)"|^Traceback '
)
LONGEST_LINE: Final = 300
LARGEST_FILE: Final = 5_000_000
# So many lines in so many seconds reach the screen; the file has the others.
BURST: Final = 20
BURST_SECONDS: Final = 10.0


class LogFile:
    """A file that starts anew when it is large; the one before it is kept as `.1`."""

    def __init__(self, path: Path, largest: int = LARGEST_FILE) -> None:
        self.path = path
        self._largest = largest
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab")
        self._lock = threading.Lock()

    def write(self, line: bytes) -> None:
        """Append a line, in a new file if this one has become too large; nothing once closed."""
        with self._lock:
            if self._file.closed:
                return
            if self._file.tell() > self._largest:
                self._file.close()
                self.path.replace(self.path.with_name(self.path.name + ".1"))
                self._file = self.path.open("ab")
            self._file.write(line)
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._file.close()


class Forwarder:
    """Passes the lines that match to the screen, but never a flood of them."""

    def __init__(
        self,
        say: Callable[[str], None],
        important: re.Pattern[str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._say = say
        self._important = important
        self._clock = clock
        self._said: deque[float] = deque()
        self._muted = False

    def __call__(self, raw: bytes) -> None:
        """Look at one line of output."""
        line = ESCAPES.sub("", raw.decode("utf-8", "replace")).rstrip()
        if not self._important.search(line):
            return
        now = self._clock()
        while self._said and now - self._said[0] > BURST_SECONDS:
            self._said.popleft()
        if len(self._said) < BURST:
            self._muted = False
            self._said.append(now)
            self._say(line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + " …")
        elif not self._muted:
            self._muted = True
            self._say("(more of these in the log file)")


def pump(output: BinaryIO, log: LogFile, forward: Callable[[bytes], None]) -> None:
    """Carry a process's output to its file and to the screen until it ends."""
    for line in iter(lambda: output.readline(65536), b""):
        log.write(line)
        forward(line)
