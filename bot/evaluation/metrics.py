"""Figures with bootstrap intervals, all resamples at once as matrix products.

A resample of n messages is a row of n counts: how often each was drawn. Row 0 of every array here
counts each message once, so the figure itself and its resamples come from one formula.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

RESAMPLES = 1000
SEED = 7
#: The share of resamples between the ends of an interval.
COVERED = 95.0


@dataclass(frozen=True)
class Estimate:
    """A figure and the interval that 95 % of its resamples lie in; NaN where it is undefined."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Difference(Estimate):
    """What one reader has over another on the same messages."""

    #: The share of resamples in which the first is not worse: small where it is worse for certain.
    p_not_worse: float


@dataclass(frozen=True)
class Scores:
    """Precision, recall and F1 of each label, shape (resamples + 1, labels); NaN if undefined."""

    precision: Any
    recall: Any
    f1: Any


def resamples(count: int, times: int = RESAMPLES, seed: int = SEED) -> Any:
    """Return how often each message is drawn, shape (times + 1, count); row 0 is all ones."""
    drawn = np.random.RandomState(seed).multinomial(count, np.full(count, 1 / max(count, 1)), times)
    return np.vstack([np.ones((1, count)), drawn]).astype(np.float64)


def scores(right: Any, said: Any, weights: Any) -> Scores:
    """Compare labels, both of shape (messages, labels), in every resample."""
    hit = weights @ (right & said).astype(np.float64)
    there = weights @ right.astype(np.float64)
    given = weights @ said.astype(np.float64)
    return Scores(_ratio(hit, given), _ratio(hit, there), _ratio(2 * hit, there + given))


def macro_f1(right: Any, said: Any, weights: Any) -> Any:
    """Return the mean F1 of the labels that occur, one figure a resample."""
    occurring = right.any(axis=0)
    f1 = scores(right[:, occurring], said[:, occurring], weights).f1
    defined = ~np.isnan(f1)
    return _ratio(np.where(defined, f1, 0.0).sum(axis=1), defined.sum(axis=1))


def correlation(first: Any, second: Any, weights: Any) -> Any:
    """Return Pearson's correlation, one figure a resample."""
    total = weights.sum(axis=1)
    mean_1, mean_2 = weights @ first / total, weights @ second / total
    product = weights @ (first * second) / total - mean_1 * mean_2
    spread_1 = weights @ (first * first) / total - mean_1**2
    spread_2 = weights @ (second * second) / total - mean_2**2
    return _ratio(product, np.sqrt(np.clip(spread_1 * spread_2, 0, None)))


def auc(hot: Any, calm: Any, hot_weights: Any, calm_weights: Any) -> Any:
    """Return how often hot scores above calm (ties count half), one figure a resample."""
    above = (hot[:, None] > calm[None, :]) + 0.5 * (hot[:, None] == calm[None, :])
    won = ((hot_weights @ above) * calm_weights).sum(axis=1)
    return _ratio(won, hot_weights.sum(axis=1) * calm_weights.sum(axis=1))


def mean_error(first: Any, second: Any, weights: Any) -> Any:
    """Return the mean absolute difference, one figure a resample."""
    return _ratio(weights @ np.abs(first - second), weights.sum(axis=1))


def estimate(figures: Any) -> Estimate:
    """Return the figure of row 0 with the interval of the other rows."""
    low, high = _interval(figures[1:])
    return Estimate(float(figures[0]), low, high)


def difference(first: Any, second: Any) -> Difference:
    """Return the first less the second; both figures come from the same resamples."""
    gains = first - second
    low, high = _interval(gains[1:])
    drawn = gains[1:][~np.isnan(gains[1:])]
    # The sample itself counts among its resamples, so that a share is never exactly 0.
    not_worse = (np.count_nonzero(drawn >= 0) + 1) / (len(drawn) + 1)
    return Difference(float(gains[0]), low, high, not_worse)


def _interval(figures: Any) -> tuple[float, float]:
    drawn = figures[~np.isnan(figures)]
    if not len(drawn):
        return float("nan"), float("nan")
    tail = (100 - COVERED) / 2
    low, high = np.percentile(drawn, [tail, 100 - tail])
    return float(low), float(high)


def _ratio(part: Any, whole: Any) -> Any:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.asarray(whole) > 0, np.asarray(part) / whole, np.nan)
