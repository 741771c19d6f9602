"""Builds the encoder's layers as an ONNX graph that multiplies whole numbers.

The file's 4-bit blocks, with what an adapter adds to them, become whole numbers with one scale
for each row of a matrix; what is multiplied by them is brought to 8 bits as it comes
(`DynamicQuantizeMatMul` of onnxruntime).
"""

from __future__ import annotations

from typing import Any, List, Optional, Sequence, Tuple, Union

import numpy as np

from bot.language.e5 import wire
from bot.language.e5.adapter import Changes, adapted
from bot.language.e5.weights import BLOCK, BadWeights, Blocks, Weights

MICROSOFT = "com.microsoft"
#: The largest weight. Two products of 8 bits by 7 fit into the 16 bits in which processors without
#: VNNI add them, so that every processor computes the same.
LARGEST = 63
#: Their input has a few values that dwarf the rest, which 8 bits for all of it would lose: these
#: matrices keep the file's blocks and take their input as it is (docs/decisions/0015).
WITH_OUTLIERS = frozenset(["l4.fo", "l5.fo"])
#: For `MatMulNBits`: each row of the input in 8 bits of its own; 1 would mean float32.
EIGHT_BITS = 4


def layers_graph(
    weights: Weights, taken: Sequence[int], changes: Optional[Changes] = None
) -> bytes:
    """Return a model from embeddings to the hidden states after the layers `taken` (from 1).

    `changes`: what an adapter adds to the matrices, by their names; `WITH_OUTLIERS` take none.
    Inputs: `embedded` (texts, tokens, width) and `lengths` (texts): how many tokens count.
    Outputs: `after1`, `after2` and so on, (texts, tokens, width) each.
    """
    built = _Builder(weights, changes or {})
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
    def __init__(self, weights: Weights, changes: Changes) -> None:
        if kept := sorted(WITH_OUTLIERS & changes.keys()):
            raise BadWeights(f"an adapter may not change {', '.join(kept)}")
        self._shape = weights.shape
        self._tensors = weights.tensors
        self._changes = changes
        self.nodes: List[bytes] = []
        self.constants: List[bytes] = []
        self._constant("three", np.asarray([self._shape.width] * 3, dtype=np.int64))

    def layer(self, number: int, current: str) -> str:
        """Add one layer: attention, then the two dense steps, each added to what came in."""
        name = f"l{number}"
        width, inner = self._shape.width, self._shape.inner
        # One product gives queries, keys and values: the rows of a matrix are independent.
        joined = np.concatenate([self._floats(f"{name}.{part}") for part in "qkv"])
        bias = np.concatenate([self._tensors[f"{name}.{part}.b"] for part in "qkv"])
        self._multiply(f"{name}.qkv", current, joined, bias)
        parts = [f"{name}.{part}" for part in "qkv"]
        self._node("Split", [f"{name}.qkv", "three"], parts, axis=2)
        self._microsoft(
            "MultiHeadAttention", [*parts, "", "lengths"], [f"{name}.attended"],
            num_heads=self._shape.heads,
        )  # fmt: skip
        self._dense(f"{name}.ao", f"{name}.attended", width)
        middle = self._added(f"{name}.aln", f"{name}.ao", current, f"{name}.middle")
        self._multiply(f"{name}.fi", middle, self._floats(f"{name}.fi"))
        self._constant(f"{name}.fi.b", self._tensors[f"{name}.fi.b"])
        self._microsoft("BiasGelu", [f"{name}.fi", f"{name}.fi.b"], [f"{name}.bent"])
        self._dense(f"{name}.fo", f"{name}.bent", inner)
        return self._added(f"{name}.oln", f"{name}.fo", middle, f"after{number + 1}")

    def _floats(self, name: str) -> Any:
        return adapted(name, self._tensors[f"{name}.w"], self._changes)

    def _dense(self, name: str, given: str, columns: int) -> None:
        bias = self._tensors[f"{name}.b"]
        if name in WITH_OUTLIERS:
            self._multiply_blocks(name, given, self._tensors[f"{name}.w"], columns, bias)
        else:
            self._multiply(name, given, self._floats(name), bias)

    def _multiply(self, name: str, given: str, matrix: Any, bias: object = None) -> None:
        biases = [] if bias is None else [self._bias(name, bias)]
        numbers, scales = in_whole_numbers(matrix)
        self._constant(f"{name}.numbers", np.ascontiguousarray(numbers.T))
        self._constant(f"{name}.scales", scales)
        self._microsoft(
            "DynamicQuantizeMatMul",
            [given, f"{name}.numbers", f"{name}.scales", "", *biases],
            [name],
        )

    def _multiply_blocks(
        self, name: str, given: str, matrix: Blocks, columns: int, bias: object
    ) -> None:
        nibbles, scales = matrix.nibbles, matrix.scales
        packed = nibbles[..., 0::2] | nibbles[..., 1::2] << 4
        self._constant(f"{name}.packed", packed.astype(np.uint8))
        self._constant(f"{name}.scales", scales.reshape(-1))
        inputs = [given, f"{name}.packed", f"{name}.scales", "", "", self._bias(name, bias)]
        self._microsoft(
            "MatMulNBits", inputs, [name],
            K=columns, N=len(scales), bits=4, block_size=BLOCK, accuracy_level=EIGHT_BITS,
        )  # fmt: skip

    def _bias(self, name: str, values: object) -> str:
        self._constant(f"{name}.bias", np.asarray(values, dtype=np.float32))
        return f"{name}.bias"

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


def in_whole_numbers(matrix: Any) -> Tuple[Any, Any]:
    """Return a matrix as int8 up to `LARGEST`, (rows, columns), and each row's scale, (rows,)."""
    scales = np.maximum(np.abs(matrix).max(axis=1), 1e-12) / LARGEST
    return np.round(matrix / scales[:, None]).astype(np.int8), scales.astype(np.float32)
