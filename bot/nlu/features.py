"""What the learned heads look at: characters, words, the sentence encoders and plain signs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.language.encoder import Encoder
from bot.nlu.encodings import encodings
from bot.nlu.signs import Found, signs, signs_of_all

#: Weights that bring the three kinds of features to one scale; chosen by cross-validation.
ENCODER_WEIGHT = 0.6
CUES_WEIGHT = 0.3
#: Vectors behind the first (the layers of one network) say much the same: so many directions of
#: them, all together, hold what tells texts apart.
MOST_DIRECTIONS = 256


def _vectorizers() -> Dict[str, TfidfVectorizer]:
    common: Dict[str, Any] = {"sublinear_tf": True, "min_df": 2, "lowercase": False}
    return {
        "characters": TfidfVectorizer(
            analyzer="char", ngram_range=(1, 4), max_features=60_000, **common
        ),
        "words": TfidfVectorizer(
            analyzer="word", token_pattern=r"\S+", ngram_range=(1, 2), max_features=40_000, **common
        ),
    }


class Features:
    """Characters, words, the encoder's vector and plain signs of tone, side by side."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._centres: List[Any] = []
        #: The directions that are kept of all vectors but the first: (dimensions, directions).
        self._directions: Any = np.zeros((0, 0), np.float32)
        self._vectorizers = _vectorizers()

    def fit_transform(self, texts: Sequence[str], kept_in: Optional[Path] = None) -> Any:
        """Learn from the texts and return their features, shape (texts, features).

        Where a file is given, it keeps the encoder's vectors for the next time.
        """
        folded, words, numbers = _parts(signs_of_all(texts))
        vectors = encodings(self._encoder, folded, kept_in)
        self._centres = [block.mean(axis=0) for block in vectors]
        self._directions = _directions(self._blocks(vectors)[1:])
        counted = [
            self._vectorizers["characters"].fit_transform(folded),
            self._vectorizers["words"].fit_transform(words),
        ]
        return self._joined(counted, vectors, numbers)

    def transform(self, texts: Sequence[str]) -> Any:
        """Return the features of new texts."""
        folded, words, numbers = _parts([signs(text) for text in texts])
        counted = [
            self._vectorizers["characters"].transform(folded),
            self._vectorizers["words"].transform(words),
        ]
        return self._joined(counted, self._encoder.encode(folded), numbers)

    def _joined(self, counted: List[Any], vectors: List[Any], numbers: List[List[float]]) -> Any:
        first, *others = self._blocks(vectors)
        layers = [np.hstack(others) @ self._directions] if others else []
        dense = np.hstack([first, *layers, np.asarray(numbers, dtype=np.float32) * CUES_WEIGHT])
        return hstack([*counted, csr_matrix(dense)]).tocsr().astype(np.float32)

    def _blocks(self, vectors: List[Any]) -> List[Any]:
        return [
            _unit(block - centre) * ENCODER_WEIGHT
            for block, centre in zip(vectors, self._centres, strict=True)
        ]

    def arrays(self) -> Dict[str, Any]:
        """Return what was learned as plain arrays, for saving."""
        saved: Dict[str, Any] = {
            f"centre{place}": centre for place, centre in enumerate(self._centres)
        }
        saved["directions"] = self._directions
        for name, vectorizer in self._vectorizers.items():
            terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)
            # One text for all terms: no term holds a line's end, `fold` and the tokens see to it.
            joined = "\x00".join(terms).encode("utf-8")
            saved[f"{name}.terms"] = np.frombuffer(joined, dtype=np.uint8)
            saved[f"{name}.idf"] = vectorizer.idf_
        return saved

    def restore(self, saved: Any) -> None:
        """Take up what `arrays` gave."""
        names = [name for name in saved.files if name.startswith("centre")]
        self._centres = [saved[f"centre{place}"] for place in range(len(names))]
        self._directions = saved["directions"]
        self._vectorizers = _vectorizers()
        for name, vectorizer in self._vectorizers.items():
            terms = saved[f"{name}.terms"].tobytes().decode("utf-8").split("\x00")
            vectorizer.vocabulary = {term: index for index, term in enumerate(terms)}
            vectorizer._validate_vocabulary()
            vectorizer.idf_ = saved[f"{name}.idf"]


def _directions(blocks: List[Any]) -> Any:
    """Return the `MOST_DIRECTIONS` directions in which the joined vectors differ most."""
    if not blocks:
        return np.zeros((0, 0), np.float32)
    joined = np.hstack(blocks)
    _, found = np.linalg.eigh((joined.T @ joined).astype(np.float64))
    return np.ascontiguousarray(found[:, ::-1][:, :MOST_DIRECTIONS]).astype(np.float32)


def _unit(vectors: Any) -> Any:
    """Return rows of length 1: what all texts share takes much of a vector, and is taken out."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.maximum(lengths, 1e-6)


def _parts(found: Sequence[Found]) -> Tuple[List[str], List[str], List[List[float]]]:
    """Return the plain forms, the words and the numbers of several texts, each in a list."""
    return (
        [folded for folded, _, _ in found],
        [words for _, words, _ in found],
        [numbers for _, _, numbers in found],
    )
