"""Questions, calibration, confusion, verdicts and diversity on a handful of invented messages."""

import math
from pathlib import Path

import numpy as np
import pytest

from bot.evaluation import calibration, pictures, tables
from bot.evaluation.check import verdicts
from bot.evaluation.diversity import distinct_2, overlap
from bot.evaluation.figures import anger_figures, false_alarms, question_figures
from bot.evaluation.messages import Message, message
from bot.evaluation.metrics import Estimate
from bot.evaluation.questions import QUESTIONS, answers
from bot.evaluation.reads import Read

ASKED = {question.name: question for question in QUESTIONS}


def complaint(number: int, labels: str, language: str = "en") -> Message:
    return message(f"message {number}", language, True, labels)


def read(
    tone: str | None = "passive", complaint: float = 0.9, anger: float = 1.0, sure: float = 0.8,
    threats: tuple[str, ...] = (),
) -> Read:  # fmt: skip
    return Read(
        complaint, anger, tone=tone, threats=frozenset(threats), sure={"tone": sure} if tone else {}
    )


MESSAGES = [
    complaint(1, "t=passive a=0.5 h=-"),
    complaint(2, "t=passive a=0.75 h=legal,media"),
    complaint(3, "t=aggressive a=2.5 h=legal"),
    complaint(4, "a=2 h=-"),
    message("hello", "en", False, None),
]
READS = [
    read("passive", anger=0.4),
    read("aggressive", anger=1.0, threats=("legal",)),
    read(None, complaint=0.2, anger=1.8, threats=("legal", "churn")),
    read("expressive", anger=2.2),
    read(None, complaint=0.1, anger=0.0, threats=("media",)),
]


def test_a_question_is_asked_where_the_annotators_agreed() -> None:
    found = answers(ASKED["tone"], MESSAGES, READS)
    assert found.places == [0, 1, 2]
    assert found.right.sum() == 3
    # The third message was not taken for a complaint, so nothing was said of its tone.
    assert found.said.sum(axis=1).tolist() == [1, 1, 0]


def test_whether_it_complains_is_asked_of_every_message() -> None:
    assert answers(ASKED["is_complaint"], MESSAGES, READS).places == [0, 1, 2, 3, 4]


def test_threats_count_label_by_label() -> None:
    found = question_figures(ASKED["threats"], MESSAGES, READS, READS)
    by_label = {each.label: each for each in found.labels}
    assert found.count == 4
    assert by_label["legal"].f1.value == 1
    assert (by_label["media"].count, by_label["media"].recall.value) == (1, 0)
    assert by_label["churn"].precision.value == 0
    assert "violence" not in by_label


def test_a_reader_beside_itself_gains_nothing() -> None:
    found = question_figures(ASKED["tone"], MESSAGES, READS, READS)
    assert found.macro == found.baseline
    assert found.gain.value == 0


def test_false_alarms_are_counted_where_nobody_complains() -> None:
    assert false_alarms(ASKED["threats"], MESSAGES, READS) == 1
    assert false_alarms(ASKED["demand"], MESSAGES, READS) == 0


def test_anger_tells_the_angry_from_the_calm() -> None:
    figures = anger_figures(MESSAGES, READS, READS).figures
    assert figures["auc_calm_complaints"][0].value == 1
    assert figures["auc_no_complaint"][0].value == 1
    assert figures["correlation"][0].value > 0.85
    assert figures["mean_error"][0].value == pytest.approx((0.1 + 0.25 + 0.7 + 0.2) / 4)


def test_a_reader_as_sure_as_it_is_right_has_no_calibration_error() -> None:
    bins = calibration.reliability([0.75] * 4, [True, True, True, False])
    assert calibration.expected_error(bins) == pytest.approx(0)
    assert [(item.low, item.count) for item in bins if item.count] == [(0.7, 4)]


def test_a_reader_that_is_too_sure_is_off_by_the_gap() -> None:
    bins = calibration.reliability([1.0, 1.0, 0.05], [True, False, False])
    assert calibration.expected_error(bins) == pytest.approx((2 * 0.5 + 0.05) / 3)
    assert bins[-1].count == 2


def test_no_answers_have_no_calibration_error() -> None:
    assert math.isnan(calibration.expected_error(calibration.reliability([], [])))


def test_confidences_are_those_of_given_answers() -> None:
    sure, right = calibration.confidences(ASKED["tone"], MESSAGES, READS)
    assert (sure, right) == ([0.8, 0.8], [True, False])
    sure, right = calibration.confidences(ASKED["is_complaint"], MESSAGES, READS)
    assert sure == [0.9, 0.9, 0.2, 0.9, 0.1]
    assert right == [True, True, True, True, False]


def test_the_matrix_shows_what_was_read_instead_and_what_was_missed() -> None:
    both = answers(ASKED["tone"], MESSAGES, READS)
    rows, columns, counts = pictures.confusion(ASKED["tone"], both.right, both.said)
    assert rows == ("aggressive", "passive")
    assert columns[-1] == pictures.NOTHING
    assert counts[0].tolist() == [0, 0, 0, 0, 1]
    assert counts[1].tolist() == [1, 0, 1, 0, 0]


def test_the_same_figures_draw_the_same_file(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        pictures.draw_confusion(
            tmp_path / name, "tone", ("passive",), ("passive", "none"), np.asarray([[3, 1]])
        )
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def many(wrong: int) -> tuple[list[Message], list[Read]]:
    messages, reads = [], []
    for language in ("zh", "en"):
        for number in range(80):
            tone = ("passive", "aggressive")[number % 2]
            messages.append(complaint(number, f"t={tone} a={number % 4 / 2} h=-", language))
            other = ("aggressive", "passive")[number % 2]
            said = other if language == "en" and number < wrong else tone
            reads.append(read(said, anger=number % 4 / 2))
    return messages, reads


def test_unchanged_readers_pass_with_a_line_each() -> None:
    messages, reads = many(0)
    found = verdicts(messages, reads, reads)
    assert not any(verdict.dropped for verdict in found)
    assert [verdict.line.split()[1] for verdict in found] == [*ASKED, "anger"]
    assert "zh 1.000 → 1.000   en 1.000 → 1.000" in found[2].line


def test_a_drop_in_one_language_is_a_drop() -> None:
    messages, before = many(0)
    _, now = many(30)
    found = {verdict.line.split()[1]: verdict for verdict in verdicts(messages, now, before)}
    assert [name for name, verdict in found.items() if verdict.dropped] == ["tone"]
    assert found["tone"].line.startswith("DROP")
    assert "(p 0.001)" in found["tone"].line


def test_a_gain_passes() -> None:
    messages, now = many(0)
    _, before = many(30)
    assert not any(verdict.dropped for verdict in verdicts(messages, now, before))


def test_messages_that_repeat_themselves_are_less_distinct() -> None:
    same, unlike = ["the bus was late"] * 5, ["the bus was late", "my phone broke twice today"]
    assert distinct_2(same) == pytest.approx(1 / 5)
    assert distinct_2(unlike) == 1
    assert math.isnan(distinct_2(["one"]))


def test_near_duplicates_share_over_half_of_their_runs_of_five() -> None:
    texts = [
        "The parcel never came and nobody answers me.",
        "the parcel never came, and  nobody answers me",
        "My kettle leaks from the bottom since Tuesday.",
        "parcel",
    ]
    found = overlap(texts)
    assert found.near_duplicates == 1
    assert 0.5 < found.closest < 1
    assert found.mean == pytest.approx(found.closest / 3, abs=0.01)


def test_a_message_that_stands_in_both_sets_is_found() -> None:
    text = "The parcel never came and nobody answers me."
    found = overlap([text], ["My kettle leaks from the bottom.", text])
    assert (found.near_duplicates, found.closest) == (1, 1)


def test_a_cell_obeys_no_mark_of_the_message() -> None:
    assert tables.quoted("a|b\n*c* <i>") == r"a\|b \*c\* \<i\>"
    assert tables.quoted("x" * 200).endswith("…")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.8, "0.80"), (-0.001, "0.00"), (-0.25, "−0.25"), (float("nan"), tables.UNDEFINED)],
)
def test_a_figure_has_two_digits(value: float, shown: str) -> None:
    assert tables.share(value) == shown


def test_a_gain_shows_its_sign() -> None:
    assert tables.gain(Estimate(0.05, -0.01, 0.1)) == "+0.05 (−0.01 to 0.10)"
