"""Writes Simplified Chinese in the script and the words of the reader's region."""

from functools import cache
from typing import Final

from opencc import OpenCC

TRADITIONAL: Final = "zh-Hant"
REGIONS: Final = {"zh-Hant-TW": "s2twp", "zh-Hant-HK": "s2hk"}


def in_script(text: str, locale: str) -> str:
    """Return a text in the script of a locale; only a Traditional one changes anything."""
    if not locale.startswith(TRADITIONAL):
        return text
    return str(converter(REGIONS.get(locale, "s2t")).convert(text))


@cache
def converter(name: str) -> OpenCC:
    """Return the converter of a name of OpenCC's, read from its dictionaries once."""
    return OpenCC(name)
