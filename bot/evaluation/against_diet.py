"""Holds our features against DIET on the same few messages: `make eval-baseline`."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.evaluation import predictions, tables
from bot.evaluation.diet import EPOCHS, Diet
from bot.evaluation.messages import (
    COMPLAIN,
    LANGUAGES,
    Example,
    Message,
    digest,
    evaluation_messages,
    training_examples,
)
from bot.evaluation.metrics import Estimate, difference, estimate, macro_f1, resamples
from bot.evaluation.reads import Read
from bot.language.encoder import encoder_version, load_encoder
from bot.language.segment import segment
from bot.nlu.features import Features
from bot.nlu.heads import Head

PAGE = "evaluation-baseline.md"
#: So many messages of each language are learned from, and as many others are held out.
COUNT = 1000
#: DIET's time grows with the longest message of a batch: longer ones are not learned from.
MOST_WORDS = 40
ENCODER = "use+e5"
YES, NO = "yes", "no"

Reader = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True)
class Row:
    """One question in one language: the figures of both, learned from the same messages."""

    question: str
    language: str
    messages: int
    diet: Estimate
    ours: Estimate
    gain: Estimate
    #: What the product reaches, which learned from all messages; None where it saw these.
    product: float | None


def write_comparison(root: Path) -> list[str]:
    """Train, measure, write `docs/evaluation-baseline.md`, and return its table's lines."""
    started = time.monotonic()
    folder = root / "data" / "eval"
    messages = evaluation_messages(folder)
    product = predictions.load(folder / "predictions.json", messages, digest(folder)).reads
    training = training_examples(root / "data" / "nlu")
    rows: list[Row] = []
    trained: list[list[object]] = []
    for language in LANGUAGES:
        own = [example for example in training if example.language == language]
        frozen = [
            (message, read)
            for message, read in zip(messages, product, strict=True)
            if message.language == language
        ]
        rows += _intents(language, own, frozen, trained, root)
        rows += _categories(language, own, frozen, trained, root)
    table = _table(rows)
    values = {
        "count": f"{COUNT:,}",
        "epochs": str(EPOCHS),
        "words": str(MOST_WORDS),
        "table": table,
        "training": tables.table(["", "messages", "answers", "DIET, s", "ours, s"], trained),
        "minutes": f"{(time.monotonic() - started) / 60:.0f}",
    }
    (root / "docs" / PAGE).write_text(tables.page(PAGE, values), encoding="utf-8")
    return table.splitlines()


def sampled(examples: Sequence[Example], count: int) -> tuple[list[Example], list[Example]]:
    """Return `count` short examples and `count` others, the same each time: the hash decides."""
    found: list[Example] = []
    for example in sorted({each.text: each for each in examples}.values(), key=_place):
        if len(segment(example.text)) <= MOST_WORDS:
            found.append(example)
        if len(found) == 2 * count:
            break
    return found[:count], found[count:]


def _place(example: Example) -> str:
    return hashlib.sha256(example.text.encode("utf-8", "surrogatepass")).hexdigest()


def _intents(
    language: str,
    examples: Sequence[Example],
    frozen: Sequence[tuple[Message, Read]],
    trained: list[list[object]],
    root: Path,
) -> list[Row]:
    learned, held = sampled(examples, COUNT)
    diet, ours = _both(language, "intent", learned, [e.intent for e in learned], trained, root)
    texts = [example.text for example in held]
    right = [example.intent for example in held]
    found = [_row("intent, held out", language, right, diet(texts), ours(texts), None)]
    texts = [message.text for message, _ in frozen]
    right = [YES if message.complains else NO for message, _ in frozen]
    first, second = (_complains(reader(texts)) for reader in (diet, ours))
    theirs = [YES if read.complains else NO for _, read in frozen]
    found.append(_row("complaint or not", language, right, first, second, theirs))
    return found


def _categories(
    language: str,
    examples: Sequence[Example],
    frozen: Sequence[tuple[Message, Read]],
    trained: list[list[object]],
    root: Path,
) -> list[Row]:
    learned, _ = sampled([example for example in examples if example.labels], COUNT)
    answers = [example.labels.category[0] for example in learned if example.labels]
    diet, ours = _both(language, "category", learned, answers, trained, root)
    asked = [(m.text, m.category, read.category or "") for m, read in frozen if m.category]
    texts = [text for text, _, _ in asked]
    right, theirs = [name for _, name, _ in asked], [name for _, _, name in asked]
    return [_row("category", language, right, diet(texts), ours(texts), theirs)]


def _both(
    language: str,
    question: str,
    learned: Sequence[Example],
    answers: Sequence[str],
    trained: list[list[object]],
    root: Path,
) -> tuple[Reader, Reader]:
    """Train both on the same messages and note how long it took."""
    texts = [example.text for example in learned]
    print(f"· training DIET for {question}, {language}, on {len(texts):,} messages", flush=True)
    diet = Diet.trained(language, texts, answers)
    features = Features(load_encoder(ENCODER, 1))
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        head = Head.fitted(
            features.fit_transform(texts, _kept_vectors(root, Path(folder))),
            answers,
            calibrate=False,
        )
    taken = time.perf_counter() - started
    trained.append(
        [f"{question}, {language}", len(texts), len(set(answers)), f"{diet.trained_in:.0f}",
         f"{taken:.0f}"]
    )  # fmt: skip

    def ours(others: Sequence[str]) -> list[str]:
        scores = np.asarray(head.scores(features.transform(others)))
        return [head.classes[place] for place in scores.argmax(axis=1)]

    return diet.answers, ours


def _kept_vectors(root: Path, folder: Path) -> Path | None:
    """Return a copy of the vectors that the last training kept: the file holds what it is given."""
    kept = root / ".cache" / "encodings" / f"{encoder_version(ENCODER)}.npz"
    return Path(shutil.copy(kept, folder)) if kept.is_file() else None


def _complains(intents: Sequence[str]) -> list[str]:
    return [YES if intent == COMPLAIN else NO for intent in intents]


def _row(
    question: str,
    language: str,
    right: Sequence[str],
    diet: Sequence[str],
    ours: Sequence[str],
    product: Sequence[str] | None,
) -> Row:
    labels = sorted({*right, *diet, *ours, *(product or ())})
    weights = resamples(len(right))
    truth = _one_hot(right, labels)
    both = [macro_f1(truth, _one_hot(said, labels), weights) for said in (diet, ours)]
    whole = None
    if product is not None:
        whole = float(macro_f1(truth, _one_hot(product, labels), weights[:1])[0])
    return Row(
        question,
        language,
        len(right),
        estimate(both[0]),
        estimate(both[1]),
        difference(both[1], both[0]),
        whole,
    )


def _one_hot(answers: Sequence[str], labels: Sequence[str]) -> Any:
    return np.asarray([[answer == label for label in labels] for answer in answers], dtype=bool)


def _table(rows: Sequence[Row]) -> str:
    return tables.table(
        ["macro-F1", "messages", "DIET", "ours", "difference", "the product"],
        [
            [
                f"{row.question}, {row.language}", row.messages, row.diet, row.ours,
                tables.gain(row.gain), tables.UNDEFINED if row.product is None else row.product,
            ]
            for row in rows
        ],
    )  # fmt: skip
