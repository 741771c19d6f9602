"""Decides the grade of a case by policy (R184 to R188)."""

from collections.abc import Collection

from casework.model import Category, Fact, Grade, Record
from casework.policy import Policy

REMEDY_ONLY = "remedy_only"
DISSATISFACTION = "dissatisfaction"


def grade(record: Record, policy: Policy, facts: Collection[Fact]) -> tuple[Grade, tuple[str, ...]]:
    """Return the grade and the codes of its reasons; the first rule that fits wins."""
    for rule in policy.grades:
        reasons = [str(fact) for fact in rule.facts if fact in facts]
        reasons += [str(code) for code in rule.categories if code in record.category]
        if reasons:
            return rule.grade, tuple(reasons)
    only_remedy = bool(record.demand) and set(record.demand) <= set(policy.remedies)
    return Grade.GENERAL, (REMEDY_ONLY if only_remedy else DISSATISFACTION,)


def main_category(record: Record) -> Category:
    """Return the category that decides the routing; an unread complaint is `other`."""
    return Category(record.category[0]) if record.category else Category.OTHER
