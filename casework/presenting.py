"""Shows a case as the JSON that integrations rely on."""

from datetime import UTC, datetime
from typing import Any, Final

from casework.model import Case, DueClock

FALLBACK_LANGUAGE: Final = "zh"


def case_as_json(case: Case) -> dict[str, Any]:
    """Return the case with plain values, instants in UTC and explanations in its language."""
    return {
        "case_no": case.case_no,
        "conversation_id": case.conversation_id,
        "status": str(case.status),
        "language": case.language,
        "locale": case.locale,
        "category": [str(code) for code in case.category],
        "tone": str(case.tone),
        "anger": case.anger,
        "threats": [str(code) for code in case.threats],
        "mindset": None if case.mindset is None else str(case.mindset),
        "demand": [str(code) for code in case.demand],
        "grade": str(case.grade),
        "grade_reasons": list(case.grade_reasons),
        "complaint_text": case.complaint_text,
        "product": case.product,
        "model": case.model,
        "serial_number": case.serial_number,
        "quantity": case.quantity,
        "order_number": case.order_number,
        "references": [{"type": str(item.type), "value": item.value} for item in case.references],
        "incident_date": case.incident_date,
        "amount": case.amount,
        "currency": case.currency,
        "contact_name": case.contact_name,
        "contact_phone": case.contact_phone,
        "contact_email": case.contact_email,
        "contact_other": case.contact_other,
        "stated": dict(case.stated),
        "department": str(case.department),
        "copied_to": list(case.copied_to),
        "priority": str(case.priority),
        "channel": str(case.channel),
        "clocks": [_clock(clock, case.language) for clock in case.clocks],
        "links": {"incident": case.links.incident, "parent": case.links.parent},
        "policy_version": case.policy_version,
        "reader_version": case.reader_version,
        "created_at": instant_as_json(case.created_at),
        "updated_at": instant_as_json(case.updated_at),
    }


def instant_as_json(instant: datetime) -> str:
    """Return an instant as `2026-11-23T06:12:00Z`, with milliseconds where there are any."""
    utc = instant.astimezone(UTC)
    precision = "milliseconds" if utc.microsecond else "seconds"
    return utc.isoformat(timespec=precision).replace("+00:00", "Z")


def optional_instant(instant: datetime | None) -> str | None:
    """Return an instant like `instant_as_json`, or None where there is none."""
    return None if instant is None else instant_as_json(instant)


def _clock(clock: DueClock, language: str | None) -> dict[str, Any]:
    texts = clock.explanation
    return {
        "id": clock.id,
        "name": str(clock.name),
        "due_at": instant_as_json(clock.due_at),
        "met_at": optional_instant(clock.met_at),
        "breached_at": optional_instant(clock.breached_at),
        "explanation": texts.get(language or FALLBACK_LANGUAGE, texts[FALLBACK_LANGUAGE]),
    }
