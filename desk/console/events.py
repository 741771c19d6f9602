"""The Socket.IO events of the desk's pages, in a namespace of their own."""

from collections.abc import Mapping
from typing import Any, Final

import socketio
import structlog

from casework.errors import JieyouError
from casework.model import Account, Permission
from desk.console.floor import ALERTED, EVERYBODY, NAMESPACE, own_room, watch_room
from desk.console.identity import COOKIE
from desk.console.parts import Console
from desk.gateway.doorkeeper import cookie_of

log: Final = structlog.get_logger()

LONGEST_ID: Final = 200


class DeskEvents:
    """Lets logged-in people watch; whatever changes something goes through the interface."""

    def __init__(self, server: socketio.AsyncServer, console: Console) -> None:
        self._server = server
        self._console = console
        for name in ("connect", "watch", "unwatch", "renew", "typing"):
            server.on(name, getattr(self, name), namespace=NAMESPACE)

    async def connect(self, sid: str, environ: Mapping[str, Any], _auth: Any = None) -> None:
        """Take the socket in if its cookie is a session's and its role reads conversations."""
        token = cookie_of(environ, COOKIE)
        account = await self._account(token)
        if account is None:
            raise socketio.exceptions.ConnectionRefusedError("log_in")
        await self._server.save_session(sid, {"token": token}, namespace=NAMESPACE)
        await self._server.enter_room(sid, EVERYBODY, namespace=NAMESPACE)
        await self._server.enter_room(sid, own_room(account.id), namespace=NAMESPACE)
        if self._console.accounts.allows(account, Permission.QUEUE_ALERTS):
            await self._server.enter_room(sid, ALERTED, namespace=NAMESPACE)

    async def watch(self, sid: str, data: Any = None) -> dict[str, Any]:
        """Show a conversation's messages from now on."""
        conversation_id = _id(data)
        if conversation_id is None or await self._visitor(sid) is None:
            return {"status": "failed"}
        await self._server.enter_room(sid, watch_room(conversation_id), namespace=NAMESPACE)
        return {"status": "watching"}

    async def unwatch(self, sid: str, data: Any = None) -> None:
        """Show it no more."""
        conversation_id = _id(data)
        if conversation_id is not None:
            await self._server.leave_room(sid, watch_room(conversation_id), namespace=NAMESPACE)

    async def renew(self, sid: str, _data: Any = None) -> dict[str, Any]:
        """Hear of the browser: what the agent holds lasts longer."""
        account = await self._visitor(sid)
        if account is None:
            return {"status": "failed"}
        try:
            held = await self._console.storage.run(lambda: self._console.takeover.renew(account))
        except JieyouError as error:
            log.warning("desk.renew.failed", error=type(error).__name__)
            return {"status": "failed"}
        return {"status": "renewed", "held": held}

    async def typing(self, sid: str, data: Any = None) -> None:
        """Show the customer that the agent who holds the conversation writes."""
        conversation_id = _id(data)
        account = await self._visitor(sid)
        if account is None or conversation_id is None:
            return
        if not self._console.limits.typing.allows(account.id):
            return
        lease = await self._console.storage.run(
            lambda: self._console.takeover.lease(conversation_id)
        )
        if lease.holder == account.id:
            await self._console.floor.typing(conversation_id, account)

    async def _visitor(self, sid: str) -> Account | None:
        """Return who is behind a socket, asked anew each time: a session may have ended."""
        session = await self._server.get_session(sid, namespace=NAMESPACE)
        account = await self._account((session or {}).get("token"))
        if account is None:
            await self._server.disconnect(sid, namespace=NAMESPACE)
        return account

    async def _account(self, token: str | None) -> Account | None:
        accounts = self._console.accounts
        try:
            account = await self._console.storage.run(lambda: accounts.resolve(token))
        except JieyouError as error:
            log.error("desk.connect.failed", error=type(error).__name__)
            return None
        if account is None or not accounts.allows(account, Permission.CONVERSATIONS_READ):
            return None
        return account


def _id(data: Any) -> str | None:
    given = data.get("conversation_id") if isinstance(data, dict) else None
    return given if isinstance(given, str) and 0 < len(given) <= LONGEST_ID else None
