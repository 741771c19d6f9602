"""The sentence encoders: unit vectors, alike for what means the same, whatever the text."""

from pathlib import Path

import numpy as np
import pytest

from bot.language.e5.adapter import adapter_file
from bot.language.e5.graph import LARGEST, in_whole_numbers
from bot.language.e5.model import E5, MOST_TOKENS
from bot.language.e5.tokens import MARK, Tokenizer
from bot.language.e5.weights import FILE, BadWeights, read_weights, weights_file
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
            assert (block[row] == alone[0]).all()


def test_tokens_of_many_texts_are_those_of_each_alone() -> None:
    texts = ["short", "我上周买的冰箱到现在都不制冷，客服没人接电话", "word " * 400, "short"]
    many, alone = load_encoder("use+e5", 2), load_encoder("use+e5", 1)
    found = many.tokens_of_all(texts)
    assert found is not None
    for text, tokens in zip(texts, found, strict=True):
        one = alone.tokens(text)
        assert one is not None and tokens.spans == one.spans
        assert (tokens.states == one.states.astype(np.float16)).all()
    # What was read for the tokens is not read again.
    for block, plain in zip(many.encode(texts), alone.encode(texts), strict=True):
        assert (block == plain).all()


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
    with pytest.raises(ValueError, match="'use' takes no weights from a folder"):
        load_encoder("use:/somewhere")


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(BadWeights, match="E5S1"):
        read_weights(tmp_path / "other.bin")


def test_the_weights_are_those_that_the_lock_file_names() -> None:
    shape = read_weights(weights_file()).shape
    assert (shape.width, shape.layers, shape.heads) == (384, 12, 12)


def test_weights_of_ones_own_are_read_from_their_folder(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(weights_file().read_bytes())
    text = "我的快递还没到"
    shipped, plain = (
        load_encoder("e5").encode([text]),
        load_encoder(f"e5:{tmp_path}").encode([text]),
    )
    # The shipped adapter belongs to the package's weights alone.
    assert all((block != other).any() for block, other in zip(shipped, plain, strict=True))
    adapter = adapter_file()
    assert adapter is not None
    own = tmp_path / "adapted"
    own.mkdir()
    for file in (weights_file(), adapter):
        (own / file.name).write_bytes(file.read_bytes())
    for block, other in zip(shipped, load_encoder(f"e5:{own}").encode([text]), strict=True):
        assert (block == other).all()
    assert (
        encoder_version(f"e5:{own}") == encoder_version("e5") != encoder_version(f"e5:{tmp_path}")
    )
    with pytest.raises(BadWeights, match=r"empty holds no e5-small-q4\.bin"):
        load_encoder(f"e5:{tmp_path / 'empty'}")


def test_vectors_of_other_weights_are_kept_under_another_name(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(weights_file().read_bytes() + b"!")
    own = encoder_version(f"e5:{tmp_path}")
    assert own != encoder_version("e5")
    assert "/" not in own


def test_vectors_of_other_encoders_are_kept_under_other_names() -> None:
    assert len({encoder_version(name) for name in ("use", "e5", "use+e5")}) == 3


def test_an_encoder_without_tokens_says_so() -> None:
    use = load_encoder("use")
    assert use.tokens("我的快递还没到") is None
    assert use.tokens_of_all(["我的快递还没到"]) is None


def test_a_matrix_in_whole_numbers_is_nearly_the_same() -> None:
    matrix = read_weights(weights_file()).tensors["l0.fi.w"]
    exact = matrix.floats(slice(None))
    numbers, scales = in_whole_numbers(exact)
    assert np.abs(numbers).max() == LARGEST
    assert np.abs(numbers * scales[:, None] - exact).max() <= scales.max() / 2 * 1.001
