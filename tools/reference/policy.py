"""The policy's keys, by watching the loader read: what it asks for is what a policy has.

The shipped policy and the one of another company are read, so that optional keys show. Each key
has a meaning in texts/policy.yml; one without, or one that no loader reads, stops the writing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from casework.policy_yaml import load_policy
from casework.settings import ROOT
from casework.yaml_nodes import YamlNode
from tools.reference.untold import require_same

FILES: Final = (ROOT / "policy.yml", ROOT / "tests" / "data" / "policies" / "airline.yml")
# The readers of single values, and how the page calls what they take.
FORMS: Final = {
    "text": "text",
    "optional_text": "text or null",
    "count": "whole number",
    "number": "number",
    "time": "HH:MM",
    "flag": "true or false",
    "duration": "length of time",
    "pattern": "regular expression",
}
NAME: Final = "<name>"
# What the loader asks for and neither file uses.
UNUSED: Final[dict[str, Any]] = {"form": "text", "listed": False}


@dataclass
class Seen:
    """What the loader asked for."""

    keys: dict[str, bool] = field(default_factory=dict)  # by raw name: whether it is required
    forms: dict[str, str] = field(default_factory=dict)
    words: dict[str, type[StrEnum]] = field(default_factory=dict)
    # Mappings whose keys are not fixed, by raw name, with the placeholder of their keys.
    open: dict[str, str] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)

    def general(self, name: str) -> str:
        """Return a name with placeholders for what a company chooses."""
        raw, shown = "", ""
        for part in name.replace("[", ".[").split("."):
            if part.startswith("["):
                raw, shown = raw + part, shown + "[]"
                continue
            part_shown = self.open.get(raw, part)
            raw, shown = f"{raw}.{part}".lstrip("."), f"{shown}.{part_shown}".lstrip(".")
        return shown


def read(meanings: dict[str, list[str]]) -> dict[str, Any]:
    """Return the policy's keys in the order of the file, and the code words they take.

    Raises:
        Untold: a key has no meaning in the texts, or a meaning no key.
    """
    rows: dict[str, dict[str, Any]] = {}
    kinds: dict[str, type[StrEnum]] = {}
    for path in FILES:
        seen = _watched(path)
        for kind in seen.words.values():
            kinds[kind.__name__] = kind
        for name in dict.fromkeys([*seen.keys, *seen.forms]):
            shown = seen.general(name)
            row = rows.setdefault(shown, {"key": shown, "required": True, "form": ""})
            row["required"] = row["required"] and seen.keys.get(name, True)
            row["form"] = row["form"] or seen.forms.get(name, "")
    rows = _folded({key: row for key, row in rows.items() if key})
    require_same("policy.yml", set(rows), set(meanings))
    ordered = [
        {**rows[key], "meaning": dict(zip(("en", "zh"), meaning, strict=True))}
        for key, meaning in meanings.items()
    ]
    codes = [{"name": name, "words": list(kind)} for name, kind in sorted(kinds.items())]
    return {"sections": _sections(ordered), "codes": codes}


def _folded(rows: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Leave out the items of lists and the two languages of a text; their parents tell them."""
    texts = {key.removesuffix(".zh") for key in rows if key.endswith(".zh")}
    bilingual = {key for key in texts if {f"{key}.en", f"{key}.zh"} == _children(key, rows)}
    kept = {}
    for key, row in rows.items():
        parent = key.rpartition(".")[0]
        if key.endswith("[]") or parent in bilingual:
            continue
        item = rows.get(f"{key}[]")
        form = "text in both languages" if key in bilingual else row["form"]
        listed = form == "list"
        if listed:
            form = item["form"] if item else "mapping"
        kept[key] = {**row, "form": form, "listed": listed}
    # A condition that neither file uses here has the form that it has elsewhere.
    known = {key.rpartition(".")[2]: row for key, row in kept.items() if row["form"]}
    for key, row in kept.items():
        if not row["form"]:
            like = {} if _children(key, rows) else known.get(key.rpartition(".")[2], UNUSED)
            row.update({"form": like.get("form", "mapping"), "listed": like.get("listed", False)})
    return kept


def _children(key: str, rows: dict[str, Any]) -> set[str]:
    return {each for each in rows if each.startswith(f"{key}.") and "." not in each[len(key) + 1 :]}


def _sections(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["key"].split(".")[0].split("[")[0], []).append(row)
    return [{"name": name, "rows": each} for name, each in found.items()]


def _watched(path: Path) -> Seen:
    seen = Seen()
    with _watching(seen):
        load_policy(path)
    return seen


@contextmanager
def _watching(seen: Seen) -> Iterator[None]:
    """Let every reader of a node note what it was asked for, and take that back afterwards."""
    kept = {name: getattr(YamlNode, name) for name in (*FORMS, *_READERS)}
    for name, form in FORMS.items():
        setattr(YamlNode, name, _noting_form(kept[name], seen, form))
    for name, noting in _READERS.items():
        setattr(YamlNode, name, noting(kept[name], seen))
    try:
        yield
    finally:
        for name, original in kept.items():
            setattr(YamlNode, name, original)


def _noting_form(original: Any, seen: Seen, form: str) -> Any:
    def reader(node: YamlNode, *arguments: Any) -> Any:
        # The innermost reader is called last, so the outermost says what was wanted.
        value = original(node, *arguments)
        seen.forms[node.name] = form
        return value

    return reader


def _noting_fields(original: Any, seen: Seen) -> Any:
    def fields(node: YamlNode, *required: str, optional: tuple[str, ...] = ()) -> Any:
        found = original(node, *required, optional=optional)
        # `fields` goes through `items`, which took the mapping for an open one.
        seen.open.pop(node.name, None)
        for key in (*required, *optional):
            seen.keys[f"{node.name}.{key}".lstrip(".")] = key in required
        return found

    return fields


def _noting_items(original: Any, seen: Seen) -> Any:
    def items(node: YamlNode) -> Any:
        seen.open.setdefault(node.name, NAME)
        for key, value in original(node):
            seen.keys.setdefault(value.name, True)
            yield key, value

    return items


def _noting_codes(original: Any, seen: Seen) -> Any:
    def codes(node: YamlNode, kind: type[StrEnum], read: Any) -> Any:
        seen.open[node.name] = f"<{kind.__name__}>"
        seen.words[node.name] = kind
        return original(node, kind, read)

    return codes


def _noting_code(original: Any, seen: Seen) -> Any:
    def code(node: YamlNode, kind: type[StrEnum]) -> Any:
        seen.forms[node.name] = f"<{kind.__name__}>"
        seen.words[node.name] = kind
        return original(node, kind)

    return code


def _noting_each(original: Any, seen: Seen) -> Any:
    def each(node: YamlNode, read: Any) -> Any:
        seen.forms[node.name] = "list"
        return original(node, read)

    return each


_READERS: Final = {
    "fields": _noting_fields,
    "items": _noting_items,
    "codes": _noting_codes,
    "code": _noting_code,
    "each": _noting_each,
}
