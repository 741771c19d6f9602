"""Tells whether a secret is strong enough to face strangers."""

import math
from collections import Counter
from typing import Final

LEAST_LETTERS: Final = 32
# 32 hexadecimal digits have about 110 bits by this count; a word that is repeated has few.
LEAST_BITS: Final = 80.0
# Of a random secret's pieces of four letters hardly two are alike.
PIECE: Final = 4
LEAST_DIFFERENT: Final = 0.75
#: What stands in examples. Six letters at least: shorter ones turn up in random secrets.
PLACEHOLDERS: Final = (
    "changeme",
    "change-me",
    "change_me",
    "change-it",
    "default",
    "example",
    "insecure",
    "jieyou",
    "password",
    "placeholder",
    "replace",
    "secret",
)


def weakness(secret: str) -> str | None:
    """Return why a secret is weak, or None; the answer never holds any of the secret.

    The bits are counted from how often each letter occurs, and the pieces of four letters have
    to differ, so that few letters and repeated words are found out.
    """
    if len(secret) < LEAST_LETTERS:
        return f"it has {len(secret)} letters, and {LEAST_LETTERS} are needed"
    lowered = secret.casefold()
    for word in PLACEHOLDERS:
        if word in lowered:
            return "it looks like a placeholder out of an example"
    pieces = [secret[at : at + PIECE] for at in range(len(secret) - PIECE + 1)]
    if _bits(secret) < LEAST_BITS or len(set(pieces)) < LEAST_DIFFERENT * len(pieces):
        return "it repeats itself too much to be random"
    return None


def _bits(secret: str) -> float:
    counts = Counter(secret).values()
    total = len(secret)
    return -sum(count * math.log2(count / total) for count in counts)
