"""Cuts a text into sentences and clauses, and hides what others said in it.

Every step keeps the number of code points, so that a place in the result is the place in the text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from casework.gate.lexicon import Lexicon

Fold = Callable[[str], str]

# No pattern names this sign, so that nothing is found in what is hidden.
HIDDEN: Final = "\ufffc"
#: So far a quotation reaches. It ends before another one opens, too: the time of a text of opening
#: marks would grow with the square of its length.
_LONGEST_QUOTED: Final = 2000
_QUOTED: Final = re.compile(
    rf"“[^“”\n]{{0,{_LONGEST_QUOTED}}}”|「[^「」\n]{{0,{_LONGEST_QUOTED}}}」|『[^『』\n]{{0,{_LONGEST_QUOTED}}}』"
    rf"|‘[^‘’\n]{{4,{_LONGEST_QUOTED}}}’(?!\w)|\"[^\"\n]{{0,{_LONGEST_QUOTED}}}\""
)
_APOSTROPHES: Final = str.maketrans("’‘ʼ＇", "''''")
# Characters that stay as they are where Traditional is turned into Simplified sign by sign.
_VARIANTS: Final = str.maketrans("覆著瞭妳裏纔喫", "复着了你里才吃")
LONGEST: Final = 400
SHORTEST_REPEATED: Final = 8
# The assistant reads a record back as lines of this form.
_RECORD: Final = re.compile(r"^· .*\Z", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A part of a text and where it starts there; `asks` tells that a question mark ends it."""

    text: str
    start: int
    asks: bool


def plain(text: str) -> str:
    """Return the text with half-width signs and straight apostrophes."""
    return "".join(map(_narrow, text.translate(_APOSTROPHES).translate(_VARIANTS)))


def _narrow(sign: str) -> str:
    if not "\uff10" <= sign <= "\uff5a":
        return sign
    narrow = unicodedata.normalize("NFKC", sign)
    return narrow if narrow.isalnum() and len(narrow) == 1 else sign


def sentences(text: str, lexicon: Lexicon) -> Iterator[Sentence]:
    """Yield the sentences of a text, endless ones in pieces, so that time grows with length."""
    start = 0
    for match in lexicon.sentence_end.finditer(text):
        asks = "?" in match.group() or "？" in match.group()
        yield from _pieces(text, start, match.start(), asks, lexicon)
        start = match.end()
    yield from _pieces(text, start, len(text), False, lexicon)


def _pieces(text: str, start: int, end: int, asks: bool, lexicon: Lexicon) -> Iterator[Sentence]:
    while end - start > LONGEST:
        ends = [match.end() for match in lexicon.clause_end.finditer(text, start, start + LONGEST)]
        cut = max(ends, default=start + LONGEST)
        yield Sentence(text[start:cut], start, asks)
        start = cut
    if text[start:end].strip():
        yield Sentence(text[start:end], start, asks)


def clause_around(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[int, int]:
    """Return where the clause, or the clauses, begin and end in which a place lies."""
    first, last = 0, len(text)
    for match in lexicon.clause_end.finditer(text):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.start()
            break
    return first, last


def hide(text: str, start: int, end: int) -> str:
    """Return the text with a part hidden."""
    return text[:start] + HIDDEN * (end - start) + text[end:]


def without_quotations(
    text: str, marked: str, lexicon: Lexicon, *, all_quotes: bool = False
) -> str:
    """Return the text without the quotations whose sentence names the customer as their source.

    Args:
        text: the text to hide in.
        marked: the text with its quotation marks as they were written.
        lexicon: the language's.
        all_quotes: whoever is quoted, as in what the assistant says.
    """
    for match in _QUOTED.finditer(marked):
        # No sentence is longer.
        start, end = match.span()
        before = re.split(r"[。！？!?\n]", marked[max(start - LONGEST, 0) : start])[-1]
        after = re.split(r"[。！？!?\n]", marked[end : end + LONGEST])[0]
        decided = lexicon.deciding.search(before[-12:])
        if all_quotes or (lexicon.quoting.search(f"{before} {after}") and not decided):
            text = hide(text, match.start() + 1, match.end() - 1)
    return text


def without_record(text: str, lexicon: Lexicon) -> str:
    """Return the text without the customer's record, which the assistant reads back."""
    block = _RECORD.search(text)
    if block is not None:
        text = hide(text, block.start(), max(text.rfind("\n"), block.start()))
    for match in lexicon.record_line.finditer(text):
        text = hide(text, *match.span("value"))
    return text


def without_words_of(text: str, customer: Sequence[str]) -> str:
    """Return the text without the customer's own messages where it repeats them whole.

    A message of a word or two is left alone: it would hide the same words of our own.
    """
    for said in customer:
        words = said.strip()
        if len(words) >= SHORTEST_REPEATED:
            # In one pass: a message of the sign that hides would be found again for ever.
            text = text.replace(words, HIDDEN * len(words))
    return text


def without_reported(sentence: str, lexicon: Lexicon, *, wanted: bool) -> str:
    """Return the sentence without what the customer is reported to say, or to want as well."""
    openings = [lexicon.said, lexicon.wanted] if wanted else [lexicon.said]
    for opening in openings:
        for match in opening.finditer(sentence):
            ours = lexicon.ours.search(sentence, match.end())
            sentence = hide(sentence, match.end(), ours.start() if ours else len(sentence))
    return sentence
