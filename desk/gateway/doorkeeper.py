"""Decides at the door which conversation a socket may join, and who stands behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import structlog

from casework.ports import Clock
from desk.gateway.identity import Identity, IdentityRefused, read_signed
from desk.gateway.inbox import Inbox
from desk.gateway.limits import ChatLimits, share_of
from desk.gateway.sessions import COOKIE, OpenSession, WebSessions
from desk.storing import StorageThreads

log: Final = structlog.get_logger()

UNKNOWN_ADDRESS: Final = "unknown"
BUSY: Final = "too_many"
SOMEBODY_ELSE: Final = "somebody_else"


@dataclass(frozen=True, slots=True)
class Visitor:
    """One socket: its session, where it comes from, and who a site says that it is."""

    session: OpenSession
    address: str
    has_cookie: bool
    identity: Identity | None = None

    @property
    def conversation_id(self) -> str:
        """The one conversation that the socket may read and write."""
        return self.session.conversation_id


class Refused(Exception):
    """The socket may not come in; `reason` is told to the page."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Doorkeeper:
    """Looks at cookie, ticket and identity; what a page asks for beyond them does not count."""

    def __init__(
        self,
        *,
        sessions: WebSessions,
        inbox: Inbox,
        storage: StorageThreads,
        clock: Clock,
        limits: ChatLimits,
        widget_secret: str | None,
    ) -> None:
        self._sessions = sessions
        self._inbox = inbox
        self._storage = storage
        self._clock = clock
        self._limits = limits
        self._widget_secret = widget_secret

    async def admit(self, environ: Mapping[str, Any], auth: Any) -> Visitor:
        """Return who comes in.

        Raises:
            Refused: too many come from there, or the browser's session is somebody else's.
            StorageError: the sessions cannot be read.
        """
        address = address_of(environ)
        share = share_of(address)
        if not self._limits.connections.allows(address, share):
            raise Refused(BUSY)
        given = auth if isinstance(auth, dict) else {}
        identity = self._identity(given.get("identity"))
        visitor = await self._known(environ, given.get("token"), address)
        if visitor is None:
            if not self._limits.sessions.allows(address, share):
                raise Refused(BUSY)
            issued = await self._storage.run(self._sessions.issue_open)
            visitor = Visitor(issued, address, has_cookie=False)
        elif identity is not None:
            await self._check_same_person(visitor, identity)
        return replace(visitor, identity=identity)

    async def still_knows(self, visitor: Visitor) -> bool:
        """Tell whether a visitor who came in before has not been erased since."""
        return await self._storage.run(lambda: self._sessions.exists(visitor.session))

    def ticket(self, visitor: Visitor) -> str:
        """Return a new ticket with which the visitor may come back for a short time."""
        return self._sessions.ticket(visitor.session)

    async def _known(self, environ: Mapping[str, Any], token: Any, address: str) -> Visitor | None:
        found = await self._storage.run(lambda: self._sessions.open(cookie_of(environ, COOKIE)))
        if found is not None:
            return Visitor(found, address, has_cookie=True)
        found = await self._storage.run(lambda: self._sessions.redeem(token))
        return Visitor(found, address, has_cookie=False) if found is not None else None

    def _identity(self, signed: Any) -> Identity | None:
        if signed is None:
            return None
        try:
            return read_signed(signed, self._widget_secret, self._clock.now())
        except IdentityRefused:
            # The customer can chat all the same; the intake asks what it needs.
            log.warning("chat.identity.refused")
            return None

    async def _check_same_person(self, visitor: Visitor, identity: Identity) -> None:
        """On a shared computer one customer must not read what another one wrote."""
        known = await self._storage.run(lambda: self._inbox.identity(visitor.conversation_id))
        if known is not None and known.subject != identity.subject:
            raise Refused(SOMEBODY_ELSE)


def address_of(environ: Mapping[str, Any]) -> str:
    """Return the address that the server saw, which honours a proxy that it trusts."""
    client = (environ.get("asgi.scope") or {}).get("client")
    return str(client[0]) if client else UNKNOWN_ADDRESS


def cookie_of(environ: Mapping[str, Any], name: str) -> str | None:
    """Return a cookie by its name, whatever else the header holds."""
    # The standard library's parser gives up at the first cookie that it does not like, and
    # other applications on the same host set what they want.
    for pair in str(environ.get("HTTP_COOKIE", "")).split(";"):
        known, _, value = pair.strip().partition("=")
        if known == name:
            return value
    return None
