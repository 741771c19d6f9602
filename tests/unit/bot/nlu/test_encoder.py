"""The sentence encoders: unit vectors, alike for what means the same, whatever the text."""

import numpy as np
import pytest

from bot.language.e5.model import E5, MOST_TOKENS
from bot.language.e5.tokens import MARK, Tokenizer
from bot.language.e5.weights import BadWeights, read_weights, weights_file
from bot.language.encoder import E5_LAYERS, encoder_version, ends_of, load_encoder

ODD = ["", " ", "\x00", "\ud800", "😀" * 50, "a" * 20_000, "ا" * 300, "Z̸̡̧͚̓a̵l̷g̶o̴", "\u202eabc"]


@pytest.fixture(scope="module")
def e5() -> E5:
    return E5(E5_LAYERS)


def test_the_tokenizer_takes_the_likeliest_pieces() -> None:
    pieces = ["<s>", "<pad>", "</s>", "<unk>", f"{MARK}ref", "und", f"{MARK}refund", "re", "快递"]
    scores = [0, 0, 0, 0, -3.0, -3.0, -5.0, -2.0, -4.0]
    tokenizer = Tokenizer(pieces, scores, {ord("Ａ"): "A"})
    assert tokenizer.ids("refund  refund") == [6, 6]
    assert tokenizer.ids("ref") == [4]
    assert tokenizer.ids("快递Q")[-2:] == [8, 3]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        # As the package's own engine and the original SentencePiece model cut them.
        ("hello", [33600, 31]),
        ("Where is my parcel?", [78662, 83, 759, 141485, 32]),
    ],
)
def test_known_texts_are_cut_as_the_model_learned_them(e5: E5, text: str, ids: list[int]) -> None:
    assert e5.pieces(text)[0][-1 - len(ids) : -1] == ids


def test_what_means_the_same_is_near_in_both_languages(e5: E5) -> None:
    texts = [
        "我的快递还没到",
        "my parcel has not arrived",
        "空调不制冷",
        "the air conditioner does not cool",
    ]
    last = e5.encode(texts)[-1]
    near = last @ last.T
    assert near[0, 1] > max(near[0, 2], near[0, 3], near[1, 2], near[1, 3])
    assert near[2, 3] > max(near[0, 3], near[1, 2])


def test_a_text_alone_and_among_others_has_the_same_vector(e5: E5) -> None:
    texts = ["short", "我上周买的冰箱到现在都不制冷，客服没人接电话", "x " * 300]
    together = e5.encode(texts)
    for row, text in enumerate(texts):
        for block, alone in zip(together, e5.encode([text]), strict=True):
            assert float(block[row] @ alone[0]) > 0.995


def test_tokens_of_many_texts_are_those_of_each_alone() -> None:
    texts = ["short", "我上周买的冰箱到现在都不制冷，客服没人接电话", "word " * 400, "short"]
    many, alone = load_encoder("use+e5", 2), load_encoder("use+e5", 1)
    found = many.tokens_of_all(texts)
    assert found is not None
    for text, tokens in zip(texts, found, strict=True):
        one = alone.tokens(text)
        assert one is not None and tokens.spans == one.spans
        lengths = np.linalg.norm(tokens.states, axis=1) * np.linalg.norm(one.states, axis=1)
        assert ((tokens.states * one.states).sum(axis=1) / lengths).min() > 0.98
    # What was read for the tokens is not read again.
    for block, plain in zip(many.encode(texts), alone.encode(texts), strict=True):
        assert ((block * plain).sum(axis=1) > 0.995).all()


@pytest.mark.parametrize("text", ODD)
def test_every_text_has_vectors_of_length_one(text: str) -> None:
    blocks = load_encoder("use+e5").encode([text])
    assert len(blocks) == 1 + len(E5_LAYERS)
    for block in blocks:
        assert np.isfinite(block).all()
        assert np.linalg.norm(block[0]) == pytest.approx(1.0, abs=1e-3)


def test_a_long_text_is_read_by_its_beginning_and_its_end(e5: E5) -> None:
    first, last = e5.pieces("begin " + "middle " * 1000 + "end")
    assert len(first) <= MOST_TOKENS + 2
    assert len(last) <= MOST_TOKENS + 2
    assert ends_of("abcdef", 4) == "ab ef"
    assert ends_of("abcd", 4) == "abcd"


def test_an_unknown_encoder_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"'bert' is unknown; known: use, e5"):
        load_encoder("use+bert")


def test_a_file_of_another_form_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(BadWeights, match="E5S1"):
        read_weights(tmp_path / "other.bin")


def test_the_weights_are_those_that_the_lock_file_names() -> None:
    shape = read_weights(weights_file()).shape
    assert (shape.width, shape.layers, shape.heads) == (384, 12, 12)


def test_vectors_of_other_encoders_are_kept_under_other_names() -> None:
    assert len({encoder_version(name) for name in ("use", "e5", "use+e5")}) == 3
