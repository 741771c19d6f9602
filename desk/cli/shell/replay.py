"""Plays the customer's part of a script."""

from collections import Counter
from collections.abc import Callable
from typing import Final

from desk.cli.scripts import CONFIRM, Answers, Say, Script

#: More questions than an intake has; a conversation that needs so many goes round in circles.
MOST_ANSWERS: Final = 25
#: The same question for the fourth time is a circle, too.
MOST_OFTEN: Final = 3


class ReplayStopped(Exception):
    """The conversation went where the script has nothing to say."""


def replay(script: Script, say: Callable[[str], str | None]) -> None:
    """Say everything that the script says.

    Args:
        script: the script; what it expects is for the tests to compare.
        say: sends a message and returns the slot that is asked for then.

    Raises:
        ReplayStopped: something is asked for that the script does not answer.
    """
    asked: str | None = None
    for step in script.steps:
        asked = say(step.says) if isinstance(step, Say) else _answer(step, asked, say)


def _answer(step: Answers, requested: str | None, say: Callable[[str], str | None]) -> str | None:
    times: Counter[str] = Counter()
    for _ in range(MOST_ANSWERS):
        if requested is None or requested == step.until == CONFIRM:
            return requested
        answer = step.to(requested, times[requested])
        times[requested] += 1
        if answer is None or times[requested] > MOST_OFTEN:
            raise ReplayStopped(
                f"asks for {requested}, which the script does not answer (any more)"
            )
        requested = say(answer)
    raise ReplayStopped(f"asks without an end: {dict(times)}")
