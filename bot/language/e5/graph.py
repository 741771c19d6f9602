"""Builds the encoder's layers as an ONNX graph whose matrices keep the file's 4 bits.

onnxruntime's `MatMulNBits` multiplies by blocks of 4-bit weights directly, activations in 8 bits,
so the file's numbers are taken over as they are.
"""

from __future__ import annotations

from typing import List, Sequence, Union

import numpy as np

from bot.language.e5 import wire
from bot.language.e5.weights import BLOCK, Blocks, Weights

MICROSOFT = "com.microsoft"
#: Activations in 8 bits; 1 would mean float32.
EIGHT_BITS = 4


def layers_graph(weights: Weights, taken: Sequence[int]) -> bytes:
    """Return a model from embeddings to the hidden states after the layers `taken` (from 1).

    Inputs: `embedded` (texts, tokens, width) and `lengths` (texts): how many tokens count.
    Outputs: `after1`, `after2` and so on, (texts, tokens, width) each.
    """
    built = _Builder(weights)
    current = "embedded"
    for layer in range(max(taken)):
        current = built.layer(layer, current)
    sizes: List[Union[int, str]] = ["texts", "tokens", weights.shape.width]
    graph = wire.graph(
        built.nodes,
        built.constants,
        [wire.value("embedded", "float32", sizes), wire.value("lengths", "int32", ["texts"])],
        [wire.value(f"after{layer}", "float32", sizes) for layer in taken],
    )
    return wire.model(graph, {"": 17, MICROSOFT: 1})


class _Builder:
    def __init__(self, weights: Weights) -> None:
        self._shape = weights.shape
        self._tensors = weights.tensors
        self.nodes: List[bytes] = []
        self.constants: List[bytes] = []
        self._constant("three", np.asarray([self._shape.width] * 3, dtype=np.int64))

    def layer(self, number: int, current: str) -> str:
        """Add one layer: attention, then the two dense steps, each added to what came in."""
        name = f"l{number}"
        width, inner = self._shape.width, self._shape.inner
        # One product gives queries, keys and values: the rows of a matrix are independent.
        joined = Blocks(np.concatenate([self._tensors[f"{name}.{part}.w"].raw for part in "qkv"]))
        bias = np.concatenate([self._tensors[f"{name}.{part}.b"] for part in "qkv"])
        self._multiply(f"{name}.qkv", current, joined, width, bias)
        parts = [f"{name}.{part}" for part in "qkv"]
        self._node("Split", [f"{name}.qkv", "three"], parts, axis=2)
        self._microsoft(
            "MultiHeadAttention", [*parts, "", "lengths"], [f"{name}.attended"],
            num_heads=self._shape.heads,
        )  # fmt: skip
        self._dense(f"{name}.ao", f"{name}.attended", width)
        middle = self._added(f"{name}.aln", f"{name}.ao", current, f"{name}.middle")
        self._multiply(f"{name}.fi", middle, self._tensors[f"{name}.fi.w"], width)
        self._constant(f"{name}.fi.b", self._tensors[f"{name}.fi.b"])
        self._microsoft("BiasGelu", [f"{name}.fi", f"{name}.fi.b"], [f"{name}.bent"])
        self._dense(f"{name}.fo", f"{name}.bent", inner)
        return self._added(f"{name}.oln", f"{name}.fo", middle, f"after{number + 1}")

    def _dense(self, name: str, given: str, columns: int) -> None:
        bias = self._tensors[f"{name}.b"]
        self._multiply(name, given, self._tensors[f"{name}.w"], columns, bias)

    def _multiply(
        self, name: str, given: str, matrix: Blocks, columns: int, bias: object = None
    ) -> None:
        nibbles, scales = matrix.nibbles, matrix.scales
        packed = nibbles[..., 0::2] | nibbles[..., 1::2] << 4
        self._constant(f"{name}.packed", packed.astype(np.uint8))
        self._constant(f"{name}.scales", scales.reshape(-1))
        inputs = [given, f"{name}.packed", f"{name}.scales"]
        if bias is not None:
            self._constant(f"{name}.bias", np.asarray(bias, dtype=np.float32))
            inputs += ["", "", f"{name}.bias"]
        self._microsoft(
            "MatMulNBits", inputs, [name], K=columns, N=len(scales), bits=4, block_size=BLOCK,
            accuracy_level=EIGHT_BITS,
        )  # fmt: skip

    def _added(self, norm: str, first: str, second: str, result: str) -> str:
        for part in ("w", "b"):
            self._constant(f"{norm}.{part}", self._tensors[f"{norm}.{part}"])
        self._microsoft(
            "SkipLayerNormalization", [first, second, f"{norm}.w", f"{norm}.b"], [result],
            epsilon=self._shape.epsilon,
        )  # fmt: skip
        return result

    def _constant(self, name: str, values: object) -> None:
        self.constants.append(wire.constant(name, values))

    def _node(
        self, operator: str, inputs: Sequence[str], outputs: Sequence[str], **given: float
    ) -> None:
        self.nodes.append(wire.node(operator, inputs, outputs, given=given))

    def _microsoft(
        self, operator: str, inputs: Sequence[str], outputs: Sequence[str], **given: float
    ) -> None:
        self.nodes.append(wire.node(operator, inputs, outputs, domain=MICROSOFT, given=given))
