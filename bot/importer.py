"""Reads the training messages for Rasa, and checks the form of each file once a process.

Rasa reads all messages several times for one training, and each time spends most of it on checking
what it has checked before.
"""

from __future__ import annotations

from typing import List, Optional, Set

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.training_data import TrainingData

_checked: Set[str] = set()


class MessagesImporter(RasaFileImporter):
    """Rasa's own importer of files, but for how the messages are read."""

    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        """Return the messages of all files (see the parent class)."""
        read: List[TrainingData] = [
            _Reader().read(file, language=language) for file in self._nlu_files
        ]
        return TrainingData().merge(*read)


class _Reader(RasaYAMLReader):
    def validate(self, string: str) -> None:
        """Check a file's form, if it is not the one that was checked before.

        Raises:
            YamlException: the form is not Rasa's.
        """
        if string not in _checked:
            super().validate(string)
            _checked.add(string)
