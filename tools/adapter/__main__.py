"""Learns the adapter of the sentence encoder from the training messages, and writes it."""

from __future__ import annotations

import argparse
import math
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import tensorflow as tf

from bot.evaluation.messages import Example, training_examples
from bot.language.e5.adapter import FILE
from bot.language.e5.model import BEGIN, END, PAD, PREFIX
from bot.language.e5.tokens import Tokenizer
from bot.language.e5.weights import read_weights, weights_file
from bot.language.encoder import E5_LAYERS
from bot.language.normalize import fold
from tools.adapter.network import Network
from tools.adapter.questions import Questions

ROOT = Path(__file__).resolve().parent.parent.parent
SEED = 7
#: A longer message is learned by its beginning and its end, in one piece.
MOST_TOKENS = 128
BATCH = 32
#: Messages of about one length are put together, out of so many batches drawn at random.
DRAWN = 50
#: Batches are as long as a multiple of this.
STRIDE = 16
QUESTIONS_RATE = 2e-3
#: The pace rises over so much of the way, and falls to nothing from there.
RISING = 0.1
SHOWN_EVERY = 100


class Pieces:
    """The messages as tokens, and batches of them."""

    def __init__(self, tokenizer: Tokenizer, texts: Sequence[str]) -> None:
        """Cut the texts."""
        prefix = tokenizer.ids(PREFIX.strip())
        room = MOST_TOKENS - len(prefix) - 2
        self._ids = []
        for text in texts:
            ids = tokenizer.ids(text)
            if len(ids) > room:
                ids = ids[: room // 2] + ids[room // 2 - room :]
            self._ids.append([BEGIN, *prefix, *ids, END])
        self._lengths = np.asarray([len(ids) for ids in self._ids])

    def batches(self, random: Any) -> Iterator[Any]:
        """Draw all messages once, in batches of about one length."""
        order = random.permutation(len(self._ids))
        found = []
        for start in range(0, len(order), BATCH * DRAWN):
            drawn = order[start : start + BATCH * DRAWN]
            drawn = drawn[np.argsort(self._lengths[drawn], kind="stable")]
            found += [drawn[at : at + BATCH] for at in range(0, len(drawn), BATCH)]
        random.shuffle(found)
        return iter(found)

    def padded(self, rows: Any) -> tuple[Any, Any]:
        """Return the tokens of some messages, and which of them are no padding."""
        longest = STRIDE * math.ceil(self._lengths[rows].max() / STRIDE)
        ids = np.full((len(rows), longest), PAD)
        for row, number in enumerate(rows):
            ids[row, : self._lengths[number]] = self._ids[number]
        return ids, (np.arange(longest) < self._lengths[rows][:, None]).astype(np.float32)


def learn(given: Sequence[Example], epochs: int, rank: int, rate: float) -> dict[str, Any]:
    """Return the adapter that these messages teach.

    `rate`: the highest pace of the narrow matrices.
    """
    tf.random.set_seed(SEED)
    random = np.random.RandomState(SEED)
    weights = read_weights(weights_file())
    network = Network(weights, E5_LAYERS, rank, SEED)
    questions = Questions(given, weights.shape.width * len(E5_LAYERS), SEED)
    pieces = Pieces(
        Tokenizer(weights.pieces, weights.scores, weights.normal),
        [fold(each.text).text for each in given],
    )
    slow, fast = tf.keras.optimizers.Adam(rate), tf.keras.optimizers.Adam(QUESTIONS_RATE)

    @tf.function(reduce_retracing=True, autograph=False)
    def step(words: Any, counted: Any, answers: dict[str, Any]) -> Any:
        with tf.GradientTape() as tape:
            loss = questions.loss(network.vectors(words, counted), answers)
        learning = [*network.learning, *questions.learning]
        found = tape.gradient(loss, learning)
        here = len(network.learning)
        held, _ = tf.clip_by_global_norm(found[:here], 1.0)
        slow.apply_gradients(zip(held, learning[:here], strict=True))
        fast.apply_gradients(zip(found[here:], learning[here:], strict=True))
        return loss

    steps = math.ceil(len(given) / BATCH) * epochs
    done, losses, began = 0, [], time.monotonic()
    for _ in range(epochs):
        for rows in pieces.batches(random):
            pace = min((done + 1) / (steps * RISING), 1.0 - done / steps)
            slow.learning_rate.assign(rate * pace)
            fast.learning_rate.assign(QUESTIONS_RATE * pace)
            ids, counted = pieces.padded(rows)
            words = tf.constant(network.embeddings(ids), tf.float32)
            answers = {name: tf.constant(v) for name, v in questions.answers(rows).items()}
            losses.append(float(step(words, tf.constant(counted), answers)))
            done += 1
            if done % SHOWN_EVERY == 0:
                recent = float(np.mean(losses[-SHOWN_EVERY:]))
                spent = time.monotonic() - began
                print(
                    f"· {done:,} of {steps:,} steps, loss {recent:.3f}, {spent:.0f} s", flush=True
                )
    return network.adapter()


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(prog="make adapter", description=__doc__)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument(
        "--to", type=Path, default=ROOT / "bot" / "language" / "e5" / FILE, help="the file to write"
    )
    asked = parser.parse_args()
    given = training_examples(ROOT / "data" / "nlu")
    print(f"· learning from {len(given):,} messages", flush=True)
    adapter = learn(given, asked.epochs, asked.rank, asked.rate)
    part = asked.to.with_suffix(".part.npz")
    np.savez_compressed(part, **adapter)
    part.replace(asked.to)
    print(f"· {asked.to}: {asked.to.stat().st_size:,} bytes; now: make train, make eval")


if __name__ == "__main__":
    main()
