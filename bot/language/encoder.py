"""The sentence encoders that know both languages, loaded on first use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol

from bot.language.spans import Tokens

#: A longer text is read by its beginning and its end; time grows with the length.
MOST_CHARACTERS = 1200
#: The layers of E5 to take: the lower ones hear the tone best, the last one the matter
#: (docs/decisions/0014 and 0015).
E5_LAYERS = (4, 6, 8, 12)
#: Counts how the weights were brought into whole numbers: vectors of another form are others.
E5_FORM = 2
#: The layer whose tokens are told apart best (docs/decisions/0014).
E5_TOKEN_LAYER = 8
#: Training may take the cores that answering leaves to others: the two that every installation has.
#: What the machine counts is no measure, within a container it is the host's.
TRAINING_THREADS = 2


class Encoder(Protocol):
    """Turns texts into vectors."""

    def encode(self, texts: list[str]) -> list[Any]:
        """Return one or more float32 arrays (texts, dimensions), each row of length 1."""

    def tokens(self, text: str) -> Tokens | None:
        """Return the tokens with their states, spans in code points; None of an encoder without."""

    def tokens_of_all(self, texts: list[str]) -> list[Tokens] | None:
        """Return the tokens of many texts, faster than one by one; `encode` then knows them."""


@lru_cache(maxsize=4)
def load_encoder(name: str = "use+e5", threads: int = 1) -> Encoder:
    """Return the encoder of that name; its weights are read from disk, never from the network.

    `use`: Universal Sentence Encoder multilingual v3 (512 dimensions, Apache-2.0). `e5`:
    multilingual E5-small (four layers of 384 dimensions, MIT). `use+e5`: both, side by side. Their
    weights come from installed packages; with `:FOLDER` behind the name, those of E5 from there.
    `threads`: how many texts are read at once where there are many.
    """
    joined, _, folder = name.partition(":")
    kinds: dict[str, Callable[[], Encoder]] = {
        "use": lambda: _UniversalSentenceEncoder(threads),
        "e5": lambda: _E5(folder, threads),
    }
    parts = joined.split("+")
    if unknown := [part for part in parts if part not in kinds]:
        raise ValueError(
            f"config.yml: encoder {', '.join(unknown)!r} is unknown; known: "
            f"{', '.join(kinds)}, several joined by +, and with weights of your own e5:FOLDER"
        )
    if folder and "e5" not in parts:
        raise ValueError(f"config.yml: encoder {joined!r} takes no weights from a folder, e5 does")
    encoders = [kinds[part]() for part in parts]
    return encoders[0] if len(encoders) == 1 else _SideBySide(encoders)


def encoder_version(name: str) -> str:
    """Return a name, fit for a file, that changes when the vectors of that encoder do."""
    joined, _, folder = name.partition(":")
    if "e5" not in joined.split("+"):
        return f"{joined}-{MOST_CHARACTERS}"
    from bot.language.e5.adapter import adapter_file
    from bot.language.e5.weights import weights_file

    files = [weights_file(folder), adapter_file(folder)]
    contents = b"".join(file.read_bytes() for file in files if file is not None)
    layers = "-".join(map(str, E5_LAYERS))
    digest = hashlib.sha256(contents).hexdigest()[:8]
    return f"{joined}-{layers}-{MOST_CHARACTERS}-{E5_FORM}-{digest}"


def ends_of(text: str, most: int) -> str:
    """Return a text, or where it is longer its beginning and its end."""
    return text if len(text) <= most else f"{text[: most // 2]} {text[-most // 2 :]}"


def _short(text: str) -> str:
    """Return what is read of a text: a lone surrogate has no UTF-8 form, an empty text no token."""
    plain = text.encode("utf-8", "replace").decode("utf-8") or " "
    return ends_of(plain, MOST_CHARACTERS)


def _in_place(tokens: Tokens, left_out: int) -> Tokens:
    """Return tokens where they stand in the whole text: those behind its middle have moved."""
    if left_out <= 0:
        return tokens
    spans = [
        (start + left_out, end + left_out) if start > MOST_CHARACTERS // 2 else (start, end)
        for start, end in tokens.spans
    ]
    return Tokens(spans, tokens.states)


class _E5:
    def __init__(self, folder: str, threads: int) -> None:
        from bot.language.e5.model import E5

        self._model = E5(E5_LAYERS, threads, E5_TOKEN_LAYER, folder)

    def encode(self, texts: list[str]) -> list[Any]:
        return self._model.encode([_short(text) for text in texts])

    def tokens(self, text: str) -> Tokens | None:
        short = _short(text)
        return _in_place(self._model.tokens(short), len(text) - len(short))

    def tokens_of_all(self, texts: list[str]) -> list[Tokens] | None:
        short = [_short(text) for text in texts]
        return [
            _in_place(tokens, len(text) - len(read))
            for tokens, text, read in zip(
                self._model.tokens_of_all(short), texts, short, strict=True
            )
        ]


class _UniversalSentenceEncoder:
    def __init__(self, threads: int) -> None:
        from bot.language.use import UniversalSentenceEncoder

        self._model = UniversalSentenceEncoder(threads)

    def encode(self, texts: list[str]) -> list[Any]:
        return [self._model.encode([_short(text) for text in texts])]

    def tokens(self, text: str) -> Tokens | None:
        return None

    def tokens_of_all(self, texts: list[str]) -> list[Tokens] | None:
        return None


class _SideBySide:
    def __init__(self, encoders: list[Encoder]) -> None:
        self._encoders = encoders

    def encode(self, texts: list[str]) -> list[Any]:
        return [vectors for encoder in self._encoders for vectors in encoder.encode(texts)]

    def tokens(self, text: str) -> Tokens | None:
        found = (encoder.tokens(text) for encoder in self._encoders)
        return next((tokens for tokens in found if tokens is not None), None)

    def tokens_of_all(self, texts: list[str]) -> list[Tokens] | None:
        found = (encoder.tokens_of_all(texts) for encoder in self._encoders)
        return next((tokens for tokens in found if tokens is not None), None)
