"""A reading in the form that is measured, and packed into one line of the predictions."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation import predictions
from bot.evaluation.messages import message
from bot.evaluation.predictions import NoPredictions, Predictions
from bot.evaluation.reads import Read, packed, read_of, unpacked

COMPLAINT: dict[str, Any] = {
    "is_complaint": 0.9712,
    "category": [{"name": "other", "confidence": 0.6}, {"name": "product_use", "confidence": 0.2}],
    "tone": {"name": "passive", "confidence": 0.8},
    "mindset": {"name": "rational", "confidence": 0.7},
    "anger": 1.25,
    "threats": ["churn"],
    "demand": ["refund", "apology"],
    "evidence": [{"label": "threats.churn", "start": 0, "end": 2, "text": "算了"}],
}
NOTHING: dict[str, Any] = {
    "is_complaint": 0.02, "category": [], "tone": {"name": "none", "confidence": 0.98},
    "mindset": None, "anger": 0.0, "threats": [], "demand": [], "evidence": [],
}  # fmt: skip
MESSAGES = [message("It leaks.", "en", True, None), message("你好", "zh", False, None)]
READS = [read_of(COMPLAINT), read_of(NOTHING)]


def test_a_reading_gives_its_best_category_and_how_sure_it_was() -> None:
    read = READS[0]
    assert (read.category, read.tone, read.mindset) == ("other", "passive", "rational")
    assert read.sure == {"category": 0.6, "tone": 0.8, "mindset": 0.7}
    assert read.demand == {"refund", "apology"}
    assert read.evidence == (("threats.churn", "算了"),)
    assert read.complains


def test_no_complaint_has_no_tone() -> None:
    read = READS[1]
    assert not read.complains
    assert (read.category, read.tone, read.mindset, read.sure) == (None, None, None, {})


def test_packed_labels_come_back() -> None:
    assert (
        packed(READS[0]) == "k=0.9712 a=1.25 c=other t=passive m=rational h=churn d=apology,refund"
    )
    for read in READS:
        again = unpacked(packed(read))
        assert packed(again) == packed(read)
        assert (again.threats, again.demand, again.complains) == (
            read.threats, read.demand, read.complains,
        )  # fmt: skip


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "predictions.json"
    predictions.write(path, Predictions("d1", "m.tar.gz", READS), MESSAGES)
    return path


def test_predictions_come_back_in_the_order_of_the_messages(written: Path) -> None:
    found = predictions.load(written, MESSAGES[::-1], "d1")
    assert [packed(read) for read in found.reads] == [packed(read) for read in READS[::-1]]
    assert found.model == "m.tar.gz"


def test_predictions_hold_no_text(written: Path) -> None:
    content = written.read_text(encoding="ascii")
    assert "leaks" not in content
    assert list(json.loads(content)["predictions"]) == sorted(each.id for each in MESSAGES)


def test_predictions_of_other_messages_are_refused(written: Path) -> None:
    with pytest.raises(NoPredictions, match="other messages"):
        predictions.load(written, MESSAGES, "d2")
    with pytest.raises(NoPredictions, match="other messages"):
        predictions.load(written, MESSAGES[:1], "d1")


@pytest.mark.parametrize("content", [None, "", "{}", "[]"])
def test_predictions_that_cannot_be_read_say_how_to_get_them(
    tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "predictions.json"
    if content is not None:
        path.write_text(content, encoding="ascii")
    with pytest.raises(NoPredictions, match="make eval"):
        predictions.load(path, MESSAGES, "d1")


def test_a_read_needs_no_more_than_two_figures() -> None:
    assert packed(Read(complaint=0.5, anger=0.0)) == "k=0.5 a=0"
