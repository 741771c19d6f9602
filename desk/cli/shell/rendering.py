"""Turns what happened into lines for the terminal."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, Final

from rich.text import Text

from casework.model import Message, MessageKind, Sender
from casework.presenting import case_as_json
from desk.cli.shell.commands import USAGES
from desk.cli.shell.line import Filed
from desk.cli.shell.view import REQUESTED, Turn, View

BOT: Final = "bold green"
PERSON: Final = "bold magenta"
FAINT: Final = "dim"
LABEL: Final = "cyan"
INDENT: Final = " " * 5
LABEL_WIDTH: Final = 10
LONGEST_VALUE: Final = 60
BETWEEN: Final = " · "
#: Shown by other lines of a case, or of no use to a reader.
CASE_ASIDE: Final = ("case_no", "clocks", "links", "conversation_id")


def reply_lines(reply: Message) -> Iterator[Text]:
    """Show one bubble: who says it, the words, the buttons."""
    who, style = ("bot", BOT) if reply.sender is Sender.BOT else ("agent", PERSON)
    words = reply.text.replace("\n", "\n" + INDENT)
    line = Text.assemble((f"{who:<{len(INDENT)}}", style), words)
    if reply.kind is MessageKind.NOTICE:
        line.append("  (a notice; the answer is late)", FAINT)
    yield line
    titles = [str(button.get("title")) for button in (reply.payload or {}).get("buttons") or []]
    if titles:
        yield Text(INDENT + " ".join(f"[{title}]" for title in titles), FAINT)


def turn_lines(turn: Turn, zone: tzinfo) -> Iterator[Text]:
    """Show what stands behind a turn: reading, evidence, slots, strategy, actions, time."""
    view = turn.view
    shown = {
        "reading": _reading(view),
        "evidence": [f"{item['label']} “{item['text']}”" for item in _evidence(view)],
        "details": [f"{item['entity']} {_value(item.get('value'))}" for item in view.entities],
        "slots": slots_shown(view),
        "strategy": [view.strategy] if view.strategy else [],
        "actions": [" → ".join(_actions(view))] if view.actions else [],
        "wordings": turn.keys,
        "time": [f"{turn.seconds * 1000:.0f} ms", local(turn.at, zone)],
    }
    for label, values in shown.items():
        if values:
            yield _labelled(label, BETWEEN.join(values))


def weighed_lines(weighed: Sequence[Mapping[str, Any]]) -> Iterator[Text]:
    """Show for each learned answer the words that weighed most, a line each."""
    by_label: dict[str, list[str]] = {}
    for item in weighed:
        by_label.setdefault(str(item["label"]), []).append(f"“{item['text']}” +{item['weight']}")
    for label, words in by_label.items():
        yield _labelled(label, BETWEEN.join(words), width=32)


def slots_shown(view: View) -> list[str]:
    """Return the slot that is asked for, then those that hold something."""
    filled = [f"{name} {_value(value)}" for name, value in view.filled.items()]
    asked = f"{REQUESTED} {view.requested}" if view.requested else ""
    return [asked, *filled] if asked else filled


def case_lines(filed: Filed, zone: tzinfo) -> Iterator[Text]:
    """Show a case: its fields that hold something, its clocks, its supplements."""
    shown = case_as_json(filed.case)
    yield Text(f"case {filed.case.case_no}", "bold")
    for name, value in shown.items():
        if name not in CASE_ASIDE and value not in (None, [], {}, ""):
            yield _labelled(name, _value(value, longest=None), width=16)
    for clock in filed.case.clocks:
        yield _labelled("clock", f"{clock.name} due {local(clock.due_at, zone)}", width=16)
    for supplement in filed.supplements:
        told = f"{local(supplement.at, zone)} by {supplement.author}: {supplement.text}"
        yield _labelled("supplement", told, width=16)


def help_lines() -> Iterator[Text]:
    """List the commands."""
    width = max(len(str(usage)) for usage in USAGES) + 2
    for usage in USAGES:
        yield Text.assemble((f"  {usage!s:<{width}}", LABEL), usage.does)
    yield Text("Anything else is said by the customer; // says something that begins with /.")


def local(instant: datetime, zone: tzinfo) -> str:
    """Show an instant in a time zone."""
    return f"{instant.astimezone(zone):%a %Y-%m-%d %H:%M %Z}"


def _reading(view: View) -> list[str]:
    reading = view.reading
    if not reading:
        return []
    told = [f"intent {view.intent} {view.confidence:.2f}"]
    if reading.get("language"):
        told.append(str(reading["language"]))
    told.append(f"complaint {_number(reading.get('is_complaint'))}")
    if reading.get("category"):
        told.append(f"category {', '.join(map(_ranked, reading['category']))}")
    told.append(f"tone {_ranked(reading.get('tone'))}")
    told.append(f"anger {_number(reading.get('anger'))}")
    if reading.get("mindset"):
        told.append(f"mindset {_ranked(reading['mindset'])}")
    for name in ("demand", "threats"):
        if reading.get(name):
            told.append(f"{name} {', '.join(map(str, reading[name]))}")
    return told


def _evidence(view: View) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = view.reading.get("evidence") or ()
    return found


def _ranked(item: Any) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    return f"{item.get('name')} {_number(item.get('confidence'))}"


def _number(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, int | float) else str(value)


def _actions(view: View) -> Iterator[str]:
    for action in view.actions:
        if action.policy:
            policy = action.policy.rpartition("_")[2]
            sure = "" if action.confidence is None else f" {action.confidence:.2f}"
            yield f"{action.name} ({policy}{sure})"
        else:
            yield action.name


def _value(value: Any, longest: int | None = LONGEST_VALUE) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join(text.split())
    return text if longest is None or len(text) <= longest else text[:longest] + "…"


def _labelled(label: str, text: str, width: int = LABEL_WIDTH) -> Text:
    return Text.assemble((f"{INDENT}{label:<{width}}", LABEL), (text, FAINT))
