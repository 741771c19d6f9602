"""Corrections that name the old value: which field holds it, and what stands there from now on."""

from __future__ import annotations

import re
from typing import Any

from actions.intake.notes import CONTACTS, Intake
from actions.turn import Entity, Turn

#: The end of a number may be named instead of the whole: at most so many figures.
LONGEST_END = 6
#: A number given once more with so few other signs, of so many at least, is the same one put right.
MOST_OTHERS, FEWEST_SIGNS = 3, 5
MISTYPED = re.compile(
    r"\b(?:sorry|typ(?:o|ed)|wrong(?:ly)?|mistake|i mean|actually|correction|no wait)\b"
    r"|[写寫打输輸说說看记記搞][错錯]|不对|不對|更正|应该是|應該是",
    re.IGNORECASE,
)
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
    found.update(_demand(intake, turn))
    return found


def _mistyped(intake: Intake, turn: Turn) -> dict[str, Any]:
    """Return the number that is given again with a few other signs, whatever was asked for."""
    if not MISTYPED.search(turn.text):
        return {}
    for entity in turn.named(
        "order_number", "serial_number", "model", "reference", "contact_phone"
    ):
        for slot in ("order_number", "serial_number"):
            known, given = str(intake.slots.get(slot) or ""), str(entity.value or "")
            same = len(known) == len(given) >= FEWEST_SIGNS
            others = sum(old != new for old, new in zip(known, given, strict=False))
            if same and 0 < others <= MOST_OTHERS:
                return {slot: given}
    return {}


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
