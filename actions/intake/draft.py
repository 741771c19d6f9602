"""One turn of the intake while it is being planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from actions.intake.acts import Act
from actions.intake.notes import Intake
from actions.intake.residue import is_command, only_details
from actions.replies import Reply
from actions.turn import Turn
from casework.policy import Policy


@dataclass
class Plan:
    """What one turn does."""

    replies: list[Reply] = field(default_factory=list)
    requested: str | None = None
    #: `filing` or `cancelled` when the intake ends with this turn.
    outcome: str | None = None
    #: Why a person is wished for: `asked`, `insists`, `misunderstood`; None where nobody is.
    wishes_person: str | None = None
    #: Whether the state of a filed case is told before everything else.
    tells_status: bool = False


@dataclass
class Draft:
    """The turn, what is known before it, and what it will say."""

    intake: Intake
    turn: Turn
    policy: Policy
    act: Act
    asked: str | None
    plan: Plan = field(default_factory=Plan)
    #: Keys that are said before the request, in its bubble.
    leads: list[str] = field(default_factory=list)
    #: Facts for the wording of the last bubble.
    facts: dict[str, Any] = field(default_factory=dict)

    def say(self, key: str, **facts: Any) -> None:
        """Add a bubble."""
        self.plan.replies.append(Reply(key, facts=facts))

    def put_aside(self) -> None:
        """Keep a message that no field took until the story is told."""
        if not only_details(self.turn) and self.turn.text not in self.intake.notes.put_aside:
            self.intake.notes.put_aside.append(self.turn.text)

    def add_story(self) -> None:
        """Add the message to what happened, word for word, unless it stands there already."""
        if is_command(self.turn):
            return
        told = self.intake.value("complaint_text")
        text = "\n".join([*self.intake.notes.put_aside, self.turn.text])
        self.intake.notes.put_aside.clear()
        if told and text in told.split("\n"):
            return
        self.intake.slots["complaint_text"] = f"{told}\n{text}" if told else text
