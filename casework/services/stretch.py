"""What a take and a human stretch consist of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from casework.model import Conversation, Lease, Message

#: So many messages of a human stretch are told to the bot when it comes back.
MOST_TOLD: Final = 60


@dataclass(frozen=True, slots=True)
class Taken:
    """A lease that was taken, and the waiting messages that the bot will not answer any more."""

    lease: Lease
    closed: Sequence[Message]
    before: Lease


@dataclass(frozen=True, slots=True)
class Stretch:
    """What happened while a person spoke, for the bot that comes back."""

    lease: Lease
    conversation: Conversation
    messages: Sequence[Message]

    @property
    def case_no(self) -> str | None:
        """The number of a case that was filed by a turn whose reply nobody read."""
        for message in reversed(self.messages):
            for kept in message.metadata.get("suppressed") or ():
                custom = (kept.get("payload") or {}).get("custom") or {}
                if isinstance(custom, Mapping) and custom.get("case_no"):
                    return str(custom["case_no"])
        return None
