"""What was learned on our own messages, to be added to the weights of the package.

Beside each adapted matrix W (rows, columns) stand two narrow ones: `down` (columns, rank) and `up`
(rank, rows). W + (down @ up).T takes W's place: low-rank adaptation (LoRA, Hu et al. 2021). They
come from `tools/adapt_encoder.py`.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, Dict, Optional

import numpy as np

from bot.language.e5.weights import BadWeights, Blocks

FILE = "adapter.npz"

#: By the matrix's name what is added to it, float32, (rows, columns).
Changes = Dict[str, Any]


def adapter_file(folder: str = "") -> Optional[Path]:
    """Return the adapter in a folder, or where none is given the one shipped; None without one."""
    path = (Path(folder) if folder else Path(__file__).parent) / FILE
    return path if path.is_file() else None


def read_changes(path: Optional[Path]) -> Changes:
    """Return what the adapter adds to each matrix; nothing without an adapter.

    Raises:
        BadWeights: the file is not of that form.
    """
    if path is None:
        return {}
    try:
        with np.load(path, allow_pickle=False) as saved:
            parts = {name: saved[name].astype(np.float32) for name in saved.files}
        names = {name.rpartition(".")[0] for name in parts}
        return {name: (parts[f"{name}.down"] @ parts[f"{name}.up"]).T for name in names}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise BadWeights(f"{path} is no adapter: {error}") from error


def adapted(name: str, matrix: Blocks, changes: Changes) -> Any:
    """Return a matrix with what the adapter adds to it, float32, (rows, columns).

    Raises:
        BadWeights: the adapter was made for a matrix of another size.
    """
    plain = matrix.floats(slice(None))
    change = changes.get(name)
    if change is None:
        return plain
    if change.shape != plain.shape:
        raise BadWeights(f"the adapter's {name} is {change.shape}, the matrix {plain.shape}")
    return plain + change
