"""Takes a person out of the files under `var/`: logs, recordings, what was left lying there."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from casework.erasing import spellings

SQLITE: Final = b"SQLite format 3\0"
FILLER: Final = b"#"
#: Of a file that is no text, pieces of so many bytes are read.
PIECE: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What was blotted out: lines by file."""

    lines: dict[Path, int]

    @property
    def count(self) -> int:
        """How many lines there were."""
        return sum(self.lines.values())


def files_under(folder: Path) -> Iterator[Path]:
    """Yield all regular files of a folder; links are not followed."""
    for place, _, names in os.walk(folder):
        for name in sorted(names):
            path = Path(place) / name
            if path.is_file() and not path.is_symlink():
                yield path


def blot_out(folder: Path, words: Collection[str]) -> Cleaned:
    """Blot out every line of a text that holds one of the words, in place.

    A line keeps its length, so that a process may go on writing to the end of the file
    meanwhile. Databases are passed over: their rows are erased.
    """
    needles = _needles(words)
    cleaned = {}
    for path in files_under(folder) if needles else ():
        lines = 0 if _is_database(path) else _blot_out(path, needles)
        if lines:
            cleaned[path] = lines
    return Cleaned(cleaned)


def still_in(folder: Path, words: Collection[str]) -> list[Path]:
    """Return the files, databases included, in which one of the words can still be read."""
    needles = _needles(words)
    if not needles:
        return []
    return [path for path in files_under(folder) if _holds(path, needles)]


def _needles(words: Collection[str]) -> list[bytes]:
    return sorted({word.encode("utf-8", "replace") for word in spellings(words)})


def _is_database(path: Path) -> bool:
    if path.name.endswith(("-wal", "-shm", "-journal")):
        return True
    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError:
        return False


def _blot_out(path: Path, needles: list[bytes]) -> int:
    found = 0
    try:
        with path.open("rb+") as file:
            at = 0
            for line in file:
                if any(needle in line for needle in needles):
                    here = file.tell()
                    body = line.rstrip(b"\r\n")
                    file.seek(at)
                    file.write(FILLER * len(body))
                    file.seek(here)
                    found += 1
                at += len(line)
    except FileNotFoundError:
        return found
    return found


def _holds(path: Path, needles: list[bytes]) -> bool:
    longest = max(map(len, needles))
    try:
        with path.open("rb") as file:
            tail = b""
            while piece := file.read(PIECE):
                window = tail + piece
                if any(needle in window for needle in needles):
                    return True
                tail = window[-longest:]
    except FileNotFoundError:
        return False
    return False
