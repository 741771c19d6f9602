"""Measures the gate on labelled sentences: precision, recall and F1 by kind and for the verdict."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from casework.gate.findings import Kind

STOP: Final = "stop"
PASS: Final = "pass"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence and what people say about it."""

    text: str
    kinds: frozenset[Kind]

    @property
    def verdict(self) -> str:
        """`stop` where it has a kind."""
        return STOP if self.kinds else PASS


@dataclass(frozen=True, slots=True)
class Score:
    """How often one label was given rightly, wrongly and not at all."""

    label: str
    hits: int
    false: int
    missed: int

    @property
    def precision(self) -> float | None:
        """The share of the given labels that are right; None where none was given."""
        return _share(self.hits, self.hits + self.false)

    @property
    def recall(self) -> float | None:
        """The share of the right labels that were given; None where none is right."""
        return _share(self.hits, self.hits + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None where the label does not occur."""
        return _share(2 * self.hits, 2 * self.hits + self.false + self.missed)


def labelled(items: Any) -> list[Labelled]:
    """Return the sentences of a file: a list, or a mapping that holds one list alone.

    A mistake raises ValueError with its place.
    """
    if isinstance(items, Mapping) and len(items) == 1:
        (items,) = items.values()
    if not isinstance(items, list) or not items:
        raise ValueError("write a list of sentences")
    return [_labelled(number, item) for number, item in enumerate(items, 1)]


def _labelled(number: int, item: Any) -> Labelled:
    if not isinstance(item, Mapping) or not isinstance(item.get("text"), str):
        raise ValueError(f"sentence {number}: add a text")
    try:
        kinds = frozenset(Kind(kind) for kind in item.get("kinds") or ())
    except ValueError as error:
        raise ValueError(f"sentence {number}: {error}") from error
    sentence = Labelled(item["text"], kinds)
    if item.get("verdict") != sentence.verdict:
        raise ValueError(f"sentence {number}: the verdict must be {sentence.verdict}")
    return sentence


def scores(sentences: Iterable[Labelled], kinds_of: Callable[[str], Iterable[Kind]]) -> list[Score]:
    """Return the score of the verdict `stop`, then of each kind."""
    pairs = [(one.kinds, frozenset(kinds_of(one.text))) for one in sentences]
    rows = [_score(STOP, [(bool(true), bool(given)) for true, given in pairs])]
    for kind in Kind:
        rows.append(_score(str(kind), [(kind in true, kind in given) for true, given in pairs]))
    return rows


def _score(label: str, pairs: Iterable[tuple[bool, bool]]) -> Score:
    counted = list(pairs)
    return Score(
        label,
        hits=sum(true and given for true, given in counted),
        false=sum(given and not true for true, given in counted),
        missed=sum(true and not given for true, given in counted),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
