"""The plain reader that ours has to beat: TF-IDF of characters and words, and linear models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge

from bot.evaluation.messages import COMPLAIN, Example
from bot.evaluation.reads import Read
from bot.language.segment import segment
from bot.nlu.heads import AMBIGUOUS_INTENTS
from bot.nlu.labels import DEMANDS, THREATS
from bot.nlu.reading import COMPLAINT

#: Fewer examples than this teach nothing of a threat or a demand.
FEWEST = 5
_SINGLE = ("category", "tone", "mindset")


def words_of(text: str) -> list[str]:
    """Return the words in lower case; Chinese is cut by jieba, which is only fair."""
    return [span.text for span in segment(text.lower())]


class Baseline:
    """Characters (1 to 4) and words (1 to 2), and one logistic regression a question.

    It learns the same questions from the same messages as `bot.nlu.heads`, without an encoder,
    lexicons or signs of tone.
    """

    def __init__(self) -> None:
        self._characters = TfidfVectorizer(
            analyzer="char", ngram_range=(1, 4), sublinear_tf=True, min_df=2
        )
        self._words = TfidfVectorizer(
            tokenizer=words_of, token_pattern=None, ngram_range=(1, 2), sublinear_tf=True,
            min_df=2, lowercase=False,
        )  # fmt: skip
        self._models: dict[str, Any] = {}
        self._anger: Any = None

    def fit(self, examples: Sequence[Example]) -> Baseline:
        """Learn from training messages."""
        texts = [example.text for example in examples]
        features = hstack(
            [self._characters.fit_transform(texts), self._words.fit_transform(texts)]
        ).tocsr()
        plain = [
            place
            for place, example in enumerate(examples)
            if example.intent not in AMBIGUOUS_INTENTS
            and (example.intent != COMPLAIN or example.labels is not None)
        ]
        complains = [examples[place].intent == COMPLAIN for place in plain]
        self._learn("is_complaint", features[plain], complains)
        told = [(place, label) for place, e in enumerate(examples) if (label := e.labels)]
        complaints, labels = features[[place for place, _ in told]], [label for _, label in told]
        self._learn("category", complaints, [label.category[0] for label in labels])
        self._learn("tone", complaints, [label.tone for label in labels])
        self._learn("mindset", complaints, [label.mindset or "rational" for label in labels])
        for code in THREATS:
            self._learn(f"threats.{code}", complaints, [code in each.threats for each in labels])
        for code in DEMANDS:
            self._learn(f"demand.{code}", complaints, [code in each.demand for each in labels])
        calm = [place for place, c in zip(plain, complains, strict=True) if not c]
        self._anger = Ridge(alpha=1.0, solver="lsqr").fit(
            features[[*(place for place, _ in told), *calm]],
            [label.anger for label in labels] + [0.0] * len(calm),
        )
        return self

    def read(self, texts: Sequence[str]) -> list[Read]:
        """Read messages, all at once."""
        features = hstack([self._characters.transform(texts), self._words.transform(texts)]).tocsr()
        chances = {name: model.predict_proba(features) for name, model in self._models.items()}
        anger = np.clip(self._anger.predict(features), 0.0, 3.0)
        return [self._read(chances, place, float(anger[place])) for place in range(len(texts))]

    def _read(self, chances: dict[str, Any], place: int, anger: float) -> Read:
        complaint = float(chances["is_complaint"][place, 1])
        complaining = complaint >= COMPLAINT
        best = {name: int(chances[name][place].argmax()) for name in _SINGLE if complaining}
        names = {name: str(self._models[name].classes_[index]) for name, index in best.items()}
        return Read(
            complaint=complaint,
            anger=anger,
            threats=self._several("threats", THREATS, chances, place),
            demand=self._several("demand", DEMANDS, chances, place) if complaining else frozenset(),
            sure={name: float(chances[name][place, index]) for name, index in best.items()},
            category=names.get("category"),
            tone=names.get("tone"),
            mindset=names.get("mindset"),
        )

    def _several(
        self, name: str, codes: Sequence[str], chances: dict[str, Any], place: int
    ) -> frozenset[str]:
        return frozenset(
            code
            for code in codes
            if f"{name}.{code}" in chances and chances[f"{name}.{code}"][place, 1] >= 0.5
        )

    def _learn(self, name: str, features: Any, answers: Sequence[Any]) -> None:
        if min(answers.count(answer) for answer in set(answers)) < FEWEST and "." in name:
            return
        if len(set(answers)) > 1:
            self._models[name] = LogisticRegression(
                C=5.0, solver="liblinear", dual=True, tol=0.01, max_iter=300,
                class_weight="balanced", random_state=7,
            ).fit(features, answers)  # fmt: skip
