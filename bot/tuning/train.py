"""Learns the thin matrices: batches of like length, one loss over all questions, a falling rate."""

from __future__ import annotations

import math
import time
from typing import Any, Callable, Dict, Iterator, List, Sequence

import numpy as np
import tensorflow as tf

from bot.tuning.network import UpperLayers, mean_of

QUESTIONS = {"intent": 0.5, "category": 1.0, "tone": 1.0, "mindset": 0.3}
YES_OR_NO = {"demand": 1.5, "threats": 1.0, "complaint": 1.0}
BATCH = 32
DROPOUT = 0.1
WORD_DROPOUT = 0.0
SMOOTHING = 0.05


def learn(
    layers: UpperLayers,
    states: Sequence[Any],
    targets: Dict[str, Any],
    *,
    epochs: int,
    rate: float,
    seed: int = 7,
    say: Callable[[str], None] = print,
) -> Dict[str, Any]:
    """Learn from the lower layers' states of each text, (tokens, width) each; return the heads."""
    random = np.random.RandomState(seed)
    tf.random.set_seed(seed)
    width = layers.shape.width
    heads = {
        name: (
            tf.Variable(random.randn(width, targets[name].shape[1]).astype(np.float32) * 0.02),
            tf.Variable(np.zeros(targets[name].shape[1], dtype=np.float32)),
        )
        for name in [*QUESTIONS, *YES_OR_NO, "anger"]
    }
    variables = [*layers.learned, *(v for pair in heads.values() for v in pair)]
    steps = epochs * math.ceil(len(states) / BATCH)
    schedule = tf.keras.optimizers.schedules.CosineDecay(rate, steps)
    optimizer = tf.keras.optimizers.AdamW(schedule, weight_decay=0.01, global_clipnorm=1.0)

    centre, spread = _scale(layers, states, random)

    @tf.function(reduce_retracing=True)
    def step(batch: Any, mask: Any, answers: Dict[str, Any]) -> Any:
        with tf.GradientTape() as tape:
            vectors = mean_of(layers(batch, mask, DROPOUT), mask)
            vectors = tf.nn.dropout((vectors - centre) / spread, DROPOUT)
            loss = _loss(heads, vectors, answers)
        gradients = tape.gradient(loss, variables)
        optimizer.apply_gradients(zip(gradients, variables))
        return loss

    optimizer.build(variables)
    started = time.monotonic()
    for epoch in range(epochs):
        losses = []
        for rows in _batches([len(each) for each in states], random):
            batch, mask = padded([states[row] for row in rows])
            answers = {name: tf.constant(values[rows]) for name, values in targets.items()}
            losses.append(float(step(tf.constant(batch), tf.constant(mask), answers)))
        say(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.monotonic() - started:.0f} s")
    return heads, centre, spread


def _scale(layers: UpperLayers, states: Sequence[Any], random: Any) -> Any:
    """Return mean and spread of some vectors before the tuning: raw ones hardly differ from each other."""
    sample = [states[row] for row in random.permutation(len(states))[:512]]
    vectors = np.vstack(
        [
            mean_of(layers(tf.constant(batch), tf.constant(mask)), tf.constant(mask)).numpy()
            for batch, mask in (padded(sample[at : at + BATCH]) for at in range(0, 512, BATCH))
        ]
    )
    return vectors.mean(axis=0), vectors.std(axis=0)


def padded(states: Sequence[Any]) -> Any:
    """Return states of one length and the mask of those that count."""
    longest = max(len(each) for each in states)
    batch = np.zeros((len(states), longest, states[0].shape[1]), dtype=np.float32)
    mask = np.zeros((len(states), longest), dtype=np.float32)
    for row, each in enumerate(states):
        batch[row, : len(each)] = each
        mask[row, : len(each)] = 1
    return batch, mask


def _batches(lengths: Sequence[int], random: Any) -> Iterator[List[int]]:
    noisy = np.asarray(lengths) + random.rand(len(lengths)) * 6
    order = np.argsort(noisy)
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    for place in random.permutation(len(batches)):
        yield batches[place].tolist()


def _loss(heads: Dict[str, Any], vectors: Any, answers: Dict[str, Any]) -> Any:
    def scores(name: str) -> Any:
        weights, bias = heads[name]
        return tf.matmul(vectors, weights) + bias

    told, plain = answers["told"], answers["plain"]
    everyone = tf.ones_like(told)
    total = 0.0
    for name, share in QUESTIONS.items():
        truth = answers[name]
        smooth = truth * (1 - SMOOTHING) + SMOOTHING / tf.cast(tf.shape(truth)[1], tf.float32)
        losses = tf.nn.softmax_cross_entropy_with_logits(smooth, scores(name))
        total += share * _mean(losses, everyone if name == "intent" else told)
    for name, share in YES_OR_NO.items():
        losses = tf.nn.sigmoid_cross_entropy_with_logits(answers[name], scores(name))
        total += share * _mean(
            tf.reduce_sum(losses, axis=1), plain if name == "complaint" else told
        )
    distance = tf.square(tf.sigmoid(scores("anger")) - answers["anger"])[:, 0]
    return total + 3.0 * _mean(distance, plain)


def _mean(losses: Any, weights: Any) -> Any:
    return tf.reduce_sum(losses * weights) / (tf.reduce_sum(weights) + 1e-6)
