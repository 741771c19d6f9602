"""The encoder's upper layers in TensorFlow, which Rasa brings: fixed weights, and small changes to learn.

Each matrix W stays as it is in the file; beside it a product of two thin matrices is learned (LoRA,
https://arxiv.org/abs/2106.09685), so that what is kept of the tuning takes one megabyte.
"""

from __future__ import annotations

from typing import Any, Dict, List, Sequence, Tuple

import numpy as np
import tensorflow as tf

from bot.language.e5.weights import Shape, Weights

#: The matrices of a layer, in the file's words: queries, keys, values, out; and the dense steps.
MATRICES = ("q", "k", "v", "ao", "fi", "fo")


class UpperLayers(tf.Module):
    """The layers from `first` (counted from 0) to the last, with a thin change on every matrix."""

    def __init__(self, weights: Weights, first: int, rank: int, seed: int = 7) -> None:
        super().__init__()
        self.shape: Shape = weights.shape
        self.first = first
        self.rank = rank
        random = np.random.RandomState(seed)
        self._fixed: Dict[str, Any] = {}
        self.thin: Dict[str, Tuple[Any, Any]] = {}
        for layer in range(first, self.shape.layers):
            for matrix in MATRICES:
                name = f"l{layer}.{matrix}"
                blocks = weights.tensors[f"{name}.w"]
                dense = blocks.floats(slice(None)).T
                self._fixed[f"{name}.w"] = tf.constant(dense)
                self._fixed[f"{name}.b"] = tf.constant(np.array(weights.tensors[f"{name}.b"]))
                down = random.randn(dense.shape[0], rank).astype(np.float32) / np.sqrt(dense.shape[0])
                up = np.zeros((rank, dense.shape[1]), dtype=np.float32)
                self.thin[name] = (tf.Variable(down), tf.Variable(up))
            for norm in ("aln", "oln"):
                for part in ("w", "b"):
                    name = f"l{layer}.{norm}.{part}"
                    self._fixed[name] = tf.constant(np.array(weights.tensors[name]))

    @property
    def learned(self) -> List[Any]:
        """Return the variables to learn."""
        return [variable for pair in self.thin.values() for variable in pair]

    def __call__(self, states: Any, mask: Any, dropout: float = 0.0) -> Any:
        """Return the states after the last layer; `mask` is 1 where a token counts."""
        hidden = (1.0 - mask[:, None, None, :]) * -1e9
        for layer in range(self.first, self.shape.layers):
            states = self._layer(f"l{layer}", states, hidden, dropout)
        return states

    def _layer(self, name: str, states: Any, hidden: Any, dropout: float) -> Any:
        heads = self.shape.heads
        size = self.shape.width // heads
        texts, tokens = tf.shape(states)[0], tf.shape(states)[1]

        def split(part: str) -> Any:
            product = self._dense(f"{name}.{part}", states, dropout)
            return tf.transpose(tf.reshape(product, [texts, tokens, heads, size]), [0, 2, 1, 3])

        scores = tf.matmul(split("q"), split("k"), transpose_b=True) / np.sqrt(size) + hidden
        mixed = tf.transpose(tf.matmul(tf.nn.softmax(scores), split("v")), [0, 2, 1, 3])
        attended = tf.reshape(mixed, [texts, tokens, self.shape.width])
        states = self._norm(f"{name}.aln", states + self._dense(f"{name}.ao", attended, dropout))
        inner = tf.nn.gelu(self._dense(f"{name}.fi", states, dropout), approximate=False)
        return self._norm(f"{name}.oln", states + self._dense(f"{name}.fo", inner, dropout))

    def _dense(self, name: str, given: Any, dropout: float) -> Any:
        down, up = self.thin[name]
        thin = tf.nn.dropout(given, dropout) if dropout else given
        fixed = tf.linalg.matmul(given, self._fixed[f"{name}.w"]) + self._fixed[f"{name}.b"]
        return fixed + tf.linalg.matmul(tf.linalg.matmul(thin, down), up)

    def _norm(self, name: str, states: Any) -> Any:
        mean, variance = tf.nn.moments(states, axes=[-1], keepdims=True)
        scaled = (states - mean) * tf.math.rsqrt(variance + self.shape.epsilon)
        return scaled * self._fixed[f"{name}.w"] + self._fixed[f"{name}.b"]


def mean_of(states: Any, mask: Any) -> Any:
    """Return the mean state of each text's tokens."""
    return tf.reduce_sum(states * mask[..., None], axis=1) / tf.reduce_sum(mask, axis=1)[:, None]
