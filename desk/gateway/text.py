"""Makes what strangers send safe to store and to pass on."""

import json
import math
import re
import unicodedata
from typing import Any, Final

from casework.text import storable

MAX_TEXT_BYTES: Final = 100 * 1024
MAX_METADATA_BYTES: Final = 16 * 1024
MAX_DEPTH: Final = 8
LONGEST_ID: Final = 200

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


class TooLarge(ValueError):
    """More was sent than one message may hold."""


class Malformed(ValueError):
    """What was sent does not have the form that is asked for."""


def clean_text(raw: str) -> str:
    """Return the text without control characters, lone surrogates and white space around it.

    Raises:
        TooLarge: it has more than 100 kB.
        Malformed: nothing in it can be seen.
    """
    text = _clean(raw).strip()
    if len(text.encode()) > MAX_TEXT_BYTES:
        raise TooLarge(f"more than {MAX_TEXT_BYTES} bytes")
    if not any(unicodedata.category(sign)[0] not in "ZC" for sign in text):
        raise Malformed("there is nothing to read in it")
    return text


def clean_label(raw: str) -> str:
    """Return a short text on one line, such as a name, without control characters."""
    return " ".join(_clean(raw).split())


def clean_id(raw: Any) -> str | None:
    """Return a client's id of a message as text, None where none is given.

    Raises:
        Malformed: it is neither text nor a number, or empty, or too long.
    """
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise Malformed("message_id is neither text nor a number")
    cleaned = _clean(str(raw)).strip()
    if not 0 < len(cleaned) <= LONGEST_ID:
        raise Malformed(f"message_id has no 1 to {LONGEST_ID} characters")
    return cleaned


def clean_metadata(raw: Any) -> dict[str, Any]:
    """Return the metadata with clean texts.

    Raises:
        TooLarge: it has more than 16 kB.
        Malformed: it is no object, or too deep.
    """
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise Malformed("metadata is not an object")
    cleaned = _clean_json(raw, 0)
    if len(json.dumps(cleaned, ensure_ascii=False).encode()) > MAX_METADATA_BYTES:
        raise TooLarge(f"metadata has more than {MAX_METADATA_BYTES} bytes")
    return dict(cleaned)


def _clean(raw: str) -> str:
    # JSON may write a sign outside the basic plane as two surrogates; only a lone one is broken.
    paired = raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = paired.replace("\r\n", "\n").replace("\r", "\n")
    return storable(_LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _CONTROL.sub("", text)))


def _clean_json(value: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise Malformed("metadata is nested too deeply")
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, dict):
        return {_clean(str(key)): _clean_json(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        return [_clean_json(each, depth + 1) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
