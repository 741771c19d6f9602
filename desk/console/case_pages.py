"""The case list and the case page: what they show."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from casework.model import Case, CaseFilters, Category, Department, Grade, Priority, Sender, Status
from casework.numbering import normal_case_no
from desk.console.entering import LINES
from desk.console.parts import Console

PAGE: Final = 50
CHOICES: Final = {
    "status": [str(one) for one in Status],
    "grade": [str(one) for one in Grade],
    "department": [str(one) for one in Department],
    "priority": [str(one) for one in Priority],
    "category": [str(one) for one in Category],
}


def case_list(console: Console, filters: Mapping[str, str], cursor: str) -> dict[str, Any]:
    """Return a page of the cases that pass the filters, and where the next page begins."""
    wanted = CaseFilters(
        status=filters["status"] or None,
        grade=filters["grade"] or None,
        department=filters["department"] or None,
        priority=filters["priority"] or None,
        category=filters["category"] or None,
        text=filters["text"].strip() or None,
    )
    page = console.cases.list(filters=wanted, limit=PAGE, cursor=cursor or None)
    now = console.clock.now()
    return {
        "choices": CHOICES,
        "cases": [
            {"case": case, "next": _next_due(case), "late": _late(case, now)} for case in page.items
        ],
        "next_cursor": page.next_cursor,
    }


def case_page(console: Console, case_no: str) -> dict[str, Any]:
    """Return a case with its timeline; raise `CaseNotFound` where there is none."""
    with console.uow_factory(read_only=True) as uow:
        case = uow.cases.get(normal_case_no(case_no))
        supplements = uow.cases.list_supplements(case.case_no)
        trail = uow.audit.list(subject=case.case_no, limit=100)
        said = uow.messages.after(case.conversation_id, 0, 500) if case.conversation_id else ()
    events: list[dict[str, Any]] = [{"at": case.created_at, "kind": "filed", "text": ""}]
    for clock in case.clocks:
        for at, kind in (
            (clock.met_at, "clock_met"),
            (clock.breached_at, "clock_breached"),
        ):
            if at is not None:
                events.append({"at": at, "kind": kind, "text": str(clock.name)})
    for one in supplements:
        own = one.author.startswith("desk:")
        events.append(
            {
                "at": one.at,
                "kind": "note" if own else "supplement",
                "who": one.author.removeprefix("desk:") if own else "",
                "text": one.text,
            }
        )
    for line in trail:
        if line.action != "case.noted":
            events.append({"at": line.at, "kind": line.action, "who": line.actor_name, "text": ""})
    for message in said:
        if message.sender is Sender.AGENT:
            who = str((message.payload or {}).get("agent") or "")
            events.append(
                {
                    "at": message.created_at,
                    "kind": "agent_message",
                    "who": who,
                    "text": message.text,
                }
            )
    now = console.clock.now()
    return {
        "case": case,
        "fields": [
            (name, _shown(getattr(case, name))) for name in LINES if getattr(case, name) is not None
        ],
        "clocks": [
            {"clock": one, "late": one.met_at is None and one.due_at < now} for one in case.clocks
        ],
        "events": sorted(events, key=lambda one: one["at"]),
    }


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _next_due(case: Case) -> datetime | None:
    open_clocks = [clock.due_at for clock in case.clocks if clock.met_at is None]
    return min(open_clocks, default=None)


def _late(case: Case, now: datetime) -> bool:
    due = _next_due(case)
    return due is not None and due < now
