"""What an agent should know before writing: facts with evidence, gaps, promises, earlier cases."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from casework.model import Case, CaseFilters, Category, Message, Sender
from casework.policy import Policy
from casework.ports import UnitOfWorkFactory
from casework.presenting import case_as_json
from desk.console.showing import evidence

#: The fields of a record in the order of reading; those of the contract.
SLOTS: Final = (
    "complaint_text", "product", "model", "serial_number", "quantity", "order_number",
    "incident_date", "amount", "demand", "contact_name", "contact",
)  # fmt: skip
MOST_READ: Final = 500
EARLIER: Final = 10


def brief(
    uow_factory: UnitOfWorkFactory,
    policy: Policy,
    conversation_id: str,
    slots: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Return the brief of a conversation.

    Args:
        uow_factory: the rows.
        policy: what is asked for.
        conversation_id: the conversation.
        slots: the bot's record, None where it could not be asked.
    """
    with uow_factory(read_only=True) as uow:
        messages = uow.messages.after(conversation_id, 0, MOST_READ)
        intake = uow.intakes.find_open(conversation_id)
        own = list(uow.cases.list(conversation_id=conversation_id, limit=EARLIER))
        contacts = _contacts(slots or {}, own)
        numbers = (
            uow.overviews.case_numbers(CaseFilters(contacts=contacts), limit=EARLIER)
            if contacts
            else ()
        )
        known = {case.case_no for case in own}
        earlier = [uow.cases.get(number) for number in numbers if number not in known]
        callback = uow.callbacks.find_open(conversation_id)
    said = [message for message in messages if message.sender is Sender.CUSTOMER]
    record = slots if slots is not None and slots.get("intake_notes") else {}
    return {
        "available": slots is not None,
        "intake_open": intake is not None and bool(record),
        "requested": record.get("requested_slot"),
        "facts": _facts(record, said),
        "missing": _missing(record, policy),
        "evidence": evidence(said),
        "promises": [clock for case in own for clock in _promises(case)],
        "cases": [_short(case) for case in own],
        "earlier": [_short(case) for case in earlier],
        "callback": None if callback is None else {"contact": callback.contact},
    }


def _facts(record: Mapping[str, Any], said: Sequence[Message]) -> list[dict[str, Any]]:
    stated = (record.get("intake_notes") or {}).get("stated") or {}
    facts = []
    for slot in SLOTS:
        value = record.get(slot)
        shown = stated.get(slot) if value is None else value
        if shown is not None:
            facts.append(
                {
                    "slot": slot,
                    "value": value,
                    "stated": stated.get(slot),
                    "seq": _where(said, stated.get(slot) or value),
                }
            )
    return facts


def _where(said: Sequence[Message], value: Any) -> int | None:
    """Return the number of the message in which a value stands as it is."""
    words = str(value).split("\n")[0].strip()
    words = words.removesuffix(".0")
    found = (message.seq for message in said if words and words.lower() in message.text.lower())
    return next(found, None)


def _missing(record: Mapping[str, Any], policy: Policy) -> list[str]:
    if not record:
        return []
    notes = record.get("intake_notes") or {}
    heard = (notes.get("heard") or {}).get("category") or {}
    main = max(heard, key=lambda name: heard[name]) if heard else Category.OTHER
    wanted = ("complaint_text", *policy.details_for(Category(main)))
    skipped = notes.get("skipped") or ()
    return [slot for slot in wanted if record.get(slot) is None and slot not in skipped]


def _contacts(slots: Mapping[str, Any], own: Sequence[Case]) -> tuple[str, ...]:
    notes = slots.get("intake_notes") or {}
    given = [notes.get(name) for name in ("contact_phone", "contact_email", "contact_other")]
    for case in own:
        given += [case.contact_phone, case.contact_email, case.contact_other]
    return tuple(sorted({str(one) for one in given if one}))


def _promises(case: Case) -> list[dict[str, Any]]:
    return [{"case_no": case.case_no, **clock} for clock in case_as_json(case)["clocks"]]


def _short(case: Case) -> dict[str, Any]:
    shown = case_as_json(case)
    names = ("case_no", "status", "category", "grade", "priority", "product", "created_at")
    return {name: shown[name] for name in names}
