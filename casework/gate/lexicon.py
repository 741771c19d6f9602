"""Loads the gate's words and patterns, which stand in TOML files beside this module."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from casework.gate.findings import Kind

FOLDER: Final = Path(__file__).parent / "lexicons"
LANGUAGES: Final = ("zh", "en")
_WORD: Final = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Wording that makes a finding, unless other wording of its clause or sentence takes it back.

    `remedy` names what is promised; without it the finding takes the remedies that it names.
    """

    id: str
    kind: Kind
    any: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None
    unless_sentence: re.Pattern[str] | None
    remedy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All that the gate knows of one language.

    `said` and `wanted` begin what the customer said or wants; the same sentence's `ours` ends it.
    `policy` tells that a sentence is about what holds for everybody, `personal` that a clause is
    about this customer all the same. `topics` name the clocks of the policy that may set the time
    of what they are about; no clock sets the time of something `final`.
    """

    sentence_end: re.Pattern[str]
    clause_end: re.Pattern[str]
    rules: tuple[Rule, ...]
    policy: re.Pattern[str]
    personal: re.Pattern[str]
    remedies: Mapping[str, re.Pattern[str]]
    said: re.Pattern[str]
    wanted: re.Pattern[str]
    ours: re.Pattern[str]
    quoting: re.Pattern[str]
    deciding: re.Pattern[str]
    record_line: re.Pattern[str]
    time: re.Pattern[str]
    time_promised: re.Pattern[str]
    time_unless: re.Pattern[str]
    topics: Mapping[re.Pattern[str], tuple[str, ...]]
    final: re.Pattern[str]
    letters: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a kind is stopped and how to get it through, by language and kind."""

    why: Mapping[str, Mapping[Kind, str]]
    way: Mapping[str, Mapping[Kind, str]]


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language; its file is read once."""
    data = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    words = dict(data["words"])

    def compiled(pattern: str) -> re.Pattern[str]:
        while _WORD.search(pattern):
            pattern = _WORD.sub(lambda match: f"(?:{words[match.group(1)]})", pattern)
        return re.compile(pattern, re.IGNORECASE)

    def either(patterns: list[str] | None) -> re.Pattern[str] | None:
        return compiled("|".join(f"(?:{one})" for one in patterns)) if patterns else None

    def rule(item: Mapping[str, Any]) -> Rule:
        return Rule(
            id=item["id"],
            kind=Kind(item["kind"]),
            any=tuple(compiled(one) for one in item["any"]),
            unless=either(item.get("unless")),
            unless_sentence=either(item.get("unless_sentence")),
            remedy=item.get("remedy"),
        )

    plain = {key: compiled(value) for key, value in data["shape"].items()}
    return Lexicon(
        rules=tuple(rule(item) for item in data["rules"]),
        remedies={name: compiled(value) for name, value in data["remedies"].items()},
        topics={compiled(item["about"]): tuple(item["clocks"]) for item in data["topics"]},
        **plain,
    )


@cache
def reasons() -> Reasons:
    """Return the sentences that explain a verdict to its author."""
    data = tomllib.loads((FOLDER / "reasons.toml").read_text(encoding="utf-8"))

    def by_kind(table: Mapping[str, Mapping[str, str]]) -> dict[str, dict[Kind, str]]:
        return {code: {Kind(kind): text for kind, text in table[code].items()} for code in table}

    return Reasons(why=by_kind(data["why"]), way=by_kind(data["way"]))
