"""The learned part of a reading: shared features and one light linear head for each question."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
import skops.io
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge

from bot.language.cues import cues
from bot.language.encoder import Encoder, load_encoder
from bot.language.normalize import fold
from bot.language.segment import segment
from bot.nlu.labels import DEMANDS, Labels

#: What a message may be besides a complaint, without telling whether it is one: not learned from.
AMBIGUOUS_INTENTS = frozenset(
    "new_complaint safety told_already ask_human check_status abuse add_info other_company "
    "cancel correct start_over ask_policy".split()
)
COMPLAIN = "complain"
#: Besides scikit-learn and NumPy, what a saved model may hold.
TRUSTED = ["scipy.sparse._csr.csr_matrix"]
#: Weights that bring the three kinds of features to one scale; chosen by cross-validation.
ENCODER_WEIGHT = 0.8
CUES_WEIGHT = 0.3


class Features:
    """Characters, words, the encoder's vector and plain signs of tone, side by side."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._centre: Any = None
        self._characters = TfidfVectorizer(
            analyzer="char", ngram_range=(1, 4), sublinear_tf=True, min_df=2, max_features=60_000,
            lowercase=False,
        )  # fmt: skip
        self._words = TfidfVectorizer(
            analyzer="word", token_pattern=r"\S+", ngram_range=(1, 2), sublinear_tf=True,
            min_df=2, max_features=40_000, lowercase=False,
        )  # fmt: skip

    def fit_transform(self, texts: Sequence[str]) -> Any:
        """Learn from the texts and return their features, shape (texts, features)."""
        folded = [fold(text).text for text in texts]
        vectors = np.asarray(self._encoder.encode(folded))
        self._centre = vectors.mean(axis=0)
        return self._joined(
            self._characters.fit_transform(folded),
            self._words.fit_transform([self._tokens(text) for text in folded]),
            vectors,
            texts,
        )

    def transform(self, texts: Sequence[str]) -> Any:
        """Return the features of new texts."""
        folded = [fold(text).text for text in texts]
        return self._joined(
            self._characters.transform(folded),
            self._words.transform([self._tokens(text) for text in folded]),
            np.asarray(self._encoder.encode(folded)),
            texts,
        )

    def _joined(self, characters: Any, words: Any, vectors: Any, texts: Sequence[str]) -> Any:
        signs = np.asarray([cues(text) for text in texts], dtype=np.float32)
        dense = np.hstack([(vectors - self._centre) * ENCODER_WEIGHT, signs * CUES_WEIGHT])
        return hstack([characters, words, csr_matrix(dense)]).tocsr().astype(np.float32)

    @staticmethod
    def _tokens(text: str) -> str:
        return " ".join(span.text for span in segment(text))

    def state(self) -> Dict[str, Any]:
        """Return what was learned, for saving."""
        return {"c": self._characters, "w": self._words, "centre": self._centre}

    def restore(self, state: Dict[str, Any]) -> None:
        """Take up what was saved."""
        self._characters, self._words, self._centre = state["c"], state["w"], state["centre"]


class Head:
    """One question with one answer out of several, and how sure: softmax at a fitted temperature."""

    def __init__(self, strength: float = 5.0) -> None:
        # One against the rest in the dual: a hundred times faster than lbfgs on 100,000 features.
        self._model = LogisticRegression(
            C=strength, solver="liblinear", dual=True, tol=0.01, max_iter=300,
            class_weight="balanced", random_state=7,
        )  # fmt: skip
        self._temperature = 1.0

    def fit(self, features: Any, answers: Sequence[str]) -> "Head":
        """Learn; the temperature comes from an eighth that a first fit has not seen."""
        answers = np.asarray(answers)
        order = np.random.RandomState(7).permutation(len(answers))
        held = order[: max(len(answers) // 8, 1)]
        seen = order[len(held) :]
        if len(set(answers[seen])) == len(set(answers)) and len(held) > 30:
            self._model.fit(features[seen], answers[seen])
            self._temperature = self._fitted_temperature(features[held], answers[held])
        self._model.fit(features, answers)
        return self

    def probabilities(self, features: Any) -> List[Tuple[str, float]]:
        """Return the answers for one message, the most likely first."""
        chances = _softmax(self._scores(features) / self._temperature)[0]
        ranked = np.argsort(-chances)
        return [(str(self._model.classes_[i]), float(chances[i])) for i in ranked]

    def _scores(self, features: Any) -> Any:
        scores = self._model.decision_function(features)
        if scores.ndim == 1:
            scores = np.stack([-scores / 2, scores / 2], axis=1)
        return scores

    def _fitted_temperature(self, features: Any, answers: Any) -> float:
        scores = self._scores(features)
        index = {name: i for i, name in enumerate(self._model.classes_)}
        truth = np.asarray([index[answer] for answer in answers])
        best = min(
            (
                -np.log(_softmax(scores / t)[np.arange(len(truth)), truth] + 1e-9).mean(),
                t,
            )
            for t in (0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 3.0)
        )
        return float(best[1])

    def state(self) -> Dict[str, Any]:
        """Return what was learned, for saving."""
        return {"model": self._model, "temperature": self._temperature}

    @classmethod
    def restored(cls, state: Dict[str, Any]) -> "Head":
        """Return a head as it was saved."""
        head = cls()
        head._model, head._temperature = state["model"], state["temperature"]
        return head


def _softmax(scores: Any) -> Any:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


class Heads:
    """All learned answers about one message."""

    def __init__(self, encoder_name: str = "use") -> None:
        self.encoder_name = encoder_name
        self._features = Features(load_encoder(encoder_name))
        self._heads: Dict[str, Head] = {}
        self._anger: Any = None

    def fit(self, texts: Sequence[str], intents: Sequence[str], labels: Sequence[Any]) -> None:
        """Learn from messages, their intents, and the labels of those that are complaints."""
        features = self._features.fit_transform(texts)
        told = [i for i, label in enumerate(labels) if isinstance(label, Labels)]
        known: List[Labels] = [labels[i] for i in told]
        plain = [
            i
            for i, intent in enumerate(intents)
            if intent not in AMBIGUOUS_INTENTS and (intent != COMPLAIN or labels[i] is not None)
        ]
        self._heads["intent"] = Head().fit(features, list(intents))
        self._heads["is_complaint"] = Head().fit(
            features[plain], ["yes" if intents[i] == COMPLAIN else "no" for i in plain]
        )
        complaints = features[told]
        self._heads["category"] = Head().fit(complaints, [label.category[0] for label in known])
        self._heads["tone"] = Head().fit(complaints, [label.tone for label in known])
        self._heads["mindset"] = Head().fit(
            complaints, [label.mindset or "rational" for label in known]
        )
        for code in DEMANDS:
            answers = ["yes" if code in label.demand else "no" for label in known]
            if answers.count("yes") >= 10:
                self._heads[f"demand.{code}"] = Head().fit(complaints, answers)
        calm = [i for i in plain if intents[i] != COMPLAIN]
        self._anger = Ridge(alpha=1.0, solver="lsqr").fit(
            features[[*told, *calm]], [label.anger for label in known] + [0.0] * len(calm)
        )

    def answers(self, text: str) -> Dict[str, Any]:
        """Return for each question its ranked answers, and `anger` as a number from 0 to 3."""
        features = self._features.transform([text])
        found: Dict[str, Any] = {
            name: head.probabilities(features) for name, head in self._heads.items()
        }
        anger = float(self._anger.predict(features)[0])
        found["anger"] = 0.0 if math.isnan(anger) else min(max(anger, 0.0), 3.0)
        return found

    def save(self, folder: Path) -> None:
        """Write everything learned into a folder."""
        skops.io.dump(
            {
                "encoder": self.encoder_name,
                "features": self._features.state(),
                "heads": {name: head.state() for name, head in self._heads.items()},
                "anger": self._anger,
            },
            folder / "heads.skops",
        )

    @classmethod
    def load(cls, folder: Path, encoder_name: Optional[str] = None) -> "Heads":
        """Read what `save` wrote; only plain scikit-learn and NumPy objects are taken."""
        state = skops.io.load(folder / "heads.skops", trusted=TRUSTED)
        heads = cls(encoder_name or state["encoder"])
        heads._features.restore(state["features"])
        heads._heads = {name: Head.restored(saved) for name, saved in state["heads"].items()}
        heads._anger = state["anger"]
        return heads
