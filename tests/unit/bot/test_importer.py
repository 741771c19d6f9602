"""The messages are read as Rasa reads them, and a broken file is refused."""

from pathlib import Path

import pytest
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.importer import TrainingDataImporter
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
    monkeypatch.setattr(bot.importer, "_checked", set())
    monkeypatch.setattr(
        bot.importer.RasaYAMLReader, "validate", lambda self, string: checked.append(string)
    )
    for _ in range(2):
        MessagesImporter(training_data_paths=[str(file)]).get_nlu_data()
    assert checked == [DATA]


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
