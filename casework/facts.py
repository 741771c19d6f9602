"""Reads the facts that decide a grade from what the customer wrote."""

import re
from collections.abc import Mapping
from typing import Final, TypeVar

from casework.model import Fact, Record
from casework.policy import FactPatterns, Policy

Name = TypeVar("Name", bound=str)

SENTENCE_END: Final = re.compile(r"[。！？!?；;\n]+|(?<=\w)\.(?=\s|$)")
APOSTROPHES: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})


def read_facts(text: str, policy: Policy) -> frozenset[Fact]:
    """Return the facts that some sentence states and does not take back."""
    return stated(text, policy.facts)


def read_signals(text: str, policy: Policy) -> frozenset[str]:
    """Return the signals that some sentence gives and does not take back."""
    return stated(text, policy.work.signals)


def stated(text: str, known: Mapping[Name, FactPatterns]) -> frozenset[Name]:
    """Return the names whose patterns some sentence meets and does not take back."""
    sentences = [part for part in SENTENCE_END.split(text.translate(APOSTROPHES)) if part.strip()]
    return frozenset(
        name
        for name, patterns in known.items()
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
