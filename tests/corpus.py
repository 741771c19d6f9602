"""The project's messages and wordings as the data tests read them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.labels import unmarked
from casework.settings import ROOT

LANGUAGES = ("zh", "en")
NLU = ROOT / "data" / "nlu"
EVALUATION = ROOT / "data" / "eval"
RESPONSES = ROOT / "data" / "responses"
RULES = ROOT / "data" / "rules"
#: Said before a question in the same bubble.
LEADS = [
    "utter_back_to_it", "utter_corrected", "utter_demand_passed", "utter_heard",
    "utter_kept_as_said", "utter_language_switched", "utter_not_caught", "utter_noted",
    "utter_noted_many", "utter_open",
    "utter_proposal_taken", "utter_skipped", "utter_story_added", "utter_told_already_found",
    "utter_told_already_missing",
]  # fmt: skip
# Written in C where the library has it: ten times faster on ten thousand messages.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Example:
    """One message with its intent; `labels` are the string that stands beside it."""

    text: str
    intent: str
    labels: str | None
    path: Path


@lru_cache(maxsize=64)
def load(path: Path) -> Any:
    """Return the content of a YAML file."""
    return yaml.load(path.read_text(encoding="utf-8"), LOADER)


def examples(path: Path) -> Iterator[Example]:
    """Return the messages of one file, in either of the forms that Rasa reads."""
    for group in load(path)["nlu"]:
        listed = group["examples"]
        if isinstance(listed, str):
            listed = [
                {"text": line.strip().removeprefix("- ")}
                for line in listed.splitlines()
                if line.strip()
            ]
        for item in listed:
            text = unmarked(item["text"].strip())
            yield Example(text, group["intent"], item.get("metadata"), path)


@lru_cache(maxsize=1)
def training() -> tuple[Example, ...]:
    """Return all training messages."""
    return tuple(one for path in sorted(NLU.glob("*/*.yml")) for one in examples(path))


@lru_cache(maxsize=1)
def evaluation() -> tuple[Example, ...]:
    """Return all messages that scores are taken on."""
    return tuple(one for path in sorted(EVALUATION.glob("*.yml")) for one in examples(path))


@lru_cache(maxsize=1)
def wordings() -> dict[str, dict[str, dict[str, list[str]]]]:
    """Return the wordings by key, language and tone."""
    found: dict[str, dict[str, dict[str, list[str]]]] = {}
    for path in sorted(RESPONSES.glob("*.yml")):
        found |= load(path).get("responses") or {}
    return found


@lru_cache(maxsize=1)
def labels() -> dict[str, dict[str, str]]:
    """Return the labels by name and language."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(RESPONSES.glob("*.yml")):
        found |= load(path).get("labels") or {}
    return found


def texts(key: str, language: str) -> list[str]:
    """Return every wording of a key in a language, whatever the tone."""
    return [text for tone in wordings()[key][language].values() for text in tone]
