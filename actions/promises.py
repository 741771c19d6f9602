"""The figures that the bot may name: they come from policy, never from a wording."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from casework.model import Case, ClockName
from casework.policy import OfficeHours, Policy

PROMISED = (ClockName.FIRST_REPLY, ClockName.PRELIMINARY_SOLUTION, ClockName.CUSTOMER_REPLY)


def aside_facts(intent: str, policy: Policy) -> dict[str, Any]:
    """Return the facts that the answer to a side question names."""
    if intent == "ask_duration":
        return {"durations": _durations(policy)}
    if intent in {"ask_hours", "ask_phone"}:
        facts: dict[str, Any] = {"hours": office_hours(policy.office_hours)}
        if policy.service_phone:
            facts["service_phone"] = policy.service_phone
        return facts
    return {}


def office_hours(hours: OfficeHours) -> dict[str, Any]:
    """Return the office hours for the response picker, which knows the names of the days."""
    return {"days": list(hours.days), "start": hours.start, "end": hours.end}


def due_times(case: Case, tz: ZoneInfo) -> dict[str, str]:
    """Return when each promise to the customer falls due, as local ISO instants (R98)."""
    return {
        str(clock.name): local(clock.due_at, tz) for clock in case.clocks if clock.name in PROMISED
    }


def local(instant: datetime, tz: ZoneInfo) -> str:
    """Return an instant as local ISO time without seconds."""
    return instant.astimezone(tz).isoformat(timespec="minutes")


def _durations(policy: Policy) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for rule in policy.clocks:
        if rule.name in PROMISED and not rule.grades:
            unit, count = ("hours", rule.hours) if rule.hours else ("days", rule.working_days)
            found[f"{rule.name}_within"] = [unit, count]
    return found
