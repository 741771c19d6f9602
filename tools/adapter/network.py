"""E5 in TensorFlow: the weights of the package stand still, narrow matrices beside them learn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from bot.language.e5.graph import WITH_OUTLIERS
from bot.language.e5.weights import Weights

#: The matrices of a layer: queries, keys, values, attention's output, the two dense steps.
MATRICES = ("q", "k", "v", "ao", "fi", "fo")
NORMS = ("aln", "oln")
#: Products are computed in this; sums and norms in float32.
COMPUTED_IN = tf.bfloat16
MASKED = -1e4
#: How much the narrow matrices count while they learn (LoRA's alpha by its rank).
STRENGTH = 2.0
#: So much of it is kept: half way between the old weights and the new ones, other writers are read
#: best (docs/decisions/0016).
KEPT = 0.5


class Network:
    """The layers of the encoder with a pair of narrow matrices beside each that may learn."""

    def __init__(self, weights: Weights, taken: Sequence[int], rank: int, seed: int) -> None:
        """Take the weights up; `rank` is the narrow matrices' width.

        What they add is nothing at first: one of each pair is zero.
        """
        self._taken = list(taken)
        self._shape = weights.shape
        tensors = weights.tensors
        width = weights.shape.width
        positions = tensors["emb.pos"].reshape(-1, width) + tensors["emb.type"][:width]
        self._words = tensors["emb.word"]
        self._positions = _constant(positions)
        self._norms = {"emb.ln": _norm(tensors, "emb.ln")}
        self._plain: dict[str, Any] = {}
        self._pairs: dict[str, Any] = {}
        random = np.random.RandomState(seed)
        for layer in range(max(self._taken)):
            for norm in NORMS:
                self._norms[f"l{layer}.{norm}"] = _norm(tensors, f"l{layer}.{norm}")
            for matrix in MATRICES:
                name = f"l{layer}.{matrix}"
                values = tensors[f"{name}.w"].floats(slice(None))
                self._plain[name] = (
                    _constant(values.T, COMPUTED_IN),
                    _constant(tensors[f"{name}.b"]),
                )
                if name not in WITH_OUTLIERS:
                    rows, columns = values.shape
                    down = random.normal(0, 1 / math.sqrt(columns), (columns, rank))
                    self._pairs[name] = (
                        tf.Variable(down.astype(np.float32)),
                        tf.Variable(np.zeros((rank, rows), np.float32)),
                    )

    @property
    def learning(self) -> list[Any]:
        """Return the variables, the two of each pair side by side."""
        return [each for pair in self._pairs.values() for each in pair]

    def embeddings(self, ids: Any) -> Any:
        """Return the words' vectors, (texts, tokens, width), before the positions."""
        return self._words.floats(ids.reshape(-1)).reshape(*ids.shape, -1)

    def vectors(self, words: Any, counted: Any) -> list[Any]:
        """Return each taken layer's mean of the counted tokens, of length 1: (texts, width).

        `words`: as `embeddings` gives them. `counted`: 1 for each token, 0 for padding.
        """
        states = self._normed("emb.ln", words + self._positions[: tf.shape(words)[1]])
        mask = (1.0 - counted)[:, None, None, :] * MASKED
        found = []
        for layer in range(max(self._taken)):
            states = self._layer(f"l{layer}", states, mask)
            if layer + 1 in self._taken:
                summed = tf.reduce_sum(states * counted[..., None], 1)
                found.append(summed / tf.norm(summed, axis=-1, keepdims=True))
        return found

    def adapter(self) -> dict[str, Any]:
        """Return what was learned, as `bot.language.e5.adapter` reads it, in float16."""
        saved = {}
        for name, (down, up) in self._pairs.items():
            saved[f"{name}.down"] = down.numpy().astype(np.float16)
            saved[f"{name}.up"] = (up.numpy() * STRENGTH * KEPT).astype(np.float16)
        return saved

    def _layer(self, name: str, states: Any, mask: Any) -> Any:
        sizes = tf.shape(states)
        heads, width = self._shape.heads, self._shape.width
        apart = tf.stack([sizes[0], sizes[1], heads, width // heads])
        queries, keys, values = [
            tf.transpose(tf.reshape(self._times(f"{name}.{part}", states), apart), (0, 2, 1, 3))
            for part in "qkv"
        ]
        scores = tf.matmul(_narrow(queries), _narrow(keys), transpose_b=True)
        weights = tf.nn.softmax(_wide(scores) / math.sqrt(width // heads) + mask)
        mixed = _wide(tf.matmul(_narrow(weights), _narrow(values)))
        mixed = tf.reshape(tf.transpose(mixed, (0, 2, 1, 3)), sizes)
        states = self._normed(f"{name}.aln", self._times(f"{name}.ao", mixed) + states)
        bent = tf.nn.gelu(self._times(f"{name}.fi", states), approximate=False)
        return self._normed(f"{name}.oln", self._times(f"{name}.fo", bent) + states)

    def _times(self, name: str, states: Any) -> Any:
        matrix, bias = self._plain[name]
        sizes = tf.concat([tf.shape(states)[:-1], matrix.shape[1:]], 0)
        flat = _narrow(tf.reshape(states, (-1, states.shape[-1])))
        product = _wide(tf.matmul(flat, matrix))
        if name in self._pairs:
            down, up = self._pairs[name]
            product += STRENGTH * _wide(tf.matmul(tf.matmul(flat, _narrow(down)), _narrow(up)))
        return tf.reshape(product + bias, sizes)

    def _normed(self, name: str, states: Any) -> Any:
        scale, shift = self._norms[name]
        mean = tf.reduce_mean(states, -1, keepdims=True)
        spread = tf.reduce_mean(tf.square(states - mean), -1, keepdims=True)
        return (states - mean) * tf.math.rsqrt(spread + self._shape.epsilon) * scale + shift


def _constant(values: Any, kind: Any = tf.float32) -> Any:
    return tf.cast(tf.constant(np.asarray(values, dtype=np.float32)), kind)


def _norm(tensors: dict[str, Any], name: str) -> Any:
    return _constant(tensors[f"{name}.w"]), _constant(tensors[f"{name}.b"])


def _narrow(values: Any) -> Any:
    return tf.cast(values, COMPUTED_IN)


def _wide(values: Any) -> Any:
    return tf.cast(values, tf.float32)
