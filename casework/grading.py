"""Decides the grade of a case by policy (R184 to R188)."""

from collections.abc import Collection

from casework.model import Category, Fact, Grade, Record
from casework.policy import GradeRule, Policy

REMEDY_ONLY = "remedy_only"
DISSATISFACTION = "dissatisfaction"


def grade(record: Record, policy: Policy, facts: Collection[Fact]) -> tuple[Grade, tuple[str, ...]]:
    """Return the grade and the codes of its reasons; the first rule that fits wins."""
    number = grade_rule(record, policy, facts)
    if number is not None:
        rule = policy.grades[number]
        return rule.grade, _reasons(rule, record, facts)
    only_remedy = bool(record.demand) and set(record.demand) <= set(policy.remedies)
    return Grade.GENERAL, (REMEDY_ONLY if only_remedy else DISSATISFACTION,)


def grade_rule(record: Record, policy: Policy, facts: Collection[Fact]) -> int | None:
    """Return the place of the grade rule that fits first, None where none does."""
    fitting = (n for n, rule in enumerate(policy.grades) if _reasons(rule, record, facts))
    return next(fitting, None)


def _reasons(rule: GradeRule, record: Record, facts: Collection[Fact]) -> tuple[str, ...]:
    reasons = [str(fact) for fact in rule.facts if fact in facts]
    return (*reasons, *(str(code) for code in rule.categories if code in record.category))


def main_category(record: Record) -> Category:
    """Return the category that decides the routing; an unread complaint is `other`."""
    return Category(record.category[0]) if record.category else Category.OTHER
