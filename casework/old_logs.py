"""Shortens the log files of a folder to what is young enough."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

# The instant of a line: at its beginning (console), or under `timestamp` (JSON).
INSTANT: Final = re.compile(
    rb'(?:^|"timestamp": ?")(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:[.,]\d+)?(Z|\+00:00)?'
)
#: Lines of a traceback have none of their own; so far the beginning of a line is looked at.
LOOKED_AT: Final = 4096


def shorten_logs(folder: Path, before: datetime) -> int:
    """Take away what was logged before an instant; return how many bytes that was.

    A file that nobody wrote to since then is deleted. Of others the beginning goes, as
    logrotate's `copytruncate` does it: the process goes on writing to the end of its file.
    """
    gone = 0
    for path in sorted(folder.glob("*.log*")) if folder.is_dir() else ():
        if not path.is_file() or path.is_symlink():
            continue
        size = path.stat().st_size
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
            # The file of a process that runs stays, empty: the process has it open.
            os.truncate(path, 0)
            if path.suffix != ".log":
                path.unlink()
            gone += size
        else:
            gone += _shorten(path, before)
    return gone


def _shorten(path: Path, before: datetime) -> int:
    start = _first_young(path, before)
    if not start:
        return 0
    with path.open("rb+") as file:
        file.seek(start)
        kept = file.read()
        file.truncate(0)
        file.seek(0)
        file.write(kept)
    return start


def _first_young(path: Path, before: datetime) -> int:
    """Return where the first line stands that is not too old; 0 where that is the first one."""
    for at, line in _lines(path):
        found = INSTANT.search(line[:LOOKED_AT])
        if found and _instant(found[1]) >= before:
            return at
    # Nothing bears an instant that is young, and yet it was written to: it is left alone.
    return 0


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    at = 0
    with path.open("rb") as file:
        for line in file:
            yield at, line
            at += len(line)


def _instant(text: bytes) -> datetime:
    return datetime.fromisoformat(text.decode("ascii").replace(" ", "T")).replace(tzinfo=UTC)
