"""The runs: measuring everything, comparing with what was measured before, and with DIET."""

from __future__ import annotations

import time
import warnings
from pathlib import Path

from bot.evaluation import predictions
from bot.evaluation.baseline import Baseline
from bot.evaluation.check import verdicts
from bot.evaluation.datasheet import write_datasheet
from bot.evaluation.messages import digest, evaluation_messages, training_examples
from bot.evaluation.product import Product
from bot.evaluation.report import by_group, write_report
from bot.evaluation.speed import timings

PREDICTIONS = "predictions.json"


def evaluate(root: Path, model: Path) -> int:
    """Write `docs/evaluation.md`, `docs/datasheet.md` and the predictions."""
    folder, docs = root / "data" / "eval", root / "docs"
    started = time.monotonic()
    messages = evaluation_messages(folder)
    training = training_examples(root / "data" / "nlu")
    say(f"loading {model.name}")
    product = Product.load(model)
    say("measuring the time of a message")
    speed = timings(product, messages)
    say(f"reading {len(messages):,} messages")
    ours = product.read_all(messages)
    say(f"training the baseline on {len(training):,} messages")
    theirs = Baseline().fit(training).read([message.text for message in messages])
    say("writing docs/evaluation.md")
    parts = by_group(messages, ours, theirs)
    lines = write_report(docs, parts, product, speed, len(training), model.name)
    say("writing docs/datasheet.md")
    write_datasheet(docs, training, messages)
    state = predictions.Predictions(digest(folder), model.name, ours)
    predictions.write(folder / PREDICTIONS, state, messages)
    print("\n".join(lines), flush=True)
    say(f"done in {time.monotonic() - started:.0f} s")
    return 0


def check(root: Path, model: Path) -> int:
    """Print a line a reader; return 1 where one of them dropped."""
    folder = root / "data" / "eval"
    messages = evaluation_messages(folder)
    before = predictions.load(folder / PREDICTIONS, messages, digest(folder))
    now = Product.load(model).read_all(messages)
    found = verdicts(messages, now, before.reads)
    print("\n".join(verdict.line for verdict in found), flush=True)
    return int(any(verdict.dropped for verdict in found))


def against_diet(root: Path) -> int:
    """Train Rasa's DIET and write `docs/evaluation-baseline.md`."""
    # Rasa's libraries warn of each other.
    warnings.filterwarnings("ignore")
    # Imported late: it brings TensorFlow.
    from bot.evaluation.against_diet import write_comparison

    print("\n".join(write_comparison(root)), flush=True)
    return 0


def say(line: str) -> None:
    """Print what is being done, at once."""
    print(f"· {line}", flush=True)
