"""Writes a conversation down as a script, with what came of it as what is expected."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, Final

import yaml

from casework.model import Case
from casework.presenting import case_as_json
from desk.cli.scripts import CONFIRM
from desk.cli.shell.commands import duration_text
from desk.cli.shell.view import Turn

#: What the reader's learned part decides changes with every training and is left to the writer.
CASE_FIELDS: Final = (
    "language", "complaint_text", "product", "model", "serial_number", "quantity",
    "order_number", "incident_date", "demand", "amount", "currency",
    "contact_name", "contact_phone", "contact_email", "contact_other",
)  # fmt: skip
#: The record of the case has it whole.
LEFT_TO_THE_CASE: Final = ("complaint_text", CONFIRM)


def script_text(turns: Sequence[Turn], cases: Sequence[Case], zone: tzinfo) -> str:
    """Return the YAML of a script that `desk.cli.scripts` reads and `/say` replays.

    Args:
        turns: the conversation, at least one turn.
        cases: what it filed, the oldest first.
        zone: in which the instants are written.
    """
    began = _received(turns[0], zone)
    language = _usual_language(turns)
    header: dict[str, Any] = {
        "name": f"A customer in the shell, {began:%Y-%m-%d %H:%M}",
        "metadata": _metadata(turns, began),
    }
    if language is not None:
        header["reply_language"] = language
    parts = [_yaml(header), "turns:\n", *_steps(turns, language)]
    if cases:
        fields = [{name: case_as_json(case)[name] for name in CASE_FIELDS} for case in cases]
        parts += ["cases:\n", *(_item(each) for each in fields)]
    return "".join(parts)


def _steps(turns: Sequence[Turn], language: str | None) -> Iterator[str]:
    before: Mapping[str, Any] = {}
    for turn in turns:
        if turn.jumped:
            # A script has no step for it; who reads the file should know.
            yield f"  # /jump {duration_text(turn.jumped)}\n"
        filled = turn.view.filled
        learned = {
            name: value
            for name, value in filled.items()
            if name not in LEFT_TO_THE_CASE and before.get(name) != value
        }
        step: dict[str, Any] = {"says": turn.says}
        if turn.keys:
            step["replies"] = turn.keys
            step["asks"] = turn.view.requested
        if learned:
            step["slots"] = learned
        spoken = turn.view.reply_language
        if spoken is not None and spoken != language:
            step["reply_language"] = spoken
        yield _item(step)
        before = filled


def _metadata(turns: Sequence[Turn], began: datetime) -> dict[str, Any]:
    """Return what was sent with every message, and the instant that relative dates start from."""
    first = turns[0].metadata
    common = {
        name: value
        for name, value in first.items()
        if all(turn.metadata.get(name) == value for turn in turns)
    }
    return {**common, "received_at": began.isoformat(timespec="seconds")}


def _received(turn: Turn, zone: tzinfo) -> datetime:
    stated = turn.view.received_at
    return (datetime.fromisoformat(stated) if stated else turn.at).astimezone(zone)


def _usual_language(turns: Sequence[Turn]) -> str | None:
    spoken = Counter(
        turn.view.reply_language for turn in turns if turn.view.reply_language is not None
    )
    return spoken.most_common(1)[0][0] if spoken else None


def _item(value: Mapping[str, Any]) -> str:
    lines = _yaml([dict(value)]).splitlines(keepends=True)
    return "".join(f"  {line}" if line.strip() else line for line in lines)


def _yaml(value: Any) -> str:
    text: str = yaml.safe_dump(
        value, allow_unicode=True, sort_keys=False, width=100, default_flow_style=None
    )
    return text
