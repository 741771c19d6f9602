"""What is kept of the tokens that browsers hold."""

import hashlib


def hashed_token(token: str) -> str:
    """Return what is stored of a token; 256 random bits need nothing slower than one SHA-256."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
