"""The browsers' sessions: which conversation a page may see is decided here alone."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from itsdangerous import BadData, URLSafeSerializer

from casework.model import WebSession
from casework.ports import Clock, UnitOfWorkFactory
from casework.tokens import hashed_token

COOKIE: Final = "jieyou_session"
WEB_PREFIX: Final = "web-"
LIFETIME: Final = timedelta(days=30)
TOKEN_BYTES: Final = 32
LONGEST_TOKEN: Final = 100
# A ticket is what a script may hold, so it is worth little time; an open page renews it.
TICKET_LIFETIME: Final = timedelta(hours=1)
LONGEST_TICKET: Final = 500
SALT: Final = "jieyou.web-session"


@dataclass(frozen=True, slots=True)
class IssuedSession:
    """A new session; the token is known to the browser alone, we keep its hash."""

    token: str
    conversation_id: str


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that a browser has shown to be its own."""

    conversation_id: str
    key: str


class WebSessions:
    """Issues sessions and finds them again."""

    def __init__(self, uow_factory: UnitOfWorkFactory, clock: Clock, secret: str) -> None:
        self._uow_factory = uow_factory
        self._clock = clock
        self._signer = URLSafeSerializer(
            secret,
            salt=SALT,
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )

    def issue(self) -> IssuedSession:
        """Return a new session with a conversation of its own."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        conversation_id = WEB_PREFIX + secrets.token_hex(12)
        now = self._clock.now()
        with self._uow_factory() as uow:
            uow.sessions.add(
                WebSession(
                    token_hash=hashed_token(token),
                    conversation_id=conversation_id,
                    created_at=now,
                    expires_at=now + LIFETIME,
                )
            )
            uow.commit()
        return IssuedSession(token, conversation_id)

    def issue_open(self) -> OpenSession:
        """Return a new session whose token nobody keeps: it lives by its tickets."""
        issued = self.issue()
        return OpenSession(issued.conversation_id, hashed_token(issued.token))

    def resolve(self, token: str | None) -> str | None:
        """Return the conversation of a token that was issued and has not expired."""
        session = self.open(token)
        return session.conversation_id if session else None

    def open(self, token: str | None) -> OpenSession | None:
        """Return the session of a token that was issued and has not expired."""
        if not token or len(token) > LONGEST_TOKEN:
            return None
        return self._find(hashed_token(token))

    def exists(self, session: OpenSession) -> bool:
        """Tell whether a session is still stored; that of a customer who was erased is not."""
        with self._uow_factory(read_only=True) as uow:
            return uow.sessions.get(session.key) is not None

    def ticket(self, session: OpenSession) -> str:
        """Return a signed ticket that opens this session, and no other, for a short time."""
        expires = (self._clock.now() + TICKET_LIFETIME).timestamp()
        signed = self._signer.dumps([session.conversation_id, session.key, int(expires)])
        return str(signed)

    def redeem(self, ticket: Any) -> OpenSession | None:
        """Return the session that a ticket of ours opens, while both are valid."""
        if not isinstance(ticket, str) or len(ticket) > LONGEST_TICKET:
            return None
        try:
            conversation_id, key, expires = self._signer.loads(ticket)
        except (BadData, TypeError, ValueError):
            return None
        if self._clock.now().timestamp() >= expires:
            return None
        session = self._find(key)
        return session if session and session.conversation_id == conversation_id else None

    def _find(self, key: str) -> OpenSession | None:
        now = self._clock.now()
        with self._uow_factory(read_only=True) as uow:
            session = uow.sessions.get(key)
        if session is None or session.expires_at <= now:
            return None
        return OpenSession(session.conversation_id, key)
