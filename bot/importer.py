"""Reads the training messages for Rasa: each file's form is checked, and its text read, once.

Rasa reads all messages several times for one training (to validate, to name the domain, to train),
and compares and copies them each time they are put together. That took most of a training whose
encodings were kept.
"""

from __future__ import annotations

import copy
from typing import Any, Dict, Optional, Tuple

import rasa.shared.utils.io
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

#: What was read, by the files' texts; of one set of files, the last.
_read: Dict[Tuple[str, ...], TrainingData] = {}


class MessagesImporter(RasaFileImporter):
    """Rasa's own importer of files, but for how the messages are read."""

    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        """Return the messages of all files (see the parent class).

        Raises:
            YamlException: a file's form is not Rasa's.
        """
        texts = tuple(rasa.shared.utils.io.read_file(file) for file in self._nlu_files)
        if texts not in _read:
            read = [RasaYAMLReader().read(file, language=language) for file in self._nlu_files]
            for part in read:
                part.training_examples = [_Message.of(each) for each in part.training_examples]
            _read.clear()
            _read[texts] = TrainingData().merge(*read)
        # Whoever trains on the messages may write into them.
        return _read[texts].merge()


class _Message(Message):
    """Compared by what it holds, not by a fingerprint that is made anew each time."""

    @classmethod
    def of(cls, message: Message) -> _Message:
        """Return a message that holds the same."""
        return cls(message.data, message.output_properties, message.time, message.features)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Message)
            and self.data == other.data
            and self.features == other.features
        )

    def __hash__(self) -> int:
        return hash((self.get(TEXT), self.get(INTENT)))

    def __deepcopy__(self, memo: Dict[int, Any]) -> _Message:
        return _Message(
            copy.deepcopy(self.data, memo),
            set(self.output_properties),
            self.time,
            list(self.features),
        )
