"""Puts what the code says of itself into pages, in both languages."""

from pathlib import Path
from typing import Any, Final

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from casework.settings import ROOT
from tools.reference import api, commands, metrics, policy, settings
from tools.reference.untold import require_same

HERE: Final = Path(__file__).parent
FOLDER: Final = ROOT / "docs" / "reference"
# The suffix of a page's file by language, as README.md and README.zh.md have it.
SUFFIXES: Final = {"en": "", "zh": ".zh"}


class Wording:
    """Says a sentence of the code in a page's language, and remembers what it was asked."""

    def __init__(self, language: str, chinese: dict[str, str]) -> None:
        self._language = language
        self._chinese = chinese
        self.asked: set[str] = set()

    def __call__(self, text: str | None) -> str:
        """Return the sentence; lines that were wrapped in the code are one line."""
        flat = " ".join((text or "").split())
        # A code word such as <Grade> is the same in every language.
        if self._language == "en" or not flat or flat.startswith("<"):
            return flat
        self.asked.add(flat)
        return self._chinese.get(flat, flat)


def pages() -> dict[str, str]:
    """Return the text of each page by its file's name.

    Raises:
        Untold: a text or a key of the code has no meaning in the texts, or a meaning none of these.
    """
    chinese = _texts("zh.yml")
    facts: dict[str, Any] = {
        "settings": settings.read(),
        "commands": commands.read(),
        "api": api.read(_texts("fields.yml")),
        "policy": policy.read(_texts("policy.yml")),
        "metrics": metrics.read(),
    }
    written, told = {}, Wording("zh", chinese)
    for language, suffix in SUFFIXES.items():
        said = told if language == "zh" else Wording(language, chinese)
        environment = _environment(said)
        for name, fact in facts.items():
            template = environment.get_template(f"{name}{suffix}.md.j2")
            written[f"{name}{suffix}.md"] = template.render(fact=fact, language=language)
    require_same("zh.yml", told.asked, set(chinese))
    return written


def _texts(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((HERE / "texts" / name).read_text(encoding="utf-8"))
    return content


def _environment(said: Wording) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        # Headings of Markdown carry their anchors as {#name}.
        comment_start_string="<#",
        comment_end_string="#>",
    )
    environment.filters["said"] = said
    environment.filters["cell"] = _cell
    return environment


def _cell(text: str) -> str:
    """Return a text that stays within one cell of a table."""
    return text.replace("|", "\\|")
