"""Bounds how much one address, one account and one session may ask of the desk."""

from typing import Final

from casework.policy_desk import SessionPolicy
from desk.gateway.limits import RateLimit

ACTIONS_A_MINUTE: Final = 240
TYPING_A_MINUTE: Final = 60
#: An office often shares one address.
LOGINS_OF_AN_ADDRESS: Final = 6


class Attempts(RateLimit):
    """Lets so many attempts pass, and forgets them once one was right."""

    def clear(self, key: str) -> None:
        """Forget what a key did: it has shown that it may."""
        self._passed.pop(key, None)


class Limits:
    """One window a kind of request."""

    def __init__(self, policy: SessionPolicy) -> None:
        window = policy.window_minutes * 60.0
        self.account = Attempts(policy.attempts, window)
        self.address = RateLimit(policy.attempts * LOGINS_OF_AN_ADDRESS, window)
        self.session = RateLimit(ACTIONS_A_MINUTE)
        self.typing = RateLimit(TYPING_A_MINUTE)
        self.callbacks = RateLimit(5)
