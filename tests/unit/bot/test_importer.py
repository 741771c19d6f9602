"""The messages are read as Rasa reads them, and a broken file is refused."""

from pathlib import Path

import pytest
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.loading import load_data

import bot.importer
from bot.importer import MessagesImporter

DATA = """\
version: "3.1"
nlu:
  - intent: complain
    examples:
      - text: |
          The [kettle](product) leaks
        metadata: "c=product_quality t=passive a=1"
  - intent: greet
    examples: |
      - hello
      - 您好
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "nlu.yml"
    path.write_text(DATA, encoding="utf-8")
    return path


def test_the_messages_are_those_that_rasa_reads(file: Path) -> None:
    read = MessagesImporter(training_data_paths=[str(file)]).get_nlu_data()
    plain = load_data(str(file))
    assert [message.data for message in read.training_examples] == [
        message.data for message in plain.training_examples
    ]
    assert len(read.entity_examples) == 1


def test_each_form_is_checked_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    monkeypatch.setattr(bot.importer, "_read", {})
    monkeypatch.setattr(
        bot.importer.RasaYAMLReader, "validate", lambda self, string: checked.append(string)
    )
    for _ in range(2):
        MessagesImporter(training_data_paths=[str(file)]).get_nlu_data()
    assert checked == [DATA]


def test_a_file_that_changed_is_read_anew_and_one_that_did_not_is_not(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importer = MessagesImporter(training_data_paths=[str(file)])
    before = importer.get_nlu_data()
    with monkeypatch.context() as patched:
        patched.setattr(RasaYAMLReader, "reads", None)
        assert importer.get_nlu_data().fingerprint() == before.fingerprint()
    file.write_text(DATA.replace("hello", "good day"), encoding="utf-8")
    assert [each.get("text") for each in importer.get_nlu_data().training_examples] == [
        "The kettle leaks", "good day", "您好",
    ]  # fmt: skip


def test_whoever_writes_into_the_messages_writes_into_their_own(file: Path) -> None:
    importer = MessagesImporter(training_data_paths=[str(file)])
    first = importer.get_nlu_data()
    first.training_examples[0].get("entities").clear()
    first.training_examples[1].set("intent", "bye")
    second = importer.get_nlu_data()
    assert second.training_examples[0].get("entities")
    assert second.training_examples[1].get("intent") == "greet"


def test_a_message_that_comes_twice_is_learned_once(file: Path) -> None:
    again = file.with_name("again.yml")
    again.write_text(DATA, encoding="utf-8")
    importer = MessagesImporter(training_data_paths=[str(file), str(again)])
    assert len(importer.get_nlu_data().training_examples) == 3


def test_a_file_of_another_form_is_refused_each_time(file: Path) -> None:
    file.write_text(DATA.replace("intent: complain", "intnt: complain"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(RasaException):
            MessagesImporter(training_data_paths=[str(file)]).get_nlu_data()


def test_the_configuration_names_it() -> None:
    importer = TrainingDataImporter.load_from_config("config.yml", "domain.yml", [])
    assert any(isinstance(part, MessagesImporter) for part in _parts(importer))


def _parts(importer: object) -> list[object]:
    """Return the importers that one is made of, itself included."""
    found, left = [], [importer]
    while left:
        part = left.pop()
        found.append(part)
        left += [each for each in vars(part).values() if isinstance(each, TrainingDataImporter)]
        left += list(getattr(part, "_importers", []))
    return found
