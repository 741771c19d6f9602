"""The labels of a training message in their one short string."""

from pathlib import Path
from typing import Any

import pytest

from bot.nlu.labels import Labels, labels_of, unpacked

FULL = "c=return_refund,response_speed t=expressive a=2.5 h=churn,media d=refund m=victim p=resolve"


@pytest.mark.parametrize(
    "text",
    [
        FULL,
        "c=product_quality t=passive a=0",
        "c=other t=aggressive a=3 h=violence",
        "c=billing_price t=constructive a=0.75 d=refund,explanation m=rational",
        "c=safety_privacy t=expressive a=1 p=help",
    ],
)
def test_labels_come_back_as_they_were_written(text: str) -> None:
    assert unpacked(text).packed() == text


def test_every_part_is_read() -> None:
    assert unpacked(FULL) == Labels(
        category=("return_refund", "response_speed"),
        tone="expressive",
        anger=2.5,
        threats=("churn", "media"),
        demand=("refund",),
        mindset="victim",
        purpose="resolve",
    )


def test_the_order_of_the_parts_does_not_matter() -> None:
    assert unpacked("a=1 d=repair t=passive c=other") == unpacked("c=other t=passive a=1 d=repair")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "'c'"),
        ("c=other", "'t'"),
        ("c=other t=passive", "'a'"),
        ("t=passive a=1", "'c'"),
        ("c= t=passive a=1", "''"),
        ("c=quality t=passive a=1", "quality"),
        ("c=other t=cross a=1", "cross"),
        ("c=other t=none a=1", "none"),
        ("c=other t=passive a=angry", "angry"),
        ("c=other t=passive a=3.5", "3.5"),
        ("c=other t=passive a=-1", "-1"),
        ("c=other t=passive a=nan", "nan"),
        ("c=other t=passive a=1 h=police", "police"),
        ("c=other t=passive a=1 d=money", "money"),
        ("c=other t=passive a=1 m=angry", "angry"),
        ("c=other t=passive a=1 p=refund", "refund"),
        ("c=other t=passive a=1 refund", "refund"),
        ("c=other t=passive a=1 threat=legal", "threat"),
        ("c=other t=passive a=1 a=2", "a=2"),
    ],
)
def test_what_is_not_of_the_form_is_refused_with_its_text(text: str, part: str) -> None:
    with pytest.raises(ValueError) as error:
        unpacked(text)
    assert repr(text) in str(error.value)
    assert part in str(error.value)


@pytest.mark.parametrize(
    "metadata",
    [None, {}, {"example": None}, {"example": {}}, {"intent": FULL}, "", "zh", 5, []],
)
def test_an_example_without_labels_has_none(metadata: Any) -> None:
    assert labels_of(metadata) is None


@pytest.mark.parametrize("metadata", [FULL, {"example": FULL}])
def test_labels_stand_beside_an_example(metadata: Any) -> None:
    assert labels_of(metadata) == unpacked(FULL)


def test_labels_that_are_wrong_are_not_passed_over() -> None:
    with pytest.raises(ValueError):
        labels_of({"example": "c=unheard_of t=passive a=1"})


@pytest.mark.parametrize(
    "path",
    sorted((Path(__file__).resolve().parents[4] / "data" / "nlu").glob("*/complain.yml")),
    ids=lambda path: path.parent.name,
)
def test_the_labels_of_the_training_messages_are_well_formed(path: Path) -> None:
    written = [
        line.split('"')[1]
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith('        metadata: "')
    ]
    assert len(written) > 100
    assert [text for text in written if unpacked(text).packed() != text] == []
