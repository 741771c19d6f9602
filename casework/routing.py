"""Decides who answers for a case, who gets a copy and how soon it is taken up."""

from collections.abc import Collection

from casework.grading import main_category
from casework.model import Department, Fact, Grade, Priority, Record
from casework.policy import Policy, PriorityRule


def department(record: Record, policy: Policy, facts: Collection[Fact]) -> Department:
    """Return the department that answers (R13): by a decisive fact, else by the first category."""
    fact = decisive_fact(policy, facts)
    if fact is not None:
        return policy.departments_by_fact[fact]
    return policy.departments[main_category(record)]


def decisive_fact(policy: Policy, facts: Collection[Fact]) -> Fact | None:
    """Return the fact that decides the department, if there is one."""
    return next((fact for fact in policy.departments_by_fact if fact in facts), None)


def copied_to(grade: Grade, policy: Policy) -> tuple[str, ...]:
    """Return who gets a copy: the General Manager of major, batch and claim (R186, R190)."""
    return policy.copies.get(grade, ())


def priority(record: Record, grade: Grade, policy: Policy, facts: Collection[Fact]) -> Priority:
    """Return the priority of the first rule that fits, else the policy's default."""
    number = priority_rule(record, grade, policy, facts)
    return policy.default_priority if number is None else policy.priorities[number].priority


def priority_rule(
    record: Record, grade: Grade, policy: Policy, facts: Collection[Fact]
) -> int | None:
    """Return the place of the priority rule that fits first, None where none does."""
    fitting = (n for n, rule in enumerate(policy.priorities) if _fits(rule, record, grade, facts))
    return next(fitting, None)


def higher(one: Priority, other: Priority) -> Priority:
    """Return the more pressing of two priorities."""
    return max(one, other, key=list(Priority).index)


def _fits(rule: PriorityRule, record: Record, grade: Grade, facts: Collection[Fact]) -> bool:
    return (
        grade in rule.grades
        or any(code in rule.categories for code in record.category)
        or any(code in rule.threats for code in record.threats)
        or any(fact in rule.facts for fact in facts)
        or (rule.anger_from is not None and record.anger >= rule.anger_from)
    )
