"""The company's figures and rules as data; a company edits them in `policy.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from casework.gate.authority import GateRules
from casework.model import (
    Category,
    Demand,
    Department,
    Fact,
    Grade,
    Priority,
    Threat,
)
from casework.policy_desk import DeskPolicy
from casework.policy_retention import RetentionPolicy
from casework.policy_rules import ClockRule, FactPatterns
from casework.policy_work import WorkPolicy

__all__ = [
    "ClockRule",
    "FactPatterns",
    "GradeRule",
    "OfficeHours",
    "Policy",
    "PriorityRule",
    "SilentReminder",
    "StatusLookup",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRule:
    """One grade and the facts or categories any of which gives it (R184 to R188)."""

    grade: Grade
    facts: tuple[Fact, ...] = ()
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityRule:
    """One priority and the conditions any of which gives it."""

    priority: Priority
    grades: tuple[Grade, ...] = ()
    categories: tuple[Category, ...] = ()
    threats: tuple[Threat, ...] = ()
    facts: tuple[Fact, ...] = ()
    anger_from: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """When people work; days are ISO weekdays from 1, Monday, times are local `HH:MM`."""

    days: tuple[int, ...]
    start: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLookup:
    """How many wrong attempts at a case's state are allowed in how long."""

    attempts: int
    window_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentReminder:
    """When a customer who fell silent during an intake is reminded, and how often."""

    after_minutes: int
    at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Everything that a company decides about its complaints."""

    version: str
    departments: Mapping[Category, Department]
    departments_by_fact: Mapping[Fact, Department]
    facts: Mapping[Fact, FactPatterns]
    grades: tuple[GradeRule, ...]
    remedies: tuple[Demand, ...]
    default_priority: Priority
    priorities: tuple[PriorityRule, ...]
    copies: Mapping[Grade, tuple[str, ...]]
    clocks: tuple[ClockRule, ...]
    intake_details: Mapping[Category, tuple[str, ...]]
    office_hours: OfficeHours
    service_phone: str | None
    status_lookup: StatusLookup
    silent_reminder: SilentReminder
    approved_remedies: tuple[str, ...]
    work: WorkPolicy
    #: From which compensation on a demand is passed up unanswered (R188), by currency code, and
    #: `default` for the others.
    out_of_proportion: Mapping[str, float]
    gate: GateRules
    desk: DeskPolicy = field(default_factory=DeskPolicy)
    retention: RetentionPolicy = field(default_factory=RetentionPolicy)

    def details_for(self, category: Category) -> tuple[str, ...]:
        """Return the details to ask for in this category, in the order of asking."""
        return self.intake_details[category]

    def promise_figures(self) -> dict[str, int]:
        """Return the figures that a promise names, such as `first_reply_hours` (R98)."""
        figures = {}
        for rule in self.clocks:
            if rule.hours is not None:
                figures[f"{rule.name}_hours"] = rule.hours
            if rule.working_days is not None:
                figures[f"{rule.name}_working_days"] = rule.working_days
        return figures
