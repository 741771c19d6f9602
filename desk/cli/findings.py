"""What `jieyou doctor` says: one finding a thing that it looked at."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad a finding is; an error stops a start in production."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `fix` says what to do where it is not well."""

    level: Level
    name: str
    text: str
    fix: str = ""

    def line(self) -> str:
        """Return it as it is printed."""
        fix = f"\n{'':10}→ {self.fix}" if self.fix else ""
        return f"{self.level:<8}  {self.name}: {self.text}{fix}"


def ok(name: str, text: str) -> Finding:
    """Return that a thing is well."""
    return Finding(Level.OK, name, text)


def warning(name: str, text: str, fix: str) -> Finding:
    """Return that a thing should be changed."""
    return Finding(Level.WARNING, name, text, fix)


def error(name: str, text: str, fix: str) -> Finding:
    """Return that a thing has to be changed."""
    return Finding(Level.ERROR, name, text, fix)
