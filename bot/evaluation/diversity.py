"""How unlike each other messages are: distinct word pairs, shared 5-grams, near-duplicates."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from bot.language.segment import segment

#: Messages that share more of their 5-grams than this are near-duplicates.
NEAR = 0.5
#: Shorter messages ("hello there") are left out: they are alike by nature.
SHORTEST = 20
#: Distinct pairs grow fewer with every message, so always as many are looked at.
DRAWN = 1000
_ROWS = 400


@dataclass(frozen=True)
class Overlap:
    """Shared 5-grams over all pairs of messages."""

    mean: float
    #: The overlap of the two messages that are most alike.
    closest: float
    near_duplicates: int


def distinct_2(texts: Sequence[str], drawn: int = DRAWN, seed: int = 7) -> float:
    """Return which share of all pairs of neighbouring words are different ones."""
    order = sorted(texts)
    random.Random(seed).shuffle(order)
    pairs = []
    for text in order[:drawn]:
        words = [span.text.lower() for span in segment(text)]
        pairs += list(itertools.pairwise(words))
    return len(set(pairs)) / len(pairs) if pairs else float("nan")


def overlap(texts: Sequence[str], others: Sequence[str] | None = None) -> Overlap:
    """Compare messages with each other, or with those of another set; both 20 characters or more.

    The overlap of two messages is the share of all their distinct 5-grams that both of them have.
    """
    first = [text for text in map(_plain, texts) if len(text) >= SHORTEST]
    second = first if others is None else [t for t in map(_plain, others) if len(t) >= SHORTEST]
    if not first or not second:
        return Overlap(float("nan"), float("nan"), 0)
    counter = CountVectorizer(
        analyzer="char", ngram_range=(5, 5), binary=True, lowercase=False, dtype=np.float32
    ).fit([*first, *second])
    left, right = counter.transform(first), counter.transform(second)
    sizes = [np.asarray(each.sum(axis=1)).ravel() for each in (left, right)]
    total, closest, near, pairs = 0.0, 0.0, 0, 0
    for start in range(0, len(first), _ROWS):
        shared = (left[start : start + _ROWS] @ right.T).toarray()
        either = sizes[0][start : start + _ROWS, None] + sizes[1][None, :] - shared
        shares = (shared / either)[_kept(shared.shape, start if others is None else None)]
        total += float(shares.sum(dtype=np.float64))
        closest = max(closest, float(shares.max(initial=0.0)))
        near += int((shares > NEAR).sum())
        pairs += shares.size
    return Overlap(total / pairs if pairs else float("nan"), closest, near)


def _kept(shape: tuple[int, int], start: int | None) -> Any:
    """Return which pairs count: within one set, each pair once and none with itself."""
    if start is None:
        return np.ones(shape, dtype=bool)
    return np.arange(shape[1])[None, :] > (np.arange(shape[0]) + start)[:, None]


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
