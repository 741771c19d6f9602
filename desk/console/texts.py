"""The texts of the desk's pages."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fastapi import Request

from desk.web.catalogues import preferred

FOLDER: Final = Path(__file__).parent / "catalogues"
LANGUAGES: Final = {"zh": "中文", "en": "English"}
LANGUAGE_COOKIE: Final = "jieyou_desk_lang"


def load_texts(folder: Path = FOLDER) -> Mapping[str, Mapping[str, str]]:
    """Return all texts by language and key."""
    return {
        code: json.loads((folder / f"{code}.json").read_text(encoding="utf-8"))
        for code in LANGUAGES
    }


def language_of(request: Request) -> str:
    """Return the language that the visitor chose, else the one that their browser prefers."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return "en" if preferred(request.headers.get("accept-language", "")) == "en" else "zh"
