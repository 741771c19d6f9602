"""Reads a YAML document key by key and names the line of every mistake."""

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, TypeVar

import yaml

from casework.errors import PolicyError

Code = TypeVar("Code", bound=StrEnum)
Item = TypeVar("Item")

UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class YamlNode:
    """One node of a document together with its name and the file it stands in."""

    node: yaml.Node
    name: str
    source: str

    @classmethod
    def parse(cls, text: str, source: str) -> "YamlNode":
        """Return the root of a document."""
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise PolicyError(f"{source} line {line}: {error.problem}") from error
        except yaml.YAMLError as error:
            raise PolicyError(f"{source}: {error}") from error
        if node is None:
            raise PolicyError(f"{source} is empty")
        return cls(node, "", source)

    def error(self, fix: str) -> PolicyError:
        """Return the error that says where this node stands and what to do."""
        line = self.node.start_mark.line + 1
        return PolicyError(f"{self.source} line {line}: {self.name or 'the document'}: {fix}")

    def fields(self, *required: str, optional: tuple[str, ...] = ()) -> dict[str, "YamlNode"]:
        """Return the values of a mapping; a missing, unknown or repeated key is a mistake."""
        found = dict(self.items())
        known = (*required, *optional)
        for key, value in found.items():
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                fix = f"write {near[0]}" if near else f"use one of {', '.join(known)}"
                raise value.error(f"unknown key, {fix}")
        for key in required:
            if key not in found:
                raise self.error(f"add the key {key}")
        return found

    def items(self) -> Iterator[tuple[str, "YamlNode"]]:
        """Yield the keys and values of a mapping."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error("write a mapping of keys to values")
        seen = set()
        for key, value in self.node.value:
            child = YamlNode(value, f"{self.name}.{key.value}".lstrip("."), self.source)
            if key.value in seen:
                raise child.error("the key stands here twice, remove one")
            seen.add(key.value)
            yield key.value, child

    def codes(self, kind: type[Code], read: Callable[["YamlNode"], Item]) -> dict[Code, Item]:
        """Return a mapping whose keys are code words."""
        return {value.known(kind, key): read(value) for key, value in self.items()}

    def each(self, read: Callable[["YamlNode"], Item]) -> tuple[Item, ...]:
        """Return what the function reads from each item of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.error("write a list")
        return tuple(
            read(YamlNode(item, f"{self.name}[{index}]", self.source))
            for index, item in enumerate(self.node.value)
        )

    def text(self) -> str:
        """Return a text that says something."""
        value = self._scalar()
        if not value.strip():
            raise self.error("write a text")
        return value

    def optional_text(self) -> str | None:
        """Return a text, or None where the file says null."""
        return None if self.node.tag.endswith(":null") else self.text()

    def count(self, least: int = 1) -> int:
        """Return a whole number."""
        value = self._scalar()
        if not (value.isascii() and value.isdigit() and int(value) >= least):
            raise self.error(f"write a whole number from {least}")
        return int(value)

    def number(self) -> float:
        """Return a number."""
        try:
            return float(self._scalar())
        except ValueError as error:
            raise self.error("write a number") from error

    def time(self) -> str:
        """Return a time of day as `HH:MM`."""
        value = self._scalar()
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise self.error('write a time such as "09:00"')
        return value

    def flag(self) -> bool:
        """Return true or false."""
        value = self._scalar()
        if value not in ("true", "false"):
            raise self.error("write true or false")
        return value == "true"

    def duration(self) -> timedelta:
        """Return a length of time such as `30m`, `4h` or `2d`."""
        match = re.fullmatch(r"(\d+)([mhd])", self._scalar())
        if match is None:
            raise self.error("write a length of time such as 30m, 4h or 2d")
        return timedelta(**{UNITS[match[2]]: int(match[1])})

    def date(self) -> date:
        """Return a day."""
        try:
            return date.fromisoformat(self._scalar())
        except ValueError as error:
            raise self.error('write a day such as "2027-02-08"') from error

    def pattern(self) -> re.Pattern[str]:
        """Return a regular expression that ignores upper and lower case."""
        try:
            return re.compile(self.text(), re.IGNORECASE)
        except re.error as error:
            raise self.error(f"not a regular expression ({error})") from error

    def code(self, kind: type[Code]) -> Code:
        """Return a code word."""
        return self.known(kind, self._scalar())

    def known(self, kind: type[Code], word: str) -> Code:
        """Return the code word that this is; another word is a mistake at this node."""
        try:
            return kind(word)
        except ValueError as error:
            raise self.error(f"{word!r} is unknown, use one of {', '.join(kind)}") from error

    def _scalar(self) -> str:
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.error("write a single value")
        return str(self.node.value)
