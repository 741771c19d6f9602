"""What was said in a conversation."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request, Security
from pydantic import BaseModel, ConfigDict, Field

from desk.context import desk_of
from desk.gateway.inbox import PAGE
from desk.gateway.rest import bearer
from desk.gateway.showing import message_as_json

router: Final = APIRouter(prefix="/api/v1", tags=["conversations"], dependencies=[Security(bearer)])


class ShownMessage(BaseModel):
    """One message."""

    model_config = ConfigDict(populate_by_name=True)

    seq: int
    sender: Annotated[str, Field(alias="from", description="`customer`, `bot` or `agent`.")]
    kind: Annotated[str, Field(description="`message`, or `notice` that an answer is late.")]
    text: str
    at: str
    message_id: str | None = None
    reply_to: Annotated[int | None, Field(description="The `seq` that this answers.")] = None
    buttons: list[dict[str, Any]] | None = None
    custom: Any = None
    agent: Annotated[str | None, Field(description="Who wrote it, where a person did.")] = None


class MessageList(BaseModel):
    """Some messages, the oldest first; ask for more after `last_seq`."""

    items: list[ShownMessage]
    last_seq: Annotated[int, Field(description="The `seq` up to which this list goes.")]
    more: Annotated[bool, Field(description="Whether later ones are stored already.")]


@router.get(
    "/conversations/{conversation_id}/messages",
    response_model=MessageList,
    response_model_exclude_unset=True,
    response_model_by_alias=True,
)
async def list_messages(
    request: Request,
    conversation_id: Annotated[str, Path(max_length=200)],
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=PAGE)] = PAGE,
) -> dict[str, Any]:
    """Return the messages of a conversation after a number; none of an unknown one."""
    desk = desk_of(request)
    history = await desk.storage.run(lambda: desk.inbox.history(conversation_id, after, limit))
    reached = history.messages[-1].seq if history.messages else after
    return {
        "items": [message_as_json(message, history.numbers) for message in history.messages],
        "last_seq": reached,
        "more": reached < history.last_seq,
    }
