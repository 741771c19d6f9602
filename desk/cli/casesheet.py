"""One case on the terminal."""

from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape

from casework.instructions import instruction_of
from casework.services.handling import CaseView

LOCAL = "%Y-%m-%d %H:%M"


def print_sheet(view: CaseView, tz: ZoneInfo) -> None:
    """Print what was told, the due times with their explanations, and what happened."""
    case, handling = view.case, view.handling
    out = Console(highlight=False)
    out.print(f"[bold]{case.case_no}[/bold]  {case.status}  {case.grade}  {case.priority}")
    facts = {
        "department": case.department,
        "shared with": ", ".join(handling.shared_with),
        "with": handling.assignee,
        "copied to": ", ".join(case.copied_to),
        "incident": case.links.incident,
        "customer": ", ".join(handling.customer_groups),
        "complex": ", ".join(handling.complex_reasons),
        "warnings": ", ".join(handling.warnings),
        "category": ", ".join(case.category),
        "demand": ", ".join(case.demand),
        "product": case.product,
        "order": case.order_number,
        "instruction": _told(view),
    }
    for name, value in facts.items():
        if value:
            out.print(f"  {name:<12} {escape(str(value))}")
    out.print(f"\n{escape(case.complaint_text)}\n")
    language = case.language or "zh"
    for clock in case.clocks:
        state = "met" if clock.met_at else "missed" if clock.breached_at else "runs"
        text = clock.explanation.get(language) or next(iter(clock.explanation.values()))
        due = f"{clock.due_at.astimezone(tz):{LOCAL}}"
        out.print(f"  {due}  {state:<6} {clock.name}", f"[dim]{escape(text)}[/dim]", soft_wrap=True)
    out.print()
    for event in view.events:
        said = event.data.get("reason") or event.data.get("text") or event.data.get("clock") or ""
        at = f"{event.at.astimezone(tz):{LOCAL}}"
        out.print(f"  {at}  {escape(event.author)}: {event.kind} {escape(str(said))}")


def _told(view: CaseView) -> str | None:
    """Return how far the customer was told the latest instruction."""
    instruction = instruction_of(view.case, view.events)
    if instruction is None:
        return None
    written = "in writing" if instruction.written_at else "not in writing yet"
    called = "by phone" if instruction.called_at else "not by phone yet"
    return f"{'told' if instruction.told else 'not told'}: {written}, {called}"


def print_explanation(view: CaseView) -> None:
    """Print which rule of the policy gave what."""
    out = Console(highlight=False)
    filed = next((event for event in view.events if event.kind == "filed"), None)
    out.print(f"[bold]{view.case.case_no}[/bold]  policy {view.case.policy_version}")
    if filed is None:
        out.print("  It was filed before decisions were written down.")
        return
    for name in ("grade", "department", "priority", "copied_to"):
        decision = filed.data[name]
        reasons = ", ".join(decision.get("reasons", ()))
        shown = decision["value"]
        shown = ", ".join(shown) if isinstance(shown, list) else shown
        out.print(f"  {name:<16} {shown or 'nobody'}  ← {decision['rule']}", end="")
        out.print(f" ({reasons})" if reasons else "", markup=False)
    for name in ("facts", "signals", "customer_groups", "complex", "warnings", "shared_with"):
        if filed.data[name]:
            out.print(f"  {name:<16} {', '.join(filed.data[name])}", markup=False)
    for name, word in filed.data["category_sets"].items():
        out.print(f"  {name:<16} {word}  ← category_sets.{name}", markup=False)
    if "purpose" in filed.data:
        out.print(f"  {'purpose':<16} {filed.data['purpose']}", markup=False)
    for rule in filed.data["clocks"]:
        out.print(f"  {'clock':<16} {rule.removeprefix('clocks.')}  ← {rule}", markup=False)
    for event in view.events:
        if event.kind in ("joined_incident", "graded"):
            rule = event.data.get("rule") or f"{event.author}: {event.data.get('reason')}"
            out.print(f"  {event.kind:<16} {event.data['grade']}  ← {rule}", markup=False)
