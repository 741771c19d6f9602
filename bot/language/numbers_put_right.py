"""Finds the number that a customer puts in another's place: 'TD-55120, hang on, no, TD-55102'.

The second number has no label of its own. It is one where the words between both take the first
back, name nothing else, and both are built alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.language.corrections import ABOUT_ELSE, CUE, SMALL_EN, SORRY_BEHIND
from bot.language.labels import LABEL, kind_of
from bot.language.normalize import Folded
from bot.language.number_values import VALUE, Identifier, end_of_groups, fits, identifier
from bot.language.spelled import spelled_from

#: So many characters may stand between both numbers.
_FURTHEST = 80
_LEAST_SIGNS = 4
#: Numbers of these kinds are given by name or shape, so that another may take their place.
_KINDS = frozenset(
    "order tracking contract account work_order case booking serial_number model tag".split()
)
_BEGINS = re.compile(r"(?<![a-z0-9'])[a-z0-9]|[零一二三四五六七八九幺]", re.ASCII)
#: Words that take something back only right before or right behind a number.
_NO = re.compile(
    r"^[\s,.?!…。(~-]*(?:no|nope|nah|不)(?:[\s,.!:;-]|是|$)"
    r"|^\s*\*\s*$|\bmisread\b|\breading it\b|(?:[,.?!。…\s]|^)不(?:是|对)?[,\s]",
    re.ASCII,
)
_FROM_BEHIND = re.compile(
    rf"[\s,.(-]*(?:{SORRY_BEHIND})\b(?! (?:{ABOUT_ELSE}|i)\b)|\s?才对", re.ASCII
)
_PAUSE = re.compile(r"[\s,.;…~-]*", re.ASCII)
#: What else the words between may tell of: the goods, wherever it stands …
_OF_GOODS = re.compile(
    r"发来|收到|寄来|送来|到货|尺码|大小|\b(?:sent|received|arrived|delivered|came|got|refund|size|charged)\b",
    re.ASCII,
)
#: … and money, or a way to reach the customer, where it says what the second number is.
_OF_OTHERS = re.compile(
    r"(?:电话|手机|联系|号码|邮箱|微信|邮编|身份证|元|块|金额|价格|[花付]了|我是|叫"
    r"|[£$€¥]|\b(?:phone|mobile|cell|tel|call|ring|text|e-?mail|whatsapp|paid|pay|costs?|price|amount|total|post ?code|zip|name)\b)"
    r"[^,.;!?。…\n]{0,16}$",
    re.ASCII,
)
#: Says outright which of both counts, however little alike they are.
_OLD_AND_NEW = re.compile(
    r"\bold (?:one|account|number|order|card|ref(?:erence)?)\b.{0,40}\b(?:new|right|current|correct) (?:one|account|number)"
    r"|旧的?.{0,12}新的?",
    re.ASCII,
)
#: These name a number of any kind.
_ANY_NUMBER = frozenset(("单号", "ref", "reference", "reference number", "my reference"))
_SMALL = re.compile(
    rf"(?:{CUE.pattern}|[\s,.;:!?…。(~*\"'-]|[了的地得是在我旧新啊呀哦噢哎嗯呃额那其实才也应该为成系]|一下|刚才|刚刚|那个|最后|单号"
    rf"|\b(?:{SMALL_EN}|its|thats|nope|one|number|old|new|typed|read|misread|reading|to|my|mistake|bad)\b)*",
    re.ASCII,
)


def put_right(folded: Folded, items: Iterable[Identifier]) -> list[Identifier]:
    """Return the identifiers with the later number in the place of one that is taken back.

    What is taken back stays among them as `noise`, so that no other reader takes it.
    """
    kept: list[Identifier] = []
    for item in items:
        if any(item.overlaps(other) for other in kept):
            continue
        kept.append(item)
        while later := _in_its_place(folded, kept[-1]):
            wrong = kept.pop()
            kept += [replace(wrong, kind="noise"), later]
    return kept


def _in_its_place(folded: Folded, item: Identifier) -> Identifier | None:
    if item.kind not in _KINDS:
        return None
    found = number_instead(folded, item.kind, folded.forth(item.end), item.value)
    return identifier(folded, found[0], found[1], item.kind, found[2], item.how) if found else None


def number_instead(
    folded: Folded, kind: str, end: int, value: str, *, denied: bool = False
) -> tuple[int, int, str] | None:
    """Return place and value of the number that stands in for one ending at an offset.

    Offsets are those of the plain form. `denied` says that words before the first took it back.
    """
    window = folded.text[end : end + _FURTHEST]
    behind = _PAUSE.match(window)
    if not (denied or CUE.search(window) or _NO.search(window) or (behind and behind.group())):
        return None
    for begins in _BEGINS.finditer(window):
        start = end + begins.start()
        found = _number_at(folded, kind, start)
        if found is None:
            continue
        between = folded.text[end:start]
        plain = _SMALL.fullmatch(between) or _OLD_AND_NEW.search(between)
        mended = _built_alike(value, found[2], closely=not plain)
        if mended and (denied or _takes_back(kind, between, folded.text[found[1] : found[1] + 24])):
            return start, found[1], mended
        words = re.match(r"[a-z]+ ", folded.text[start : found[1]])
        if not words and sum(sign.isdigit() for sign in found[2]) >= _LEAST_SIGNS:
            # Whatever is said behind another number is said of that one.
            return None
    return None


def _number_at(folded: Folded, kind: str, start: int) -> tuple[int, int, str] | None:
    written = VALUE.match(folded.text, start)
    if written:
        end = end_of_groups(folded, written)
        value = re.sub(r"\s+", "", folded.cased[start:end])
        if re.search(r"\d{2}", value) and fits(kind, folded, start, end):
            return start, end, value
    said = spelled_from(folded, start, letters=True)
    if said and said.spoken >= 2 and sum(c.isdigit() for c in said.value) >= _LEAST_SIGNS:
        return start, said.end, said.value
    return None


def _takes_back(kind: str, between: str, behind: str) -> bool:
    """Say whether the words between two numbers put the second in the first's place."""
    if _PAUSE.fullmatch(between):
        return bool(_FROM_BEHIND.match(behind))
    if not (CUE.search(between) or _NO.search(between)):
        return False
    if _OF_GOODS.search(between) or _OF_OTHERS.search(between):
        return False
    if re.search(r"(?<![呀啊哦噢喔哎诶咦])(?:不是|并非|唔系|\bnot)\s*$", between):
        # "4417, not 4471": the second is the wrong one.
        return False
    labels = list(LABEL.finditer(between))
    if not labels:
        return True
    return kind_of(labels[-1]) == kind or labels[-1].group() in _ANY_NUMBER


def _built_alike(first: str, second: str, *, closely: bool) -> str | None:
    """Return the second number where it is built like the first, with the letters it leaves out."""
    old, new = (re.sub(r"[^a-z0-9]", "", value.lower()) for value in (first, second))
    if len(new) < _LEAST_SIGNS or old == new:
        return None
    phone = r"1[3-9]\d{9}"
    if re.fullmatch(phone, new) and not re.fullmatch(phone, old):
        return None
    (letters, digits), (new_letters, new_digits) = _signs(old), _signs(new)
    if letters == new_letters and abs(len(digits) - len(new_digits)) <= 1:
        return second if letters or not closely or _near(digits, new_digits) else None
    if len(letters) == len(new_letters) and len(digits) == len(new_digits):
        return second if _near(old, new) else None
    head = re.match(r"[A-Za-z]+[-_/. ]?", first)
    if head and not new_letters and len(head.group().rstrip("-_/. ")) == len(letters):
        same = len(digits) == len(new_digits) and _near(digits, new_digits)
        return head.group() + second if same else None
    return None


def _signs(plain: str) -> tuple[str, str]:
    return re.sub(r"\d", "", plain), re.sub(r"\D", "", plain)


def _near(old: str, new: str) -> bool:
    """Say whether one number is the other mistyped: turned round, a sign wrong, one too many."""
    if len(old) == len(new):
        others = sum(one != two for one, two in zip(old, new, strict=True))
        return others <= 2 or sorted(old) == sorted(new)
    shorter, longer = sorted((old, new), key=len)
    signs = iter(longer)
    return all(sign in signs for sign in shorter)
