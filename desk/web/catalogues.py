"""The texts of the pages, and which language a browser gets."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "catalogues"
# The names of the languages, each in itself as the switch shows it.
LANGUAGES: Final = {"zh-Hans": "简", "zh-Hant": "繁", "en": "EN"}
DEFAULT: Final = "zh-Hans"
TRADITIONAL_REGIONS: Final = ("hant", "tw", "hk", "mo")


@dataclass(frozen=True, slots=True)
class Catalogues:
    """All texts by language."""

    texts: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Catalogues":
        """Read one file a language."""
        return cls(
            {
                code: json.loads((folder / f"{code}.json").read_text(encoding="utf-8"))
                for code in LANGUAGES
            }
        )


def preferred(accept_language: str) -> str:
    """Return the language of ours that a browser's Accept-Language header likes best."""
    best, best_weight = DEFAULT, 0.0
    for item in accept_language[:500].split(","):
        tag, _, parameter = item.strip().lower().partition(";")
        code = _ours(tag.strip())
        weight = _weight(parameter.strip())
        if code is not None and weight > best_weight:
            best, best_weight = code, weight
    return best


def _ours(tag: str) -> str | None:
    language, *rest = tag.split("-")
    if language == "zh":
        return "zh-Hant" if any(part in TRADITIONAL_REGIONS for part in rest) else "zh-Hans"
    return "en" if language == "en" else None


def _weight(parameter: str) -> float:
    if not parameter.startswith("q="):
        return 1.0
    try:
        return float(parameter.removeprefix("q="))
    except ValueError:
        return 0.0
