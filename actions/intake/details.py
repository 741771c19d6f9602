"""Takes the details of one message into the intake: new ones, corrections, what does not fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from actions.intake.corrections import bare_figure, corrected
from actions.intake.notes import CONTACTS, Intake
from actions.intake.residue import is_question
from actions.intake.words import WISHES
from actions.turn import Entity, Turn

PLAIN = ("product", "model", "serial_number", "quantity", "order_number", "contact_name")
#: So much of the customer's own words is kept for a field, in characters.
MOST_STATED = 500
MAY_COMPLAIN = 0.5
LONGEST_ANSWER = 60
#: What the words and figures may look like beside the end of a number that is put right.
LOOSE = frozenset({"product", "model", "quantity", "amount", "incident_date"})

#: What something came in, and nothing that was bought itself.
VESSELS = frozenset("快递 快遞 包裹 parcel package delivery order shipment".split())


@dataclass
class Taken:
    """What one message changed."""

    filled: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    #: Slots whose value does not fit the form, with the customer's words.
    unfit: dict[str, str] = field(default_factory=dict)


def take_details(
    intake: Intake, turn: Turn, *, correcting: bool, in_passing: bool = False
) -> Taken:
    """Take every detail of the message; what is known stays unless it is being corrected.

    `in_passing`: the message is a question or a remark, of which only what cannot be meant
    otherwise is taken, such as an e-mail address.
    """
    taken = Taken()
    put_right = corrected(intake, turn)
    if not put_right and correcting:
        put_right = bare_figure(intake, turn)
    # Who names what is to be put right means nothing else by the other words.
    # A name may be put right together with an address that is named as well.
    correcting = correcting and not (put_right.keys() - {"contact_name"})
    for name, value in put_right.items():
        _correct(intake, name, value, taken)
    tail = turn.named("tail")
    for entity in tail:
        _take_tail(intake, entity, taken)
    for entity in turn.entities:
        # "Sunita Rao. Do you need more than the name?"
        answers = entity.name == intake.requested == "contact_name" and entity.start == 0
        if entity.name in put_right or (in_passing and not (answers or _plainly_meant(entity))):
            continue
        if put_right and entity.value is not None and entity.value in put_right.values():
            # The order's number given again is no telephone's.
            continue
        if (tail or put_right) and entity.name in LOOSE and not _plainly_meant(entity):
            continue
        priced = entity.extra.get("problem") == "price"
        again = entity.name == intake.requested and entity.name in intake.notes.checked
        told = is_question(turn) or _tells_more(turn)
        if entity.value is None and not priced and not again and told:
            continue
        if entity.name in CONTACTS:
            _take_contact(intake, entity, taken, correcting)
        elif entity.name == "incident_date":
            _take_date(intake, entity, taken, correcting)
        elif entity.name == "amount":
            _take_amount(intake, entity, taken, correcting)
        elif entity.name == "reference":
            _take_reference(intake, entity, taken)
        elif entity.name in PLAIN:
            _take(intake, entity.name, entity, taken, correcting)
    # "Can you send me a new one?" asks, and answers what is wished for.
    wished = intake.requested == "demand" and turn.evidence("demand")
    if (wished or not in_passing) and "demand" not in put_right:
        _take_demand(intake, turn, taken, correcting)
    return taken


def _tells_more(turn: Turn) -> bool:
    """Say whether a message is no mere answer: what did not fit a form was not meant to."""
    return (
        turn.is_complaint >= MAY_COMPLAIN
        or bool(turn.reading.get("threats"))
        or len(turn.text) > LONGEST_ANSWER
    )


def _plainly_meant(entity: Entity) -> bool:
    """Say whether a detail is one whatever else the message says."""
    if entity.value is None:
        return False
    return entity.name in {"contact_phone", "contact_email"} or entity.extra.get("how") == "label"


def _correct(intake: Intake, name: str, value: Any, taken: Taken) -> None:
    """Put a value in the place of the one that the customer takes back."""
    slot = name
    if name in CONTACTS:
        setattr(intake.notes, name, value)
        _show_contact(intake)
        slot = "contact"
    else:
        for reference in intake.notes.references if name == "order_number" else []:
            # The parcel's number that stands for the order is the same one.
            if reference[1] == intake.slots.get(name):
                reference[1] = str(value)
        intake.slots[name] = value
    intake.notes.stated.pop(slot, None)
    taken.changed.append(slot)


def _take(intake: Intake, slot: str, entity: Entity, taken: Taken, correcting: bool) -> None:
    if entity.value is None:
        if intake.requested == slot or correcting:
            taken.unfit[slot] = str(entity.extra.get("stated") or entity.text)
        return
    by_name = entity.extra.get("how") == "label"
    guessed = by_name and slot not in intake.notes.named
    # What was in the parcel is the matter, once that is told.
    known = str(intake.slots.get(slot)).casefold()
    guessed = guessed or (slot == "product" and known in VESSELS)
    _put(intake, slot, entity.value, taken, correcting or guessed)
    if by_name and slot not in intake.notes.named:
        intake.notes.named.append(slot)
    if slot == "order_number" and intake.slots[slot] != entity.value:
        # A second number is no correction by itself; it is kept beside the first.
        intake.notes.references.append(["other", str(entity.value)])


def _put(intake: Intake, slot: str, value: Any, taken: Taken, correcting: bool) -> None:
    known = intake.slots.get(slot)
    if known is None:
        intake.slots[slot] = value
        intake.notes.stated.pop(slot, None)
        if slot in intake.notes.skipped:
            intake.notes.skipped.remove(slot)
        taken.filled.append(slot)
    elif known == value or slot in taken.filled or slot in taken.changed:
        return
    elif correcting or intake.requested == slot or slot in intake.notes.vouched:
        intake.slots[slot] = value
        taken.changed.append(slot)
    if slot in intake.notes.vouched:
        intake.notes.vouched.remove(slot)


def _take_contact(intake: Intake, entity: Entity, taken: Taken, correcting: bool) -> None:
    notes = intake.notes
    if entity.value is None:
        if intake.requested == "contact" or correcting:
            taken.unfit["contact"] = str(entity.extra.get("stated") or entity.text)
        return
    if "contact" in notes.vouched:
        # What the customer says takes the place of what a site said, of whatever kind it was.
        notes.vouched.remove("contact")
        notes.clear_contact()
        intake.slots["contact"] = None
    known = getattr(notes, entity.name)
    if known == entity.value:
        return
    if known is not None and not correcting:
        return
    setattr(notes, entity.name, entity.value)
    (taken.filled if known is None else taken.changed).append("contact")
    notes.stated.pop("contact", None)
    if "contact" in notes.skipped:
        notes.skipped.remove("contact")
    _show_contact(intake)


def _take_date(intake: Intake, entity: Entity, taken: Taken, correcting: bool) -> None:
    stated = str(entity.extra.get("stated") or entity.text)
    if entity.value is None:
        vague = entity.extra.get("problem") == "vague_date"
        if intake.requested == "incident_date" or correcting:
            taken.unfit["incident_date"] = stated
        elif vague and intake.value("incident_date") is None:
            # "Some time in mid-September" says all that the customer knows.
            intake.skip("incident_date", stated)
            taken.filled.append("incident_date")
        return
    before = intake.slots.get("incident_date")
    _put(intake, "incident_date", entity.value, taken, correcting)
    if intake.slots["incident_date"] != before and stated != entity.value:
        intake.notes.stated["incident_date"] = stated


def _take_amount(intake: Intake, entity: Entity, taken: Taken, correcting: bool) -> None:
    if entity.value is None:
        if intake.requested == "amount" or correcting:
            taken.unfit["amount"] = str(entity.extra.get("stated") or entity.text)
        return
    before = intake.slots.get("amount")
    role = entity.extra.get("role")
    # The loss claimed, else the disputed charge, else the price paid.
    better = _rank(role) > _rank(intake.notes.amount_role) and before is not None
    _put(intake, "amount", entity.value, taken, correcting or better)
    if intake.slots["amount"] != before:
        intake.notes.amount_role = role
        intake.notes.currency = entity.extra.get("currency") or intake.notes.currency


def _rank(role: str | None) -> int:
    return {"claimed": 3, "loss": 3, "disputed": 2, "charge": 2, "paid": 1, "price": 1}.get(
        role or "", 0
    )


def _take_reference(intake: Intake, entity: Entity, taken: Taken) -> None:
    if entity.value is None:
        return
    kind = str(entity.extra.get("type") or "other")
    entry = [kind, str(entity.value)]
    if entry not in intake.notes.references:
        intake.notes.references.append(entry)
        taken.filled.append("reference")
    # Any of them that stands for the order is also the order number.
    stands = bool(entity.extra.get("stands_for_order")) or intake.requested == "order_number"
    if stands and intake.slots.get("order_number") is None:
        _put(intake, "order_number", str(entity.value), taken, False)


def _take_tail(intake: Intake, entity: Entity, taken: Taken) -> None:
    """Give a known number the end that the customer says it has."""
    tail = str(entity.value)
    wanted = entity.extra.get("of")
    numbers = {
        "contact": intake.notes.contact_phone,
        "order_number": intake.slots.get("order_number"),
        "serial_number": intake.slots.get("serial_number"),
    }
    asked = list(intake.notes.asked)
    candidates = [wanted] if wanted else [slot for slot in reversed(asked) if slot in numbers]
    for slot in candidates or ["order_number", "contact"]:
        number = numbers.get(slot)
        if not number or len(number) <= len(tail):
            continue
        mended = number[: -len(tail)] + tail
        if slot == "contact":
            intake.notes.contact_phone = mended
            _show_contact(intake)
        else:
            intake.slots[slot] = mended
        taken.changed.append(slot)
        return


def _show_contact(intake: Intake) -> None:
    """Keep the one line that shows all ways to reach the customer."""
    intake.slots["contact"] = " / ".join(
        value for name in CONTACTS if (value := getattr(intake.notes, name)) is not None
    )


def _wished(turn: Turn) -> list[str]:
    """Return the wishes that words of wanting open: 想要修好 needs no other sign."""
    codes = [
        str(item["label"]).rpartition(".")[2]
        for item in turn.reading.get("evidence") or []
        if str(item["label"]).startswith("demand.") and WISHES.search(str(item["text"]))
    ]
    return [code for code in dict.fromkeys(codes) if code != "other"]


def _take_demand(intake: Intake, turn: Turn, taken: Taken, correcting: bool) -> None:
    # What was only guessed from the story is asked for; an answer to that question counts.
    said = turn.evidence("demand")
    asked = intake.requested == "demand"
    codes = [
        code
        for code in turn.reading.get("demand") or []
        if asked or (code in said and code != "other")
    ]
    if correcting or asked:
        # Told in answer, or again in plain words, every wish that was named counts.
        codes += sorted(said - {"other", *codes})
    if not codes and intake.value("demand") is None:
        codes = _wished(turn)
    if len(codes) > 1 and "other" in codes:
        # Beside a wish with a name, what has none says no more.
        codes.remove("other")
    if not codes:
        return
    known = list(intake.slots.get("demand") or [])
    if intake.requested == "demand" or not correcting:
        merged = known + [code for code in codes if code not in known]
    else:
        merged = codes
    if merged != known:
        intake.slots["demand"] = merged
        intake.notes.skipped = [slot for slot in intake.notes.skipped if slot != "demand"]
        (taken.changed if known and correcting else taken.filled).append("demand")
