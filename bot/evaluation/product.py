"""The product's own readers, taken out of a trained model without starting Rasa."""

from __future__ import annotations

import tarfile
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from bot.evaluation.messages import Message
from bot.evaluation.questions import Question
from bot.evaluation.reads import Read, read_of
from bot.language.details import read_details
from bot.language.segment import segment
from bot.nlu.explaining import pieces_of, text_without
from bot.nlu.heads import Heads
from bot.nlu.reading import reading_of

#: The component whose part of the model is read.
READER = "ComplaintReader"


class ModelUnreadable(Exception):
    """The model holds no heads that this code can load."""


@dataclass(frozen=True)
class Weight:
    """Words of a message, and how much less sure the reader is without them."""

    words: str
    loss: float


class Product:
    """Reads messages as the components of a trained model do."""

    def __init__(self, heads: Heads) -> None:
        self._heads = heads
        #: How long loading took, up to the first reading; 0 if the heads were given.
        self.loaded_in = 0.0

    @classmethod
    def load(cls, model: Path) -> Product:
        """Take the heads out of a model; raise `ModelUnreadable` where that fails."""
        with tempfile.TemporaryDirectory() as folder:
            _extract(model, Path(folder))
            started = time.perf_counter()
            try:
                product = cls(Heads.load(Path(folder)))
            except (OSError, KeyError, ValueError) as error:
                raise ModelUnreadable(f"{model} was made by other code: {error}") from error
        product.read("你好 hello")
        product.loaded_in = time.perf_counter() - started
        return product

    def read(self, text: str) -> Read:
        """Return the reading of a message."""
        return read_of(reading_of(text, self._heads.answers(text)))

    def read_all(self, messages: Sequence[Message]) -> list[Read]:
        """Return the readings of messages, in their order."""
        return [self.read(message.text) for message in messages]

    def read_with_details(self, text: str, now: datetime) -> None:
        """Do all that a message costs: its tokens, its details and its reading."""
        segment(text)
        read_details(text, now=now, tz="Asia/Shanghai")
        self.read(text)

    def weighed(self, question: Question, text: str, answer: str, count: int = 3) -> list[Weight]:
        """Return the words without which a learned answer would be the least sure."""
        whole, plain = self._chance(question, text, answer), text.strip()
        found = [
            Weight(piece.text, whole - self._chance(question, text_without(plain, piece), answer))
            for piece in pieces_of(plain)
        ]
        found.sort(key=lambda weight: -weight.loss)
        return [weight for weight in found[:count] if weight.loss > 0.005]

    def _chance(self, question: Question, text: str, answer: str) -> float:
        return float(dict(self._heads.answers(text)[question.name]).get(answer, 0.0))


def _extract(model: Path, folder: Path) -> None:
    """Write what the reader saved in a model into a folder, without the paths of the archive."""
    try:
        with tarfile.open(model) as archive:
            for member in archive:
                place = PurePosixPath(member.name)
                content = archive.extractfile(member) if READER in place.parent.name else None
                if content is not None:
                    (folder / place.name).write_bytes(content.read())
    except (OSError, EOFError, tarfile.TarError) as error:
        raise ModelUnreadable(f"{model}: {error}") from error
    if not any(folder.iterdir()):
        raise ModelUnreadable(f"{model} holds nothing of the {READER}")
