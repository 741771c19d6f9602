"""How passwords are kept."""

from typing import Protocol


class Passwords(Protocol):
    """Turns passwords into hashes that tell nothing about them."""

    def hashed(self, password: str) -> str:
        """Return the hash to be stored."""

    def matches(self, password_hash: str, password: str) -> bool:
        """Tell whether this is the password; a wrong one takes as long as the right one."""
