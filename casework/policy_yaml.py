"""Loads the policy from a YAML file."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from casework.errors import PolicyError
from casework.model import (
    Category,
    Demand,
    Department,
    Fact,
    Grade,
    Priority,
    Threat,
)
from casework.policy import (
    ClockRule,
    GradeRule,
    OfficeHours,
    Policy,
    PriorityRule,
    SilentReminder,
    StatusLookup,
)
from casework.policy_desk_yaml import read_desk
from casework.policy_gate import read_gate
from casework.policy_retention import RetentionPolicy
from casework.policy_rules_yaml import clock_rule, fact_patterns, listed
from casework.policy_work_yaml import WORK_SECTIONS, read_work
from casework.yaml_nodes import YamlNode

Item = TypeVar("Item")

DETAILS: Final = (
    "product",
    "model",
    "serial_number",
    "quantity",
    "order_number",
    "incident_date",
    "demand",
    "amount",
    "contact_name",
    "contact",
)


def load_policy(path: Path) -> Policy:
    """Return the policy of a file; a mistake raises `PolicyError` with its line and the fix."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path}: it cannot be read ({error})") from error
    return parse_policy(text, path.name)


def parse_policy(text: str, source: str = "policy.yml") -> Policy:
    """Return the policy that a text describes."""
    root = YamlNode.parse(text, source).fields(
        "version",
        "service_phone",
        "office_hours",
        "departments",
        "grades",
        "facts",
        "priorities",
        "copies",
        "clocks",
        "intake",
        "status_lookup",
        "silent_reminder",
        "approved_remedies",
        *WORK_SECTIONS,
        "gate",
        "desk",
        optional=("confirmed_faults", "punishment", "retention"),
    )
    departments = root["departments"].fields("by_category", "by_fact")
    grades = root["grades"].fields("rules", "remedies")
    priorities = root["priorities"].fields("default", "rules")
    lookup = root["status_lookup"].fields("attempts", "window_minutes")
    intake = root["intake"].fields("details", "out_of_proportion")
    reminder = root["silent_reminder"].fields("after_minutes", "at_most")
    return Policy(
        version=root["version"].text(),
        departments=_every_category(departments["by_category"], lambda n: n.code(Department)),
        departments_by_fact=departments["by_fact"].codes(Fact, lambda n: n.code(Department)),
        facts=root["facts"].codes(Fact, fact_patterns),
        grades=grades["rules"].each(_grade_rule),
        remedies=grades["remedies"].each(lambda n: n.code(Demand)),
        default_priority=priorities["default"].code(Priority),
        priorities=priorities["rules"].each(_priority_rule),
        copies=root["copies"].codes(Grade, lambda n: n.each(YamlNode.text)),
        clocks=_clocks(root["clocks"]),
        intake_details=_every_category(intake["details"], lambda n: n.each(_detail)),
        office_hours=_office_hours(root["office_hours"]),
        service_phone=root["service_phone"].optional_text(),
        status_lookup=StatusLookup(
            attempts=lookup["attempts"].count(), window_minutes=lookup["window_minutes"].count()
        ),
        silent_reminder=SilentReminder(
            after_minutes=reminder["after_minutes"].count(), at_most=reminder["at_most"].count(0)
        ),
        approved_remedies=root["approved_remedies"].each(YamlNode.text),
        work=read_work(root),
        out_of_proportion=_limits(intake["out_of_proportion"]),
        gate=read_gate(root["gate"]),
        desk=read_desk(root["desk"]),
        retention=_retention(root["retention"]) if "retention" in root else RetentionPolicy(),
    )


def _retention(node: YamlNode) -> RetentionPolicy:
    """Return how long what is kept; a case's words must not outlive it in its conversation."""
    names = ("conversations_days", "closed_cases_years", "sent_notices_days", "logs_days")
    parts = node.fields(optional=names)
    rules = {name: value.count() for name, value in parts.items()}
    if "closed_cases_years" in rules and "conversations_days" not in rules:
        raise node.error("add conversations_days: what was said would outlive the cases")
    return RetentionPolicy(**rules)


def _every_category(node: YamlNode, read: Callable[[YamlNode], Item]) -> dict[Category, Item]:
    found = node.codes(Category, read)
    for category in Category:
        if category not in found:
            raise node.error(f"add the category {category}")
    return found


def _limits(node: YamlNode) -> dict[str, float]:
    found = {key: value.number() for key, value in node.items()}
    if "default" not in found:
        raise node.error("add the key default")
    return found


def _grade_rule(node: YamlNode) -> GradeRule:
    parts = node.fields("grade", optional=("facts", "categories"))
    return GradeRule(
        grade=parts["grade"].code(Grade),
        facts=listed(parts, "facts", lambda n: n.code(Fact)),
        categories=listed(parts, "categories", lambda n: n.code(Category)),
    )


def _priority_rule(node: YamlNode) -> PriorityRule:
    parts = node.fields(
        "priority", optional=("grades", "categories", "threats", "facts", "anger_from")
    )
    return PriorityRule(
        priority=parts["priority"].code(Priority),
        grades=listed(parts, "grades", lambda n: n.code(Grade)),
        categories=listed(parts, "categories", lambda n: n.code(Category)),
        threats=listed(parts, "threats", lambda n: n.code(Threat)),
        facts=listed(parts, "facts", lambda n: n.code(Fact)),
        anger_from=parts["anger_from"].number() if "anger_from" in parts else None,
    )


def _clocks(node: YamlNode) -> tuple[ClockRule, ...]:
    rules = node.each(clock_rule)
    if len({rule.name for rule in rules}) < len(rules):
        raise node.error("a promise stands here twice, remove one")
    return rules


def _office_hours(node: YamlNode) -> OfficeHours:
    parts = node.fields("days", "start", "end")
    return OfficeHours(
        days=parts["days"].each(_weekday), start=parts["start"].time(), end=parts["end"].time()
    )


def _weekday(node: YamlNode) -> int:
    day = node.count()
    if day > 7:
        raise node.error("write a weekday from 1, Monday, to 7, Sunday")
    return day


def _detail(node: YamlNode) -> str:
    name = node.text()
    if name not in DETAILS:
        raise node.error(f"{name!r} is unknown, use one of {', '.join(DETAILS)}")
    return name
