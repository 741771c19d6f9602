"""Vectors of training messages: kept between trainings, computed anew only for new texts."""

from pathlib import Path
from typing import Any

import numpy as np

from bot.language.spans import Tokens
from bot.nlu.encodings import encodings, token_states


class Counting:
    """An encoder that notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> list[Any]:
        self.asked += texts
        return [
            np.asarray([[len(text), 1.0] for text in texts], dtype=np.float32),
            np.asarray([[ord(text[0])] for text in texts], dtype=np.float32),
        ]

    def tokens_of_all(self, texts: list[str]) -> list[Tokens]:
        self.asked += texts
        return [
            Tokens([(at, at + 1) for at in range(len(text))], np.full((len(text), 2), len(text)))
            for text in texts
        ]


def same(one: list[Any], other: list[Any]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_only_new_texts_are_encoded_and_all_stand_in_their_order(tmp_path: Path) -> None:
    file, encoder = tmp_path / "deep" / "kept.npz", Counting()
    encodings(encoder, ["快递没到", "broken"], file)
    encoder.asked.clear()
    texts = ["new one", "broken", "\ud800", "快递没到"]
    found = encodings(encoder, texts, file)
    assert encoder.asked == ["new one", "\ud800"]
    assert same(found, Counting().encode(texts))


def test_what_is_known_whole_is_not_encoded(tmp_path: Path) -> None:
    file, encoder = tmp_path / "kept.npz", Counting()
    first = encodings(encoder, ["a", "b"], file)
    encoder.asked.clear()
    assert same(encodings(encoder, ["a", "b"], file), first)
    assert encoder.asked == []


def test_a_broken_file_is_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "kept.npz"
    file.write_bytes(b"no archive")
    encodings(Counting(), ["a"], file)
    encoder = Counting()
    encodings(encoder, ["a"], file)
    assert encoder.asked == []


def test_without_a_file_nothing_is_kept(tmp_path: Path) -> None:
    assert same(encodings(Counting(), ["a"]), Counting().encode(["a"]))
    assert list(tmp_path.iterdir()) == []


def test_states_of_tokens_are_kept_as_well(tmp_path: Path) -> None:
    file, encoder = tmp_path / "tokens.npz", Counting()
    token_states(encoder, ["ab", "", "abc"], file)
    encoder.asked.clear()
    texts = ["abc", "new", "", "abc"]
    found = token_states(encoder, texts, file)
    assert encoder.asked == ["new"]
    assert found is not None
    assert [tokens.spans for tokens in found] == [
        [(at, at + 1) for at in range(len(text))] for text in texts
    ]
    assert same([tokens.states for tokens in found], [np.full((len(t), 2), len(t)) for t in texts])
