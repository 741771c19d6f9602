"""What the adapter learns by: the questions of `bot.nlu.heads`, linear on the vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from bot.evaluation.messages import Example
from bot.nlu.heads import COMPLAIN, is_plain
from bot.nlu.labels import CATEGORIES, DEMANDS, MINDSETS, THREATS, TONES

#: Stands for an answer that nobody gave.
UNTOLD = -1
#: One answer each; how much each question counts.
SINGLE = {"intent": 0.5, "is_complaint": 1.0, "category": 1.0, "tone": 1.0, "mindset": 0.5}
#: Any of several (threats and demands), and a number (anger).
SEVERAL, SEVERAL_COUNT = "signs", 4.0
ANGER, ANGER_COUNT = "anger", 0.3
#: The vectors have length 1: so much longer, the questions learn at the pace of the rest.
STRETCHED = 10.0
#: So many of the vectors' numbers are left out at random while learning.
DROPPED = 0.1


class Questions:
    """Linear answers to all questions; thrown away when the adapter has learned."""

    def __init__(self, examples: Sequence[Example], width: int, seed: int) -> None:
        """Take up what was answered; `width`: how many numbers the joined vectors have."""
        self._intents = sorted({example.intent for example in examples})
        sizes = [len(self._intents), 2, len(CATEGORIES), len(TONES), len(MINDSETS)]
        self._sizes = dict(zip(SINGLE, sizes, strict=True))
        self._sizes.update({SEVERAL: len(THREATS) + len(DEMANDS), ANGER: 1})
        random = np.random.RandomState(seed)
        total = sum(self._sizes.values())
        self._weights = tf.Variable(random.normal(0, 0.02, (width, total)).astype(np.float32))
        self._bias = tf.Variable(np.zeros(total, np.float32))
        told = [self._told(example) for example in examples]
        self._answers = {
            name: np.asarray([each[name] for each in told], kind.as_numpy_dtype)
            for name, kind in self.kinds().items()
        }

    @property
    def learning(self) -> list[Any]:
        """Return the variables."""
        return [self._weights, self._bias]

    @staticmethod
    def kinds() -> dict[str, Any]:
        """Return the type of each question's answers."""
        return {**dict.fromkeys(SINGLE, tf.int32), SEVERAL: tf.float32, ANGER: tf.float32}

    def answers(self, rows: Any) -> dict[str, Any]:
        """Return what was answered about some messages."""
        return {name: values[rows] for name, values in self._answers.items()}

    def loss(self, vectors: Sequence[Any], answers: dict[str, Any]) -> Any:
        """Return how wrong the answers are that follow from the vectors."""
        joined = tf.nn.dropout(tf.concat(vectors, -1) * STRETCHED, DROPPED)
        given = tf.split(joined @ self._weights + self._bias, list(self._sizes.values()), -1)
        scores = dict(zip(self._sizes, given, strict=True))
        loss = 0.0
        for name, count in SINGLE.items():
            truth = answers[name]
            wrong = tf.nn.sparse_softmax_cross_entropy_with_logits(
                tf.maximum(truth, 0), scores[name]
            )
            loss += count * _mean(wrong, truth != UNTOLD)
        wrong = tf.nn.sigmoid_cross_entropy_with_logits(answers[SEVERAL], scores[SEVERAL])
        loss += SEVERAL_COUNT * _mean(tf.reduce_mean(wrong, -1), answers["tone"] != UNTOLD)
        off = tf.square(scores[ANGER][:, 0] - answers[ANGER])
        return loss + ANGER_COUNT * _mean(off, answers[ANGER] >= 0)

    def _told(self, example: Example) -> dict[str, Any]:
        labels, complains = example.labels, example.intent == COMPLAIN
        told: dict[str, Any] = {
            **dict.fromkeys(SINGLE, UNTOLD),
            "intent": self._intents.index(example.intent),
            SEVERAL: [0.0] * self._sizes[SEVERAL],
            ANGER: UNTOLD,
        }
        if is_plain(example.intent, labels):
            told["is_complaint"] = int(complains)
            told[ANGER] = UNTOLD if complains else 0.0
        if labels is not None:
            told["category"] = CATEGORIES.index(labels.category[0])
            told["tone"] = TONES.index(labels.tone)
            told["mindset"] = MINDSETS.index(labels.mindset or "rational")
            signs = [code in labels.threats for code in THREATS]
            signs += [code in labels.demand for code in DEMANDS]
            told[SEVERAL] = [float(sign) for sign in signs]
            told[ANGER] = labels.anger
        return told


def _mean(values: Any, counted: Any) -> Any:
    mask = tf.cast(counted, tf.float32)
    return tf.reduce_sum(values * mask) / tf.maximum(tf.reduce_sum(mask), 1.0)
