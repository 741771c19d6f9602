"""Scores on labelled sentences."""

import pytest

from casework.gate.findings import Kind
from casework.gate.measuring import labelled, scores

ITEMS = [
    {"text": "a", "verdict": "stop", "kinds": ["blame"]},
    {"text": "b", "verdict": "stop", "kinds": ["commitment", "opinion"]},
    {"text": "c", "verdict": "pass", "kinds": []},
    {"text": "d", "verdict": "pass"},
]


def test_hits_false_ones_and_misses_are_counted() -> None:
    given = {"a": [Kind.BLAME], "b": [], "c": [Kind.BLAME], "d": []}
    rows = {row.label: row for row in scores(labelled(ITEMS), given.__getitem__)}
    stop, blame, opinion = rows["stop"], rows["blame"], rows["opinion"]
    assert (stop.precision, stop.recall, stop.f1) == (0.5, 0.5, 0.5)
    assert (blame.precision, blame.recall, round(blame.f1 or 0, 3)) == (0.5, 1.0, 0.667)
    assert (opinion.precision, opinion.recall, opinion.f1) == (None, 0.0, 0.0)
    assert rows["admission"].f1 is None


def test_a_mapping_that_holds_one_list_is_read_as_well() -> None:
    assert labelled({"sentences": ITEMS}) == labelled(ITEMS)


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([], "write a list"),
        ("text", "write a list"),
        ([{"verdict": "pass"}], "sentence 1: add a text"),
        ([{"text": "a", "verdict": "stop", "kinds": ["lie"]}], "sentence 1: 'lie'"),
        ([{"text": "a", "verdict": "pass", "kinds": ["blame"]}], "the verdict must be stop"),
        ([{"text": "a"}], "the verdict must be pass"),
    ],
)
def test_a_mistake_in_the_file_is_named(items: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        labelled(items)
