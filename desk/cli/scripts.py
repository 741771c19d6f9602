"""Conversation scripts: what a customer says, and what is expected of the desk.

One YAML file is one customer:

    name: A retired teacher whose blanket stays cold
    rows: [R38]                 # the source documents' requirements that it holds
    metadata: {received_at: "2026-11-23T10:00:00+08:00"}   # sent with every message
    reply_language: zh          # of every reply: zh, zh-Hant or en; a turn may say otherwise
    turns:
      - says: 电热毯不热了
        replies: [utter_open]   # keys that must be among the reply's
        not_replies: [utter_fallback]
        asks: order_number      # the slot asked for next; a list of possible ones; null for none
        slots: {product: 电热毯} # some of the slots as they stand then
        text_contains: [抱歉]
        text_lacks: [保证]
      - answers: {order_number: E-1, contact: [139, 13912345678], default_skip: 没有, confirm: 对}
        until: filed            # answers whatever is asked, until the read-back (confirm) or filed
    answers: {contact: 13912345678, confirm: 对}            # for every `until`; also on its own,
    until: filed                                           # as the last of the turns
    cases:                      # exactly these; none without the key
      - {order_number: E-1, amount: null, demand: [refund], complaint_text: {contains: [电热毯]}}

An expected list holds the same members in any order; `{contains}`, `{lacks}`, `{includes}`,
`{one_of}`, `{at_least}` and `{at_most}` look at a part of a value, and any other mapping at some
of its keys.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml
from yaml.constructor import ConstructorError, SafeConstructor

from casework.errors import JieyouError, PolicyError
from casework.yaml_nodes import YamlNode

SLOTS: Final = (
    "complaint_text", "product", "model", "serial_number", "quantity", "order_number",
    "incident_date", "demand", "amount", "contact_name", "contact", "confirm",
)  # fmt: skip
LANGUAGES: Final = ("zh", "zh-Hant", "en")
CONFIRM: Final = "confirm"
FILED: Final = "filed"
SKIP: Final = "default_skip"
#: R1 to R211.
ROW: Final = re.compile(r"R(?:[1-9]\d?|1\d\d|20\d|21[01])")


class ScriptError(JieyouError):
    """A conversation script cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """One message of the customer; what is expected after it, where anything is."""

    says: str
    replies: tuple[str, ...] = ()
    not_replies: tuple[str, ...] = ()
    #: The slots one of which is asked for next; None among them stands for no question.
    asks: tuple[str | None, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    text_contains: tuple[str, ...] = ()
    text_lacks: tuple[str, ...] = ()
    reply_language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The customer answers whatever is asked, until the read-back or until the case is filed."""

    #: For each slot what is said the first time, the second time …; the last one stays.
    by_slot: Mapping[str, tuple[str, ...]]
    skip: str | None
    until: str
    reply_language: str | None = None

    def to(self, slot: str, asked_before: int) -> str | None:
        """Return the answer to a slot that was asked for so often before, None without one."""
        given = self.by_slot.get(slot)
        if given:
            return given[min(asked_before, len(given) - 1)]
        return None if slot in ("complaint_text", CONFIRM) else self.skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What one customer does, and the cases that come of it."""

    name: str
    source: str
    steps: tuple[Say | Answers, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    cases: tuple[Mapping[str, Any], ...] = ()
    rows: tuple[str, ...] = ()


def load_script(path: Path) -> Script:
    """Read a script from its file; raise `ScriptError` naming the line of a mistake."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScriptError(f"{path}: {error}") from error
    return read_script(text, path.name)


def read_script(text: str, source: str) -> Script:
    """Read a script from YAML; raise `ScriptError` naming the line of a mistake."""
    try:
        return _script(YamlNode.parse(text, source))
    except PolicyError as error:
        raise ScriptError(error.detail) from error


def _script(root: YamlNode) -> Script:
    keys = root.fields(
        "name",
        "turns",
        optional=("rows", "metadata", "reply_language", "answers", "until", "cases"),
    )
    spoken = _language(keys.get("reply_language"))
    common = _answers(keys["answers"]) if "answers" in keys else {}
    steps = list(keys["turns"].each(lambda node: _step(node, spoken, common)))
    if "until" in keys:
        steps.append(_until(keys["until"], common, spoken))
    if not steps:
        raise keys["turns"].error("write what the customer says")
    return Script(
        name=keys["name"].text(),
        source=root.source,
        steps=tuple(steps),
        metadata=_mapping(keys["metadata"]) if "metadata" in keys else {},
        cases=keys["cases"].each(_mapping) if "cases" in keys else (),
        rows=_rows(keys.get("rows")),
    )


def _step(
    node: YamlNode, spoken: str | None, common: Mapping[str, tuple[str, ...]]
) -> Say | Answers:
    found = dict(node.items())
    if "says" in found:
        return _say(node, spoken)
    keys = node.fields("until", optional=("answers", "reply_language"))
    own = _answers(keys["answers"]) if "answers" in keys else {}
    return _until(keys["until"], {**common, **own}, _language(keys.get("reply_language")) or spoken)


def _say(node: YamlNode, spoken: str | None) -> Say:
    optional = (
        "replies", "not_replies", "asks", "slots", "text_contains", "text_lacks", "reply_language",
    )  # fmt: skip
    keys = node.fields("says", optional=optional)
    slots = _mapping(keys["slots"]) if "slots" in keys else {}
    for slot in slots:
        _known(keys["slots"], slot)
    return Say(
        says=keys["says"].text(),
        replies=_texts(keys.get("replies")),
        not_replies=_texts(keys.get("not_replies")),
        asks=_asks(keys["asks"]) if "asks" in keys else (),
        slots=slots,
        text_contains=_texts(keys.get("text_contains")),
        text_lacks=_texts(keys.get("text_lacks")),
        reply_language=_language(keys.get("reply_language")) or spoken,
    )


def _until(node: YamlNode, answers: Mapping[str, tuple[str, ...]], spoken: str | None) -> Answers:
    until = node.text()
    if until not in (CONFIRM, FILED):
        raise node.error(f"write {CONFIRM} or {FILED}")
    if until == FILED and CONFIRM not in answers:
        raise node.error(f"say under answers what the customer says to {CONFIRM}")
    given = {slot: texts for slot, texts in answers.items() if slot != SKIP}
    skip = answers.get(SKIP)
    return Answers(
        by_slot=given, skip=skip[0] if skip else None, until=until, reply_language=spoken
    )


def _answers(node: YamlNode) -> dict[str, tuple[str, ...]]:
    found = {}
    for slot, value in node.items():
        if slot != SKIP:
            _known(value, slot)
        found[slot] = _texts(value)
    return found


def _asks(node: YamlNode) -> tuple[str | None, ...]:
    value = _value(node)
    slots = tuple(value) if isinstance(value, list) else (value,)
    for slot in slots:
        if slot is not None:
            _known(node, slot)
    return slots


def _known(node: YamlNode, slot: Any) -> None:
    if slot not in SLOTS:
        raise node.error(f"{slot!r} is no slot, use one of {', '.join(SLOTS)}")


def _language(node: YamlNode | None) -> str | None:
    if node is None:
        return None
    language = node.text()
    if language not in LANGUAGES:
        raise node.error(f"write one of {', '.join(LANGUAGES)}")
    return language


def _rows(node: YamlNode | None) -> tuple[str, ...]:
    rows = _texts(node)
    for row in rows:
        if node is not None and not ROW.fullmatch(row):
            raise node.error(f"{row!r} is no row, write R1 to R211")
    return rows


def _texts(node: YamlNode | None) -> tuple[str, ...]:
    """Return a text or a list of texts as they are written: YAML takes a bare `no` for false."""
    if node is None:
        return ()
    return node.each(YamlNode.text) if isinstance(node.node, yaml.SequenceNode) else (node.text(),)


def _mapping(node: YamlNode) -> dict[str, Any]:
    return {key: _value(value) for key, value in node.items()}


def _value(node: YamlNode) -> Any:
    try:
        value: Any = SafeConstructor().construct_document(node.node)
    except ConstructorError as error:
        raise node.error(str(error.problem)) from error
    return _plain(value)


def _plain(value: Any) -> Any:
    """Return a value of JSON: YAML takes a bare 2026-11-20 for a date."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value
