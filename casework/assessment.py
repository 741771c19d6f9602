"""Notices what is special about a complaint, and says which rule of the policy gave what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from casework.facts import facts_of, read_signals
from casework.grading import grade_rule, main_category
from casework.model import Case, Department, Fact, Grade, Priority, Record
from casework.model.work import Nature
from casework.policy import Policy
from casework.policy_work import ConditionRule
from casework.routing import decisive_fact, higher, priority_rule

# What a complaint is brought forward for (R74).
DEMANDS: Final = "demand"
DISSATISFIED: Final = "dissatisfaction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the rules say about a case besides its grade; `decisions` name the rules."""

    department: Department
    shared_with: tuple[Department, ...]
    priority: Priority
    complex_reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    customer_groups: tuple[str, ...]
    nature: Nature | None
    decisions: Mapping[str, Any]


def assess(
    record: Record, case: Case, policy: Policy, known_signals: Iterable[str] = ()
) -> Assessment:
    """Return the assessment of a drafted case.

    Args:
        record: what was told.
        case: the case drafted from it.
        policy: the company's rules.
        known_signals: signals that the company's books give, such as a customer's loyalty.
    """
    facts = facts_of(record, policy)
    signals = read_signals(record.complaint_text, policy).union(known_signals)
    work = policy.work
    seen = _Seen(record, case.grade, facts, signals)
    groups = seen.named(work.customers.groups)
    complex_reasons = seen.named(work.complexity)
    department, shared = _departments(record, case, policy, facts, complex_reasons)
    priority = _priority(case, policy, groups)
    return Assessment(
        department=department,
        shared_with=shared,
        priority=priority,
        complex_reasons=complex_reasons,
        warnings=seen.named(work.warnings),
        customer_groups=groups,
        nature=work.natures.get(main_category(record)),
        decisions={
            "grade": _decision(case.grade, _grade_rule(record, policy, facts), case.grade_reasons),
            "department": _decision(
                department, _department_rule(record, policy, facts, complex_reasons)
            ),
            "shared_with": [str(each) for each in shared],
            "priority": _decision(
                priority, _priority_rule(record, case, policy, facts, priority, groups)
            ),
            "copied_to": _decision(list(case.copied_to), f"copies.{case.grade}"),
            "customer_groups": list(groups),
            "complex": list(complex_reasons),
            "warnings": list(seen.named(work.warnings)),
            "signals": sorted(signals),
            "facts": sorted(facts),
            "category_sets": category_sets(case, policy),
            "purpose": purpose(case),
            "policy_version": policy.version,
        },
    )


def purpose(case: Case) -> str:
    """Return whether a complaint strongly demands something or voices dissatisfaction (R74)."""
    return DEMANDS if case.demand or case.threats else DISSATISFIED


def category_sets(case: Case, policy: Policy) -> dict[str, str]:
    """Return what the documents' four sets call the case's first category (C7)."""
    sets = policy.work.category_sets
    return {str(name): words[case.category[0]] for name, words in sets.items()}


@dataclass(frozen=True, slots=True)
class _Seen:
    record: Record
    grade: Grade
    facts: frozenset[Fact]
    signals: frozenset[str]

    def named(self, rules: Iterable[ConditionRule]) -> tuple[str, ...]:
        return tuple(rule.name for rule in rules if self._fits(rule))

    def _fits(self, rule: ConditionRule) -> bool:
        return (
            self.grade in rule.grades
            or any(code in rule.categories for code in self.record.category)
            or any(code in rule.threats for code in self.record.threats)
            or any(fact in rule.facts for fact in self.facts)
            or any(signal in rule.signals for signal in self.signals)
            or (rule.anger_from is not None and self.record.anger >= rule.anger_from)
        )


def _departments(
    record: Record,
    case: Case,
    policy: Policy,
    facts: frozenset[Fact],
    complex_reasons: tuple[str, ...],
) -> tuple[Department, tuple[Department, ...]]:
    """Return the one responsible department and those that share the case (R5, R133)."""
    responsible = case.department
    if complex_reasons and _may_go_to_the_group(case, policy, facts):
        responsible = Department.INDEPENDENT_GROUP
    involved = [case.department, *(policy.departments[code] for code in case.category)]
    shared = tuple(each for each in dict.fromkeys(involved) if each is not responsible)
    return responsible, shared


def _may_go_to_the_group(case: Case, policy: Policy, facts: frozenset[Fact]) -> bool:
    return case.grade is not Grade.OUT_OF_SCOPE and decisive_fact(policy, facts) is None


def _priority(case: Case, policy: Policy, groups: tuple[str, ...]) -> Priority:
    if case.grade is Grade.OUT_OF_SCOPE:
        return case.priority
    raised = case.priority
    for group in groups:
        raised = higher(raised, policy.work.customers.raise_to.get(group, raised))
    return raised


def _decision(value: Any, rule: str, reasons: Iterable[str] = ()) -> dict[str, Any]:
    shown = value if isinstance(value, list) else str(value)
    decision = {"value": shown, "rule": rule}
    return {**decision, "reasons": list(reasons)} if reasons else decision


def _grade_rule(record: Record, policy: Policy, facts: frozenset[Fact]) -> str:
    number = grade_rule(record, policy, facts)
    return "grades: no rule fits" if number is None else f"grades.rules[{number}]"


def _department_rule(
    record: Record, policy: Policy, facts: frozenset[Fact], complex_reasons: tuple[str, ...]
) -> str:
    fact = decisive_fact(policy, facts)
    if fact is not None:
        return f"departments.by_fact.{fact}"
    if complex_reasons:
        return f"complexity.{complex_reasons[0]}"
    return f"departments.by_category.{main_category(record)}"


def _priority_rule(
    record: Record,
    case: Case,
    policy: Policy,
    facts: frozenset[Fact],
    priority: Priority,
    groups: tuple[str, ...],
) -> str:
    if priority is not case.priority:
        raised = next(
            group for group in groups if policy.work.customers.raise_to.get(group) is priority
        )
        return f"customers.raise_to.{raised}"
    number = priority_rule(record, case.grade, policy, facts)
    return "priorities.default" if number is None else f"priorities.rules[{number}]"
