"""Reads the people and the working days of the policy."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from casework.policy_rules_yaml import LANGUAGES
from casework.policy_work import CalendarKind, CalendarRule, Person
from casework.yaml_nodes import YamlNode

CHANNELS: Final = ("console", "email", "webhook", "chat")
EVERYONE: Final = "everyone"


def read_calendar(node: YamlNode) -> CalendarRule:
    """Return where the working days come from."""
    parts = node.fields("kind", optional=("region", "subdivision", "overrides"))
    kind = parts["kind"].code(CalendarKind)
    if kind is CalendarKind.REGION and "region" not in parts:
        raise node.error("add the key region, such as US or HK")
    overrides: dict[date, bool] = {}
    if "overrides" in parts:
        for day, value in parts["overrides"].items():
            overrides[_day(value, day)] = _is_worked(value)
    return CalendarRule(
        kind=kind,
        region=parts["region"].text() if "region" in parts else None,
        subdivision=parts["subdivision"].text() if "subdivision" in parts else None,
        overrides=overrides,
    )


def _day(node: YamlNode, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise node.error('write a day such as "2027-02-08"') from error


def _is_worked(node: YamlNode) -> bool:
    word = node.text()
    if word not in ("work", "off"):
        raise node.error("write work or off")
    return word == "work"


def read_people(node: YamlNode) -> dict[str, Person]:
    """Return the roles by name; somebody has to stand for all others."""
    people = {name: _person(each) for name, each in node.items()}
    if EVERYONE not in people:
        raise node.error(f"add the key {EVERYONE}, which stands for every role without an entry")
    return people


def _person(node: YamlNode) -> Person:
    parts = node.fields(*LANGUAGES, "addresses")
    return Person(
        title={code: parts[code].text() for code in LANGUAGES},
        addresses=parts["addresses"].each(_address),
    )


def _address(node: YamlNode) -> str:
    text = node.text()
    channel, colon, rest = text.partition(":")
    if channel not in CHANNELS or (channel != "console" and not (colon and rest.strip())):
        raise node.error("write console, email:NAME@HOST, webhook:NAME or chat:NAME")
    return text


def role(node: YamlNode, people: Mapping[str, Person]) -> str:
    """Return the name of a role that is somebody."""
    name = node.text()
    if name not in people:
        raise node.error(f"{name!r} is nobody, use one of {', '.join(people)}")
    return name
