"""The frozen messages and the training messages are read as they stand in their files."""

import hashlib
from pathlib import Path

import pytest

from bot.evaluation.messages import (
    SUMS,
    NotFrozen,
    digest,
    evaluation_messages,
    message,
    training_examples,
)

ROOT = Path(__file__).resolve().parents[4]
EVALUATION = """
version: "3.1"
nlu:
  - intent: complain
    examples:
      - text: |
          {text}
        metadata: "t=passive a=0.5 h=- d=refund,apology"
  - intent: none
    examples:
      - text: |
          {other}
"""
LISTED = """
version: "3.1"
nlu:
  - intent: greet
    examples: |
      - hello
      - good - morning
  - lookup: product
    examples: |
      - kettle
"""
LABELLED = """
version: "3.1"
nlu:
  - intent: complain
    examples:
      - text: |
          坏了
        metadata: "c=product_quality,return_refund t=passive a=1 m=rational p=vent"
      - text: |
          又坏了
"""


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    files = {
        "zh.yml": EVALUATION.format(text="水壶漏水", other="你好"),
        "en.yml": EVALUATION.format(text="It leaks.", other="Hello"),
    }
    lines = []
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
        lines.append(f"{hashlib.sha256(content.encode()).hexdigest()}  {name}\n")
    (tmp_path / SUMS).write_text("".join(lines), encoding="ascii")
    return tmp_path


def test_the_frozen_messages_come_with_their_labels(frozen: Path) -> None:
    complaint, greeting, *others = evaluation_messages(frozen)
    assert (complaint.text, complaint.language, complaint.complains) == ("水壶漏水", "zh", True)
    assert (complaint.tone, complaint.anger) == ("passive", 0.5)
    assert complaint.demand == {"refund", "apology"}
    assert (greeting.text, greeting.complains, greeting.tone) == ("你好", False, None)
    assert [other.language for other in others] == ["en", "en"]


def test_what_was_not_agreed_on_is_not_what_is_not_there() -> None:
    read = message("It leaks.", "en", True, "a=1 h=-")
    assert (read.threats, read.demand, read.category) == (frozenset(), None, None)


def test_a_message_that_was_changed_is_refused(frozen: Path) -> None:
    before = digest(frozen)
    with (frozen / "en.yml").open("a", encoding="utf-8") as file:
        file.write("# a look at the answers\n")
    with pytest.raises(NotFrozen, match=r"en\.yml"):
        evaluation_messages(frozen)
    assert before


def test_a_message_is_known_by_language_and_text() -> None:
    ids = {message(text, "en", True, None).id for text in ("It leaks.", "It leaks!")}
    assert len(ids) == 2
    assert all(each.startswith("en-") and len(each) == 15 for each in ids)


def test_training_messages_are_read_in_both_forms(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "zh").mkdir()
    (tmp_path / "en" / "greet.yml").write_text(LISTED, encoding="utf-8")
    (tmp_path / "zh" / "complain.yml").write_text(LABELLED, encoding="utf-8")
    labelled, unlabelled, *listed = training_examples(tmp_path)
    assert (labelled.text, labelled.intent, labelled.language) == ("坏了", "complain", "zh")
    assert labelled.labels is not None
    assert labelled.labels.category == ("product_quality", "return_refund")
    assert unlabelled.labels is None
    assert [example.text for example in listed] == ["hello", "good - morning"]


def test_the_projects_own_messages_are_frozen_and_unlike_each_other() -> None:
    messages = evaluation_messages(ROOT / "data" / "eval")
    assert {each.language for each in messages} == {"zh", "en"}
    assert len({each.id for each in messages}) == len(messages)


def test_no_message_is_both_learned_from_and_measured_on() -> None:
    learned = {example.text for example in training_examples(ROOT / "data" / "nlu")}
    assert learned.isdisjoint(each.text for each in evaluation_messages(ROOT / "data" / "eval"))
