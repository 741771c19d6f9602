"""Cuts text into the pieces of the encoder's vocabulary: SentencePiece's unigram model."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, List, Sequence, Tuple

#: Stands for the blank before a word.
MARK = "\u2581"
UNKNOWN = 3
#: A piece that the vocabulary lacks costs more than the rarest one that it has.
PENALTY = 10.0
#: Longer stretches without a blank are cut: a piece has 16 characters at most.
_STRETCH = re.compile(MARK + "?[^" + MARK + "]{1,64}|" + MARK)


class Tokenizer:
    """Finds the likeliest pieces of each stretch between blanks."""

    def __init__(
        self, pieces: Sequence[str], scores: Sequence[float], normal: Dict[int, str]
    ) -> None:
        self._normal = normal
        self._ids = {piece: number for number, piece in enumerate(pieces) if number != UNKNOWN}
        self._scores = scores
        self._unknown = min(scores) - PENALTY
        self._lengths = [
            1 if number == UNKNOWN else len(piece) for number, piece in enumerate(pieces)
        ]
        self._longest: Dict[str, int] = {}
        for piece in pieces:
            if len(piece) > self._longest.get(piece[:1], 0):
                self._longest[piece[:1]] = len(piece)
        # The words of a language come again and again.
        self._cut = lru_cache(maxsize=20_000)(self._likeliest)

    def ids(self, text: str) -> List[int]:
        """Return the numbers of the pieces, without those that begin and end a sequence."""
        plain = re.sub(" {2,}", " ", text.translate(self._normal))
        if not plain.startswith(" "):
            plain = " " + plain
        found: List[int] = []
        for stretch in _STRETCH.findall(plain.replace(" ", MARK)):
            found.extend(self._cut(stretch))
        return found

    def spans(self, text: str) -> List[Tuple[int, int]]:
        """Return where in the text each piece of `ids` stands; the blank before a word is left out."""
        places: List[int] = []
        signs: List[str] = []
        for place, character in enumerate(text):
            for sign in self._normal.get(ord(character), character):
                if sign != " " or (signs and signs[-1] != " "):
                    places.append(place)
                    signs.append(sign)
        # `ids` lays a blank before the text.
        plain, places = " " + "".join(signs), [0, *places]
        found: List[Tuple[int, int]] = []
        for stretch in _STRETCH.finditer(plain.replace(" ", MARK)):
            start = stretch.start()
            for number in self._cut(stretch.group()):
                end = start + self._lengths[number]
                first = start + (plain[start] == " ")
                begin = places[min(first, end - 1)]
                found.append((begin, places[end - 1] + 1 if first < end else begin))
                start = end
        return found

    def _likeliest(self, word: str) -> List[int]:
        best = [0.0] + [float("-inf")] * len(word)
        came = [(0, UNKNOWN)] * (len(word) + 1)
        for start, character in enumerate(word):
            score = best[start]
            if score + self._unknown > best[start + 1]:
                best[start + 1], came[start + 1] = score + self._unknown, (start, UNKNOWN)
            for end in range(
                start + 1, min(start + self._longest.get(character, 0), len(word)) + 1
            ):
                number = self._ids.get(word[start:end])
                if number is not None and score + self._scores[number] > best[end]:
                    best[end], came[end] = score + self._scores[number], (start, number)
        found: List[int] = []
        end = len(word)
        while end:
            end, number = came[end]
            found.append(number)
        return found[::-1]
