"""The encoder's adapter: what it adds to the weights, how it is learned, and what is refused."""

from pathlib import Path

import numpy as np
import pytest

from bot.evaluation.messages import Example
from bot.language.e5.adapter import FILE, adapter_file, read_changes
from bot.language.e5.graph import WITH_OUTLIERS
from bot.language.e5.model import E5
from bot.language.e5.tokens import Tokenizer
from bot.language.e5.weights import FILE as WEIGHTS
from bot.language.e5.weights import BadWeights, read_weights, weights_file
from bot.language.encoder import E5_LAYERS
from bot.nlu.labels import unpacked
from tools.adapter.__main__ import BATCH, Pieces, learn
from tools.adapter.network import Network

TEXTS = [
    "我的快递还没到，气死我了",
    "my parcel has not arrived",
    "thank you",
    "空调不制冷，要求退款",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The package's weights without an adapter."""
    (tmp_path / WEIGHTS).symlink_to(weights_file())
    return tmp_path


def test_the_network_that_learns_is_the_one_that_reads(folder: Path) -> None:
    weights = read_weights(weights_file())
    reads = E5(E5_LAYERS, folder=str(folder))
    network = Network(weights, E5_LAYERS, rank=4, seed=1)
    pieces = Pieces(Tokenizer(weights.pieces, weights.scores, weights.normal), TEXTS)
    ids, counted = pieces.padded(np.arange(len(TEXTS)))
    learned = network.vectors(network.embeddings(ids), counted)
    for ours, theirs in zip(reads.encode(TEXTS), learned, strict=True):
        assert (ours * theirs.numpy()).sum(axis=1).min() > 0.99


def test_what_is_learned_changes_what_is_read(folder: Path) -> None:
    complaint = unpacked("c=delivery_logistics t=aggressive a=2 d=refund m=rational")
    thanks = Example("thank you", "en", "thanks")
    given = [Example(f"parcel {place}", "en", "complain", complaint) for place in range(BATCH // 2)]
    adapter = learn([*given, *[thanks] * (BATCH // 2)], epochs=2, rank=2, rate=1e-3)
    assert not {name.rpartition(".")[0] for name in adapter} & WITH_OUTLIERS
    plain = E5(E5_LAYERS, folder=str(folder)).encode(TEXTS)
    np.savez(folder / FILE, **adapter)
    learned = E5(E5_LAYERS, folder=str(folder)).encode(TEXTS)
    for before, after in zip(plain, learned, strict=True):
        assert np.linalg.norm(after, axis=1) == pytest.approx(1.0, abs=1e-3)
        assert (before != after).any()


def test_the_shipped_adapter_is_read() -> None:
    file = adapter_file()
    assert file is not None
    changes = read_changes(file)
    tensors = read_weights(weights_file()).tensors
    assert {f"{name}.w" for name in changes} <= set(tensors)
    assert all(np.isfinite(change).all() and change.any() for change in changes.values())


def test_what_is_no_adapter_is_refused_by_its_name(folder: Path) -> None:
    (folder / FILE).write_bytes(b"nothing")
    with pytest.raises(BadWeights, match="is no adapter"):
        E5(E5_LAYERS, folder=str(folder))
    np.savez(folder / FILE, **{"l0.q.down": np.zeros((3, 1)), "l0.q.up": np.zeros((1, 384))})
    with pytest.raises(BadWeights, match=r"l0\.q is \(384, 3\), the matrix \(384, 384\)"):
        E5(E5_LAYERS, folder=str(folder))
    np.savez(folder / FILE, **{"l4.fo.down": np.zeros((1536, 1)), "l4.fo.up": np.zeros((1, 384))})
    with pytest.raises(BadWeights, match=r"may not change l4\.fo"):
        E5(E5_LAYERS, folder=str(folder))
