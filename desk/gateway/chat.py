"""The web chat: Rasa's Socket.IO event names, with sessions that the server issues."""

import re
import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import socketio
import structlog

from casework.errors import JieyouError
from casework.model import Channel, Conversation, Message
from casework.presenting import instant_as_json
from desk.gateway.dispatcher import Dispatcher
from desk.gateway.inbox import Inbox, Incoming
from desk.gateway.limits import RateLimit
from desk.gateway.sessions import COOKIE, WebSessions
from desk.gateway.showing import message_as_json
from desk.gateway.text import Malformed, TooLarge, clean_id, clean_text
from desk.gateway.turn_metadata import known_timezone
from desk.metrics import Metrics
from desk.storing import StorageThreads

log: Final = structlog.get_logger()

# A text of 100 kB, escaped, fits; a packet that is larger ends its connection.
LARGEST_PACKET: Final = 1_000_000
HISTORY_PAGE: Final = 200
LARGEST_SEQ: Final = 2**31
LOCALE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def create_socket_server(allowed_origins: Sequence[str]) -> socketio.AsyncServer:
    """Return a Socket.IO server that takes browsers from these origins alone."""
    allowed = frozenset(allowed_origins)

    def is_allowed(origin: str) -> bool:
        # A function and not the list itself: an empty list would turn the check off.
        return origin in allowed

    return socketio.AsyncServer(
        async_mode="asgi",
        cors_allowed_origins=is_allowed,
        max_http_buffer_size=LARGEST_PACKET,
        ping_interval=20,
        ping_timeout=20,
        logger=False,
        engineio_logger=False,
    )


class SocketDelivery:
    """Sends messages to the pages that have a conversation open."""

    def __init__(self, server: socketio.AsyncServer, inbox: Inbox, storage: StorageThreads) -> None:
        self._server = server
        self._inbox = inbox
        self._storage = storage

    async def publish(self, inbound: Message, replies: Sequence[Message]) -> None:
        """Emit every reply to the conversation's room."""
        room = inbound.conversation_id
        if not replies or not self._is_open(room):
            return
        history = await self._storage.run(
            lambda: self._inbox.history(room, inbound.seq - 1, limit=1)
        )
        spoken = _language(history.conversation)
        for reply in replies:
            shown = message_as_json(reply, {inbound.id: inbound.seq})
            await self._server.emit("bot_uttered", {**shown, **spoken}, room=room)

    def _is_open(self, room: str) -> bool:
        return any(True for _ in self._server.manager.get_participants("/", room))


class Chat:
    """The events of the chat page."""

    def __init__(
        self,
        server: socketio.AsyncServer,
        *,
        dispatcher: Dispatcher,
        inbox: Inbox,
        sessions: WebSessions,
        storage: StorageThreads,
        metrics: Metrics,
        limit: RateLimit | None = None,
    ) -> None:
        self._server = server
        self._dispatcher = dispatcher
        self._inbox = inbox
        self._sessions = sessions
        self._storage = storage
        self._metrics = metrics
        self._limit = limit or RateLimit()
        server.on("connect", self.connect)
        server.on("disconnect", self.disconnect)
        server.on("session_request", self.session_request)
        server.on("user_uttered", self.user_uttered)

    async def connect(self, sid: str, environ: Mapping[str, Any], auth: Any = None) -> None:
        """Put the socket into the room of its session; one without a session gets a new one."""
        handed = auth.get("token") if isinstance(auth, dict) else None
        tokens = [_cookie(environ), handed if isinstance(handed, str) else None]
        try:
            session = await self._session(tokens)
        except JieyouError as error:
            log.error("chat.connect.failed", error=type(error).__name__)
            raise socketio.exceptions.ConnectionRefusedError("storage") from error
        await self._server.save_session(sid, session)
        await self._server.enter_room(sid, session["conversation_id"])
        self._metrics.sockets.inc()

    async def disconnect(self, sid: str, _reason: str | None = None) -> None:
        """Forget the socket."""
        session = await self._server.get_session(sid)
        if session:
            self._metrics.sockets.dec()
            self._limit.forget(session["conversation_id"])

    async def session_request(self, sid: str, data: Any = None) -> None:
        """Confirm the session, whatever id was asked for, and give the history after a number."""
        session = await self._server.get_session(sid)
        conversation_id = session["conversation_id"]
        asked = data.get("after") if isinstance(data, dict) else 0
        after = asked if isinstance(asked, int) and 0 < asked < LARGEST_SEQ else 0
        try:
            history = await self._storage.run(
                lambda: self._inbox.history(conversation_id, after, HISTORY_PAGE)
            )
        except JieyouError as error:
            # The page comes back by itself, and asks again.
            log.error("chat.history.failed", error=type(error).__name__)
            await self._server.disconnect(sid)
            return
        reached = history.messages[-1].seq if history.messages else history.last_seq
        confirmed = {
            "session_id": conversation_id,
            "history": [message_as_json(each, history.numbers) for each in history.messages],
            "last_seq": history.last_seq,
            "more": reached < history.last_seq,
            "held": bool(history.conversation and history.conversation.held_by),
            **_language(history.conversation),
        }
        if session["token"] is not None:
            confirmed["token"] = session["token"]
        await self._server.emit("session_confirm", confirmed, to=sid)

    async def user_uttered(self, sid: str, data: Any = None) -> dict[str, Any]:
        """Store a message, then acknowledge it; the answer comes as `bot_uttered`."""
        session = await self._server.get_session(sid)
        conversation_id = session["conversation_id"]
        if not self._limit.allows(conversation_id):
            return _failed("too_many")
        try:
            incoming = _incoming(conversation_id, data)
        except TooLarge:
            return _failed("too_long")
        except Malformed:
            return _failed("empty")
        try:
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

    async def _session(self, tokens: Sequence[str | None]) -> dict[str, Any]:
        for token in filter(None, tokens):
            found = await self._storage.run(partial(self._sessions.resolve, token))
            if found is not None:
                return {"conversation_id": found, "token": None}
        issued = await self._storage.run(self._sessions.issue)
        # Only a socket that came without a cookie learns its token, to come back with it.
        return {"conversation_id": issued.conversation_id, "token": issued.token}


def _incoming(conversation_id: str, data: Any) -> Incoming:
    if not isinstance(data, dict) or not isinstance(data.get("message"), str):
        raise Malformed("no message")
    given = data.get("metadata")
    return Incoming(
        conversation_id=conversation_id,
        channel=Channel.WEB,
        text=clean_text(data["message"]),
        turn_id=str(uuid.uuid4()),
        message_id=clean_id(data.get("message_id")),
        metadata=_page_metadata(given if isinstance(given, dict) else {}),
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


def _cookie(environ: Mapping[str, Any]) -> str | None:
    # The standard library's parser gives up at the first cookie that it does not like, and
    # other applications on the same host set what they want.
    for pair in str(environ.get("HTTP_COOKIE", "")).split(";"):
        name, _, value = pair.strip().partition("=")
        if name == COOKIE:
            return value
    return None
