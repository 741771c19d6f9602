"""Loads the word lists that stand as files in `lexicons/`, once a process and on first use."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("lexicons")


@cache
def sections(filename: str) -> dict[str, tuple[str, ...]]:
    """Return the lines of a lexicon by their `[section]`; lines before any section stand under ''.

    Empty lines and lines that start with `#` are left out.
    """
    found: dict[str, list[str]] = {"": []}
    current = found[""]
    for raw in (_FOLDER / filename).read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            current = found.setdefault(line[1:-1], [])
        else:
            current.append(line)
    return {name: tuple(lines) for name, lines in found.items()}


@cache
def words(filename: str, section: str = "") -> frozenset[str]:
    """Return the blank-separated words of one section of a lexicon."""
    return frozenset(word for line in sections(filename).get(section, ()) for word in line.split())


@cache
def entries(filename: str, section: str = "") -> tuple[str, ...]:
    """Return the entries of one section that are parted by ` | ` or stand on lines of their own."""
    return tuple(
        entry.strip()
        for line in sections(filename).get(section, ())
        for entry in line.split("|")
        if entry.strip()
    )


def alternatives(items: frozenset[str] | tuple[str, ...] | list[str]) -> str:
    """Return a regular expression of the items, longest first, for use inside a group."""
    import re

    return "|".join(re.escape(item) for item in sorted(items, key=lambda item: (-len(item), item)))
