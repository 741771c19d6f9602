"""What the tuning learns to answer: every question of a reading, as arrays."""

from __future__ import annotations

from typing import Any, Dict, List, Sequence

import numpy as np

from bot.evaluation.messages import COMPLAIN, Example
from bot.nlu.heads import AMBIGUOUS_INTENTS
from bot.nlu.labels import CATEGORIES, DEMANDS, MINDSETS, THREATS, TONES


def targets(examples: Sequence[Example]) -> Dict[str, Any]:
    """Return the answers; a weight of 0 stands where an example does not tell."""
    intents = sorted({example.intent for example in examples})
    count = len(examples)
    labelled = [example.labels for example in examples]
    found: Dict[str, Any] = {
        "intent": _one_of(intents, [example.intent for example in examples]),
        "category": np.zeros((count, len(CATEGORIES)), dtype=np.float32),
        "tone": _one_of(TONES, [label and label.tone for label in labelled]),
        "mindset": _one_of(MINDSETS, [label and (label.mindset or "rational") for label in labelled]),
        "demand": np.zeros((count, len(DEMANDS)), dtype=np.float32),
        "threats": np.zeros((count, len(THREATS)), dtype=np.float32),
        "complaint": np.zeros((count, 1), dtype=np.float32),
        "anger": np.zeros((count, 1), dtype=np.float32),
        "told": np.asarray([label is not None for label in labelled], dtype=np.float32),
        "plain": np.zeros(count, dtype=np.float32),
    }
    for row, (example, label) in enumerate(zip(examples, labelled)):
        complains = example.intent == COMPLAIN
        found["complaint"][row] = complains
        found["plain"][row] = example.intent not in AMBIGUOUS_INTENTS and (
            not complains or label is not None
        )
        if label is None:
            continue
        shares = [1.0] if len(label.category) == 1 else [0.75, 0.25]
        for code, share in zip(label.category, shares):
            found["category"][row, CATEGORIES.index(code)] = share
        for code in label.demand:
            found["demand"][row, DEMANDS.index(code)] = 1
        for code in label.threats:
            found["threats"][row, THREATS.index(code)] = 1
        found["anger"][row] = label.anger / 3
    return found


def _one_of(codes: Sequence[str], answers: List[Any]) -> Any:
    table = np.zeros((len(answers), len(codes)), dtype=np.float32)
    for row, answer in enumerate(answers):
        if answer is not None:
            table[row, list(codes).index(answer)] = 1
    return table
