"""What the desk's pages ask about conversations, and do with them."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.exceptions import HTTPException
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from casework.model import Permission
from casework.services.queue import is_there
from desk.api.problems import problem
from desk.console.brief import brief
from desk.console.identity import Guard, Visitor
from desk.console.parts import Console, console_of
from desk.console.promises import DraftNotFound, PromiseStopped, stopped_as_json
from desk.console.showing import (
    shown_callback,
    shown_lease,
    shown_message,
)
from desk.console.views import listed, opened, phrase_values
from desk.gateway.assistant import AssistantUnavailable
from desk.gateway.text import Malformed, TooLarge, clean_id, clean_text

LONGEST_TEXT: Final = 4000

router: Final = APIRouter(prefix="/api/v1/desk", include_in_schema=False)
Id = Annotated[str, Path(max_length=200)]
Language = Annotated[str, Query(pattern="^(zh|en)$")]
Reader = Annotated[Visitor, Depends(Guard(Permission.CONVERSATIONS_READ))]
Taker = Annotated[Visitor, Depends(Guard(Permission.CONVERSATIONS_TAKE))]
BargerIn = Annotated[Visitor, Depends(Guard(Permission.CONVERSATIONS_BARGE_IN))]
Whisperer = Annotated[Visitor, Depends(Guard(Permission.CONVERSATIONS_WHISPER))]
Editor = Annotated[Visitor, Depends(Guard(Permission.RECORD_EDIT))]
Caller = Annotated[Visitor, Depends(Guard(Permission.CALLBACKS_MANAGE))]


class Written(BaseModel):
    """What an agent writes."""

    text: Annotated[str, Field(max_length=LONGEST_TEXT * 2)]
    message_id: Annotated[str | None, Field(max_length=100)] = None


class Said(Written):
    """What an agent writes to the customer."""

    language: Annotated[
        Literal["zh", "en"] | None, Field(description="In which reasons are told.")
    ] = None


class WrittenForm(BaseModel):
    """The form by which a draft is approved."""

    document: Annotated[str, Field(min_length=1, max_length=200)]


class PassedOn(BaseModel):
    """To whom a conversation goes; None is the queue."""

    to: Annotated[str | None, Field(max_length=100)] = None


class Corrected(BaseModel):
    """Fields of the record with their new values; None empties one."""

    changes: dict[str, Any]


@router.get("/conversations")
async def list_conversations(request: Request, visitor: Reader) -> dict[str, Any]:
    """Return who waits, who is held and who wrote lately."""
    console = console_of(request)
    return await console.storage.run(lambda: listed(console))


@router.get("/conversations/{conversation_id}")
async def get_conversation(
    request: Request,
    visitor: Reader,
    conversation_id: Id,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> dict[str, Any]:
    """Return a conversation's messages after a number, its lease and its whispers."""
    console = console_of(request)
    return await console.storage.run(lambda: opened(console, conversation_id, after))


@router.get("/conversations/{conversation_id}/brief")
async def get_brief(
    request: Request, visitor: Reader, conversation_id: Id, language: Language = "zh"
) -> dict[str, Any]:
    """Return what an agent should know before writing."""
    console = console_of(request)
    slots: dict[str, Any] | None
    try:
        slots = await console.mind.slots(conversation_id)
    except AssistantUnavailable:
        slots = None
    return await _brief(console, visitor, conversation_id, slots, language)


@router.get("/conversations/{conversation_id}/phrases")
async def get_phrases(
    request: Request,
    visitor: Reader,
    conversation_id: Id,
    language: Language = "zh",
) -> dict[str, Any]:
    """Return the phrases in the customer's language, each with its meaning in the reader's."""
    console = console_of(request)
    values, customer = await console.storage.run(
        lambda: phrase_values(console, conversation_id, visitor.account)
    )
    try:
        slots = await console.mind.slots(conversation_id)
    except AssistantUnavailable:
        slots = {}
    for name in ("contact_name", "product"):
        values[name] = str(slots.get(name) or values.get(name) or "")
    return {"language": customer, "items": console.phrases.offered(customer, language, values)}


@router.post("/conversations/{conversation_id}/take")
async def take(request: Request, visitor: Taker, conversation_id: Id) -> dict[str, Any]:
    """Let the visitor speak from now on."""
    lease = await console_of(request).handling.take(conversation_id, visitor.account)
    return shown_lease(lease)


@router.post("/conversations/{conversation_id}/barge-in")
async def barge_in(request: Request, visitor: BargerIn, conversation_id: Id) -> dict[str, Any]:
    """Let a supervisor speak, whoever holds the conversation."""
    handling = console_of(request).handling
    return shown_lease(await handling.take(conversation_id, visitor.account, barge_in=True))


@router.post("/conversations/{conversation_id}/give-back")
async def give_back(request: Request, visitor: Taker, conversation_id: Id) -> dict[str, Any]:
    """Let the bot speak again."""
    return shown_lease(
        await console_of(request).handling.give_back(conversation_id, visitor.account)
    )


@router.post("/conversations/{conversation_id}/pass-on")
async def pass_on(
    request: Request, visitor: Taker, conversation_id: Id, target: PassedOn
) -> dict[str, Any]:
    """Hand the conversation to a colleague, or to the queue."""
    console = console_of(request)
    to = None
    if target.to is not None:
        to = await console.storage.run(lambda: console.accounts.get(target.to or ""))
    return shown_lease(await console.handling.pass_on(conversation_id, visitor.account, to))


@router.post("/conversations/{conversation_id}/messages", response_model=None)
async def say(
    request: Request, visitor: Taker, conversation_id: Id, written: Said
) -> dict[str, Any] | JSONResponse:
    """Write to the customer; the same message id is sent once.

    What the promise gate stops is kept and not sent; the answer is a problem with the findings.
    """
    try:
        text, message_id = _text(written), clean_id(written.message_id)
    except Malformed as error:
        raise HTTPException(422, str(error)) from error
    # The customers' ids and the agents' never meet.
    marked = None if message_id is None else f"agent:{visitor.account.id}:{message_id}"
    handling = console_of(request).handling
    try:
        message = await handling.say(
            conversation_id, visitor.account, text, marked, written.language
        )
    except PromiseStopped as stop:
        more = stopped_as_json(stop.draft)
        return problem(422, str(stop), reason="promise_stopped", more=more)
    return shown_message(message)


@router.post("/conversations/{conversation_id}/drafts/{draft_id}/approve", status_code=204)
async def approve_draft(
    request: Request, visitor: Reader, conversation_id: Id, draft_id: Id, form: WrittenForm
) -> None:
    """Approve a stopped draft word for word; `gate.authority` of the policy says who may."""
    try:
        await console_of(request).handling.approve(
            conversation_id, draft_id, visitor.account, form.document
        )
    except DraftNotFound as error:
        raise HTTPException(404, str(error)) from error


@router.post("/conversations/{conversation_id}/whispers", status_code=204)
async def whisper(
    request: Request, visitor: Whisperer, conversation_id: Id, written: Written
) -> None:
    """Tell the colleagues something that the customer does not see."""
    await console_of(request).handling.whisper(conversation_id, visitor.account, _text(written))


@router.post("/conversations/{conversation_id}/record")
async def correct(
    request: Request,
    visitor: Editor,
    conversation_id: Id,
    corrected: Corrected,
    language: Language = "zh",
) -> dict[str, Any]:
    """Write corrections into the record that the bot takes down, and return the brief."""
    console = console_of(request)
    if not 0 < len(corrected.changes) <= 20 or len(str(corrected.changes)) > 20_000:
        raise HTTPException(422, "There is nothing to correct in it, or too much.")
    try:
        slots = await console.handling.correct(conversation_id, visitor.account, corrected.changes)
    except AssistantUnavailable as failure:
        raise HTTPException(503, "The bot does not answer.") from failure
    return await _brief(console, visitor, conversation_id, slots, language)


@router.post("/conversations/{conversation_id}/dismiss", status_code=204)
async def dismiss(request: Request, visitor: Taker, conversation_id: Id) -> None:
    """End a wait in which there is nothing to do."""
    await console_of(request).handling.dismiss(conversation_id, visitor.account)


@router.post("/queue/next")
async def take_next(request: Request, visitor: Taker) -> dict[str, Any]:
    """Take the first who waits and suits the visitor's languages and skills."""
    entry = await console_of(request).handling.take_next(visitor.account)
    return {"conversation_id": entry.conversation_id if entry else None}


@router.get("/callbacks")
async def list_callbacks(request: Request, visitor: Caller) -> dict[str, Any]:
    """Return the open call-backs, the first due first."""
    console = console_of(request)
    found = await console.storage.run(console.queue.callbacks)
    return {"items": [shown_callback(one) for one in found]}


@router.post("/callbacks/{callback_id}/done", status_code=204)
async def finish_callback(request: Request, visitor: Caller, callback_id: int) -> None:
    """Note that the customer was called."""
    console = console_of(request)
    await console.storage.run(lambda: console.queue.finish_callback(callback_id, visitor.account))


@router.get("/colleagues")
async def list_colleagues(request: Request, visitor: Reader) -> dict[str, Any]:
    """Return who takes conversations, and who of them is there."""
    console = console_of(request)
    accounts = await console.storage.run(console.accounts.list)
    now = console.clock.now()
    return {
        "items": [
            {
                "id": one.id,
                "name": one.display_name,
                "there": is_there(one, now),
                "presence": str(one.presence),
                "languages": list(one.languages),
            }
            for one in accounts
            if one.is_active
            and one.id != visitor.account.id
            and console.policy.desk.allows(one.role, Permission.CONVERSATIONS_TAKE)
        ]
    }


async def _brief(
    console: Console,
    visitor: Visitor,
    conversation_id: str,
    slots: dict[str, Any] | None,
    language: str,
) -> dict[str, Any]:
    def read() -> dict[str, Any]:
        return {
            **brief(console.uow_factory, console.policy, conversation_id, slots),
            "drafts": console.promises.drafts(conversation_id, visitor.account, language),
        }

    return await console.storage.run(read)


def _text(written: Written) -> str:
    try:
        text = clean_text(written.text)
    except (Malformed, TooLarge) as error:
        raise HTTPException(422, str(error)) from error
    if len(text) > LONGEST_TEXT:
        raise HTTPException(422, f"A message has at most {LONGEST_TEXT} characters.")
    return text
