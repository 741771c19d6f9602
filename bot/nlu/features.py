"""What the learned heads look at: characters, words, the sentence encoder and plain signs."""

from __future__ import annotations

from typing import Any, Dict, List, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.language.cues import cues
from bot.language.encoder import Encoder
from bot.language.normalize import fold
from bot.language.segment import segment

#: Weights that bring the three kinds of features to one scale; chosen by cross-validation.
ENCODER_WEIGHT = 0.8
CUES_WEIGHT = 0.3


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
        self._centre: Any = None
        self._vectorizers = _vectorizers()

    def fit_transform(self, texts: Sequence[str]) -> Any:
        """Learn from the texts and return their features, shape (texts, features)."""
        folded = [fold(text).text for text in texts]
        vectors = np.asarray(self._encoder.encode(folded))
        self._centre = vectors.mean(axis=0)
        counted = [
            self._vectorizers["characters"].fit_transform(folded),
            self._vectorizers["words"].fit_transform([_tokens(text) for text in folded]),
        ]
        return self._joined(counted, vectors, texts)

    def transform(self, texts: Sequence[str]) -> Any:
        """Return the features of new texts."""
        folded = [fold(text).text for text in texts]
        counted = [
            self._vectorizers["characters"].transform(folded),
            self._vectorizers["words"].transform([_tokens(text) for text in folded]),
        ]
        return self._joined(counted, np.asarray(self._encoder.encode(folded)), texts)

    def _joined(self, counted: List[Any], vectors: Any, texts: Sequence[str]) -> Any:
        signs = np.asarray([cues(text) for text in texts], dtype=np.float32)
        dense = np.hstack([(vectors - self._centre) * ENCODER_WEIGHT, signs * CUES_WEIGHT])
        return hstack([*counted, csr_matrix(dense)]).tocsr().astype(np.float32)

    def arrays(self) -> Dict[str, Any]:
        """Return what was learned as plain arrays, for saving."""
        saved: Dict[str, Any] = {"centre": self._centre}
        for name, vectorizer in self._vectorizers.items():
            terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)
            # One text for all terms: no term holds a line's end, `fold` and the tokens see to it.
            joined = "\x00".join(terms).encode("utf-8")
            saved[f"{name}.terms"] = np.frombuffer(joined, dtype=np.uint8)
            saved[f"{name}.idf"] = vectorizer.idf_
        return saved

    def restore(self, saved: Any) -> None:
        """Take up what `arrays` gave."""
        self._centre = saved["centre"]
        self._vectorizers = _vectorizers()
        for name, vectorizer in self._vectorizers.items():
            terms = saved[f"{name}.terms"].tobytes().decode("utf-8").split("\x00")
            vectorizer.vocabulary = {term: index for index, term in enumerate(terms)}
            vectorizer._validate_vocabulary()
            vectorizer.idf_ = saved[f"{name}.idf"]


def _tokens(text: str) -> str:
    return " ".join(span.text for span in segment(text))
