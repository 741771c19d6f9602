"""The REST channel: the form of Rasa's own, through the gateway."""

import json
import re
import uuid
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request, Security
from fastapi.exceptions import HTTPException
from fastapi.security import HTTPBearer
from pydantic import BaseModel, Field

from desk.context import Desk, desk_of
from desk.gateway.inbox import Incoming
from desk.gateway.sessions import WEB_PREFIX
from desk.gateway.showing import reply_as_json
from desk.gateway.text import Malformed, TooLarge, clean_id, clean_metadata, clean_text
from desk.gateway.turn_metadata import channel_for

SENDER: Final = re.compile(r"[A-Za-z0-9._:@-]{1,200}")
# The guard has checked the token before; this tells the API's description of it.
bearer: Final = HTTPBearer(auto_error=False, description="The value of JIEYOU_API_TOKEN.")

router: Final = APIRouter(tags=["channel"], dependencies=[Security(bearer)])


class RestMessage(BaseModel):
    """A customer's message."""

    sender: Annotated[str, Field(description="The conversation's id.", pattern=SENDER.pattern)]
    message: Annotated[str, Field(description="What the customer wrote, up to 100 kB.")]
    message_id: Annotated[
        str | None,
        Field(description="Your id of the message; sent again, it gets the same answer."),
    ] = None
    metadata: Annotated[
        dict[str, Any] | None,
        Field(description="`locale`, `timezone`, `received_at` (ISO instant) and what you like."),
    ] = None


class RestReply(BaseModel):
    """One reply."""

    recipient_id: str
    text: str
    buttons: list[dict[str, Any]] | None = None
    custom: Any = None


@router.post(
    "/webhooks/rest/webhook",
    response_model=list[RestReply],
    response_model_exclude_unset=True,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": RestMessage.model_json_schema()}},
        }
    },
)
async def receive(request: Request) -> list[dict[str, Any]]:
    """Store a message and return the replies to it, or the notice that they are late.

    The list is empty only while a person holds the conversation. Late replies and those of
    people are read from the conversation's messages.
    """
    desk: Desk = desk_of(request)
    incoming = _incoming(_object(await request.body()))
    received = await desk.dispatcher.submit(incoming)
    replies = await desk.dispatcher.answer_to(received.message)
    return [reply_as_json(incoming.conversation_id, reply) for reply in replies]


def _object(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _unprocessable("the body is not JSON") from error
    if not isinstance(parsed, dict):
        raise _unprocessable("the body is not a JSON object")
    return parsed


def _incoming(body: dict[str, Any]) -> Incoming:
    sender = body.get("sender")
    if not isinstance(sender, str) or not SENDER.fullmatch(sender):
        raise _unprocessable("sender has 1 to 200 of the signs A-Z a-z 0-9 . _ : @ -")
    if sender.lower().startswith(WEB_PREFIX):
        raise HTTPException(
            HTTPStatus.FORBIDDEN, f"Conversations that begin with {WEB_PREFIX} are the web chat's."
        )
    if not isinstance(body.get("message"), str):
        raise _unprocessable("message is not text")
    try:
        metadata = clean_metadata(body.get("metadata"))
        return Incoming(
            conversation_id=sender,
            channel=channel_for(metadata),
            text=clean_text(body["message"]),
            turn_id=str(uuid.uuid4()),
            message_id=clean_id(body.get("message_id")),
            metadata=metadata,
        )
    except TooLarge as error:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(error)) from error
    except Malformed as error:
        raise _unprocessable(str(error)) from error


def _unprocessable(detail: str) -> HTTPException:
    return HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
