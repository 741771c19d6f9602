"""Reads the kinds of rule that several parts of the policy share."""

from collections.abc import Callable
from typing import Final, TypeVar

from casework.model import ClockName, Grade
from casework.policy_rules import ClockRule, FactPatterns
from casework.yaml_nodes import YamlNode

Item = TypeVar("Item")

LANGUAGES: Final = ("zh", "en")


def fact_patterns(node: YamlNode) -> FactPatterns:
    """Return the patterns that state something, and those that take it back."""
    parts = node.fields("any", optional=("unless",))
    unless = parts["unless"].each(YamlNode.pattern) if "unless" in parts else ()
    return FactPatterns(any=parts["any"].each(YamlNode.pattern), unless=unless)


def clock_rule(node: YamlNode) -> ClockRule:
    """Return one promise."""
    parts = node.fields("name", "explanation", optional=("hours", "working_days", "grades"))
    if ("hours" in parts) == ("working_days" in parts):
        raise node.error("write either hours or working_days")
    texts = parts["explanation"].fields(*LANGUAGES)
    return ClockRule(
        name=parts["name"].code(ClockName),
        explanation={code: _template(text) for code, text in texts.items()},
        hours=parts["hours"].count() if "hours" in parts else None,
        working_days=parts["working_days"].count() if "working_days" in parts else None,
        grades=listed(parts, "grades", lambda n: n.code(Grade)),
    )


def _template(node: YamlNode) -> str:
    text = node.text()
    try:
        text.format(hours=1, working_days=1, due="")
    except (LookupError, ValueError) as error:
        raise node.error("name only {hours}, {working_days} and {due} in braces") from error
    return text


def listed(
    parts: dict[str, YamlNode], key: str, read: Callable[[YamlNode], Item]
) -> tuple[Item, ...]:
    """Return the items of a list that may be left out."""
    return parts[key].each(read) if key in parts else ()
