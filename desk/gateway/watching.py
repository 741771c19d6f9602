"""Tells others in this process what happens in the conversations, as it happens."""

from typing import Protocol

from casework.model import Message
from desk.gateway.inbox import Received


class Watcher(Protocol):
    """Hears of messages; must neither fail nor wait."""

    def stored(self, received: Received) -> None:
        """Hear of a customer's new message."""

    def turn_started(self, message: Message) -> None:
        """Hear that the bot begins to work on a message."""


class Nobody:
    """Hears nothing."""

    def stored(self, received: Received) -> None:
        """Do nothing."""

    def turn_started(self, message: Message) -> None:
        """Do nothing."""
