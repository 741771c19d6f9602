"""Scores, their intervals and paired differences, on figures that can be checked by hand."""

import math
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_score, recall_score, roc_auc_score

from bot.evaluation.metrics import (
    auc,
    correlation,
    difference,
    estimate,
    macro_f1,
    mean_error,
    resamples,
    scores,
)

ONCE = np.ones((1, 4))


def labels(*rows: str) -> Any:
    """Return an array of labels: `x.` is the first of two and not the second."""
    return np.asarray([[mark == "x" for mark in row] for row in rows])


RIGHT = labels("x..", "x..", ".x.", ".x.")


def test_row_0_counts_each_message_once_and_the_others_draw_as_many() -> None:
    weights = resamples(30, times=50)
    assert weights.shape == (51, 30)
    assert (weights[0] == 1).all()
    assert (weights.sum(axis=1) == 30).all()


def test_the_same_resamples_are_drawn_each_time() -> None:
    assert (resamples(9) == resamples(9)).all()


def test_precision_recall_and_f1_are_those_of_the_labels() -> None:
    found = scores(RIGHT, labels("x..", ".x.", ".x.", ".x."), ONCE)
    assert found.precision[0, :2] == pytest.approx([1.0, 2 / 3])
    assert found.recall[0, :2] == pytest.approx([0.5, 1.0])
    assert found.f1[0, :2] == pytest.approx([2 / 3, 0.8])
    assert np.isnan([found.precision[0, 2], found.recall[0, 2], found.f1[0, 2]]).all()


def test_several_labels_at_once_agree_with_scikit_learn() -> None:
    random = np.random.RandomState(3)
    right, said = random.rand(2, 50, 4) > 0.6
    found = scores(right, said, np.ones((1, 50)))
    for ours, theirs in (
        (found.precision, precision_score),
        (found.recall, recall_score),
        (found.f1, f1_score),
    ):
        assert ours[0] == pytest.approx(theirs(right, said, average=None))


def test_a_resample_scores_as_the_messages_drawn_would() -> None:
    said = labels("x..", ".x.", ".x.", "x..")
    drawn = np.asarray([[2.0, 0.0, 1.0, 1.0]])
    places = [0, 0, 2, 3]
    assert macro_f1(RIGHT, said, drawn) == pytest.approx(
        macro_f1(RIGHT[places], said[places], ONCE)
    )


def test_macro_f1_is_the_mean_of_the_labels_that_occur() -> None:
    # The third label is wrong here, but never right: it costs the others, and is not averaged.
    assert macro_f1(RIGHT, labels("x..", "..x", ".x.", ".x."), ONCE)[0] == pytest.approx(
        (2 / 3 + 1) / 2
    )


def test_saying_nothing_is_wrong() -> None:
    assert macro_f1(RIGHT, labels("...", "...", "...", "..."), ONCE)[0] == 0


def test_an_interval_holds_the_figure_and_shrinks_with_more_messages() -> None:
    widths = []
    for count in (40, 4000):
        right = np.arange(count) % 2 == 0
        said = np.where(np.arange(count) % 5 == 0, ~right, right)
        both = [np.stack([each, ~each], axis=1) for each in (right, said)]
        found = estimate(macro_f1(*both, resamples(count)))
        assert found.low < found.value < found.high
        assert found.value == pytest.approx(0.8)
        widths.append(found.high - found.low)
    assert widths[1] < widths[0] / 5


def test_a_figure_that_is_undefined_has_no_interval() -> None:
    found = estimate(np.full(11, np.nan))
    assert math.isnan(found.value) and math.isnan(found.low) and math.isnan(found.high)


def test_no_messages_give_no_figure() -> None:
    nothing = np.zeros((0, 2), dtype=bool)
    assert math.isnan(estimate(macro_f1(nothing, nothing, resamples(0))).value)


def test_a_reader_does_not_differ_from_itself() -> None:
    figures = macro_f1(RIGHT, RIGHT, resamples(4))
    found = difference(figures, figures)
    assert (found.value, found.low, found.high, found.p_not_worse) == (0, 0, 0, 1)


def test_a_clear_drop_is_seen_and_a_gain_is_none() -> None:
    right = np.eye(2, dtype=bool)[np.arange(200) % 2]
    worse = right.copy()
    worse[:40] = ~worse[:40]
    weights = resamples(200)
    good, bad = (macro_f1(right, said, weights) for said in (right, worse))
    assert difference(bad, good).p_not_worse < 0.01
    assert difference(good, bad).p_not_worse == 1
    assert difference(bad, good).high < 0


def test_one_message_more_that_is_wrong_may_be_chance() -> None:
    right = np.eye(2, dtype=bool)[np.arange(200) % 2]
    worse = right.copy()
    worse[0] = ~worse[0]
    weights = resamples(200)
    found = difference(macro_f1(right, worse, weights), macro_f1(right, right, weights))
    assert found.value < 0
    assert found.p_not_worse > 0.05


def test_auc_agrees_with_scikit_learn_and_counts_ties_by_half() -> None:
    hot, calm = np.asarray([2.0, 1.0, 3.0]), np.asarray([0.5, 1.0])
    expected = roc_auc_score([1, 1, 1, 0, 0], [*hot, *calm])
    assert auc(hot, calm, np.ones((1, 3)), np.ones((1, 2)))[0] == pytest.approx(expected)


def test_correlation_agrees_with_numpy() -> None:
    first, second = np.random.RandomState(5).rand(2, 4)
    assert correlation(first, second, ONCE)[0] == pytest.approx(np.corrcoef(first, second)[0, 1])


def test_what_never_changes_correlates_with_nothing() -> None:
    assert math.isnan(correlation(np.ones(4), np.arange(4.0), ONCE)[0])


def test_the_mean_error_knows_no_direction() -> None:
    assert mean_error(np.asarray([1.0, 2.0, 0, 0]), np.asarray([2.0, 1.0, 0, 0]), ONCE)[0] == 0.5
