"""Splits text into tokens with exact offsets: Chinese by jieba, the rest by spaCy's tokenizer."""

from __future__ import annotations

import logging
import os
import re
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.language.normalize import fold
from bot.language.spans import Span

_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_WORDS = Path(__file__).with_name("lexicons") / "words_zh.txt"
# spaCy's rules are made for sentences; a single unbroken string of this length is no word.
_LONGEST_WORD = 400


def _cache_folder() -> Path:
    """Return the folder for jieba's cache: inside the project's var, never the system's temporary folder."""
    var = os.environ.get("JIEYOU_VAR")
    folder = Path(var) if var else Path(__file__).resolve().parents[2] / "var"
    cache = folder / "cache" / "jieba"
    cache.mkdir(parents=True, exist_ok=True)
    return cache


@lru_cache(maxsize=1)
def _chinese() -> Any:
    """Return a tokenizer of our own, so that no other user of jieba changes its dictionary."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    try:
        tokenizer.tmp_dir = str(_cache_folder())
    except OSError:
        tokenizer.tmp_dir = tempfile.gettempdir()
    tokenizer.initialize()
    for line in _WORDS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            for word in line.split():
                tokenizer.add_word(word, freq=tokenizer.suggest_freq(word, tune=False))
    return tokenizer


@lru_cache(maxsize=1)
def _english() -> Any:
    """Return spaCy's rule tokenizer for English; it needs no model."""
    import spacy

    return spacy.blank("en").tokenizer


def segment(text: str | None) -> list[Span]:
    """Return the tokens of the stripped text in order, none of them white space."""
    return list(_segmented((text or "").strip()))


@lru_cache(maxsize=4)
def _segmented(source: str) -> tuple[Span, ...]:
    """Remember the last few texts: the tokenizer and the readers cut the same message."""
    tokens: list[Span] = []
    position = 0
    for run in _HAN_RUN.finditer(source):
        tokens += _others(source, position, run.start())
        tokens += _words(source, run.start(), run.end())
        position = run.end()
    tokens += _others(source, position, len(source))
    return tuple(tokens)


def _words(source: str, start: int, end: int) -> list[Span]:
    """Return the words of a run of Chinese characters; Traditional ones are cut like their Simplified forms."""
    run = source[start:end]
    plain = "".join(
        folded if len(folded := fold(piece).text) == len(piece) else piece for piece in _pieces(run)
    )
    tokens = []
    position = start
    for word in _chinese().cut(plain if len(plain) == len(run) else run, HMM=True):
        tokens.append(Span(position, position + len(word), source[position : position + len(word)]))
        position += len(word)
    return tokens


def _pieces(run: str) -> list[str]:
    """Return a run in pieces that the plain form reads whole."""
    return [run[index : index + 8000] for index in range(0, len(run), 8000)]


def _others(source: str, start: int, end: int) -> list[Span]:
    """Return the tokens of a stretch without Chinese characters."""
    tokens: list[Span] = []
    for chunk in re.finditer(r"\S+", source[start:end]):
        first = start + chunk.start()
        if len(chunk.group()) > _LONGEST_WORD:
            tokens += [
                Span(
                    first + i,
                    min(first + i + _LONGEST_WORD, start + chunk.end()),
                    source[first + i : min(first + i + _LONGEST_WORD, start + chunk.end())],
                )
                for i in range(0, len(chunk.group()), _LONGEST_WORD)
            ]
            continue
        # A lone surrogate cannot be encoded, which spaCy does; it stands for itself in a look-alike.
        plain = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in chunk.group())
        for token in _english()(plain):
            if not token.is_space:
                at = first + token.idx
                tokens.append(Span(at, at + len(token.text), source[at : at + len(token.text)]))
    return tokens
