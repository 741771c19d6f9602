"""Makes any text and any JSON value fit for every database."""

import math
from collections.abc import Mapping
from typing import Any


def storable(text: str) -> str:
    """Return the text without NUL, and with lone surrogates replaced, which no database takes."""
    if "\x00" not in text and _encodes(text):
        return text
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def storable_json(value: Any) -> Any:
    """Return a copy of a JSON value with storable texts, and null for a number that is none."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {storable(str(key)): storable_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable_json(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
