"""The learned part of a reading: shared features and one light linear head for each question."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge

from bot.language.encoder import TRAINING_THREADS, load_encoder
from bot.nlu.features import Features
from bot.nlu.labels import DEMANDS, THREATS, Labels

#: What a message may be besides a complaint, without telling whether it is one: not learned from.
AMBIGUOUS_INTENTS = frozenset(
    "new_complaint safety told_already ask_human check_status abuse add_info other_company "
    "cancel correct start_over ask_policy".split()
)
COMPLAIN = "complain"
#: Bad quality is complained of more than all else; a rare category needs good reasons.
AS_COMMON_AS_WRITTEN = frozenset(["category"])
#: A label with fewer examples than this is left to the rules.
FEWEST_EXAMPLES = 10
#: A temperature fitted on fewer messages than this would be a guess.
FEWEST_HELD = 30
ARRAYS = "heads.npz"
DESCRIPTION = "heads.json"


def is_plain(intent: str, labels: Any) -> bool:
    """Say whether a training message tells for certain that it complains, or that it does not."""
    return intent not in AMBIGUOUS_INTENTS and (intent != COMPLAIN or labels is not None)


class Head:
    """One question with one answer out of several; how sure comes from a fitted temperature."""

    def __init__(self, classes: Sequence[str], weights: Any, bias: Any, temperature: float) -> None:
        self.classes = list(classes)
        self.weights = weights
        self.bias = bias
        self.temperature = temperature

    @classmethod
    def fitted(
        cls,
        features: Any,
        answers: Sequence[str],
        *,
        calibrate: bool = True,
        balanced: bool = True,
    ) -> Head:
        """Learn; the temperature comes from an eighth that a first fit has not seen.

        `balanced`: the answers weigh the same all together, however rare each is. Not so where
        the training messages are as common as people write them.
        """
        truth = np.asarray(answers)
        temperature = 1.0
        if calibrate:
            order = np.random.RandomState(7).permutation(len(truth))
            held, seen = order[: len(truth) // 8], order[len(truth) // 8 :]
            if len(held) >= FEWEST_HELD and set(truth[seen]) == set(truth):
                first = cls._learned(features[seen], truth[seen], 1.0, balanced)
                temperature = _best_temperature(first, features[held], truth[held])
        return cls._learned(features, truth, temperature, balanced)

    @classmethod
    def _learned(cls, features: Any, answers: Any, temperature: float, balanced: bool) -> Head:
        # One against the rest in the dual: a hundred times faster than lbfgs on 100,000 features.
        model = LogisticRegression(
            C=5.0, solver="liblinear", dual=True, tol=0.01, max_iter=300,
            class_weight="balanced" if balanced else None, random_state=7,
        ).fit(features, answers)  # fmt: skip
        weights, bias = model.coef_, model.intercept_
        if len(weights) == 1:
            weights = np.vstack([-weights / 2, weights / 2])
            bias = np.concatenate([-bias / 2, bias / 2])
        return cls(
            [str(name) for name in model.classes_],
            weights.astype(np.float32),
            bias.astype(np.float32),
            temperature,
        )

    def scores(self, features: Any) -> Any:
        """Return the scores of the answers, shape (messages, answers)."""
        return features @ self.weights.T + self.bias

    def ranked(self, scores: Any) -> List[Tuple[str, float]]:
        """Return the answers for one message's scores, the most likely first."""
        chances = _softmax(scores[None, :] / self.temperature)[0]
        return [(self.classes[i], float(chances[i])) for i in np.argsort(-chances)]


def _best_temperature(head: Head, features: Any, answers: Any) -> float:
    scores = head.scores(features)
    index = {name: i for i, name in enumerate(head.classes)}
    truth = np.asarray([index[str(answer)] for answer in answers])
    rows = np.arange(len(truth))
    losses = [
        (float(-np.log(_softmax(scores / t)[rows, truth] + 1e-9).mean()), t)
        for t in (0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 3.0)
    ]
    return min(losses)[1]


def _softmax(scores: Any) -> Any:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


class Heads:
    """All learned answers about one message."""

    def __init__(self, encoder_name: str = "use+e5", threads: int = 1) -> None:
        self.encoder_name = encoder_name
        self._features = Features(load_encoder(encoder_name, threads))
        self._heads: Dict[str, Head] = {}
        self._weights: Any = None
        self._anger: Any = None

    def fit(
        self,
        texts: Sequence[str],
        intents: Sequence[str],
        labels: Sequence[Any],
        kept_in: Optional[Path] = None,
    ) -> None:
        """Learn from messages, their intents, and the labels of those that are complaints."""
        features = self._features.fit_transform(texts, kept_in)
        told = [i for i, label in enumerate(labels) if isinstance(label, Labels)]
        known: List[Labels] = [labels[i] for i in told]
        plain = [i for i, intent in enumerate(intents) if is_plain(intent, labels[i])]
        complaints = features[told]
        questions: Dict[str, Tuple[Any, List[str], bool]] = {
            "intent": (features, list(intents), False),
            "is_complaint": (
                features[plain],
                ["yes" if intents[i] == COMPLAIN else "no" for i in plain],
                True,
            ),
            "category": (complaints, [label.category[0] for label in known], True),
            "tone": (complaints, [label.tone for label in known], True),
            "mindset": (complaints, [label.mindset or "rational" for label in known], False),
        }
        for kind, codes in (("demand", DEMANDS), ("threats", THREATS)):
            for code in codes:
                answers = ["yes" if code in getattr(label, kind) else "no" for label in known]
                if answers.count("yes") >= FEWEST_EXAMPLES:
                    questions[f"{kind}.{code}"] = (complaints, answers, False)
        # liblinear leaves the interpreter's lock alone: two heads learn at once on two cores.
        with ThreadPoolExecutor(TRAINING_THREADS) as pool:
            fitted = pool.map(
                lambda name: Head.fitted(
                    questions[name][0],
                    questions[name][1],
                    calibrate=questions[name][2],
                    balanced=name not in AS_COMMON_AS_WRITTEN,
                ),
                questions,
            )
            self._heads = dict(zip(questions, fitted, strict=True))
        calm = [i for i in plain if intents[i] != COMPLAIN]
        anger = Ridge(alpha=1.0, solver="lsqr").fit(
            features[[*told, *calm]], [label.anger for label in known] + [0.0] * len(calm)
        )
        self._anger = (anger.coef_.astype(np.float32), float(anger.intercept_))
        self._stack()

    def _stack(self) -> None:
        """Put the weights of all heads side by side: one product answers every question.

        Each head's own become a view of them, so that memory holds them once.
        """
        self._weights = np.vstack([head.weights for head in self._heads.values()]).T.copy()
        start = 0
        for head in self._heads.values():
            end = start + len(head.classes)
            head.weights = self._weights[:, start:end].T
            start = end

    def answers(self, text: str) -> Dict[str, Any]:
        """Return for each question its ranked answers, and `anger` as a number from 0 to 3."""
        return self.answers_all([text])[0]

    def answers_all(self, texts: Sequence[str]) -> List[Dict[str, Any]]:
        """Return the answers about several messages, in their order."""
        features = self._features.transform(texts)
        scores = np.asarray(features @ self._weights)
        weights, bias = self._anger
        anger = np.clip(np.nan_to_num(features @ weights + bias), 0.0, 3.0)
        return [self._answers(scores[row], float(anger[row])) for row in range(len(texts))]

    def _answers(self, scores: Any, anger: float) -> Dict[str, Any]:
        found: Dict[str, Any] = {"anger": anger}
        start = 0
        for name, head in self._heads.items():
            end = start + len(head.classes)
            found[name] = head.ranked(scores[start:end] + head.bias)
            start = end
        return found

    def save(self, folder: Path) -> None:
        """Write everything learned into a folder: arrays and a description, nothing that runs."""
        arrays = self._features.arrays()
        for name, head in self._heads.items():
            arrays[f"head.{name}.weights"], arrays[f"head.{name}.bias"] = head.weights, head.bias
        arrays["anger.weights"] = self._anger[0]
        np.savez_compressed(folder / ARRAYS, **arrays)
        description = {
            "encoder": self.encoder_name,
            "anger": self._anger[1],
            "heads": {
                name: {"classes": head.classes, "temperature": head.temperature}
                for name, head in self._heads.items()
            },
        }
        (folder / DESCRIPTION).write_text(json.dumps(description), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, encoder_name: Optional[str] = None) -> Heads:
        """Read what `save` wrote; pickled objects are refused."""
        description = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        heads = cls(encoder_name or description["encoder"])
        with np.load(folder / ARRAYS, allow_pickle=False) as saved:
            heads._features.restore(saved)
            heads._heads = {
                name: Head(
                    told["classes"],
                    saved[f"head.{name}.weights"],
                    saved[f"head.{name}.bias"],
                    told["temperature"],
                )
                for name, told in description["heads"].items()
            }
            heads._anger = (saved["anger.weights"], description["anger"])
        heads._stack()
        return heads
