"""Rasa's only door: messages come from the gateway, with its secret, one turn id each."""

from __future__ import annotations

import hmac
import logging
from typing import Any, Awaitable, Callable, Dict, Optional

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.lock_store import LockError
from redis.exceptions import RedisError
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.language.detect import detect_language
from bot.nlu.reader import EXPLAIN, READING, WEIGHED
from bot.notes import run_note
from bot.turn import TURN_ID, Answer, TurnFailed, TurnOutput, run_turn

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Jieyou-Secret"
#: What the stores of trackers and locks raise while they are away.
STORES_AWAY = (OperationalError, InterfaceError, LockError, RedisError)


class GatewayInput(InputChannel):
    """Takes a turn from the gateway and answers with its messages, or with why it failed."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    @classmethod
    def name(cls) -> str:
        """Return the name that stands in the address."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> GatewayInput:
        """Build the channel from credentials.yml; raise where the secret is missing."""
        secret = (credentials or {}).get("secret")
        if not secret or secret.startswith("${"):
            cls.raise_missing_credentials_exception()
        return cls(str(secret))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the channel's routes; `on_new_message` is Rasa's way, which may lose turns."""
        routes = Blueprint("gateway_webhook", "gateway_webhook")

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not self._knows(request):
                return response.json({"status": "refused"}, status=401)
            body = request.json
            if not _is_turn(body):
                return response.json({"status": "malformed"}, status=422)
            return await self._turn(request, body)

        @routes.route("/note", methods=["POST"])
        async def note(request: Request) -> HTTPResponse:
            if not self._knows(request):
                return response.json({"status": "refused"}, status=401)
            body = request.json
            if not _is_note(body):
                return response.json({"status": "malformed"}, status=422)
            return await self._note(request, body)

        @routes.route("/explain", methods=["POST"])
        async def explain(request: Request) -> HTTPResponse:
            if not self._knows(request):
                return response.json({"status": "refused"}, status=401)
            text = request.json.get("text") if isinstance(request.json, dict) else None
            if not isinstance(text, str) or not text.strip():
                return response.json({"status": "malformed"}, status=422)
            return await self._explain(request, text)

        return routes

    def _knows(self, request: Request) -> bool:
        given = request.headers.get(SECRET_HEADER, "")
        return hmac.compare_digest(given.encode(), self._secret.encode())

    async def _note(self, request: Request, body: Dict[str, Any]) -> HTTPResponse:
        output = TurnOutput(self.name())
        try:
            answer = await run_note(request.app.ctx.agent, body, output)
        except TurnFailed as failure:
            return _failed(failure.reason)
        except STORES_AWAY as error:
            logger.warning("gateway.note.store_away error=%s", type(error).__name__)
            return _failed("store_away")
        except Exception:
            logger.exception("gateway.note.failed")
            return _failed("error")
        return response.json(_completed(answer))

    async def _explain(self, request: Request, text: str) -> HTTPResponse:
        """Read a text once more, outside any conversation, with the words that weighed most."""
        agent = request.app.ctx.agent
        if agent is None or not agent.is_ready():
            return _failed("model_missing")
        parsed = await agent.processor.parse_message(UserMessage(text, metadata={EXPLAIN: True}))
        return response.json(
            {"status": "completed", "reading": parsed.get(READING), "weighed": parsed.get(WEIGHED)}
        )

    async def _turn(self, request: Request, body: Dict[str, Any]) -> HTTPResponse:
        metadata = {**(body.get("metadata") or {}), TURN_ID: body["turn_id"]}
        # It costs many readings, and is for the developer alone.
        metadata.pop(EXPLAIN, None)
        output = TurnOutput(str(metadata.get("channel") or self.name()))
        message = UserMessage(
            body["message"], output, body["sender"], input_channel=self.name(), metadata=metadata
        )
        try:
            answer = await run_turn(request.app.ctx.agent, message, output)
        except TurnFailed as failure:
            reason = failure.reason
        except STORES_AWAY as error:
            # A database or a Redis that restarts says nothing about the message.
            logger.warning("gateway.turn.store_away error=%s", type(error).__name__)
            reason = "store_away"
        except Exception:  # the turn is whole or not at all, whatever breaks inside Rasa
            logger.exception("gateway.turn.failed")
            reason = "error"
        else:
            return response.json(_completed(answer))
        logger.warning("gateway.turn.undone reason=%s", reason)
        return _failed(reason, detect_language(body["message"]))


def _completed(answer: Answer) -> Dict[str, Any]:
    reading = answer.parse_data.get("reading")
    return {
        "status": "completed",
        "messages": answer.messages,
        "reading": reading,
        "language": (reading or {}).get("language"),
        "intent": (answer.parse_data.get("intent") or {}).get("name"),
    }


def _failed(reason: str, language: Optional[str] = None) -> HTTPResponse:
    return response.json({"status": "failed", "reason": reason, "language": language}, status=503)


def _is_turn(body: Any) -> bool:
    if not isinstance(body, dict) or not isinstance(body.get("metadata") or {}, dict):
        return False
    return all(
        isinstance(body.get(key), str) and body[key] for key in ("sender", "message", "turn_id")
    )


def _is_note(body: Any) -> bool:
    if not isinstance(body, dict):
        return False
    return all(isinstance(body.get(key), str) and body[key] for key in ("sender", "turn_id")) and (
        all(isinstance(body.get(key) or {}, dict) for key in ("changes", "stretch"))
    )
