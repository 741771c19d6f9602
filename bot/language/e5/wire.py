"""Writes ONNX models in their protobuf form: the few messages and fields that our graph needs.

The package `onnx` would do the same and bring 16 MB and a second protobuf to agree with Rasa's.
Field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
"""

from __future__ import annotations

import struct
from typing import Any, Iterable, Mapping, Sequence, Union

import numpy as np

_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int32": 6, "int64": 7}
Attribute = Union[int, float]


def model(graph: bytes, domains: Mapping[str, int]) -> bytes:
    """Return a model of IR version 8 with the operator sets that it uses."""
    opsets = b"".join(
        _field(8, _text(1, domain) + _number(2, version)) for domain, version in domains.items()
    )
    return _number(1, 8) + opsets + _field(7, graph)


def graph(
    nodes: Iterable[bytes],
    constants: Iterable[bytes],
    inputs: Iterable[bytes],
    outputs: Iterable[bytes],
) -> bytes:
    """Return a graph of nodes, constants, and named inputs and outputs."""
    parts = [_field(1, each) for each in nodes]
    parts += [_text(2, "encoder"), *(_field(5, each) for each in constants)]
    parts += [*(_field(11, each) for each in inputs), *(_field(12, each) for each in outputs)]
    return b"".join(parts)


def node(
    operator: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    *,
    given: Mapping[str, Attribute],
    domain: str = "",
) -> bytes:
    """Return one operation with its attributes."""
    parts = [_text(1, name) for name in inputs] + [_text(2, name) for name in outputs]
    parts += [_text(4, operator), *(_field(5, _attribute(*item)) for item in given.items())]
    return b"".join([*parts, _text(7, domain)])


def constant(name: str, values: Any) -> bytes:
    """Return an array under a name."""
    sizes = b"".join(_number(1, size) for size in values.shape)
    data = np.ascontiguousarray(values)
    return sizes + _number(2, _TYPES[data.dtype.name]) + _text(8, name) + _field(9, data.tobytes())


def value(name: str, kind: str, sizes: Sequence[Union[int, str]]) -> bytes:
    """Return the description of an input or output; a size may be a name that stands for any."""
    dimensions = b"".join(
        _field(1, _number(1, size) if isinstance(size, int) else _text(2, size)) for size in sizes
    )
    tensor = _number(1, _TYPES[kind]) + _field(2, dimensions)
    return _text(1, name) + _field(2, _field(1, tensor))


def _attribute(name: str, given: Attribute) -> bytes:
    if isinstance(given, float):
        return _text(1, name) + _key(2, 5) + struct.pack("<f", given) + _number(20, 1)
    return _text(1, name) + _number(3, given) + _number(20, 2)


def _text(field: int, text: str) -> bytes:
    return _field(field, text.encode("utf-8"))


def _field(field: int, content: bytes) -> bytes:
    return _key(field, 2) + _varint(len(content)) + content


def _number(field: int, number: int) -> bytes:
    return _key(field, 0) + _varint(number)


def _key(field: int, kind: int) -> bytes:
    return _varint(field << 3 | kind)


def _varint(number: int) -> bytes:
    parts = []
    while number > 127:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes([*parts, number])
