"""The browsers' sessions: which conversation a page may see is decided here alone."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from casework.model import WebSession
from casework.ports import Clock, UnitOfWorkFactory

COOKIE: Final = "jieyou_session"
WEB_PREFIX: Final = "web-"
LIFETIME: Final = timedelta(days=30)
TOKEN_BYTES: Final = 32
LONGEST_TOKEN: Final = 100


@dataclass(frozen=True, slots=True)
class IssuedSession:
    """A new session; the token is known to the browser alone, we keep its hash."""

    token: str
    conversation_id: str


class WebSessions:
    """Issues sessions and finds them again."""

    def __init__(self, uow_factory: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow_factory = uow_factory
        self._clock = clock

    def issue(self) -> IssuedSession:
        """Return a new session with a conversation of its own."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        conversation_id = WEB_PREFIX + secrets.token_hex(12)
        now = self._clock.now()
        with self._uow_factory() as uow:
            uow.sessions.add(
                WebSession(
                    token_hash=_hashed(token),
                    conversation_id=conversation_id,
                    created_at=now,
                    expires_at=now + LIFETIME,
                )
            )
            uow.commit()
        return IssuedSession(token, conversation_id)

    def resolve(self, token: str | None) -> str | None:
        """Return the conversation of a token that was issued and has not expired."""
        if not token or len(token) > LONGEST_TOKEN:
            return None
        now = self._clock.now()
        with self._uow_factory(read_only=True) as uow:
            session = uow.sessions.get(_hashed(token))
        return session.conversation_id if session and session.expires_at > now else None


def _hashed(token: str) -> str:
    # The token is 256 random bits: nothing slower than one SHA-256 makes it any safer.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
