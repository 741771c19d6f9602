"""Holds today's readers against the committed predictions: `make eval-check`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.evaluation.figures import anger_change, macro_change
from bot.evaluation.messages import GROUPS, Message
from bot.evaluation.metrics import Difference
from bot.evaluation.questions import QUESTIONS
from bot.evaluation.reads import Read

#: A drop that chance alone would show more seldom than this is a drop.
LEVEL = 0.05

Change = tuple[Difference, float, float]


@dataclass(frozen=True)
class Verdict:
    """What became of one reader, as a line to print."""

    line: str
    dropped: bool


def verdicts(
    messages: Sequence[Message], now: Sequence[Read], before: Sequence[Read]
) -> list[Verdict]:
    """Return one verdict a reader, over each group of messages."""
    places = {
        group: [i for i, message in enumerate(messages) if message.group == group]
        for group in GROUPS
        if any(message.group == group for message in messages)
    }

    def changes(change: Callable[..., Change], *given: object) -> dict[str, Change]:
        return {
            group: change(
                *given,
                [messages[i] for i in own],
                [now[i] for i in own],
                [before[i] for i in own],
            )
            for group, own in places.items()
        }

    found = [
        _verdict(question.name, "macro-F1", changes(macro_change, question))
        for question in QUESTIONS
    ]
    return [*found, _verdict("anger", "correlation", changes(anger_change))]


def _verdict(name: str, measure: str, changes: dict[str, Change]) -> Verdict:
    cells, dropped = [], False
    for group, (change, before, now) in changes.items():
        worse = change.value < 0 and change.p_not_worse < LEVEL
        dropped = dropped or worse
        mark = f" (p {change.p_not_worse:.3f})" if change.value < 0 else ""
        cells.append(f"{group} {before:.3f} → {now:.3f}{mark}")
    word = "DROP" if dropped else "ok"
    return Verdict(f"{word:4} {name:13} {measure:11} {'   '.join(cells)}", dropped)
