"""Corrections that name the old value: which field holds it, and what stands there from now on."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Any

from actions.intake.notes import CONTACTS, Intake
from actions.turn import Entity, Turn

#: The end of a number may be named instead of the whole: at most so many figures.
LONGEST_END = 6
#: A number given once more with so few other signs, of so many at least, is the same one put right.
MOST_OTHERS, FEWEST_SIGNS = 3, 5
FEWEST_LETTERS = 2
#: What both patterns below know: a slip, and what should stand there.
_SLIPS = r"typ(?:o|ed)|mistyped|misread|transposed|mixed up|should (?:be|read|have been)|correction"
_SLIPS_ZH = (
    "[写寫打输輸说說看记記搞贴貼抄念唸报報填弄][错錯反串]"
    "|串行|有误|有誤|应[该为是]|應[該為是]|改一下|更正"
)
#: Says that something was written or read wrongly; without it no number is put right.
MISTYPED = re.compile(
    rf"\b(?:{_SLIPS}|sorry|wrong(?:ly)?|mistake|i mean|actually|no wait|incorrect|swapped)\b"
    rf"|{_SLIPS_ZH}|[写寫打输輸说說看记記搞贴貼抄念唸报報填弄]漏|不对|不對",
    re.IGNORECASE,
)
#: Beside it, takes a number back, and not what was sent or done: "sorry, I meant …".
WRONG_NUMBER = re.compile(
    rf"\b(?:{_SLIPS}|i (?:mean|meant)|wrong (?:number|one|ref\w*|order|code|tracking)"
    r"|(?:number|reference|ref|order|code|one) (?:is|was|were) (?:wrong|incorrect|off))\b"
    rf"|{_SLIPS_ZH}|复制错|複製錯|改成|改为|改為",
    re.IGNORECASE,
)
#: Gives a number beside the known one.
BESIDE = re.compile(
    r"\b(?:also|another|as well|both|second|other orders?)\b"
    r"|另外|另一|还有|還有|两[个单]|兩[個單]|也",
    re.IGNORECASE,
)
#: A code of letters and figures, wherever it stands in a message.
CODE = re.compile(
    r"(?<![A-Za-z0-9@._/#-])(?=[A-Za-z0-9/#_-]*\d{2})[A-Za-z0-9]+(?:[-/#_][A-Za-z0-9]+)*(?![A-Za-z0-9@])"
)
#: What denies the code behind it: it is the old one.
DENIES = re.compile(
    r"(?:不是|并非|並非|唔系|唔係|\bnot|\brather than|\binstead of)\s*$", re.IGNORECASE
)
#: Talks of how a name is written.
SPELLS = re.compile(
    r"\b(?:names?|surname|spel(?:t|l|led|ling)|autocorrect\w*|misspel\w*|with an? [A-Z]\b|typo)",
    re.IGNORECASE,
)
CAPITALISED = r"[A-Z][A-Za-z'’-]*[A-Za-z]"
#: Words at the read-back that are so like a known name are that name spelled anew.
SAME_NAME = 0.6
_COMPARED = frozenset({"order_number", "serial_number", "incident_date", "amount", "quantity"})
_PLAIN_TEXT = ("product", "model", "contact_name", "order_number", "serial_number")


def corrected(intake: Intake, turn: Turn) -> dict[str, Any]:
    """Return the new value of each field whose known value the message puts right.

    The keys are slots, and the parts of `contact` by their own names. A contrast whose old side no
    field holds corrects nothing: "this is theft, not a mistake".
    """
    found: dict[str, Any] = {}
    for entity in turn.named("contrast"):
        for field, value in _by_old_value(intake, entity).items():
            found.setdefault(field, value)
    found.update(_mistyped(intake, turn))
    if intake.requested == "confirm":
        found.update(_spelled_anew(intake, turn))
    found.update(_demand(intake, turn))
    return found


def _mistyped(intake: Intake, turn: Turn) -> dict[str, Any]:
    """Return the number that is given again with a few other signs, whatever was asked for."""
    if not MISTYPED.search(turn.text):
        return {}
    read = turn.named("order_number", "serial_number", "model", "reference", "contact_phone")
    codes = [
        found.group()
        for found in CODE.finditer(turn.text)
        if not DENIES.search(turn.text[: found.start()])
    ]
    takes_back = WRONG_NUMBER.search(turn.text) and not BESIDE.search(turn.text)
    for given in [*(str(entity.value or "") for entity in read), *codes]:
        for slot in ("order_number", "serial_number"):
            known = str(intake.slots.get(slot) or "")
            if _nearly_same(known, given) or (takes_back and _built_alike(known, given)):
                return {slot: given}
    return {}


def _nearly_same(known: str, given: str) -> bool:
    """Say whether a number is as long as the known one, and only a few of its signs are others."""
    if not len(known) == len(given) >= FEWEST_SIGNS:
        return False
    others = sum(old != new for old, new in zip(known, given, strict=True))
    return 0 < others <= MOST_OTHERS


def _built_alike(known: str, given: str) -> bool:
    """Say whether another number has the same letters and as many figures: JX0047…, JX0047…."""
    if sum(sign.isalpha() for sign in known) < FEWEST_LETTERS:
        # Nothing is known, or figures alone, of which any others would be built alike.
        return False
    built = [re.sub(r"\d", "0", number.casefold()) for number in (known, given)]
    return built[0] == built[1] and _plain(known) != _plain(given)


def _spelled_anew(intake: Intake, turn: Turn) -> dict[str, Any]:
    """Return the known name as it is spelled now: "Brodie with an I-E. Brodie Callaghan"."""
    known = str(intake.slots.get("contact_name") or "")
    if not known.isascii() or not SPELLS.search(turn.text):
        return {}
    count = len(known.split())
    name = re.compile(rf"(?<![A-Za-z'’.-])(?=({' '.join([CAPITALISED] * count)})(?![A-Za-z-]))")
    for found in reversed(list(name.finditer(turn.text)) if count > 1 else []):
        given = found[1]
        alike = SequenceMatcher(None, known.casefold(), given.casefold()).ratio()
        if given != known and alike >= SAME_NAME:
            return {"contact_name": given}
    return {}


def is_passing_word(intake: Intake, entity: Entity) -> bool:
    """Say whether a word at the read-back only looks like a name: no label says that it is one.

    Where a name is missing, or is being put right, it may be one.
    """
    known = intake.slots.get("contact_name")
    if entity.name != "contact_name" or entity.extra.get("how") != "bare" or known is None:
        return False
    if intake.requested != "confirm" or intake.notes.awaiting == "correction":
        return False
    old, new = str(known).casefold(), str(entity.value).casefold()
    return SequenceMatcher(None, old, new).ratio() < SAME_NAME


def contradicts(intake: Intake, turn: Turn) -> bool:
    """Say whether a message gives a field another value than the one that is known."""
    for entity in turn.entities:
        if entity.value is None:
            continue
        if entity.name in CONTACTS:
            known = getattr(intake.notes, entity.name)
        else:
            known = intake.slots.get(entity.name) if entity.name in _COMPARED else None
        if known is not None and _plain(str(known)) != _plain(str(entity.value)):
            return True
    return False


def bare_figure(intake: Intake, turn: Turn) -> dict[str, Any]:
    """Return the numeric field that a lone figure puts right ("it should be 439"), if one does."""
    figures = turn.named("figure")
    if len(figures) != 1:
        return {}
    value = float(figures[0].value)
    known = {
        slot: float(intake.slots[slot])
        for slot in ("amount", "quantity")
        if intake.slots.get(slot) is not None and float(intake.slots[slot]) > 0
    }
    if not known or value <= 0:
        return {}
    nearest = min(known, key=lambda slot: abs(_times(value, known[slot]) - 1))
    return {nearest: value if nearest == "amount" else int(value)}


def _times(one: float, other: float) -> float:
    return max(one / other, other / one)


def _by_old_value(intake: Intake, contrast: Entity) -> dict[str, Any]:
    extra = contrast.extra
    old, new = str(extra.get("old") or ""), str(contrast.value or "")
    if "old_date" in extra and extra["old_date"] == intake.slots.get("incident_date"):
        return {"incident_date": extra["new_date"]} if "new_date" in extra else {}
    for slot in _PLAIN_TEXT:
        mended = _mended(intake.slots.get(slot), old, new)
        if mended is not None:
            return {slot: mended}
    for name in CONTACTS:
        mended = _mended(getattr(intake.notes, name), old, new)
        if mended is not None:
            return {name: mended}
    if "old_number" in extra and "new_number" in extra:
        before, after = float(extra["old_number"]), float(extra["new_number"])
        for slot in ("amount", "quantity"):
            known = intake.slots.get(slot)
            if known is not None and float(known) == before:
                return {slot: after if slot == "amount" else int(after)}
    return {}


def _mended(known: Any, old: str, new: str) -> str | None:
    """Return the known text with the old side replaced, None where it does not hold it."""
    if known is None or not old:
        return None
    value = str(known)
    if _plain(value) == _plain(old):
        return new.strip()
    is_end = _plain(old).isdigit() and len(_plain(old)) <= LONGEST_END
    if is_end and _plain(new).isdigit() and _plain(value).endswith(_plain(old)):
        return value[: len(value) - len(_plain(old))] + _plain(new)
    return None


def _plain(text: str) -> str:
    return re.sub(r"[\s\-_]+", "", text).casefold()


def _demand(intake: Intake, turn: Turn) -> dict[str, Any]:
    """Return what is wanted from now on, where the message takes a known wish back."""
    known = list(intake.slots.get("demand") or [])
    taken_back, wanted = set(), []
    for item in turn.reading.get("evidence") or []:
        reader, _, code = str(item["label"]).partition(".")
        if reader != "demand":
            continue
        is_old = any(str(item["text"]) in str(e.extra.get("old")) for e in turn.named("contrast"))
        if is_old:
            taken_back.add(code)
        else:
            wanted.append(code)
    if not taken_back & set(known):
        return {}
    kept = [code for code in known if code not in taken_back]
    return {"demand": [*kept, *(code for code in wanted if code not in kept)] or None}
