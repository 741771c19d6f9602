"""Passwords by argon2."""

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError


class Argon2Passwords:
    """Argon2id with the library's parameters, which follow RFC 9106."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()

    def hashed(self, password: str) -> str:
        """Return a salted hash."""
        return self._hasher.hash(password)

    def matches(self, password_hash: str, password: str) -> bool:
        """Compare in the library's constant time."""
        try:
            return self._hasher.verify(password_hash, password)
        except (Argon2Error, InvalidHashError):
            return False
