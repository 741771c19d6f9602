"""What a customer's page tells a person: that it writes, and that a call-back is wanted."""

from typing import Any, Final

import socketio
import structlog

from casework.errors import JieyouError
from casework.presenting import instant_as_json
from casework.services.queue import LONGEST_CONTACT
from desk.console.parts import Console
from desk.gateway.text import Malformed, TooLarge, clean_text

log: Final = structlog.get_logger()


class CustomerEvents:
    """Registers beside the chat on the same server; the room is the session's, as there."""

    def __init__(self, server: socketio.AsyncServer, console: Console) -> None:
        self._server = server
        self._console = console
        server.on("typing", self.typing)
        server.on("callback_request", self.callback_request)
        server.on("queue_request", self.queue_request)

    async def typing(self, sid: str, _data: Any = None) -> None:
        """Show the desk that the customer writes."""
        conversation_id = await self._conversation(sid)
        if conversation_id and self._console.limits.typing.allows(conversation_id):
            await self._console.floor.typing(conversation_id, None)

    async def queue_request(self, sid: str, _data: Any = None) -> None:
        """Tell a page that comes back its place in the queue."""
        conversation_id = await self._conversation(sid)
        if conversation_id and self._console.limits.typing.allows(conversation_id):
            await self._console.floor.tell_place(conversation_id)

    async def callback_request(self, sid: str, data: Any = None) -> dict[str, Any]:
        """Store the wish to be called back and acknowledge when it is due."""
        conversation_id = await self._conversation(sid)
        contact = data.get("contact") if isinstance(data, dict) else None
        if conversation_id is None or not isinstance(contact, str):
            return {"status": "failed", "error": "empty"}
        if not self._console.limits.callbacks.allows(conversation_id):
            return {"status": "failed", "error": "too_many"}
        try:
            text = clean_text(contact[: LONGEST_CONTACT * 2])[:LONGEST_CONTACT]
        except (Malformed, TooLarge):
            return {"status": "failed", "error": "empty"}
        try:
            made = await self._console.storage.run(
                lambda: self._console.queue.promise_callback(conversation_id, text)
            )
        except JieyouError as error:
            log.error("desk.callback.failed", error=type(error).__name__)
            return {"status": "failed", "error": "storage"}
        self._console.floor.changed(conversation_id)
        await self._console.floor.tell_place(conversation_id)
        return {"status": "stored", "due_at": instant_as_json(made.due_at)}

    async def _conversation(self, sid: str) -> str | None:
        session = await self._server.get_session(sid)
        found = (session or {}).get("conversation_id")
        return found if isinstance(found, str) else None
