"""The labelled messages: the frozen ones to measure on, and those that the readers learned from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.labels import Labels, unmarked, unpacked

LANGUAGES = ("zh", "en")
#: Written as posted in public, by other writers and labelled by other annotators than the rest.
PUBLIC = "public"
#: What is measured apart: the messages of a language, then its public ones.
GROUPS = ("zh", "en", "zh, public", "en, public")
COMPLAIN = "complain"
#: In the evaluation's metadata: looked for and not there, which is not the same as not agreed on.
NONE = "-"
SUMS = "SHA256SUMS"
_LISTED = re.compile(r"^- +(.*)$", re.MULTILINE)


class NotFrozen(Exception):
    """The evaluation messages are not those that were frozen."""


@dataclass(frozen=True)
class Message:
    """One message to measure on; None stands for a label that the two annotators did not share."""

    text: str
    language: str
    complains: bool
    public: bool = False
    category: str | None = None
    tone: str | None = None
    mindset: str | None = None
    anger: float | None = None
    threats: frozenset[str] | None = None
    demand: frozenset[str] | None = None

    @property
    def group(self) -> str:
        """Return which of `GROUPS` the message belongs to."""
        return f"{self.language}, {PUBLIC}" if self.public else self.language

    @property
    def id(self) -> str:
        """Return the language and 12 hexadecimal digits of the text's hash."""
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{self.language}-{digest[:12]}"


@dataclass(frozen=True)
class Example:
    """One message to learn from; the labels stand beside complaints alone."""

    text: str
    language: str
    intent: str
    labels: Labels | None = None


def evaluation_messages(folder: Path) -> list[Message]:
    """Return the frozen messages; raise `NotFrozen` where a file is not the one that was frozen."""
    digest(folder)
    found = []
    for _, name in frozen(folder):
        language, _, part = Path(name).stem.partition("-")
        for intent, text, packed in _examples(folder / name):
            one = message(text, language, intent == COMPLAIN, packed)
            found.append(replace(one, public=part == PUBLIC))
    return found


def frozen(folder: Path) -> list[tuple[str, str]]:
    """Return the hash and the name of each frozen file, such as `zh-public.yml`."""
    lines = (folder / SUMS).read_text(encoding="ascii").splitlines()
    return [(expected, name) for expected, name in map(str.split, lines)]


def message(text: str, language: str, complains: bool, packed: str | None) -> Message:
    """Return a message with its labels unpacked: `t=passive h=- d=refund,apology a=0.5`."""
    given = dict(part.split("=", 1) for part in (packed or "").split())
    return Message(
        text=text,
        language=language,
        complains=complains,
        category=given.get("c"),
        tone=given.get("t"),
        mindset=given.get("m"),
        anger=float(given["a"]) if "a" in given else None,
        threats=_codes(given, "h"),
        demand=_codes(given, "d"),
    )


def digest(folder: Path) -> str:
    """Return the hash of the frozen messages; raise `NotFrozen` where a file has another one."""
    whole = hashlib.sha256()
    for expected, name in frozen(folder):
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
            raise NotFrozen(
                f"{folder / name} is not the file that {folder / SUMS} names. The evaluation "
                "messages are frozen: restore the file, or, after a new round of labelling, "
                "the sums."
            )
        whole.update(f"{expected}  {name}".encode())
    return whole.hexdigest()[:16]


def training_examples(folder: Path) -> list[Example]:
    """Return every message of `data/nlu/<language>/*.yml`."""
    return [
        Example(text, language, intent, unpacked(packed) if packed else None)
        for language in LANGUAGES
        for path in sorted((folder / language).glob("*.yml"))
        for intent, text, packed in _examples(path)
    ]


def _codes(given: Mapping[str, str], key: str) -> frozenset[str] | None:
    if key not in given:
        return None
    return frozenset() if given[key] == NONE else frozenset(given[key].split(","))


def _examples(path: Path) -> Iterator[tuple[str, str, str | None]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    for block in content["nlu"]:
        examples = block.get("examples") if "intent" in block else ()
        if isinstance(examples, str):
            for text in _LISTED.findall(examples):
                yield block["intent"], text.strip(), None
            continue
        for example in examples:
            text = unmarked(str(example["text"]).strip())
            yield block["intent"], text, example.get("metadata")
