"""The small records that every reader of this package returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Span:
    """A piece of the stripped text; offsets count Unicode code points."""

    start: int
    end: int
    text: str

    def overlaps(self, other: Span) -> bool:
        """Say whether both spans share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Evidence(Span):
    """The span that made a rule give a label such as `threats.regulator`."""

    label: str = ""

    @property
    def name(self) -> str:
        """Return the label without its reader, `regulator` for `threats.regulator`."""
        return self.label.rpartition(".")[2]


@dataclass(frozen=True)
class Detail:
    """One fact of a complaint: the slot's name, its normal form and where it stood.

    A value of None means that something was given which does not fit the slot's form: `extra` then
    holds the customer's words under `stated` and the reason under `problem`.
    """

    name: str
    value: str | int | float | None
    start: int
    end: int
    text: str
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text that an encoder read, in order."""

    #: Where each token stands in the text: start and end, in code points.
    spans: list[tuple[int, int]]
    #: Their states: float32 (tokens, dimensions).
    states: Any
