"""Keeps what an encoder read of training messages for the next training, by the text's hash."""

from __future__ import annotations

import hashlib
import logging
import os
import zipfile
from pathlib import Path
from typing import Any, Iterator, List, Optional, Sequence, Tuple

import numpy as np

from bot.language.encoder import Encoder
from bot.language.spans import Tokens

logger = logging.getLogger(__name__)


def encodings(encoder: Encoder, texts: List[str], file: Optional[Path] = None) -> List[Any]:
    """Return the encoder's vectors, taking those from the file that it holds already.

    The file then holds these texts and no others. It must be named for the encoder: what it holds
    is believed.
    """
    if file is None:
        return encoder.encode(texts)
    keys = np.asarray([_key(text) for text in texts])
    known = _load(file)
    places = {key: row for row, key in enumerate(known[0].tolist())} if known else {}
    missing = [row for row, key in enumerate(keys.tolist()) if key not in places]
    if missing:
        logger.info("encoding %d of %d training messages", len(missing), len(texts))
    new = encoder.encode([texts[row] for row in missing]) if missing else None
    old_rows = [places[key] for key in keys.tolist() if key in places]
    had = np.asarray([key in places for key in keys.tolist()])
    found = []
    for block in range(len(new if new is not None else known[1:])):
        sample = new[block] if new is not None else known[block + 1]
        vectors = np.empty((len(texts), sample.shape[1]), dtype=np.float32)
        if old_rows:
            vectors[had] = known[block + 1][old_rows]
        if new is not None:
            vectors[~had] = new[block]
        found.append(vectors)
    if missing:
        _save(file, keys, found)
    return found


def token_states(
    encoder: Encoder, texts: List[str], file: Optional[Path] = None
) -> Optional[List[Tokens]]:
    """Return the tokens of each text, states in float16; None where the encoder has none.

    The file is used as `encodings` uses its own.
    """
    keys = [_key(text) for text in texts]
    known = dict(_load_tokens(file)) if file is not None else {}
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        new = encoder.tokens_of_all(list(missing.values()))
        if new is None:
            return None
        known.update(zip(missing, new, strict=True))
    if missing and file is not None:
        kept = {key: known[key] for key in keys}
        _write(
            file,
            keys=np.asarray(list(kept)),
            counts=np.asarray([len(tokens.spans) for tokens in kept.values()]),
            spans=np.concatenate([np.reshape(each.spans, (-1, 2)) for each in kept.values()]),
            states=np.concatenate([tokens.states for tokens in kept.values()]),
        )
    return [known[key] for key in keys]


def _load_tokens(file: Path) -> Iterator[Tuple[bytes, Tokens]]:
    try:
        with np.load(file, allow_pickle=False) as saved:
            keys, counts = saved["keys"], saved["counts"]
            spans, states = saved["spans"], saved["states"]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return
    end = 0
    for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
        start, end = end, end + count
        yield key, Tokens([tuple(span) for span in spans[start:end].tolist()], states[start:end])


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24].encode("ascii")


def _load(file: Path) -> List[Any]:
    try:
        with np.load(file, allow_pickle=False) as saved:
            blocks = [saved[name] for name in sorted(saved.files) if name != "keys"]
            return [saved["keys"], *blocks]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return []


def _save(file: Path, keys: Any, vectors: Sequence[Any]) -> None:
    _write(file, keys=keys, **{f"block{i}": each for i, each in enumerate(vectors)})


def _write(file: Path, **arrays: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as stream:
        np.savez(stream, **arrays)
    part.replace(file)
