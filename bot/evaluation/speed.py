"""How long a message takes on one core, all readers together."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from statistics import median

from bot.evaluation.messages import LANGUAGES, Message
from bot.evaluation.product import Product
from bot.language.segment import segment

#: Words of a message, and how many messages of that length are timed.
LENGTHS = ((30, 20), (2000, 3))
#: Each is read so often; the first time, which warms caches, does not count.
ROUNDS = 4
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Timing:
    """The median time of messages of one length."""

    language: str
    words: int
    messages: int
    milliseconds: float


def timings(product: Product, messages: Sequence[Message]) -> list[Timing]:
    """Time messages of both lengths in both languages, made of evaluation messages end to end."""
    found = []
    for language in LANGUAGES:
        texts = [message.text for message in messages if message.language == language]
        for words, count in LENGTHS:
            made = [of_length(texts[part::count], words) for part in range(count)]
            spent = [seconds for text in made for seconds in _timed(product, text)]
            found.append(Timing(language, words, len(made), median(spent) * 1000))
    return found


def of_length(texts: Sequence[str], words: int) -> str:
    """Return texts joined and cut to a number of words; Chinese words are those of jieba."""
    joined = ""
    while len(spans := segment(joined)) < words:
        joined += "\n".join(texts) + "\n"
    return joined[: spans[words - 1].end]


def _timed(product: Product, text: str) -> list[float]:
    spent = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        product.read_with_details(text, NOON)
        spent.append(time.perf_counter() - started)
    return spent[1:]
