"""Reads the facts that decide a grade from what the customer wrote."""

import re
from typing import Final

from casework.model import Fact, Record
from casework.policy import FactPatterns, Policy

SENTENCE_END: Final = re.compile(r"[。！？!?；;\n]+|(?<=\w)\.(?=\s|$)")
APOSTROPHES: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})


def read_facts(text: str, policy: Policy) -> frozenset[Fact]:
    """Return the facts that some sentence states and does not take back."""
    sentences = [part for part in SENTENCE_END.split(text.translate(APOSTROPHES)) if part.strip()]
    return frozenset(
        fact
        for fact, patterns in policy.facts.items()
        if any(_states(sentence, patterns) for sentence in sentences)
    )


def facts_of(record: Record, policy: Policy) -> frozenset[Fact]:
    """Return the facts of a record; what the intake asked outranks what the text says."""
    found = set(read_facts(record.complaint_text, policy))
    for name, holds in record.facts.items():
        if name in set(Fact):
            (found.add if holds else found.discard)(Fact(name))
    return frozenset(found)


def _states(sentence: str, patterns: FactPatterns) -> bool:
    return any(pattern.search(sentence) for pattern in patterns.any) and not any(
        pattern.search(sentence) for pattern in patterns.unless
    )
