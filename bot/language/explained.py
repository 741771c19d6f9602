"""Reads a name whose characters are explained: 我叫赖春梅，春天的春，梅花的梅 · 罗德全，四维罗."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.normalize import Folded, fold
from bot.language.surnames import COMPOUND, EXPLAINED, SINGLE

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LEAD = re.compile(
    r"(?:^|(?<=[\s,，。.!！]))[嗯额那哦啊,，\s]{0,3}(?:(?:我的?)?(?:姓名|名字)(?:叫|是|:)?|我叫做?|我是|本人|联系人|收件人|叫)[是:]?\s?"
)
_PARTED = re.compile(r"[\s,，。.、;；:：()（）]{1,3}")
_WORDY = re.compile(r"(?:就是|是|那个|就)?")
_COMPOSED = re.compile(
    rf"(?P<how>{'|'.join(sorted(EXPLAINED.keys() - {'谢谢'}, key=len, reverse=True))})的?"
    rf"(?P<surname>[{''.join(sorted(set(EXPLAINED.values())))}])"
)
_OF = re.compile(r"的那个|那个|这个|的")
_LONGEST_WORD = 5


@dataclass(frozen=True)
class ExplainedName:
    """A name in the plain form; `stop` is where the explanation of its characters ends."""

    start: int
    end: int
    stop: int
    #: Where the surname stands that was explained, if voice input wrote another in the name.
    surname_at: int | None = None


def find_explained(text: str | Folded | None, *, expected: bool = False) -> ExplainedName | None:
    """Return the name that stands before an explanation of its own characters."""
    plain = fold(text).text
    starts = [lead.end() for lead in _LEAD.finditer(plain)]
    if expected:
        starts.append(0)
    for start in starts:
        found = [item for size in (4, 3, 2) if (item := _explained(plain, start, size))]
        # 张伟弓长张伟大的伟: what a character is made of parts surer than what it is a part of.
        found.sort(key=lambda item: not _COMPOSED.match(plain, _skip(plain, item.end)))
        if found:
            return found[0]
    return None


def _explained(plain: str, start: int, size: int) -> ExplainedName | None:
    """Return the name of so many characters, if an explanation follows it."""
    end = start + size
    name = plain[start:end]
    if len(name) < size or not _HAN.fullmatch(name):
        return None
    if name[0] not in SINGLE and name[:2] not in COMPOUND:
        return None
    other: int | None = None
    composed = _COMPOSED.match(plain, _skip(plain, end))
    if composed and EXPLAINED[composed["how"]] == composed["surname"] != name[0]:
        if not _PARTED.match(plain, end):
            return None
        other = composed.start("surname")
        name = composed["surname"] + name[1:]
    stop = end
    while (further := _explanation(plain, _skip(plain, stop), name)) is not None:
        stop = further
    return ExplainedName(start, end, stop, other) if stop > end else None


def _skip(plain: str, place: int) -> int:
    """Return where the next words begin behind a comma and the like."""
    parted = _PARTED.match(plain, place)
    place = parted.end() if parted else place
    wordy = _WORDY.match(plain, place)
    return wordy.end() if wordy else place


def _explanation(plain: str, place: int, name: str) -> int | None:
    """Return where the explanation of a character of the name ends, if one begins there."""
    composed = _COMPOSED.match(plain, place)
    if (
        composed
        and EXPLAINED[composed["how"]] == composed["surname"]
        and composed["surname"] in name
    ):
        return composed.end()
    for size in range(1, _LONGEST_WORD + 1):
        word = plain[place : place + size]
        of = _OF.match(plain, place + size)
        if not of or not _HAN.fullmatch(word):
            continue
        for length in (2, 1):
            part = plain[of.end() : of.end() + length]
            if (
                len(part) == length
                and part in name
                and (word.startswith(part) or word.endswith(part) or f"{part}那" in word)
            ):
                return of.end() + length
    return None
