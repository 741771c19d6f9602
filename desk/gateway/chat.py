"""The web chat: Rasa's Socket.IO event names, with sessions that the server issues."""

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

import socketio
import structlog

from casework.errors import JieyouError
from casework.model import Channel, Conversation, Message
from casework.presenting import instant_as_json
from desk.gateway.dispatcher import Dispatcher
from desk.gateway.doorkeeper import Doorkeeper, Refused, Visitor
from desk.gateway.events import SharedServer
from desk.gateway.identity import KEY as IDENTITY
from desk.gateway.inbox import Inbox, Incoming
from desk.gateway.limits import ChatLimits, share_of
from desk.gateway.showing import message_as_json
from desk.gateway.text import Malformed, TooLarge, clean_id, clean_text
from desk.gateway.turn_metadata import known_timezone
from desk.metrics import Metrics
from desk.storing import StorageThreads

log: Final = structlog.get_logger()

HISTORY_PAGE: Final = 200
LARGEST_SEQ: Final = 2**31
LOCALE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


class SocketDelivery:
    """Sends messages to the pages that have a conversation open."""

    def __init__(self, server: SharedServer, inbox: Inbox, storage: StorageThreads) -> None:
        self._server = server
        self._inbox = inbox
        self._storage = storage

    async def publish(self, inbound: Message, replies: Sequence[Message]) -> None:
        """Emit every reply to the conversation's room."""
        room = inbound.conversation_id
        if not replies or not self._server.may_reach(room):
            return
        history = await self._storage.run(
            lambda: self._inbox.history(room, inbound.seq - 1, limit=1)
        )
        spoken = _language(history.conversation)
        for reply in replies:
            shown = message_as_json(reply, {inbound.id: inbound.seq})
            await self._server.emit("bot_uttered", {**shown, **spoken}, room=room)


class Chat:
    """The events of the chat page."""

    def __init__(
        self,
        server: SharedServer,
        *,
        dispatcher: Dispatcher,
        inbox: Inbox,
        doorkeeper: Doorkeeper,
        storage: StorageThreads,
        metrics: Metrics,
        limits: ChatLimits,
    ) -> None:
        self._server = server
        self._dispatcher = dispatcher
        self._inbox = inbox
        self._doorkeeper = doorkeeper
        self._storage = storage
        self._metrics = metrics
        self._limits = limits
        server.on("connect", self.connect)
        server.on("disconnect", self.disconnect)
        server.on("session_request", self.session_request)
        server.on("user_uttered", self.user_uttered)
        server.on("typing", self.typing)

    async def connect(self, sid: str, environ: Mapping[str, Any], auth: Any = None) -> None:
        """Put the socket into the room of its session; one without a session gets a new one."""
        try:
            visitor = await self._doorkeeper.admit(environ, auth)
        except Refused as refusal:
            raise socketio.exceptions.ConnectionRefusedError(refusal.reason) from refusal
        except JieyouError as error:
            log.error("chat.connect.failed", error=type(error).__name__)
            raise socketio.exceptions.ConnectionRefusedError("storage") from error
        # Other parts of the desk listen on the same sockets; the room is all they need.
        known = {"visitor": visitor, "conversation_id": visitor.conversation_id}
        await self._server.save_session(sid, known)
        await self._server.enter_room(sid, visitor.conversation_id)
        self._metrics.sockets.inc()

    async def disconnect(self, sid: str, _reason: str | None = None) -> None:
        """Forget the socket."""
        visitor = await self._visitor(sid)
        if visitor is not None:
            self._metrics.sockets.dec()
            self._limits.forget(visitor.conversation_id)

    async def session_request(self, sid: str, data: Any = None) -> None:
        """Confirm the session, whatever id was asked for, and give the history after a number."""
        visitor = await self._visitor(sid)
        if visitor is None or not self._limits.histories.allows(visitor.conversation_id):
            await self._server.disconnect(sid)
            return
        asked = data.get("after") if isinstance(data, dict) else 0
        after = asked if isinstance(asked, int) and 0 < asked < LARGEST_SEQ else 0
        try:
            history = await self._storage.run(
                lambda: self._inbox.history(visitor.conversation_id, after, HISTORY_PAGE)
            )
        except JieyouError as error:
            # The page comes back by itself, and asks again.
            log.error("chat.history.failed", error=type(error).__name__)
            await self._server.disconnect(sid)
            return
        reached = history.messages[-1].seq if history.messages else history.last_seq
        confirmed = {
            "session_id": visitor.conversation_id,
            "history": [message_as_json(each, history.numbers) for each in history.messages],
            "last_seq": history.last_seq,
            "more": reached < history.last_seq,
            "held": bool(history.conversation and history.conversation.held_by),
            "identified": visitor.identity is not None,
            **_language(history.conversation),
        }
        if not visitor.has_cookie:
            # Only a socket that came without a cookie holds a ticket, to come back with it.
            confirmed["token"] = self._doorkeeper.ticket(visitor)
        await self._server.emit("session_confirm", confirmed, to=sid)

    async def user_uttered(self, sid: str, data: Any = None) -> dict[str, Any]:
        """Store a message, then acknowledge it; the answer comes as `bot_uttered`."""
        visitor = await self._visitor(sid)
        if visitor is None:
            return _failed("storage")
        conversation_id = visitor.conversation_id
        if not self._may_write(visitor):
            return _failed("too_many")
        try:
            incoming = _incoming(visitor, data)
        except TooLarge:
            return _failed("too_long")
        except Malformed:
            return _failed("empty")
        try:
            if not await self._doorkeeper.still_knows(visitor):
                # The page hears of it first, then comes back by itself with a new conversation.
                self._server.start_background_task(self._server.disconnect, sid)
                return _failed("storage")
            received = await self._dispatcher.submit(incoming)
        except JieyouError as error:
            log.error("chat.message.not_stored", error=type(error).__name__)
            return _failed("storage")
        message = received.message
        if not received.known:
            # Other tabs of the same browser show what was written here.
            shown = message_as_json(message, {})
            await self._server.emit("user_stored", shown, room=conversation_id, skip_sid=sid)
        return {
            "status": "stored",
            "seq": message.seq,
            "at": instant_as_json(message.created_at),
            "held": received.held,
        }

    async def typing(self, sid: str, _data: Any = None) -> None:
        """Take down that the customer is typing, so that they are let finish."""
        visitor = await self._visitor(sid)
        if visitor is not None and self._limits.typing.allows(visitor.conversation_id):
            self._dispatcher.note_typing(visitor.conversation_id)

    async def _visitor(self, sid: str) -> Visitor | None:
        try:
            session = await self._server.get_session(sid)
        except KeyError:
            # The socket left while its event was on the way.
            return None
        visitor = session.get("visitor")
        return visitor if isinstance(visitor, Visitor) else None

    def _may_write(self, visitor: Visitor) -> bool:
        limits = self._limits
        return limits.messages.allows(visitor.conversation_id) and limits.address_messages.allows(
            visitor.address, share_of(visitor.address)
        )


def _incoming(visitor: Visitor, data: Any) -> Incoming:
    if not isinstance(data, dict) or not isinstance(data.get("message"), str):
        raise Malformed("no message")
    given = data.get("metadata")
    return Incoming(
        conversation_id=visitor.conversation_id,
        channel=Channel.WEB,
        text=clean_text(data["message"]),
        turn_id=str(uuid.uuid4()),
        message_id=clean_id(data.get("message_id")),
        metadata={
            **_page_metadata(given if isinstance(given, dict) else {}),
            **({IDENTITY: visitor.identity.as_metadata()} if visitor.identity else {}),
        },
    )


def _page_metadata(given: Mapping[str, Any]) -> dict[str, Any]:
    """A page may say in which language and time zone it is; everything else is ours."""
    metadata = {}
    locale = given.get("locale")
    if isinstance(locale, str) and LOCALE.fullmatch(locale):
        metadata["locale"] = locale
    timezone = known_timezone(given.get("timezone"))
    if timezone:
        metadata["timezone"] = timezone
    return metadata


def _failed(error: str) -> dict[str, Any]:
    return {"status": "failed", "error": error}


def _language(conversation: Conversation | None) -> dict[str, Any]:
    return {
        "language": conversation.language if conversation else None,
        "locale": conversation.locale if conversation else None,
    }
