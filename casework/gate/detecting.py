"""Finds what a text promises, admits, blames, inflames or discloses."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from casework.gate.findings import Amount, Finding, Kind
from casework.gate.lexicon import LANGUAGES, Lexicon, Rule, lexicon
from casework.gate.money import amounts
from casework.gate.reading import (
    Fold,
    Sentence,
    clause_around,
    plain,
    sentences,
    without_quotations,
    without_record,
    without_reported,
    without_words_of,
)
from casework.gate.times import PromisedTimes, clocks_about

# What the customer wants may be told; what is said about it may still inflame.
_EVEN_ABOUT_WISHES: Final = frozenset({Kind.INFLAMMATORY})
# What an opinion may be about, in the same breath.
_TOLD: Final = frozenset({Kind.ADMISSION, Kind.BLAME, Kind.COMMITMENT})
_APART: Final = re.compile(r"[。！？，；,.!?;\n]")
_OF_DAY: Final = re.compile(r",?\s?(?:at )?\d{1,2}[:：]\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a text comes from, as far as that decides what in it is somebody else's.

    `fold` turns Traditional characters into Simplified ones, each by itself. `customer` holds the
    customer's messages of the conversation. `assistant`: whatever it quotes is the customer's.
    """

    fold: Fold = str
    customer: Sequence[str] = ()
    assistant: bool = False


def findings(
    text: str, times: PromisedTimes | None = None, source: Source | None = None
) -> list[Finding]:
    """Return all findings of a text, whatever is approved, in the order of their places."""
    times, source = times or PromisedTimes(), source or Source()
    folded = plain(source.fold(text))
    customer = [plain(source.fold(said)) for said in source.customer]
    if source.assistant:
        for language in LANGUAGES:
            folded = without_record(folded, lexicon(language))
        folded = without_words_of(folded, customer)
    found: list[Finding] = []
    for language in LANGUAGES:
        words = lexicon(language)
        if words.letters.search(folded) is None:
            continue
        own = without_quotations(folded, source.fold(text), words, all_quotes=source.assistant)
        for sentence in sentences(own, words):
            found += _in_sentence(sentence, words, times)
    merged = _merged(replace(one, text=text[one.start : one.end]) for one in found)
    return _without_told_opinions(merged, text)


def _in_sentence(sentence: Sentence, words: Lexicon, times: PromisedTimes) -> Iterator[Finding]:
    said = without_reported(sentence.text, words, wanted=False)
    wanted = without_reported(said, words, wanted=True)
    promised: set[str] = set()
    for rule in words.rules:
        read = said if rule.kind in _EVEN_ABOUT_WISHES else wanted
        for pattern in rule.any:
            for match in pattern.finditer(read):
                if not _is_taken_back(rule, read, match, words):
                    found = _finding(rule, sentence, read, match, words)
                    promised |= set(found.times)
                    yield found
    # The time of a promised remedy is part of that promise.
    for time in _times(sentence, wanted, words, times):
        if promised.isdisjoint(time.times):
            yield time


def _is_taken_back(rule: Rule, read: str, match: re.Match[str], words: Lexicon) -> bool:
    first, last = clause_around(read, match.start(), match.end(), words)
    in_clause = rule.unless is not None and rule.unless.search(read[first:last])
    in_sentence = rule.unless_sentence is not None and rule.unless_sentence.search(read)
    general = rule.kind is Kind.COMMITMENT and _is_general(read, read[first:last], words)
    return bool(in_clause or in_sentence or general)


def _is_general(sentence: str, clause: str, words: Lexicon) -> bool:
    return bool(words.policy.search(sentence)) and not words.personal.search(clause)


def _finding(
    rule: Rule, sentence: Sentence, read: str, match: re.Match[str], words: Lexicon
) -> Finding:
    start, end = match.span()
    remedies: tuple[str, ...] = ()
    sums: tuple[Amount, ...] = ()
    promised: tuple[str, ...] = ()
    if rule.kind is Kind.COMMITMENT:
        first, last = clause_around(read, start, end, words)
        clause = read[first:last]
        named = [name for name, pattern in words.remedies.items() if pattern.search(clause)]
        remedies = (rule.remedy,) if rule.remedy else tuple(named) or ("other",)
        sums = tuple(amount for _, _, amount in amounts(clause))
        promised = tuple(time.group() for time in words.time.finditer(clause))
    return Finding(
        kind=rule.kind,
        rule=rule.id,
        start=sentence.start + start,
        end=sentence.start + end,
        text="",
        remedies=remedies,
        amounts=sums,
        times=promised,
    )


def _times(
    sentence: Sentence, read: str, words: Lexicon, times: PromisedTimes
) -> Iterator[Finding]:
    if sentence.asks:
        return
    for match in words.time.finditer(read):
        first, last = clause_around(read, match.start(), match.end(), words)
        clause = read[first:last]
        if not words.time_promised.search(clause) or words.time_unless.search(clause):
            continue
        if _is_general(read, clause, words):
            continue
        # The time of day that follows a date belongs to it.
        following = _OF_DAY.match(read, match.end())
        named = match.group() + (following.group() if following else "")
        if _is_office_time(clause, times) or times.is_exact_due(named):
            continue
        if not times.allows(named, clocks_about(clause, words)):
            yield Finding(
                kind=Kind.COMMITMENT,
                rule="time",
                start=sentence.start + match.start(),
                end=sentence.start + match.end(),
                text="",
                times=(match.group(),),
            )


def _is_office_time(clause: str, times: PromisedTimes) -> bool:
    start, end = times.office_hours
    return bool(start) and start in clause and end in clause


def _merged(found: Iterable[Finding]) -> list[Finding]:
    """Return the findings with those of one kind joined where they overlap."""
    merged: list[Finding] = []
    for one in sorted(found, key=lambda f: (f.kind, f.start, -f.end)):
        last = merged[-1] if merged else None
        if last is not None and last.kind is one.kind and one.start < last.end:
            merged[-1] = _joined(last, one)
        else:
            merged.append(one)
    return sorted(merged, key=lambda f: (f.start, f.end, f.kind))


def _without_told_opinions(found: list[Finding], text: str) -> list[Finding]:
    """Return the findings with what an opinion is about made a part of that opinion.

    "I think you'll get a refund" is a view of the outcome and promises nothing of its own.
    """
    told: list[Finding] = []
    for one in found:
        last = told[-1] if told else None
        if (
            last is not None
            and last.kind is Kind.OPINION
            and one.kind in _TOLD
            and not _APART.search(text[last.end : one.start])
        ):
            end = max(last.end, one.end)
            told[-1] = replace(last, end=end, text=text[last.start : end])
        else:
            told.append(one)
    return told


def _joined(first: Finding, second: Finding) -> Finding:
    longer = first.text + second.text[max(0, first.end - second.start) :]
    return replace(
        first,
        end=max(first.end, second.end),
        text=longer if second.end > first.end else first.text,
        remedies=tuple(dict.fromkeys(first.remedies + second.remedies)),
        amounts=tuple(dict.fromkeys(first.amounts + second.amounts)),
        times=tuple(dict.fromkeys(first.times + second.times)),
    )
