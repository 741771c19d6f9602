"""Compares what a script expects with what there is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final


def _contains(wanted: Any, value: Any) -> bool:
    return all(words in str(value) for words in _listed(wanted))


def _lacks(wanted: Any, value: Any) -> bool:
    return not any(words in str(value) for words in _listed(wanted))


def _includes(wanted: Any, value: Any) -> bool:
    return all(item in (value or []) for item in _listed(wanted))


MATCHERS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "contains": _contains,
    "lacks": _lacks,
    "includes": _includes,
    "one_of": lambda wanted, value: value in wanted,
    "at_least": lambda wanted, value: value is not None and value >= wanted,
    "at_most": lambda wanted, value: value is not None and value <= wanted,
}


def differences(expected: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Return one line for each expected field that is otherwise."""
    lines = []
    for name, wanted in expected.items():
        value = found.get(name)
        if not matches(wanted, value):
            lines.append(f"{name} is {value!r}, expected {wanted!r}")
    return lines


def matches(wanted: Any, value: Any) -> bool:
    """Tell whether a value is what a script wants; the order of a list does not matter."""
    if isinstance(wanted, Mapping):
        if wanted and set(wanted) <= set(MATCHERS):
            return all(MATCHERS[name](each, value) for name, each in wanted.items())
        return isinstance(value, Mapping) and not differences(wanted, value)
    if isinstance(wanted, list):
        return isinstance(value, Sequence) and _same_members(wanted, value)
    return bool(value == wanted)


def _same_members(wanted: list[Any], values: Sequence[Any]) -> bool:
    left = list(values)
    for item in wanted:
        fitting = next((value for value in left if matches(item, value)), None)
        if fitting is None:
            return False
        left.remove(fitting)
    return not left


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
